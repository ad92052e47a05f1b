"""Invented companies and their project managers."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from demo.calendar import Calendar
from demo.chance import chance, dealt, months_before, split
from demo.cities import City
from demo.names import Names, credit_code

NEW_FOR_MONTHS = 6
"""So long a company stays unrated under the reference rulebook."""
MONTH_ENDS = 4
"""Days to keep clear of the edge: six months from the 28th to the 31st of August all end on the same day."""
SLOWER_BEFORE = 0.8
"""In earlier years fewer companies joined, by this factor."""
LAST_CHECK_DAY = 28


@dataclass(slots=True)
class Manager:
    number: str
    name: str
    registered_on: date


@dataclass(slots=True)
class Company:
    """`size` weighs how many estates it gets; `conduct` is a row of `data/conduct.yaml`."""

    uscc: str
    name: str
    county: str
    legal_representative: str
    contact_name: str
    contact_phone: str
    founded_on: date
    joined_on: date | None
    known_on: date
    size: float
    conduct: str
    check_day: int
    managers: list[Manager] = field(default_factory=list)

    @property
    def in_business_on(self) -> date:
        """From when it may hold contracts: a newcomer once it has joined, an old company since it was founded."""
        return self.joined_on if self.joined_on and self.known_on > date.min else self.founded_on


def make_companies(city: City, names: Names, calendar: Calendar, tempers: dict[str, float]) -> list[Company]:
    """Every company of the city, newcomers last. `tempers`: how companies behave, with shares."""
    draw = chance(city.key, calendar.today, "companies")
    homes = [county for county in city.counties for _ in range(county.enterprises)]
    draw.shuffle(homes)
    joined = _joining_days(city, len(homes), calendar, draw)
    conduct = dealt(dict(zip(tempers, split(len(homes), list(tempers.values())), strict=True)), draw)
    wrong = set(draw.sample(range(len(homes) // 2), city.wrong_codes))
    return [
        Company(
            uscc=credit_code(county.code, serial + 1, wrong=serial in wrong),
            name=names.company(county.company_prefix),
            county=county.code,
            legal_representative=names.person(),
            contact_name=names.person(),
            contact_phone=names.telephone(),
            founded_on=_founded(joined_on or calendar.first_night, calendar, draw),
            joined_on=joined_on,
            known_on=_known_on(joined_on, calendar),
            size=_size(joined_on, calendar, draw),
            conduct=conduct[serial],
            check_day=draw.randint(1, LAST_CHECK_DAY),
        )
        for serial, (county, joined_on) in enumerate(zip(homes, joined, strict=True))
    ]


def _joining_days(city: City, count: int, calendar: Calendar, draw: random.Random) -> list[date | None]:
    """Most joined before the evidence begins, some since the first night, the newest lately; a handful never did."""
    new_from = months_before(calendar.yesterday, NEW_FOR_MONTHS)
    new_days, before = (calendar.yesterday - new_from).days, (new_from - calendar.first_night).days
    newest = [new_from + timedelta(days=draw.randrange(MONTH_ENDS, new_days)) for _ in range(city.newly_registered)]
    fewer = int(SLOWER_BEFORE * before * city.newly_registered / new_days)
    earlier = [new_from - timedelta(days=draw.randrange(before)) for _ in range(fewer)]
    never = [None] * city.never_joined
    old = count - len(newest) - len(earlier) - len(never)
    long_ago = [calendar.evidence_from - timedelta(days=draw.randrange(30, 1500)) for _ in range(old)]
    return [*long_ago, *never, *sorted(earlier), *sorted(newest)]


def _known_on(joined_on: date | None, calendar: Calendar) -> date:
    """The arrival that brought a newcomer to the register; the first day of all for those that were always there."""
    if joined_on is None or joined_on <= calendar.first_night:
        return date.min
    return calendar.arrival_after(joined_on)


def _founded(joined_on: date, calendar: Calendar, draw: random.Random) -> date:
    if joined_on > calendar.evidence_from:
        return joined_on - timedelta(days=draw.randrange(5, 90))
    return joined_on - timedelta(days=draw.randrange(200, 7000))


def _size(joined_on: date | None, calendar: Calendar, draw: random.Random) -> float:
    if joined_on is None:
        return 0.0
    if joined_on > calendar.first_night:
        return draw.choice([0.0, 0.2, 0.4, 0.7])
    return 0.0 if draw.random() < 0.05 else min(60.0, draw.paretovariate(1.0))


def appoint_managers(city: City, companies: list[Company], estates_of: dict[str, int], names: Names) -> None:
    """Each company with estates employs a manager for every two of them."""
    draw = chance(city.key, "managers")
    serial = 0
    for company in companies:
        for _ in range(-(-estates_of.get(company.uscc, 0) // 2)):
            serial += 1
            registered_on = company.founded_on + timedelta(days=draw.randrange(0, 60))
            company.managers.append(Manager(f"{city.letters}-XM-{serial:05}", names.person(), registered_on))
