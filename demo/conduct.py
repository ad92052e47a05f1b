"""What befalls invented companies: troubles and honours, drawn from the rates in `data/conduct.yaml`.

Nothing in here knows points or grades: they are the rulebook's and the nights' business.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

import yaml

from credit import rulebook_file
from demo.calendar import Calendar
from demo.chance import Urn, chance
from demo.cities import DATA, RULEBOOK
from demo.companies import Company, Manager
from demo.contracts import Contract
from demo.places import Place

YEAR = 365.25
WEEKEND_REST = 0.7
OPEN_DAYS = "R-G06"
OPEN_DAYS_REPORTED = (5, 26)
"""The yearly report of open days comes in between these days of January."""
AGAIN_NEXT_YEAR = 0.93
SAME_MATTER = 0.25


@cache
def table() -> dict:
    return yaml.safe_load((DATA / "conduct.yaml").read_text(encoding="utf-8"))


def tempers() -> dict[str, float]:
    """How companies behave, with their shares."""
    return {temper: row["share"] for temper, row in table()["tempers"].items()}


@dataclass(slots=True)
class Event:
    """One record to be. `decided_on` is the day of the paper; `place` is where it happened, if at an estate."""

    item: str
    company: Company | None
    decided_on: date
    occurred_on: date
    place: Place | None = None
    manager: Manager | None = None
    level: str = ""
    matter: str = ""
    effective_on: date | None = None
    withdrawn_on: date | None = None
    repaired_on: date | None = None


@dataclass
class Life:
    """One company from the day its records may begin, with its contracts."""

    company: Company
    contracts: list[Contract]
    calendar: Calendar
    begins_on: date = field(init=False)

    def __post_init__(self):
        self.begins_on = max(self.calendar.evidence_from, self.company.known_on)
        self.rates = table()["tempers"][self.company.conduct]
        self.draw = chance(self.company.uscc, self.calendar.today, "conduct")

    def events(self) -> Iterator[Event]:
        """Everything that was decided about the company up to yesterday, in no order."""
        for kind in table()["troubles"]:
            for day in self.days(self.rates[kind], trend=True):
                yield from self.trouble(kind, day)
        for day in self.days(self.rates["awards"]):
            yield from self.award(day)
        yield from self.of_an_estate()
        yield from self.of_the_company()

    def days(self, rate: float, *, trend: bool = False) -> Iterator[date]:
        """Days of events that come `rate` times a year; with `trend`, more often at first than at last."""
        if not rate:
            return
        first, last = (table()["trend"]["first"], table()["trend"]["last"]) if trend else (1.0, 1.0)
        whole = (self.calendar.today - self.calendar.evidence_from).days
        at = (self.begins_on - self.calendar.evidence_from).days + self.gap(rate * first)
        while at < whole:
            if self.draw.random() * first < first + (last - first) * at / whole:
                yield self.workday(self.calendar.evidence_from + timedelta(days=int(at)))
            at += self.gap(rate * first)

    def gap(self, rate: float) -> float:
        return self.draw.expovariate(rate) * YEAR

    def workday(self, day: date) -> date:
        """Most offices rest at weekends: such a day usually becomes the Friday before."""
        if day.weekday() > 4 and self.draw.random() < WEEKEND_REST:
            day -= timedelta(days=day.weekday() - 4)
        return max(day, self.begins_on)

    def contracts_on(self, day: date) -> list[Contract]:
        return [contract for contract in self.contracts if contract.runs_on(day) and contract.known_on <= day]

    def contract_on(self, day: date) -> Contract | None:
        running = self.contracts_on(day)
        return self.draw.choice(running) if running else None

    def trouble(self, kind: str, day: date) -> Iterator[Event]:
        """One visit or case: some faults decided together, often at the same estate."""
        settings, draw = table()["troubles"][kind], self.draw
        contract = self.contract_on(day)
        items = urn_of(kind)
        fate = draw.random()
        ended = day + timedelta(days=draw.randint(*settings["days"]))
        for item in {items.draw(draw): None for _ in range(draw.randint(1, settings["most"]))}:
            if contract is None and subjects()[item] != "enterprise":
                continue
            event = self.at(contract, item, day, delay=draw.randint(1, 18))
            if draw.random() < 0.35:
                event.effective_on = day + timedelta(days=draw.randint(5, 7))
            if fate < settings["repaired"]:
                event.repaired_on = self.past(ended)
            elif draw.random() < settings["withdrawn"]:
                event.withdrawn_on = self.past(day + timedelta(days=draw.randint(8, 25)))
            yield event

    def past(self, day: date) -> date | None:
        return day if day <= self.calendar.yesterday else None

    def at(self, contract: Contract | None, item: str, day: date, *, delay: int = 0) -> Event:
        """An event that happened some days before it was decided, while the contract already ran."""
        earliest = max(contract.begins_on if contract else date.min, self.calendar.evidence_from)
        event = Event(item, self.company, day, max(day - timedelta(days=delay), earliest))
        if contract:
            event.place, event.manager = contract.place, contract.manager
        return event

    def award(self, day: date) -> Iterator[Event]:
        """An award; now and then a higher body honours the same matter later."""
        levels = list(table()["awards"])
        level = urn_of("awards").draw(self.draw)
        matter = f"{day.year}年度表彰{self.draw.randint(100, 999)}号"
        yield Event("R-G01", self.company, day, day, level=level, matter=matter)
        later = day + timedelta(days=self.draw.randint(20, 90))
        if level != levels[0] and self.draw.random() < SAME_MATTER and later < self.calendar.today:
            higher = levels[levels.index(level) - 1]
            yield Event("R-G01", self.company, later, day, level=higher, matter=matter)

    def of_an_estate(self) -> Iterator[Event]:
        """Stars, surveys, estates taken over and reports in the media: honours for one estate or its manager."""
        for rate, item, levels in (
            ("stars", "R-G02", "stars"),
            ("surveys", "R-G04", "surveys"),
            ("media", "R-G08", "media"),
            ("old_estates", "R-G03", None),
        ):
            for day in self.days(self.rates[rate]):
                contract = self.contract_on(day)
                if contract is None:
                    continue
                event = self.at(contract, item, day, delay=self.draw.randint(0, 15))
                if levels:
                    event.level = urn_of(levels).draw(self.draw)
                if item == "R-G02":
                    event.matter = f"{contract.place.code}星级评定"
                yield event

    def of_the_company(self) -> Iterator[Event]:
        """What a company does every year or never: open days, work with the party's branch, gifts."""
        for rate, item in (("party", "R-G07"), ("charity", "R-G05"), ("open_days", OPEN_DAYS)):
            if self.draw.random() < self.rates[rate]:
                for day in self.anniversaries(item):
                    if self.draw.random() < AGAIN_NEXT_YEAR:
                        where = self.contracts_on(day) if item == OPEN_DAYS else [None]
                        yield from (self.at(contract, item, day) for contract in where)

    def anniversaries(self, item: str) -> Iterator[date]:
        """A day in every year, about the same each time."""
        usual = self.draw.randrange(365)
        for year in range(self.begins_on.year, self.calendar.today.year + 1):
            if item == OPEN_DAYS:
                day = date(year, 1, self.draw.randint(*OPEN_DAYS_REPORTED))
            else:
                day = date(year, 1, 1) + timedelta(days=(usual + self.draw.randint(-12, 12)) % 365)
            if self.begins_on <= (day := self.workday(day)) < self.calendar.today:
                yield day


@cache
def urn_of(name: str) -> Urn:
    rows = table()["troubles"][name]["items"] if name in table()["troubles"] else table()[name]
    return Urn(list(rows), list(rows.values()))


@cache
def subjects() -> dict[str, str]:
    """Whom each item of the reference rulebook is about."""
    return {item["code"]: item["subject"] for item in rulebook_file.read(RULEBOOK.read_text(encoding="utf-8"))["items"]}


def in_nobodys_hands(places: list[Place], calendar: Calendar, count: int) -> Iterator[Event]:
    """Faults found at estates that no company managed that day: a person has to look at them."""
    draw = chance(calendar.today, "nobody")
    for place in draw.sample([place for place in places if not place.is_served], count):
        day = calendar.yesterday - timedelta(days=draw.randint(3, 80))
        yield Event("R-N21", None, day, day - timedelta(days=2), place)
