"""The people of the demo, one of each role, with passwords and tokens of this installation's own.

They stand in `demo.json` in the data folder, so that every start finds the same ones.
"""

import json
import secrets
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from accounts.actions import keep_person
from accounts.models import ApiClient, ApiToken, CityProfile, Level, Region, Role, User
from accounts.scope import within
from accounts.tokens import digest_of, is_secret_of, issue_token, make_client
from committees.models import Committee, CommitteeKind
from committees.seats.logins import seat
from demo.cities import City, city_called, city_keys
from enterprises.actions import employ
from enterprises.models import Enterprise, ServiceContract

FULL_NAMES = {
    "system": "系统管理员",
    "auditor": "审计员",
    "bureau": "市局监管员",
    "district": "区住建局监管员",
    "street": "街道物业办",
    "inspector": "检查员",
    "company": "企业信用专员",
    "committee": "业委会主任",
}
"""Each person is called after their role."""
CLIENT_OF = "district"
"""Who has a program that fetches its own tokens."""


def place() -> Path:
    return settings.DATA / "demo.json"


@transaction.atomic
def make_people(city: CityProfile, *, at: datetime, base_url: str) -> dict:
    """Make the demo's people, or find them, and write `demo.json`. Returns its content.

    `{"base_url", "people": {name: {"username", "password", "role", "region", "api_token"}}, "oauth_clients": {name:
    {"client_id", "client_secret"}}}`; a region is its code, "" for company and committee. What stood in
    the file stays as it is, also when the database is a new one.
    """
    kept = _kept("people")
    if User.objects.filter(username__in=FULL_NAMES).count() < len(FULL_NAMES):
        _hire(city, kept, at=at)
    people = {
        person.username: {
            "username": person.username,
            "password": _password(person, kept, at=at),
            "role": str(person.role),
            "region": person.region_id or "",
            "api_token": _token(person, kept, at=at),
        }
        for person in User.objects.filter(username__in=FULL_NAMES).order_by("pk")
    }
    clients = {CLIENT_OF: _client(User.objects.get(username=CLIENT_OF), _kept("oauth_clients"), at=at)}
    written = {"base_url": base_url, "people": people, "oauth_clients": clients}
    _write(written)
    return written


def _kept(what: str) -> dict[str, dict[str, str]]:
    """A part of the file; nothing when there is no file, or not a readable one."""
    try:
        return json.loads(place().read_text(encoding="utf-8"))[what]
    except (OSError, ValueError, KeyError):
        return {}


def _write(content: dict) -> None:
    unfinished = place().with_suffix(".part")
    unfinished.touch(mode=0o600)
    unfinished.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    unfinished.replace(place())


def _demo_city(city: CityProfile) -> City:
    return next(known for known in map(city_called, city_keys()) if known.region == city.region_id)


def workplace(city: City, *, on: date) -> tuple[Enterprise, Region]:
    """The company of the demo's county that manages most estates there, and the street where most of these lie."""
    county = Region.objects.get(code=city.people_county)
    running = ServiceContract.objects.running(on=on).filter(
        within("estate__region_id", county), enterprise__region_id=county
    )
    company = running.values("enterprise").annotate(n=Count("pk")).order_by("-n", "enterprise")[0]["enterprise"]
    codes = [code[:9] for code in running.filter(enterprise=company).values_list("estate__region_id", flat=True)]
    busiest = max(sorted(set(codes)), key=codes.count)
    street = Region.objects.get(level=Level.STREET, code=f"{busiest}000")
    return Enterprise.objects.get(pk=company), street


def _hire(city: CityProfile, kept: dict, *, at: datetime) -> None:
    """Add the people who are missing, each at their place."""
    company, street = workplace(_demo_city(city), on=timezone.localdate(at))
    regions = {
        "bureau": city.region_id,
        "inspector": city.region_id,
        "district": f"{street.code[:6]}000000",
        "street": street.code,
    }
    for name, full_name in FULL_NAMES.items():
        if User.objects.filter(username=name).exists():
            continue
        person = User(username=name, full_name=full_name, role=Role(name), region_id=regions.get(name))
        password = kept.get(name, {}).get("password") or secrets.token_urlsafe(12)
        keep_person(person, by=None, at=at, password=password)
        kept.setdefault(name, {})["password"] = password
        if person.role == Role.COMPANY:
            employ(person, company, by=None, at=at)
        if person.role == Role.COMMITTEE:
            seat(person, _committee(street), by=None, at=at)


def _committee(street: Region) -> Committee:
    """An owners' committee in office of that street; one whose owners are on file, if there is one."""
    mine = Committee.objects.in_office().filter(within("estate__region_id", street), kind=CommitteeKind.OWNERS)
    return mine.filter(estate__owners__isnull=False).order_by("-term_until").first() or mine.latest("term_until", "pk")


def _password(person: User, kept: dict, *, at: datetime) -> str:
    """What the file says; where it says nothing, a new password."""
    password = kept.get(person.username, {}).get("password")
    if not password:
        password = secrets.token_urlsafe(12)
        keep_person(person, by=None, at=at, password=password)
    return password


def _token(person: User, kept: dict, *, at: datetime) -> str:
    """The key in the file as long as it opens something; else that of a new token."""
    key = kept.get(person.username, {}).get("api_token")
    held = ApiToken.objects.filter(digest=digest_of(key)).first() if key else None
    if key and held and held.user_id == person.pk and held.is_good(at):
        return key
    _issued, key = issue_token(person, name="demo", by=None, at=at, key=None if held else key)
    return key


def _client(person: User, kept: dict, *, at: datetime) -> dict[str, str]:
    """Id and secret in the file as long as they open something; else those of a new client."""
    said = kept.get(person.username, {})
    client_id, secret = said.get("client_id", ""), said.get("client_secret", "")
    held = ApiClient.objects.filter(client_id=client_id).first()
    if not (held and held.revoked_at is None and held.user_id == person.pk and is_secret_of(held, secret, at=at)):
        credentials = None if held or not (client_id and secret) else (client_id, secret)
        held, secret = make_client(person, name="demo", by=None, at=at, credentials=credentials)
    return {"client_id": held.client_id, "client_secret": secret}
