"""The invented cities, as data: `data/cities.yaml` and one table of counties for each."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import gettext as _

import credit

DATA = Path(__file__).with_name("data")
RULEBOOK = Path(credit.__file__).with_name("data") / "rulebooks" / "reference.yaml"
"""The rulebook under which invented cities are graded."""


class NoSuchCity(LookupError):
    """There is no invented city of that name. The message lists those that exist."""


@dataclass(frozen=True)
class County:
    """What one county-level district must have, exactly; and where its middle is (degrees)."""

    code: str
    name: str
    company_prefix: str
    estates: int
    served: int
    old: int
    enterprises: int
    latitude: float
    longitude: float
    spread: float


@dataclass(frozen=True)
class City:
    """One invented city. See the notes in `data/cities.yaml`."""

    key: str
    name: str
    bureau_name: str
    emblem_text: str
    region: str
    divisions: str
    letters: str
    area_code: str
    phone_digits: int
    company_prefixes: tuple[str, ...]
    people_county: str
    estate_of_the_hint: str
    evidence_months: int
    monthly_nights: int
    nightly_days: int
    newly_registered: int
    never_joined: int
    wrong_codes: int
    new_estates: int
    kinds: dict[str, int]
    modes: dict[str, int]
    checks_every_months: int
    complaint_days: int
    owners_committees: int
    management_committees: int
    counties: tuple[County, ...]


@cache
def words() -> dict[str, str | list[str]]:
    return yaml.safe_load((DATA / "words.yaml").read_text(encoding="utf-8"))


@cache
def city_keys() -> list[str]:
    return list(yaml.safe_load((DATA / "cities.yaml").read_text(encoding="utf-8")))


@cache
def city_called(key: str) -> City:
    """The city of that key. Raises NoSuchCity."""
    every = yaml.safe_load((DATA / "cities.yaml").read_text(encoding="utf-8"))
    if key not in every:
        raise NoSuchCity(
            _("There is no invented city “%(key)s”; there are %(keys)s.") % {"key": key, "keys": ", ".join(every)}
        )
    settings = {"divisions": key} | every[key] | {"company_prefixes": tuple(every[key]["company_prefixes"])}
    return City(key=key, counties=tuple(_counties(key)), **settings)


def _counties(key: str) -> list[County]:
    with (DATA / f"{key}.csv").open(encoding="utf-8") as lines:
        return [
            County(
                code=row["county"],
                name=row["name"],
                company_prefix=row["company_prefix"],
                estates=int(row["estates"]),
                served=int(row["served"]),
                old=int(row["old"]),
                enterprises=int(row["enterprises"]),
                latitude=float(row["latitude"]),
                longitude=float(row["longitude"]),
                spread=float(row["spread"]),
            )
            for row in csv.DictReader(lines)
        ]
