"""The verbs of codes, scans and telephones. Orders of sheets have theirs in `orders.py`."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.authority import require
from accounts.lifecycle import NotNow
from accounts.models import User
from accounts.scope import covers
from complaints.models import PhoneLine, PosterCode, Scan
from estates.actions import require_own_place
from estates.models import Estate

RIGHT = "posters.manage"


@transaction.atomic
def issue_codes(estates: Iterable[Estate], *, by: User | None, at: datetime) -> int:
    """Give a code to each of these estates that has none. Returns how many. Raises NotAllowed."""
    require(by, RIGHT)
    wanted = list(estates)
    for estate in wanted:
        require_own_place(by, estate.region_id)
    missing = without_code(wanted)
    made = PosterCode.objects.bulk_create(
        [PosterCode(estate=estate, issued_at=at, issued_by=by) for estate in missing], ignore_conflicts=True
    )
    if made:
        audit.record(by=by, at=at, verb="issue_poster_codes", thing=made[0].estate, after={"estates": len(made)})
    return len(made)


def without_code(estates: list[Estate]) -> list[Estate]:
    have = PosterCode.objects.live().filter(estate__in=[estate.pk for estate in estates]).values_list("estate_id")
    held = {pk for (pk,) in have}
    return [estate for estate in estates if estate.pk not in held]


@transaction.atomic
def revoke_code(code: PosterCode, *, why: str, by: User | None, at: datetime) -> PosterCode:
    """Make a code lead nowhere. Raises NotAllowed, NotNow (revoked already), ValidationError (no reason)."""
    require(by, RIGHT)
    require_own_place(by, code.estate.region_id)
    audit.catch_up(code)
    if not code.is_live:
        raise NotNow(_("This code was revoked before."))
    if not why.strip():
        raise ValidationError({"why": _("Say why: who scans it is not told, but who asks later is.")})
    code.revoked_at, code.revoked_by, code.revoked_why = at, by, why.strip()
    return audit.keep(code, by=by, at=at, verb="revoke_poster_code", why=code.revoked_why)


@transaction.atomic
def replace_code(code: PosterCode, *, why: str, by: User | None, at: datetime) -> PosterCode:
    """Revoke a code and give its estate a new one, for the next print. Raises as `revoke_code`."""
    revoke_code(code, why=why, by=by, at=at)
    issue_codes([code.estate], by=by, at=at)
    return PosterCode.objects.live().get(estate=code.estate_id)


def count_scan(estate: Estate, *, on: date) -> None:
    """One more scan of an estate's posters on a day."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO {Scan._meta.db_table} AS held (estate_id, "on", count) VALUES (%s, %s, 1)'  # noqa: S608 - our own table
            ' ON CONFLICT (estate_id, "on") DO UPDATE SET count = held.count + 1',
            [estate.pk, on],
        )


@transaction.atomic
def keep_line(line: PhoneLine, *, by: User | None, at: datetime) -> PhoneLine:
    """Add or amend a telephone. Raises NotAllowed, ValidationError by field."""
    require(by, RIGHT)
    held = audit.catch_up(line)
    for each in filter(None, (held, line)):
        require_line_within(by, each)
    return audit.keep(line, by=by, at=at, verb="keep_phone_line")


@transaction.atomic
def remove_line(line: PhoneLine, *, by: User | None, at: datetime) -> None:
    """Take a telephone off the board; its level is reached through the hotline then. Raises NotAllowed."""
    require(by, RIGHT)
    require_line_within(by, line)
    audit.record(by=by, at=at, verb="remove_phone_line", thing=line, before=audit.facts(line))
    line.delete()


def require_line_within(by: User | None, line: PhoneLine) -> None:
    code = line.estate.region_id if line.estate else line.region_id
    if code and not covers(by, code):
        raise ValidationError({"estate" if line.estate_id else "region": _("This place is outside of your region.")})
