"""The ground floor's verbs. Each is atomic and leaves a line in the audit log."""

import csv
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from accounts import audit
from accounts.authority import require
from accounts.models import CityProfile, Region, RuleValue, User

DATA = Path(__file__).with_name("data")


@transaction.atomic
def load_regions(rows: Iterable[dict[str, str]], *, by: User | None, at: datetime) -> int:
    """Add or rename divisions from rows of `code, parent_code, name, level`, parents first. Returns how many rows."""
    require(by, "city.edit")
    regions = [
        Region(code=row["code"], parent_id=row["parent_code"] or None, name=row["name"], level=row["level"])
        for row in rows
    ]
    Region.objects.bulk_create(
        regions,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "level", "parent"],
    )
    if regions:
        audit.record(by=by, at=at, verb="load_regions", thing=regions[0], after={"rows": len(regions)})
    return len(regions)


def region_rows(city: str) -> list[dict[str, str]]:
    """The rows of a shipped file, such as `shijiazhuang`. Raises FileNotFoundError."""
    with (DATA / "regions" / f"{city}.csv").open(encoding="utf-8-sig") as lines:
        return list(csv.DictReader(lines))


@transaction.atomic
def start_city(
    region: Region,
    *,
    name: str,
    bureau_name: str,
    emblem_text: str,
    rules_from: date,
    by: User | None,
    at: datetime,
    is_demo: bool = False,
) -> CityProfile:
    """Make the portal this city's, with the default rule values from `rules_from` on."""
    require(by, "city.edit")
    city = CityProfile(region=region, name=name, bureau_name=bureau_name, emblem_text=emblem_text, is_demo=is_demo)
    audit.keep(city, by=by, at=at, verb="start_city")
    for value in shipped_rule_values(rules_from):
        set_rule_value(value, by=by, at=at)
    return city


def shipped_rule_values(rules_from: date) -> list[RuleValue]:
    """The shipped default values, in force from a day on; those that a law changed on a day have a row for each."""
    with (DATA / "rule_values.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    days = [row.pop("from_on", "") for row in rows]
    return [
        RuleValue(**row, from_on=date.fromisoformat(day) if day else rules_from)
        for row, day in zip(rows, days, strict=True)
    ]


@transaction.atomic
def add_new_rule_values(*, by: User | None, at: datetime) -> int:
    """Give a city of an older version the values that came since, in force from its first day on. Returns how many."""
    require(by, "city.edit")
    undated = [value.key for value in shipped_rule_values(date.max) if value.from_on == date.max]
    first_on = RuleValue.objects.filter(key__in=undated).order_by("from_on").values_list("from_on", flat=True).first()
    if first_on is None:
        return 0
    known = set(RuleValue.objects.values_list("key", flat=True))
    fresh = [value for value in shipped_rule_values(first_on) if value.key not in known]
    for value in fresh:
        set_rule_value(value, by=by, at=at)
    return len(fresh)


@transaction.atomic
def amend_city(city: CityProfile, *, by: User | None, at: datetime, why: str = "") -> CityProfile:
    require(by, "city.edit")
    audit.keep(city, by=by, at=at, why=why)
    return city


@transaction.atomic
def set_rule_value(value: RuleValue, *, by: User | None, at: datetime, why: str = "") -> RuleValue:
    require(by, "city.edit")
    audit.keep(value, by=by, at=at, verb="set_rule_value", why=why)
    return value


@transaction.atomic
def keep_person(person: User, *, by: User | None, at: datetime, password: str | None = None) -> User:
    """Add or amend a person; with `password`, set a new one."""
    require(by, "people.manage")
    if password is not None:
        person.set_password(password)
    audit.keep(person, by=by, at=at, verb="keep_person")
    if password is not None:
        audit.record(by=by, at=at, verb="set_password", thing=person, after={})
    return person


@transaction.atomic
def change_own_password(person: User, *, password: str, at: datetime) -> User:
    """Set one's own password, which the door has checked against the rules for passwords."""
    person.set_password(password)
    person.save(update_fields=["password"])
    audit.record(by=person, at=at, verb="set_password", thing=person, after={})
    return person


@transaction.atomic
def note_closed_login(username: str, *, at: datetime) -> None:
    """Write down that wrong passwords closed the login of a person for a while. Names that nobody has are not noted."""
    person = User.objects.filter(username=username).first()
    if person is not None:
        audit.record(by=None, at=at, verb="close_login", thing=person)


@transaction.atomic
def note_export(
    things: str, *, kind: str, filters: dict[str, str], rows: int, by: User, at: datetime, fields: tuple[str, ...] = ()
) -> None:
    """Write down that a person took a list out of the portal: which, narrowed how, and how many rows it has."""
    asked = {name: value.replace("\x00", "") for name, value in filters.items()}  # the database takes no such sign
    told = {"list": things, "as": kind, "filters": asked, "fields": list(fields), "rows": rows}
    audit.record(by=by, at=at, verb="export", thing=by, after=told)
