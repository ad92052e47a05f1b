"""One home at a time: entered, sold, struck off; who an owner is, looked at, corrected, forgotten."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.authority import NotAllowed
from accounts.models import AuditEntry
from accounts.removing import StillNeeded
from committees.models import Holder, Owner, OwnerKind, Ownership, RollLine
from committees.owners import actions
from committees.owners.erasing import erase_owners
from committees.owners.heads import heads_of, homes_of_nobody
from committees.owners.people import Party, Person, is_odd_id_number
from estates.models import Home
from tests.conftest import NOW, TODAY
from tests.factories.owners import OWNED_SINCE, an_owner, some_homes
from tests.factories.places import a_building, an_estate
from tests.factories.votes import an_open_vote

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


def people_called(*names: str, kind: str = OwnerKind.PERSON, **more) -> Party:
    return Party(tuple(Person.told(name, **more) for name in names), kind)


def owner_of(home: Home, on: date = TODAY) -> Owner:
    return home.ownerships.on(on).get().owner


@pytest.fixture
def home(estate) -> Home:
    (home,) = some_homes(estate, [90])
    return home


@pytest.fixture
def owner(home) -> Owner:
    return an_owner(home)


class TestEntering:
    def test_puts_the_home_and_its_owner_down(self, estate, people):
        home = Home(building=a_building(estate), room="101", area_m2=80)
        actions.enter_home(home, people_called("赵敏"), since=OWNED_SINCE, by=people["street"], at=NOW)
        assert owner_of(home).holders.get().name == "赵敏"
        assert AuditEntry.objects.filter(verb="register_home", thing_id=str(home.pk)).exists()

    def test_the_same_door_twice_is_refused(self, home, people):
        twin = Home(building=home.building, unit=home.unit, room=home.room, area_m2=80)
        with pytest.raises(ValidationError):
            actions.enter_home(twin, people_called("赵敏"), since=OWNED_SINCE, by=people["street"], at=NOW)
        assert not Owner.objects.exists()

    @pytest.mark.parametrize("names", [(), ("",), (" ",)])
    def test_needs_somebody(self, estate, people, names):
        home = Home(building=a_building(estate), room="101", area_m2=80)
        with pytest.raises(ValidationError) as refusal:
            actions.enter_home(home, people_called(*names), since=OWNED_SINCE, by=people["street"], at=NOW)
        assert set(refusal.value.error_dict) == {"names"}

    def test_in_another_district_is_refused(self, estate, people):
        home = Home(building=a_building(estate), room="101", area_m2=80)
        with pytest.raises(NotAllowed):
            actions.enter_home(home, people_called("赵敏"), since=OWNED_SINCE, by=people["neighbour"], at=NOW)

    @pytest.mark.parametrize("area", [0, -1])
    def test_without_an_area_is_refused(self, estate, people, area):
        home = Home(building=a_building(estate), room="101", area_m2=area)
        with pytest.raises(ValidationError) as refusal:
            actions.enter_home(home, people_called("赵敏"), since=OWNED_SINCE, by=people["street"], at=NOW)
        assert "area_m2" in refusal.value.error_dict


class TestASale:
    def test_ends_one_ownership_and_begins_another(self, home, owner, people):
        actions.transfer(home, people_called("李建国"), on=TODAY, by=people["street"], at=NOW)
        assert owner_of(home, TODAY - A_DAY) == owner
        assert owner_of(home).holders.get().name == "李建国"

    def test_sets_the_day_on_which_who_left_is_forgotten(self, home, owner, people):
        actions.transfer(home, people_called("李建国"), on=TODAY, by=people["street"], at=NOW)
        owner.refresh_from_db()
        assert owner.erase_on == date(2028, 11, 20)

    def test_of_one_home_of_two_leaves_the_owner_with_the_other(self, estate, people):
        one, two = some_homes(estate, [90, 100])
        owner = an_owner(one, two)
        actions.transfer(one, people_called("李建国"), on=TODAY, by=people["street"], at=NOW)
        owner.refresh_from_db()
        assert owner.erase_on is None
        assert [len(head.homes) for head in heads_of(estate, TODAY)] == [1, 1]

    def test_to_somebody_who_has_a_home_here_joins_their_head(self, estate, people):
        one, two = some_homes(estate, [90, 100])
        an_owner(one)
        buyer = people_called("李建国", document="130102195501010013")
        actions.transfer(one, buyer, on=TODAY - A_DAY, by=people["street"], at=NOW)
        an_owner(two)
        actions.transfer(two, buyer, on=TODAY, by=people["street"], at=NOW)
        (head,) = heads_of(estate, TODAY)
        assert head.area_m2 == 190

    def test_back_again_keeps_the_one_who_was_to_be_forgotten(self, home, people):
        first = people_called("王秀兰", document="13010219600101002X")
        an_owner(home)
        for days, buyer in ((3, first), (2, people_called("李建国")), (1, first)):
            actions.transfer(home, buyer, on=TODAY - days * A_DAY, by=people["street"], at=NOW)
        assert owner_of(home).erase_on is None

    def test_to_an_owner_of_whom_less_is_said_makes_no_second_head(self, estate, people):
        one, two = some_homes(estate, [90, 100])
        an_owner(two, name="赵敏", phone="")
        known = people_called("李建国", phone="13911112222", document="130102195501010013")
        actions.transfer(one, known, on=TODAY - A_DAY, by=people["street"], at=NOW)
        actions.transfer(two, people_called("李建国", phone="+86 139 1111 2222"), on=TODAY, by=people["street"], at=NOW)
        assert owner_of(one) == owner_of(two)

    def test_to_whom_it_belongs_is_refused_though_less_is_said(self, home, owner, people):
        same = people_called("王秀兰", phone="13800000021")
        with pytest.raises(ValidationError) as refusal:
            actions.transfer(home, same, on=TODAY, by=people["street"], at=NOW)
        assert set(refusal.value.error_dict) == {"names"}

    @pytest.mark.parametrize("day", [OWNED_SINCE, OWNED_SINCE - A_DAY, TODAY + A_DAY])
    def test_on_a_day_that_cannot_be_is_refused(self, home, owner, people, day):
        with pytest.raises(ValidationError) as refusal:
            actions.transfer(home, people_called("李建国"), on=day, by=people["street"], at=NOW)
        assert set(refusal.value.error_dict) == {"on"}
        assert owner_of(home) == owner

    def test_to_its_own_owner_is_refused(self, home, owner, people):
        buyer = people_called("李建国", phone="13800000033")
        actions.transfer(home, buyer, on=TODAY - A_DAY, by=people["street"], at=NOW)
        with pytest.raises(ValidationError) as refusal:
            actions.transfer(home, buyer, on=TODAY, by=people["street"], at=NOW)
        assert set(refusal.value.error_dict) == {"names"}

    def test_is_no_business_of_the_district_next_door(self, home, owner, people):
        with pytest.raises(Home.DoesNotExist):
            actions.transfer(home, people_called("李建国"), on=TODAY, by=people["neighbour"], at=NOW)

    @pytest.mark.parametrize("role", ["auditor", "system", "inspector", "company"])
    def test_is_no_business_of(self, home, owner, people, role):
        with pytest.raises(NotAllowed):
            actions.transfer(home, people_called("李建国"), on=TODAY, by=people[role], at=NOW)


class TestTheDatabase:
    def test_knows_one_owner_of_a_home_at_a_time(self, home, owner):
        other = Owner.objects.create(estate=owner.estate, key="x")
        with pytest.raises(IntegrityError, match="one_owner_of_a_home_at_a_time"), transaction.atomic():
            Ownership.objects.create(home=home, owner=other, from_on=TODAY)

    def test_knows_one_developer_of_an_estate(self, owner):
        Owner.objects.create(estate=owner.estate, key="x", kind=OwnerKind.DEVELOPER)
        with pytest.raises(IntegrityError, match="unsold_homes_are_one_head"), transaction.atomic():
            Owner.objects.create(estate=owner.estate, key="y", kind=OwnerKind.DEVELOPER)

    def test_knows_no_home_without_an_area(self, home):
        with pytest.raises(IntegrityError, match="home_has_an_area"), transaction.atomic():
            Home.objects.update(area_m2=0)


class TestStrikingOff:
    def test_takes_the_home_and_whose_it_was(self, home, owner, people):
        actions.strike_home(home, by=people["street"], at=NOW, why="录入错误")
        assert not Home.objects.exists()
        owner.refresh_from_db()
        assert owner.erase_on is not None

    def test_leaves_a_home_that_is_on_a_roll(self, home, owner, people, a_vote):
        RollLine.objects.create(vote=a_vote, home=home, owner=owner, label=home.label, area_m2=home.area_m2)
        with pytest.raises(StillNeeded):
            actions.strike_home(home, by=people["street"], at=NOW)
        assert owner_of(home) == owner


@pytest.fixture
def a_vote(estate):
    from committees.models import Organiser, Vote

    return Vote.objects.create(
        number="B-1", estate=estate, title="表决", organiser=Organiser.STREET, opens_at=NOW, closes_at=NOW + A_DAY
    )


class TestASaleDuringAVote:
    def test_puts_the_new_owner_on_the_roll(self, home, owner, people, a_vote):
        line = RollLine.objects.create(vote=a_vote, home=home, owner=owner, label=home.label, area_m2=home.area_m2)
        actions.transfer(home, people_called("李建国"), on=TODAY, by=people["street"], at=NOW)
        line.refresh_from_db()
        assert line.owner == owner_of(home)

    def test_to_a_namesake_of_whom_nothing_is_known_makes_no_second_vote(self, estate, people):
        homes = some_homes(estate, [90, 100])
        seller, owner = an_owner(homes[0], name="李建国"), an_owner(homes[1])
        vote = an_open_vote(estate)
        with pytest.raises(ValidationError) as refusal:
            actions.transfer(homes[0], people_called("王秀兰"), on=TODAY, by=people["street"], at=NOW)
        assert "1号楼1单元101、1号楼1单元102" in refusal.value.messages[0]
        assert set(vote.roll.values_list("owner", flat=True)) == {seller.pk, owner.pk}


class TestALook:
    def test_shows_who_it_is_and_is_put_down(self, owner, people):
        seen = actions.look_at(owner, by=people["street"], at=NOW)
        assert [(holder.name, holder.phone) for holder in seen.holders.all()] == [("王秀兰", "13800000021")]
        line = AuditEntry.objects.get(verb="look_at_owner")
        assert (line.who, line.thing_id) == ("street", str(owner.pk))
        assert "王秀兰" not in str((line.label, line.before, line.after))

    def test_is_not_the_auditors(self, owner, people):
        with pytest.raises(NotAllowed):
            actions.look_at(owner, by=people["auditor"], at=NOW)

    def test_ends_at_the_district(self, owner, people):
        with pytest.raises(Owner.DoesNotExist):
            actions.look_at(owner, by=people["neighbour"], at=NOW)
        assert not AuditEntry.objects.filter(verb="look_at_owner").exists()


class TestCorrecting:
    def test_puts_names_right_and_keeps_the_phone_that_is_not_given(self, owner, people):
        actions.correct(owner, people_called("王秀蓝"), by=people["street"], at=NOW)
        holder = Holder.objects.get()
        assert (holder.name, holder.phone, bool(holder.document_digest)) == ("王秀蓝", "13800000021", True)

    def test_adds_somebody_who_holds_it_too(self, owner, people):
        actions.correct(owner, people_called("王秀兰", "李建国"), by=people["street"], at=NOW)
        assert [holder.name for holder in owner.holders.all()] == ["王秀兰", "李建国"]

    def test_into_another_head_of_the_estate_is_refused(self, estate, people):
        one, two = some_homes(estate, [90, 100])
        an_owner(one), an_owner(two)
        same = people_called("李建国", document="130102195501010013")
        actions.correct(owner_of(one), same, by=people["street"], at=NOW)
        with pytest.raises(ValidationError) as refusal:
            actions.correct(owner_of(two), same, by=people["street"], at=NOW)
        assert set(refusal.value.error_dict) == {"names"}

    def test_into_one_who_shares_the_phone_is_refused(self, estate, people):
        one, two = some_homes(estate, [90, 100])
        an_owner(one), an_owner(two, name="李建国", phone="13911112222")
        Holder.objects.update(document_digest="")
        same = people_called("李建国", phone="13911112222")
        with pytest.raises(ValidationError) as refusal:
            actions.correct(owner_of(one), same, by=people["street"], at=NOW)
        assert set(refusal.value.error_dict) == {"names"}

    def test_leaves_no_name_in_the_audit_log(self, owner, people):
        actions.correct(owner, people_called("王秀蓝", phone="13911112222"), by=people["street"], at=NOW)
        told = str(list(AuditEntry.objects.values()))
        assert not [said for said in ("王秀", "13911112222") if said in told]


class TestForgetting:
    def test_takes_everything_that_told_who_it_was(self, home, owner, people):
        key = owner.key
        actions.transfer(home, people_called("李建国"), on=TODAY, by=people["street"], at=NOW)
        assert erase_owners(at=datetime(2028, 11, 19, 4, tzinfo=UTC)) == 0
        assert erase_owners(at=datetime(2028, 11, 20, 4, tzinfo=UTC)) == 1
        owner.refresh_from_db()
        assert not owner.holders.exists()
        assert owner.key != key
        assert home.ownerships.filter(owner=owner).exists()

    def test_spares_whoever_owns_something(self, home, owner):
        Owner.objects.update(erase_on=TODAY)
        assert erase_owners(at=NOW) == 0
        assert owner.holders.exists()


class TestHomesOfNobody:
    def test_are_those_without_an_owner_on_the_day(self, estate, home):
        assert list(homes_of_nobody(estate, TODAY)) == [home]
        an_owner(home)
        assert list(homes_of_nobody(estate, TODAY)) == []
        assert list(homes_of_nobody(estate, OWNED_SINCE - A_DAY)) == [home]

    def test_are_not_another_estates(self, estate, home):
        assert list(homes_of_nobody(an_estate(), TODAY)) == []


@pytest.mark.parametrize(
    ("number", "odd"),
    [("13010219600101002X", False), ("130102196001010023", True), ("E12345678", False), ("11010519491231002X", False)],
)
def test_an_identity_number_has_a_check_digit(number, odd):
    assert is_odd_id_number(number) is odd
