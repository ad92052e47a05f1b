"""The registers of an invented city as rows for the importers: what came in with each arrival."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from demo.world import World
from enterprises.sheets import ContractSheet, EnterpriseSheet, ManagerSheet
from estates.sheets import BuildingSheet, EstateSheet
from intake.sheets import Sheet


@dataclass(frozen=True)
class Part:
    """The rows of one file. `fields` says what each value of a row is."""

    sheet: type[Sheet]
    fields: tuple[str, ...]
    rows: Sequence[tuple]


ESTATE = (
    "code", "name", "former_names", "address", "region", "latitude", "longitude", "built_year", "floor_area_m2",
    "households", "building_count", "kind", "service_mode", "renovation",
)  # fmt: skip
BUILDING = ("estate", "name", "storeys", "units", "lifts", "households", "floor_area_m2")
ENTERPRISE = (
    "uscc", "name", "region", "legal_representative", "contact_name", "contact_phone", "founded_on", "joined_on",
)  # fmt: skip
MANAGER = ("number", "name", "enterprise", "registered_on")
CONTRACT = (
    "number", "estate", "enterprise", "manager", "stage", "service_level", "fee", "begins_on", "last_day", "signed_on",
    "filed_on",
)  # fmt: skip


def parts(world: World, after: date | None, until: date) -> list[Part]:
    """What reached the register later than `after` and by `until`, in the order of import; nothing empty."""

    def arrived(thing) -> bool:
        return (after is None or thing.known_on > after) and thing.known_on <= until

    places = [place for place in world.places if arrived(place)]
    companies = [company for company in world.companies if arrived(company)]
    contracts = [contract for contract in world.contracts if arrived(contract)]
    found = [
        Part(EstateSheet, ESTATE, [_estate(place) for place in places]),
        Part(BuildingSheet, BUILDING, [row for place in places for row in _buildings(place)]),
        Part(EnterpriseSheet, ENTERPRISE, [_enterprise(company) for company in companies]),
        Part(ManagerSheet, MANAGER, [row for company in companies for row in _managers(company)]),
        Part(ContractSheet, CONTRACT, [_contract(contract) for contract in contracts]),
    ]
    return [part for part in found if part.rows]


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _estate(place) -> tuple:
    return (
        place.code, place.name, place.former_names, place.address, place.region, place.latitude, place.longitude,
        place.built_year, place.area_m2, place.households, len(place.buildings), place.kind, place.mode,
        place.renovation,
    )  # fmt: skip


def _buildings(place) -> Iterator[tuple]:
    for one in place.buildings:
        yield (place.code, one.name, one.storeys, one.units, one.lifts, one.households, one.area_m2)


def _enterprise(company) -> tuple:
    return (
        company.uscc, company.name, company.county, company.legal_representative, company.contact_name,
        company.contact_phone, _day(company.founded_on), _day(company.joined_on),
    )  # fmt: skip


def _managers(company) -> Iterator[tuple]:
    for one in company.managers:
        yield (one.number, one.name, company.uscc, _day(one.registered_on))


def _contract(contract) -> tuple:
    """The file names the contract's last day; the register keeps the day after."""
    last_day = contract.ends_on - timedelta(days=1) if contract.ends_on else None
    return (
        contract.number, contract.place.code, contract.company.uscc,
        contract.manager.number if contract.manager else "", contract.stage, contract.service_level,
        contract.fee_fen / 100, _day(contract.begins_on), _day(last_day), _day(contract.signed_on),
        _day(contract.filed_on),
    )  # fmt: skip
