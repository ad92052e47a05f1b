"""What a list is asked for: kept to 90 days and 1,000 rows. An empty parameter is as good as none."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from accounts.city import profile
from complaints.open311.faults import Fault

MOST = 1_000
SPAN = timedelta(days=90)


@dataclass(frozen=True)
class Window:
    """From the beginning of a day (included) to the beginning of another (not included), by the city's clock.

    Whole days: by narrowing a window nobody finds out at which hour somebody complained.
    """

    begins: datetime
    ends: datetime


def window(query: Mapping[str, str], *, at: datetime) -> Window:
    """Raises Fault 400."""
    start, end = moment(query, "start_date"), moment(query, "end_date")
    if start and end and start > end:
        raise Fault(400, _("start_date lies behind end_date."))
    if start and end and end - start > SPAN:
        raise Fault(400, _("start_date and end_date may lie at most %(days)d days apart.") % {"days": SPAN.days})
    end = end or (start + SPAN if start else at)
    start = start or end - SPAN
    return Window(midnight(start), midnight(end) + timedelta(days=1))


def midnight(moment: datetime) -> datetime:
    return timezone.localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)


def moment(query: Mapping[str, str], name: str) -> datetime | None:
    """A time in W3C form, with its zone; a day alone is its beginning. Raises Fault 400."""
    text = (query.get(name) or "").strip().replace(" ", "+")
    if not text:
        return None
    try:
        found = parse_datetime(text)
        if found is None and (day := parse_date(text)):
            found = datetime.combine(day, time.min)
    except (ValueError, OverflowError):
        found = None
    if found is None or not 1 < found.year < 9999:
        raise Fault(400, _("%(name)s must be a time such as 2026-11-17T08:00:00+08:00.") % {"name": name})
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def listed(query: Mapping[str, str], name: str) -> list[str]:
    """The values of a parameter that takes several, separated by commas. Raises Fault 400 for more than 1,000."""
    values = [value.strip() for value in (query.get(name) or "").split(",") if value.strip()]
    if len(values) > MOST or any("\x00" in value for value in values):
        raise Fault(
            400, _("%(name)s takes at most %(most)d values, separated by commas.") % {"name": name, "most": MOST}
        )
    return values


def statuses(query: Mapping[str, str]) -> set[str]:
    """Of open and closed, those asked for; both by default. Raises Fault 400."""
    asked = {value.lower() for value in listed(query, "status")}
    if asked - {"open", "closed"}:
        raise Fault(400, _("status is open or closed."))
    return asked or {"open", "closed"}


def page(query: Mapping[str, str]) -> slice:
    """`page` (from 1) and `page_size`, which many servers have beside the standard. Raises Fault 400."""
    number, size = whole(query, "page", 1, 1_000), whole(query, "page_size", MOST, MOST)
    return slice((number - 1) * size, number * size)


def whole(query: Mapping[str, str], name: str, usual: int, most: int) -> int:
    text = (query.get(name) or "").strip()
    if not text:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= most):
        raise Fault(400, _("%(name)s must be a whole number from 1 to %(most)d.") % {"name": name, "most": most})
    return int(text)


def jurisdiction(query: Mapping[str, str]) -> str:
    """The code prefix within which to look: the city, or a district of it by its GB/T 2260 code. Raises Fault 404."""
    code, city = (query.get("jurisdiction_id") or "").strip(), profile()
    if not code:
        return ""
    stem = city.region.stem if city else ""
    prefix = code.removesuffix("000000").removesuffix("00") if code.isascii() and code.isdigit() else ""
    if not stem or len(code) not in (6, 12) or len(prefix) not in (4, 6) or not prefix.startswith(stem):
        raise Fault(404, _("There is no jurisdiction_id “%(code)s” here.") % {"code": code[:20]})
    return prefix
