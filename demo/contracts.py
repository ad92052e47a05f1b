"""Who manages which estate, now and before: invented service contracts that never overlap."""

import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from demo.calendar import Calendar
from demo.chance import Urn, chance
from demo.cities import City
from demo.companies import Company, Manager
from demo.places import BY_CONTRACT, Place
from fees.models import BuildingKind, Lift
from fees.prices.caps import Sort, covers, span
from fees.standards.table_file import shipped

CHANGES = 0.3
"""How often the company that follows is another one."""
LAPSED = 0.017
ELSEWHERE = 0.1
FIRST_COME = 0.7
FILING_DAYS = 15
DEAR = 0.3
"""How many of the new estates whose fee is above the guide price stay above it."""
OF_THE_HINT = ("二级", 165)
"""Level and fee of the estate that the search box gives as its example."""


@dataclass(slots=True)
class Contract:
    """In force in [`begins_on`, `ends_on`); without an end it runs until somebody ends it."""

    place: Place
    company: Company
    begins_on: date
    ends_on: date | None
    stage: str
    service_level: str
    fee_fen: int
    signed_on: date
    filed_on: date | None
    number: str = ""
    manager: Manager | None = None

    @property
    def known_on(self) -> date:
        """When all that the contract names was on the register."""
        return max(self.place.known_on, self.company.known_on)

    def runs_on(self, day: date) -> bool:
        return self.begins_on <= day and (self.ends_on is None or day < self.ends_on)


def make_contracts(city: City, places: list[Place], companies: list[Company], calendar: Calendar) -> list[Contract]:
    """All contracts, oldest first for each estate, without managers and numbers (see `complete`)."""
    draw = chance(city.key, calendar.today, "contracts")
    market = Market(companies, draw)
    contracts = []
    for place in places:
        if place.mode in BY_CONTRACT:
            contracts += Chain(place, market, calendar, draw).contracts()
    complete_the_hint([one for one in contracts if one.place.name == city.estate_of_the_hint], calendar)
    return contracts


def complete_the_hint(chain: list[Contract], calendar: Calendar) -> None:
    """The estate that everybody looks at first is served under a contract that runs."""
    for contract in chain:
        contract.service_level, contract.fee_fen = OF_THE_HINT
    last = chain[-1]
    if not last.runs_on(calendar.today):
        last.ends_on = _years_later(calendar.today, 2)


@cache
def most_allowed(service_level: str, *, has_lifts: bool) -> int:
    """The highest price, in whole steps of five fen, that the example's guide price allows."""
    sort = Sort(BuildingKind.HIGH_RISE, Lift.WITH) if has_lifts else Sort(BuildingKind.MULTI_STOREY, Lift.WITHOUT)
    table = shipped("example").prices
    assert table is not None
    row = next(row for row in table.rows if row.level == service_level and covers(row.building_kind, row.lift, sort))
    highest = span(row, sort).highest
    assert highest is not None
    return int(highest) // 5 * 5


class Market:
    """Who takes on an estate: first companies of the county that have none, then by size, now and then a big one."""

    def __init__(self, companies: list[Company], draw: random.Random):
        self.draw = draw
        at_home = defaultdict(list)
        for company in companies:
            if company.size and company.joined_on:
                at_home[company.county].append(company)
        self.at_home = {county: _urn(them) for county, them in at_home.items()}
        self.waiting = defaultdict(list, {county: them[::-1] for county, them in at_home.items()})
        big = sorted((them for them in companies if them.size and them.joined_on), key=lambda one: -one.size)
        self.big = _urn(big[: max(5, len(big) // 20)])
        self.oldest = sorted(big, key=lambda one: one.founded_on)

    def company_for(self, place: Place, *, by: date, other_than: Company | None = None) -> Company:
        """A company that was in business `by` that day."""
        waiting = self.waiting[place.county]
        if other_than is None and waiting and waiting[-1].in_business_on <= by and self.draw.random() < FIRST_COME:
            return waiting.pop()
        for turn in range(40):
            far = turn > 20 or self.draw.random() < ELSEWHERE
            company = (self.big if far else self.at_home.get(place.county, self.big)).draw(self.draw)
            if company is not other_than and company.in_business_on <= by:
                return company
        return next(company for company in self.oldest if company is not other_than)


def _urn(companies: list[Company]) -> Urn:
    return Urn(companies, [company.size for company in companies])


class Chain:
    """The contracts of one estate, from the present one backwards."""

    def __init__(self, place: Place, market: Market, calendar: Calendar, draw: random.Random):
        self.place, self.market, self.calendar, self.draw = place, market, calendar, draw
        self.service_level = self._service_level()
        self.fee_fen = self._fee()

    def contracts(self) -> list[Contract]:
        draw, place = self.draw, self.place
        has_lapsed = not place.came_on and draw.random() < LAPSED
        begins_on = place.came_on or self._present_beginning(has_lapsed)
        ends_on = self._end(begins_on)
        if has_lapsed:
            ends_on = self.calendar.yesterday - timedelta(days=draw.randrange(20, 400))
        chain = [self._contract(self.market.company_for(place, by=begins_on), begins_on, ends_on)]
        if not place.came_on:
            while chain[0].begins_on > self.calendar.evidence_from and chain[0].begins_on.year > place.built_year:
                chain.insert(0, self._before(chain[0]))
        return chain

    def _present_beginning(self, has_lapsed: bool) -> date:
        days = self.draw.randrange(900, 1800) if has_lapsed else int(self.draw.triangular(30, 1900, 700))
        return max(self.calendar.yesterday - timedelta(days=days), date(self.place.built_year, 7, 1))

    def _end(self, begins_on: date) -> date | None:
        """Two to five years after the beginning, not before today; one contract in eight has no end."""
        if self.draw.random() < 0.125:
            return None
        for years in self.draw.sample(range(2, 6), 4):
            end = _years_later(begins_on, years)
            if end > self.calendar.today + timedelta(days=10):
                return end
        return None

    def _before(self, following: Contract) -> Contract:
        """The contract before another: by the same company, or by one that left, now and then with a gap."""
        changes = self.draw.random() < CHANGES or following.company.in_business_on > self.calendar.evidence_from
        gap = self.draw.choice([0, 0, 0, 0, 7, 25, 60]) if changes else 0
        ends_on = following.begins_on - timedelta(days=gap)
        begins_on = _years_later(ends_on, -self.draw.choice([2, 3, 3]))
        company = following.company
        if changes:
            company = self.market.company_for(self.place, by=begins_on, other_than=company)
        return self._contract(company, begins_on, ends_on)

    def _contract(self, company: Company, begins_on: date, ends_on: date | None) -> Contract:
        draw = self.draw
        signed_on = begins_on - timedelta(days=draw.randrange(3, 40))
        late = draw.random()
        filed_on = signed_on + timedelta(days=draw.randrange(1, FILING_DAYS) if late < 0.93 else draw.randrange(16, 70))
        is_new = begins_on.year - self.place.built_year <= 3 and self.place.kind in ("commodity", "village")
        stage = "basic" if self.place.mode == "state_fallback" else "early" if is_new else "owners"
        return Contract(
            place=self.place,
            company=company,
            begins_on=begins_on,
            ends_on=ends_on,
            stage=stage,
            service_level=self.service_level,
            fee_fen=self._early_fee() if stage == "early" else self.fee_fen,
            signed_on=signed_on,
            filed_on=None if filed_on > self.calendar.yesterday else filed_on,
        )

    def _service_level(self) -> str:
        place = self.place
        if place.kind == "commodity" and place.built_year >= 2010:
            return Urn(["特级", "一级", "二级", "三级"], [0.09, 0.36, 0.43, 0.12]).draw(self.draw)
        if place.kind in ("commodity", "village"):
            return Urn(["一级", "二级", "三级"], [0.14, 0.5, 0.36]).draw(self.draw)
        return Urn(["二级", "三级"], [0.18, 0.82]).draw(self.draw)

    def _fee(self) -> int:
        """In fen per m² and month. Invented: no tariff of the city is known."""
        least, most = {"特级": (220, 360), "一级": (140, 230), "二级": (80, 150), "三级": (30, 80)}[self.service_level]
        if any(building.lifts for building in self.place.buildings):
            least, most = least + 20, most + 40
        return round(self.draw.triangular(least, most) / 5) * 5

    def _early_fee(self) -> int:
        """Until the owners choose, the guide price is the limit: nearly all keep it."""
        if chance("dear", self.place.code).random() < DEAR:
            return self.fee_fen
        has_lifts = any(building.lifts for building in self.place.buildings)
        return min(self.fee_fen, most_allowed(self.service_level, has_lifts=has_lifts))


def _years_later(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28))


def complete(city: City, contracts: list[Contract]) -> None:
    """Number the contracts by year of signing, and give each a manager of its company in turn."""
    serials: dict[int, int] = defaultdict(int)
    turns: dict[str, int] = defaultdict(int)
    for contract in sorted(contracts, key=lambda one: (one.signed_on, one.place.code)):
        year = contract.signed_on.year
        serials[year] += 1
        contract.number = f"{city.letters}-HT-{year}-{serials[year]:05}"
        managers = contract.company.managers
        if managers:
            contract.manager = managers[turns[contract.company.uscc] % len(managers)]
            turns[contract.company.uscc] += 1
