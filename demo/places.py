"""Invented estates and their buildings, spread over the real streets and communities."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from demo.calendar import Calendar
from demo.chance import Urn, at_least_one, chance, dealt, split
from demo.cities import City, County
from demo.names import Names

NEVER_SERVED = "none"
BY_CONTRACT = ("company", "specialised", "state_fallback")
GAINED_SERVICE = 1 / 14


@dataclass(slots=True)
class Building:
    name: str
    storeys: int
    units: int
    lifts: int
    households: int
    area_m2: int


@dataclass(slots=True)
class Place:
    """One estate as it is on the last day.

    `known_on`: when it came onto the register. `came_on`: the day that its first service began, if that lies within
    the time told of; None for those that always had some, or never.
    """

    code: str
    county: str
    region: str
    kind: str
    mode: str
    built_year: int
    name: str = ""
    former_names: str = ""
    address: str = ""
    latitude: float = 0.0
    longitude: float = 0.0
    renovation: str = "not_planned"
    buildings: list[Building] = field(default_factory=list)
    known_on: date = date.min
    came_on: date | None = None

    @property
    def is_served(self) -> bool:
        return self.mode != NEVER_SERVED

    @property
    def households(self) -> int:
        return sum(building.households for building in self.buildings)

    @property
    def area_m2(self) -> int:
        return sum(building.area_m2 for building in self.buildings)


def make_places(city: City, regions: list[dict[str, str]], names: Names, calendar: Calendar) -> list[Place]:
    """Every estate of the city, by code."""
    draw = chance(city.key, calendar.today, "places")
    latest = calendar.today.year - 2
    places = [place for county in city.counties for place in _in_county(city, county, regions, draw, latest=latest)]
    _let_some_come_later(city, places, calendar, draw)
    streets = _street_points(city, places, draw)
    names.given.add(city.estate_of_the_hint)
    for place in places:
        _describe(place, names, streets[place.code[:9]], draw)
    _some_place_in_the_middle(city, places).name = city.estate_of_the_hint
    return places


def _some_place_in_the_middle(city: City, places: list[Place]) -> Place:
    return next(
        place
        for place in places
        if place.county == city.people_county and place.kind == "commodity" and place.mode == "company"
    )


def _in_county(
    city: City, county: County, regions: list[dict[str, str]], draw: random.Random, *, latest: int
) -> list[Place]:
    """The county's estates with their place, kind and service mode: every street and community has at least one."""
    homes = _homes(county, regions)
    counts = at_least_one(county.estates, [weight for _code, weight in homes])
    others = county.estates - county.old
    kinds = {"old": county.old} | dict(zip(city.kinds, split(others, list(city.kinds.values())), strict=True))
    modes = dict(zip(city.modes, split(county.served, list(city.modes.values())), strict=True))
    kind_of = dealt(kinds, draw)
    mode_of = _modes_by_kind(kind_of, dealt(modes, draw), county.estates - county.served, draw)
    places: list[Place] = []
    serials: dict[str, int] = {}
    where = [code for (code, _weight), count in zip(homes, counts, strict=True) for _ in range(count)]
    for region, kind, mode in zip(where, kind_of, mode_of, strict=True):
        street = region[:9]
        serials[street] = serials.get(street, 0) + 1
        code = f"{street}{serials[street]:04}"
        places.append(Place(code, county.code, region, kind, mode, _built_year(kind, draw, latest=latest)))
    return places


def _homes(county: County, regions: list[dict[str, str]]) -> list[tuple[str, float]]:
    """Where estates lie, with weights: communities, and streets that have none. The county seat is listed first."""
    mine = [row for row in regions if row["code"].startswith(county.code[:6])]
    communities = [row["code"] for row in mine if row["level"] == "community"]
    with_some = {code[:9] for code in communities}
    streets = [row["code"] for row in mine if row["level"] == "street"]
    bare = [code for code in streets if code[:9] not in with_some]
    weight_of_bare = [8.0 if not communities and place == 0 else 0.7 for place in range(len(bare))]
    return [(code, 2.0) for code in communities] + list(zip(bare, weight_of_bare, strict=True))


def _modes_by_kind(kinds: list[str], modes: list[str], unserved: int, draw: random.Random) -> list[str]:
    """Give each estate a mode; those without any service are mostly old, self-built or tiny."""
    leaning = {"old": 6.0, "micro": 9.0, "self_built": 7.0, "former_employer": 4.0, "village": 2.0, "commodity": 0.25}
    # Efraimidis and Spirakis: the n smallest of -log(u)/w are a weighted sample without replacement
    keys = sorted(range(len(kinds)), key=lambda n: draw.expovariate(leaning[kinds[n]]))
    without = set(keys[:unserved])
    rest = iter(modes)
    return [NEVER_SERVED if n in without else next(rest) for n in range(len(kinds))]


def _built_year(kind: str, draw: random.Random, *, latest: int) -> int:
    if kind == "commodity":
        return int(draw.triangular(latest - 23, latest, latest - 10))
    if kind == "village":
        return draw.randint(2006, 2019)
    return int(draw.triangular(1976, 2001, 1992))


def _let_some_come_later(city: City, places: list[Place], calendar: Calendar, draw: random.Random) -> None:
    """Since the first night some estates were newly built, and one old one in fourteen got its first service."""
    days = (calendar.arrivals[-1] - calendar.first_night).days
    by_contract = [place for place in places if place.mode in BY_CONTRACT]
    for place in draw.sample([one for one in by_contract if one.kind == "commodity"], city.new_estates):
        place.came_on = calendar.first_night + timedelta(days=draw.randrange(1, days))
        place.known_on = calendar.arrival_after(place.came_on)
        place.built_year = place.came_on.year - draw.randint(0, 1)
    for place in by_contract:
        if place.came_on is None and draw.random() < GAINED_SERVICE:
            place.came_on = calendar.first_night + timedelta(days=draw.randrange(1, days))


def _street_points(city: City, places: list[Place], draw: random.Random) -> dict[str, tuple]:
    """For each street: its county, a middle near the county's, and its roads' draw."""
    counties = {county.code: county for county in city.counties}
    points: dict[str, tuple] = {}
    for place in places:
        if place.code[:9] not in points:
            county = counties[place.county]
            middle = tuple(
                round(degrees + draw.gauss(0, county.spread), 6) for degrees in (county.latitude, county.longitude)
            )
            points[place.code[:9]] = (county, middle, [])
    return points


def _describe(place: Place, names: Names, street: tuple, draw: random.Random) -> None:
    county, (latitude, longitude), roads = street
    if len(roads) < 12:
        roads.append(names.road())
    road = draw.choice(roads)
    place.name = names.estate(place.kind, place.built_year, road)
    if draw.random() < 0.06:
        place.former_names = names.estate("former_employer", place.built_year, road)
    place.address = county.name + _number_on(road, place, draw)
    place.latitude = round(latitude + draw.gauss(0, county.spread / 6), 6)
    place.longitude = round(longitude + draw.gauss(0, county.spread / 6), 6)
    place.renovation = _renovation(place, draw)
    place.buildings = _buildings(place, draw)


def _number_on(road: str, place: Place, draw: random.Random) -> str:
    """The road and number where the estate stands; many old ones are called after just that."""
    if place.name.startswith(road):
        return place.name.removesuffix("院").removesuffix("楼")
    return f"{road}{draw.randint(1, 599)}号"


def _renovation(place: Place, draw: random.Random) -> str:
    if place.kind == "commodity" or place.built_year > 2004:
        return "not_planned"
    return Urn(["not_planned", "planned", "under_way", "done"], [0.2, 0.14, 0.1, 0.56]).draw(draw)


COUNT_OF_BUILDINGS = {
    "commodity": (1, 40, 1.35),
    "village": (2, 24, 1.4),
    "old": (1, 14, 0.75),
    "former_employer": (1, 10, 0.7),
    "self_built": (1, 6, 0.5),
    "micro": (1, 2, 0.0),
}
"""Fewest, most, and the logarithm of a middling number."""


def _buildings(place: Place, draw: random.Random) -> list[Building]:
    least, most, middle = COUNT_OF_BUILDINGS[place.kind]
    count = min(most, max(least, round(draw.lognormvariate(middle, 0.75))))
    is_high = place.kind in ("commodity", "village") and place.built_year > 2005 and draw.random() < 0.75
    storeys = draw.choice([11, 16, 18, 18, 24, 26, 32, 33]) if is_high else draw.choice([5, 6, 6, 6, 7])
    area = draw.randint(82, 118) if place.kind == "commodity" else draw.randint(52, 80)
    return [_building(number, storeys, area, is_high, draw) for number in range(1, count + 1)]


def _building(number: int, storeys: int, area: int, is_high: bool, draw: random.Random) -> Building:
    storeys = max(3, storeys + draw.choice([-2, 0, 0, 0, 0, 1]))
    units = draw.choice([1, 2, 2, 3]) if is_high else draw.choice([2, 3, 3, 4, 5])
    homes = storeys * units * (draw.choice([2, 3, 4]) if is_high else 2)
    lifts = units * (2 if storeys > 11 else 1) if is_high else 0
    return Building(f"{number}号楼", storeys, units, lifts, homes, homes * area)
