"""Mediation committees: on four levels, three to nine members, a chair, a woman, three years; by articles."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.authority import NotAllowed
from accounts.lifecycle import NotNow
from accounts.models import AuditEntry, RuleValue
from committees.mediators import actions
from committees.mediators.actions import NewMediator
from committees.mediators.law import Seated, faults, mediation_law
from committees.models import MediationCommittee, Mediator

AT = datetime(2026, 11, 17, 2, 0, tzinfo=UTC)
ON = date(2026, 11, 17)


def some(count: int, women: int = 1, chairs: int = 1) -> list[NewMediator]:
    return [NewMediator(f"李卫{place}", "13800000031", place < chairs, place < women) for place in range(count)]


@pytest.fixture
def committee(rules) -> MediationCommittee:
    return MediationCommittee.objects.create(
        name="建明社区调解委员会",
        level="community",
        region_id="130102001001",
        member_count=3,
        chosen_on=date(2024, 1, 1),
    )


def choose(committee, members, by=None, on=ON):
    return actions.choose(committee, members=members, on=on, by=by, at=AT)


@pytest.mark.django_db
class TestTheLaw:
    @pytest.mark.parametrize(
        ("count", "women", "chairs", "wrong"),
        [
            (2, 1, 1, 1),
            (3, 1, 1, 0),
            (9, 1, 1, 0),
            (10, 1, 1, 1),
            (3, 0, 1, 1),
            (3, 1, 0, 1),
            (3, 1, 2, 1),
            (2, 0, 0, 3),
        ],
    )
    def test_wants_three_to_nine_with_a_chair_and_a_woman(self, rules, count, women, chairs, wrong):
        found = faults([Seated(each.is_chair, each.is_woman) for each in some(count, women, chairs)], mediation_law(ON))
        assert len(found) == wrong
        assert all("人民调解法第八条" in sentence for sentence in found)

    def test_ends_a_term_after_three_years(self, rules):
        assert mediation_law(ON).ends_on(date(2023, 11, 17)) == ON
        assert actions.chosen_before(ON) == date(2023, 11, 17)


@pytest.mark.django_db
class TestChoosing:
    def test_seats_them_for_a_new_term_and_lets_the_others_go(self, committee, people):
        choose(committee, some(5, women=2), by=people["street"], on=date(2026, 1, 1))
        held = choose(committee, some(3), by=people["street"])
        assert (held.member_count, held.chosen_on) == (3, ON)
        assert committee.mediators.serving().count() == 3
        assert committee.mediators.filter(left_on=ON).count() == 5

    def test_names_the_article_of_what_it_refuses(self, committee, people):
        with pytest.raises(ValidationError, match="人民调解法第八条"):
            choose(committee, some(2), by=people["street"])
        assert not Mediator.objects.exists()

    def test_keeps_names_and_phones_sealed_and_out_of_the_audit_log(self, committee, people):
        choose(committee, some(3), by=people["street"])
        row = Mediator.objects.first()
        assert (row.name, row.masked_name, row.phone) == ("李卫0", "李**", "13800000031")
        assert "李卫" not in row.sealed_name
        lines = str(list(AuditEntry.objects.values_list("before", "after", "label")))
        assert "李卫" not in lines
        assert "13800000031" not in lines

    @pytest.mark.parametrize("on", [date(2023, 12, 31), date(2026, 11, 18)])
    def test_is_on_a_day_between_the_last_choice_and_today(self, committee, people, on):
        with pytest.raises(ValidationError):
            choose(committee, some(3), by=people["street"], on=on)

    def test_is_for_ones_own_region(self, committee, people):
        with pytest.raises(MediationCommittee.DoesNotExist):
            choose(committee, some(3), by=people["neighbour"])
        with pytest.raises(NotAllowed):
            choose(committee, some(3), by=people["company"])


@pytest.mark.django_db
class TestReplacing:
    @pytest.fixture
    def sitting(self, committee, people):
        return choose(committee, some(3), by=people["street"], on=date(2026, 1, 1))

    def replace(self, committee, leaving, coming, by):
        return actions.replace(committee, leaving=leaving, coming=coming, on=ON, reason="调离", by=by, at=AT)

    def test_one_leaves_and_another_takes_the_seat(self, sitting, people):
        leaving = sitting.mediators.get(is_chair=True)
        coming = self.replace(sitting, leaving, NewMediator("王秀兰", is_chair=True, is_woman=True), people["street"])
        assert sitting.mediators.serving().count() == 3
        assert coming.joined_on == ON
        with pytest.raises(NotNow):
            self.replace(sitting, leaving, NewMediator("某某"), people["street"])

    @pytest.mark.parametrize("coming", [NewMediator("王军", is_chair=True), NewMediator("王秀兰", is_woman=True)])
    def test_the_last_woman_and_the_chair_make_way_only_for_the_like(self, sitting, people, coming):
        with pytest.raises(ValidationError, match="人民调解法第八条"):
            self.replace(sitting, sitting.mediators.get(is_chair=True), coming, people["street"])


@pytest.mark.django_db
class TestLevels:
    @pytest.mark.parametrize(
        ("level", "region", "who"),
        [
            ("community", "130102001001", "street"), ("street", "130102001000", "street"),
            ("district", "130102000000", "district"), ("city", "130100000000", "bureau"),
        ],
    )  # fmt: skip
    def test_are_four_each_with_its_division(self, rules, people, level, region, who):
        def made(name, region):
            committee = MediationCommittee(
                name=name, level=level, region_id=region, member_count=5, chosen_on=date(2026, 1, 1)
            )
            return actions.keep_committee(committee, by=people[who], at=AT)

        assert made("一", region).pk
        other = "130102001001" if level != "community" else "130102001000"
        with pytest.raises(ValidationError) as fault:
            made("二", other)
        assert "region" in fault.value.message_dict

    def test_the_citys_is_the_bureaus_to_keep(self, rules, people):
        committee = MediationCommittee(name="市", level="city", region_id="130100000000", member_count=5, chosen_on=ON)
        with pytest.raises(ValidationError):
            actions.keep_committee(committee, by=people["district"], at=AT)


@pytest.mark.django_db
def test_the_database_knows_one_chair(committee, people):
    choose(committee, some(3), by=people["street"])
    with pytest.raises(IntegrityError, match="one_chair_of_a_mediation_committee"), transaction.atomic():
        Mediator.objects.filter(left_on=None).update(is_chair=True)


@pytest.mark.django_db
class TestTheDesk:
    def url(self, committee, button="change"):
        return f"/admin/committees/mediationcommittee/{committee.pk}/{button}/"

    def test_chooses_members_and_shows_them_masked(self, committee, people, client):
        client.force_login(people["street"])
        form = {"on": "2026-11-17"}
        for place in (1, 2, 3):
            form |= {f"name_{place}": f"赵敏{place}", f"phone_{place}": "13800000031"}
        refused = client.post(self.url(committee, "choose"), form).content.decode()
        assert "人民调解法第八条" in refused
        assert (
            client.post(self.url(committee, "choose"), form | {"is_woman_1": "on", "is_chair_1": "on"}).status_code
            == 302
        )
        page = client.get(self.url(committee)).content.decode()
        assert "赵**" in page
        assert "赵敏1" not in page

    def test_says_that_a_term_is_over(self, committee, people, client):
        MediationCommittee.objects.update(chosen_on=date(2020, 1, 1))
        client.force_login(people["street"])
        assert "人民调解法第九条" in client.get(self.url(committee)).content.decode()
        over = client.get("/admin/committees/mediationcommittee/?term=over").content.decode()
        assert committee.name in over
        RuleValue.objects.filter(key="mediation_term_years").update(value="10")
        assert committee.name not in client.get("/admin/committees/mediationcommittee/?term=over").content.decode()

    def test_is_closed_to_strangers(self, committee, people, client):
        client.force_login(people["neighbour"])
        assert client.get(self.url(committee)).status_code == 404
        client.force_login(people["company"])
        assert client.get("/admin/committees/mediationcommittee/").status_code == 403
