"""The ground floor's verbs. Each is atomic and leaves a line in the audit log."""

import csv
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from accounts import audit
from accounts.authority import require
from accounts.models import ApiToken, CityProfile, Region, RuleValue, User

DATA = Path(__file__).with_name("data")
TOKEN_DAYS = 365


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
    with (DATA / "rule_values.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            set_rule_value(RuleValue(**row, from_on=rules_from), by=by, at=at)
    return city


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


def digest_of(key: str) -> str:
    """The peppered digest under which a token's key is kept."""
    return hmac.new(settings.TOKEN_PEPPER.encode(), key.encode(), hashlib.sha256).hexdigest()


@transaction.atomic
def issue_token(
    user: User,
    *,
    name: str,
    by: User | None,
    at: datetime,
    read_only: bool = False,
    days: int = TOKEN_DAYS,
    key: str | None = None,
) -> tuple[ApiToken, str]:
    """A new token for `user` and its key, which is not kept anywhere: show it now."""
    if by != user:
        require(by, "people.manage")
    key = key or secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user,
        name=name,
        digest=digest_of(key),
        hint=key[:6],
        read_only=read_only,
        issued_at=at,
        expires_at=at + timedelta(days=days),
    )
    audit.record(by=by, at=at, verb="issue_token", thing=token, after={"user": user.username, "read_only": read_only})
    return token, key


@transaction.atomic
def revoke_token(token: ApiToken, *, by: User | None, at: datetime, why: str = "") -> ApiToken:
    if by != token.user:
        require(by, "people.manage")
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
        audit.record(by=by, at=at, verb="revoke_token", thing=token, why=why)
    return token


def note_use(token: ApiToken, *, at: datetime) -> None:
    """Keep when a token was last used. Not audited: the acts done with it are."""
    ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)
