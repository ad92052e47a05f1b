"""The ledger of an invented city as rows of a workbook: what befell the companies, and the monthly checks."""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import groupby

import yaml

from demo.calendar import Calendar
from demo.chance import chance
from demo.cities import DATA, City
from demo.companies import Company
from demo.conduct import Event, Life, in_nobodys_hands, subjects
from demo.contracts import Contract
from demo.places import Place

FIELDS = (
    "number", "item_code", "enterprise", "estate", "manager", "level", "matter", "fact", "occurred_on", "decided_on",
    "effective_on", "source", "document", "withdrawn_on", "repaired_on", "step_reason",
)  # fmt: skip
DECIDED_ON = FIELDS.index("decided_on")
WITHOUT_COMPANY = 5
INFORMATION_CHECK, FILING_CHECK = "R-B01", "R-B02"
SOME_CHECKS_ARE_MISSED = 0.015

Row = tuple
"""One record: a value for each of `FIELDS`, days as ISO text, "" where a cell stays empty."""


@cache
def sayings() -> dict:
    return yaml.safe_load((DATA / "facts.yaml").read_text(encoding="utf-8"))


def records(
    city: City, places: list[Place], companies: list[Company], contracts: list[Contract], calendar: Calendar
) -> list[Row]:
    """Every record up to yesterday, in the order of decision, numbered by year."""
    of_company = defaultdict(list)
    for contract in contracts:
        of_company[contract.company.uscc].append(contract)
    rows: list[Row] = []
    for company in companies:
        if company.joined_on:
            life = Life(company, of_company[company.uscc], calendar)
            rows += as_rows(life.events(), life.draw)
            rows += monthly_checks(city, life)
    nobody = in_nobodys_hands(places, calendar, WITHOUT_COMPANY)
    rows += as_rows(nobody, chance(city.key, calendar.today, "nobody's papers"))
    rows.sort(key=lambda row: (row[DECIDED_ON], *row[:DECIDED_ON]))
    return list(numbered(city, rows))


def numbered(city: City, rows: list[Row]) -> Iterator[Row]:
    for year, of_year in groupby(rows, key=lambda row: row[DECIDED_ON][:4]):
        for serial, row in enumerate(of_year, start=1):
            yield (f"{city.letters}-XY-{year}-{serial:06}", *row[1:])


def as_rows(events: Iterable[Event], draw: random.Random) -> Iterator[Row]:
    for event in events:
        subject, said = subjects()[event.item], sayings()["items"][event.item]
        ended = "withdrawn" if event.withdrawn_on else "repaired" if event.repaired_on else None
        yield (
            "",
            event.item,
            event.company.uscc if event.company and subject == "enterprise" else "",
            event.place.code if event.place else "",
            event.manager.number if event.manager and subject == "manager" else "",
            event.level,
            event.matter,
            _fact(draw.choice(said["facts"]), event, draw),
            event.occurred_on.isoformat(),
            event.decided_on.isoformat(),
            event.effective_on.isoformat() if event.effective_on else "",
            said["source"],
            f"{sayings()['papers'][said['source']]}{event.decided_on.year}第{draw.randint(100, 9999)}号",
            event.withdrawn_on.isoformat() if event.withdrawn_on else "",
            event.repaired_on.isoformat() if event.repaired_on else "",
            draw.choice(sayings()["reasons"][ended]) if ended else "",
        )


def _fact(saying: str, event: Event, draw: random.Random) -> str:
    building = draw.choice(event.place.buildings).name if event.place else ""
    return saying.format(n=draw.randint(2, 9), building=building)


def monthly_checks(city: City, life: Life) -> Iterator[Row]:
    """Each month, on the company's own day: is its registration complete, are its contracts filed and running?"""
    company, calendar = life.company, life.calendar
    day = life.begins_on.replace(day=company.check_day)
    month = 0
    while day < calendar.today:
        if day >= life.begins_on and life.draw.random() > SOME_CHECKS_ARE_MISSED:
            yield _check(INFORMATION_CHECK, day, enterprise=company.uscc)
            if month % city.checks_every_months == 0:
                for contract in life.contracts:
                    if contract.runs_on(day) and contract.known_on <= day:
                        yield _check(FILING_CHECK, day, estate=contract.place.code)
        day = (day.replace(day=1) + timedelta(days=32)).replace(day=company.check_day)
        month += 1


def _check(item: str, day: date, *, enterprise: str = "", estate: str = "") -> Row:
    said, on = sayings()["items"][item], day.isoformat()
    fact = said["facts"][0].format(month=f"{day.year}年{day.month}月")
    return ("", item, enterprise, estate, "", "", "", fact, on, on, "", said["source"], "", "", "", "")
