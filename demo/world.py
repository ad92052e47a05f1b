"""One invented city, whole: its estates, companies, contracts and records, made from nothing but its key and a day."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from accounts.actions import region_rows
from demo import evidence
from demo.calendar import Calendar, calendar_of
from demo.chance import chance
from demo.cities import City, city_called
from demo.companies import Company, appoint_managers, make_companies
from demo.conduct import tempers
from demo.contracts import Contract, complete, make_contracts
from demo.names import Names
from demo.places import Place, make_places


@dataclass(frozen=True)
class World:
    """The same key and day give the same world, down to the last telephone number."""

    city: City
    calendar: Calendar
    places: list[Place]
    companies: list[Company]
    contracts: list[Contract]

    @cached_property
    def records(self) -> list[evidence.Row]:
        """The ledger (see `evidence.FIELDS`)."""
        return evidence.records(self.city, self.places, self.companies, self.contracts, self.calendar)


def make_world(key: str, today: date) -> World:
    """The city of that key as it stands on the morning of `today`. Raises NoSuchCity."""
    city = city_called(key)
    calendar = calendar_of(city, today)
    names = Names(city, chance(key, "names"))
    places = make_places(city, region_rows(city.divisions), names, calendar)
    companies = make_companies(city, names, calendar, tempers())
    contracts = make_contracts(city, places, companies, calendar)
    estates = dict.fromkeys((company.uscc for company in companies), 0)
    for contract in contracts:
        estates[contract.company.uscc] += 1
    appoint_managers(city, companies, estates, names)
    complete(city, contracts)
    return World(city, calendar, places, companies, contracts)
