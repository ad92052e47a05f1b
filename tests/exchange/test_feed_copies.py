"""Copies kept by the feed alone are what their keepers see: whatever happens, whenever they read."""

import random
from datetime import date, timedelta

import pytest

from accounts.models import Level, Region, User
from accounts.scope import stem_for, within
from credit.models import Evidence, Grade
from enterprises.models import Enterprise, ProjectManager, Reach, ServiceContract
from estates.models import Building, Estate
from exchange import feed
from tests.factories import (
    a_building,
    a_contract,
    a_grade,
    a_manager,
    a_night,
    a_record,
    a_rulebook,
    an_enterprise,
    an_estate,
)

STREETS = ("130102001000", "130102002000", "130108001000", "130108002000")
PLACES = (*STREETS, "130102001001", "130108001001")
COUNTIES = ("130102000000", "130108000000", "130102001000", "130100000000")
COPIED = {
    "estate": Estate, "building": Building, "enterprise": Enterprise, "manager": ProjectManager,
    "contract": ServiceContract, "evidence": Evidence, "grade": Grade,
}  # fmt: skip
SEEDS = range(8)


class Copy:
    """What a reader knows by the feed: the primary keys of things, by resource."""

    def __init__(self, reader: User) -> None:
        self.reader, self.since = reader, feed.start()
        self.things: dict[str, set[str]] = {name: set() for name in COPIED}

    def catch_up(self, limit: int) -> None:
        more = True
        while more:
            page = feed.read(self.reader, since=self.since, limit=limit, resources=COPIED)
            for entry in page.entries:
                keys = self.things[entry.resource]
                (keys.discard if entry.verb in ("delete", "leave") else keys.add)(entry.pk)
            self.since, more = page.next, page.more

    def is_what_its_reader_sees(self) -> bool:
        return self.things == {
            name: {str(pk) for pk in model.objects.visible_to(self.reader).values_list("pk", flat=True)}
            for name, model in COPIED.items()
        }


class Town:
    """Things to which something happens."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.book = a_rulebook()
        self.nights = [a_night(self.book, date(2026, 1, 1) + timedelta(n)) for n in range(200)]
        for _n in range(2):
            an_estate(self.pick(STREETS)), an_enterprise(self.pick(COUNTIES))

    def pick(self, among):
        return self.chance.choice(list(among))

    def any(self, model):
        return self.pick(model.objects.order_by("pk")) if model.objects.exists() else None

    def live(self) -> None:
        verbs = (
            self.build, self.register, self.employ, self.sign, self.sign, self.part, self.exchange, self.move_estate,
            self.move_company, self.hire_away, self.record, self.grade, self.close, self.rename, self.add_building,
        )  # fmt: skip
        self.pick(verbs)()

    def build(self):
        an_estate(self.pick(PLACES))

    def add_building(self):
        a_building(self.any(Estate))

    def register(self):
        an_enterprise(self.pick(COUNTIES))

    def employ(self):
        a_manager(self.any(Enterprise))

    def sign(self):
        estate = self.any(Estate)
        begins = date(2000, 1, 1) + timedelta(2 * ServiceContract.objects.filter(estate=estate).count())
        while ServiceContract.objects.filter(estate=estate, begins_on=begins).exists():
            begins += timedelta(1)
        a_contract(estate, self.any(Enterprise), begins_on=begins, ends_on=begins + timedelta(1))

    def part(self):
        if contract := self.any(ServiceContract):
            contract.delete()

    def exchange(self):
        if contract := self.any(ServiceContract):
            contract.enterprise = self.any(Enterprise)
            contract.save()

    def move_estate(self):
        Estate.objects.filter(pk=self.any(Estate).pk).update(region_id=self.pick(PLACES))

    def move_company(self):
        Enterprise.objects.filter(pk=self.any(Enterprise).pk).update(region_id=self.pick(COUNTIES))

    def hire_away(self):
        if manager := self.any(ProjectManager):
            manager.enterprise = self.any(Enterprise)
            manager.save()

    def record(self):
        about = {"enterprise": self.any(Enterprise), "manager": self.any(ProjectManager), "estate": self.any(Estate)}
        named = {name: thing for name, thing in about.items() if self.chance.random() < 0.4}
        if any(named.values()):
            a_record(self.pick(self.book.items.all()), **named)

    def grade(self):
        company = self.any(Enterprise)
        Grade.objects.filter(enterprise=company, until_on=None).update(until_on=date(2026, 12, 1))
        a_grade(company, self.nights.pop())

    def close(self):
        idle = Enterprise.objects.filter(contracts=None, managers=None, evidence=None, grades=None)
        if idle and Enterprise.objects.count() > 1:
            idle[0].delete()

    def rename(self):
        Enterprise.objects.update(name="改名物业")


@pytest.fixture
def readers(people) -> list[User]:
    for code in ("130102002000", "130108002000"):
        Region.objects.create(code=code, parent_id=f"{code[:6]}000000", name="又一街道", level=Level.STREET)
    return [people[name] for name in ("bureau", "district", "neighbour", "street", "auditor")]


@pytest.mark.parametrize("seed", SEEDS)
class TestRandomTowns:
    def test_are_copied_whole_by_readers_who_read_now_and_then(self, readers, seed):
        copies = [Copy(reader) for reader in readers]
        town = Town(seed)
        for _n in range(60):
            town.live()
            for copy in copies:
                if town.chance.random() < 0.2:
                    copy.catch_up(limit=town.chance.choice((1, 7, 1000)))
        for copy in copies:
            copy.catch_up(limit=1000)
            assert copy.is_what_its_reader_sees()

    def test_are_seen_by_the_definition(self, readers, seed):
        """A company is seen where it is registered, and wherever it has or had a contract: `Reach` says no less."""
        town = Town(seed)
        for _n in range(40):
            town.live()
        stems = {stem_for(reader) for reader in readers} | {region.stem for region in Region.objects.all()}
        for stem in stems - {""}:
            here = Enterprise.objects.filter(within("region_id", stem))
            at_work = Enterprise.objects.filter(within("contracts__estate__region_id", stem))
            by_definition = {*here.values_list("pk", flat=True), *at_work.values_list("pk", flat=True)}
            assert set(Enterprise.objects.ever_in(stem).values_list("pk", flat=True)) == by_definition
        assert {way.contract_id for way in Reach.objects.all()} - {0} == set(
            ServiceContract.objects.values_list("pk", flat=True)
        )
