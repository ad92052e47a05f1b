"""Tallies of today: whatever is written, following the feed gives what counting everything from the start gives."""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Level, Region
from credit.models import Grade
from enterprises.models import Enterprise, ServiceContract
from estates.models import Estate, EstateKind, ServiceMode
from exchange import feed
from oversight import actions, following
from oversight.counting import around, is_street
from oversight.models import Followed, Presence, Tally, Window
from tests.factories import a_contract, a_grade, a_night, a_rulebook, an_enterprise, an_estate

TODAY = date(2026, 11, 21)
NOON = datetime(2026, 11, 21, 4, tzinfo=UTC)
STREETS = ["130102001000", "130102001001", "130102002000", "130108001000", "130108001001"]
PLACES = [*STREETS, "130102000000", "130108000000", "130100000000"]


@pytest.fixture
def city(regions):
    Region.objects.create(code="130102002000", parent_id="130102000000", name="青园街道", level=Level.STREET)
    return a_night(a_rulebook())


def follow(at: datetime = NOON) -> None:
    assert following.follow(at=at)


def runs(contract: ServiceContract, on: date) -> bool:
    return contract.begins_on <= on and (contract.ends_on is None or contract.ends_on > on)


def is_served(estate: Estate, contracts: list[ServiceContract], on: date) -> bool:
    if any(runs(each, on) for each in contracts):
        return True
    return estate.service_mode != ServiceMode.NONE and not any(each.begins_on > on for each in contracts)


def from_scratch(on: date) -> dict[str, tuple]:
    """Every area counted row by row, without any of the portal's own counting."""
    numbers: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    grades: dict[str, Counter] = defaultdict(Counter)
    contracts = defaultdict(list)
    for contract in ServiceContract.objects.select_related("estate"):
        contracts[contract.estate_id].append(contract)
    for estate in Estate.objects.all():
        served = is_served(estate, contracts[estate.pk], on)
        row = (1, served, estate.kind == EstateKind.OLD, estate.households)
        for area in around(estate.region_id):
            numbers[area] = [a + b for a, b in zip(numbers[area], row, strict=True)]
    held = dict(Grade.objects.filter(until_on=None).values_list("enterprise_id", "grade"))
    for company in Enterprise.objects.filter(status="operating"):
        areas = set(around(company.region_id))
        for contract in (each for of_estate in contracts.values() for each in of_estate):
            if contract.enterprise_id == company.pk and runs(contract, on):
                areas |= {area for area in around(contract.estate.region_id) if is_street(area)}
        for area in areas:
            grades[area][held.get(company.pk, "NEW")] += 1
    return {area: (*numbers[area], dict(grades[area])) for area in numbers.keys() | grades.keys()}


def tallies() -> dict[str, tuple]:
    columns = ("estate_count", "served_count", "old_count", "household_count", "grades")
    return {row[0]: row[1:] for row in Tally.objects.values_list("area_code", *columns)}


class Writer:
    """Writes anything that the registers take, at random but the same for a seed."""

    def __init__(self, seed: int, night):
        self.chance, self.night = Random(seed), night

    def one(self) -> None:
        kinds = [self.estate, self.company, self.contract, self.change_estate, self.change_company]
        kinds += [self.change_contract, self.end_contract, self.move_contract, self.remove, self.grade]
        self.chance.choice(kinds)()

    def some(self, model):
        keys = list(model.objects.order_by("pk").values_list("pk", flat=True))
        return model.objects.get(pk=self.chance.choice(keys)) if keys else None

    def estate(self) -> None:
        mode = self.chance.choice([ServiceMode.COMPANY, ServiceMode.NONE])
        kind = self.chance.choice([EstateKind.OLD, EstateKind.COMMODITY])
        an_estate(self.chance.choice(PLACES[:7]), service_mode=mode, kind=kind, households=self.chance.randrange(900))

    def company(self) -> None:
        an_enterprise(self.chance.choice(PLACES))

    def contract(self) -> None:
        estate, company = self.some(Estate), self.some(Enterprise)
        if estate and company and not estate.contracts.exists():
            begins = TODAY + timedelta(days=self.chance.randrange(-40, 10))
            ends = begins + timedelta(days=self.chance.randrange(5, 60))
            a_contract(estate, company, begins_on=begins, ends_on=self.chance.choice([None, ends]))

    def change_estate(self) -> None:
        if estate := self.some(Estate):
            estate.region_id = self.chance.choice(PLACES[:7])
            estate.service_mode = self.chance.choice([ServiceMode.COMPANY, ServiceMode.NONE])
            estate.save()

    def change_company(self) -> None:
        if company := self.some(Enterprise):
            company.region_id = self.chance.choice(PLACES)
            company.status = self.chance.choice(["operating", "operating", "closed"])
            company.save()

    def change_contract(self) -> None:
        contract, company = self.some(ServiceContract), self.some(Enterprise)
        if contract:
            contract.enterprise = company
            contract.save()

    def end_contract(self) -> None:
        if contract := self.some(ServiceContract):
            contract.ends_on = contract.begins_on + timedelta(days=self.chance.randrange(1, 50))
            contract.save()

    def move_contract(self) -> None:
        contract, estate = self.some(ServiceContract), self.some(Estate)
        if contract and not estate.contracts.exists():
            contract.estate = estate
            contract.save()

    def remove(self) -> None:
        if contract := self.some(ServiceContract):
            contract.delete()
        if (estate := self.some(Estate)) and not estate.contracts.exists():
            estate.delete()

    def grade(self) -> None:
        """Grades come with a night."""
        ungraded = Enterprise.objects.filter(grades=None).first()
        if ungraded:
            self.night = a_night(self.night.rulebook, self.night.on)
            a_grade(ungraded, self.night, self.chance.choice("ABCD"))


class TestFollowing:
    @pytest.mark.parametrize("seed", range(12))
    def test_gives_what_counting_from_the_start_gives(self, city, seed):
        writer = Writer(seed, city)
        for _batch in range(12):
            for _write in range(writer.chance.randrange(1, 8)):
                writer.one()
            follow()
            assert tallies() == from_scratch(TODAY)

    def test_counts_a_day_anew_when_it_begins(self, city):
        """A contract that ends today changed nothing in the registers today."""
        estate = an_estate("130102001000", service_mode=ServiceMode.NONE)
        a_contract(estate, an_enterprise("130108000000"), ends_on=TODAY + timedelta(days=1))
        follow()
        assert tallies()["130102001000"] == (1, 1, 0, 400, {"NEW": 1})
        follow(NOON + timedelta(days=1))
        assert tallies()["130102001000"] == (1, 0, 0, 400, {})

    def test_twice_changes_nothing(self, city):
        an_estate()
        follow()
        before = list(Tally.objects.order_by("pk").values())
        follow()
        assert list(Tally.objects.order_by("pk").values()) == before

    def test_starts_again_where_it_was_cut_off(self, city, monkeypatch):
        an_estate()
        follow()
        a_contract(an_estate("130108001000"), an_enterprise())

        def killed(*_told, **_more):
            raise SystemExit

        with monkeypatch.context() as patched:
            patched.setattr(actions, "keep_tallies", killed)
            with pytest.raises(SystemExit):
                following.follow(at=NOON)
        follow()
        assert tallies() == from_scratch(TODAY)

    def test_counts_everything_where_the_feed_reaches_no_further_back(self, city):
        follow()
        Followed.objects.update(position="00000000-7")
        an_estate()
        follow()
        assert tallies() == from_scratch(TODAY)
        assert Followed.objects.get().position == feed.start()

    def test_leaves_it_to_another_process_that_is_at_it(self, city):
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [following.LOCK])
            assert following.follow(at=NOON) is False
            cursor.execute("SELECT pg_advisory_unlock(%s)", [following.LOCK])
        other.close()
        follow()

    def test_looks_only_at_what_was_touched(self, city):
        for street in STREETS:
            a_contract(an_estate(street), an_enterprise(street))
        follow()
        untouched = dict(Tally.objects.values_list("area_code", "pk"))
        an_estate("130108001000")
        with CaptureQueriesContext(connection) as found:
            follow()
        summed = [query["sql"] for query in found if 'INSERT INTO "oversight_tally"' in query["sql"]]
        assert len(summed) == 1
        assert "130108001000" in summed[0]
        assert "130102" not in summed[0]
        assert dict(Tally.objects.values_list("area_code", "pk")) == untouched

    def test_asks_as_often_for_200_changes_as_for_one(self, city):
        follow()

        def queries(number: int) -> int:
            for _ in range(number):
                a_contract(an_estate(), an_enterprise())
            with CaptureQueriesContext(connection) as found:
                follow()
            return len(found)

        assert queries(1) == queries(200)

    def test_forgets_what_is_gone(self, city):
        estate = an_estate()
        follow()
        estate.delete()
        follow()
        assert not Window.objects.exists()
        assert not Presence.objects.exists()
        assert not Tally.objects.exists()
