"""Words and figures as the public pages write them: dates, numbers, points, looks."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.conf import settings
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from accounts.basis import basis
from accounts.look import link_to, look_of
from accounts.models import CityProfile

register = template.Library()
MINUS = "−"


@register.filter
def day(value: date | None) -> str:
    """A date in full, which never breaks at the end of a line: 2026年11月20日."""
    if value is None:
        return ""
    value = _local(value)
    return _time(f"{value:%Y-%m-%d}", formats.date_format(value, "DATE_FORMAT"))


@register.filter
def moment(value: datetime | None) -> str:
    """A date with its time of day: 2026年11月20日 02:00."""
    if value is None:
        return ""
    local = _local(value)
    return _time(local.isoformat(timespec="minutes"), f"{formats.date_format(local, 'DATE_FORMAT')} {local:%H:%M}")


@register.filter
def short_day(value: date | None) -> str:
    """A date for tables and small lines: 2026-11-20."""
    return "" if value is None else _time(f"{value:%Y-%m-%d}", f"{value:%Y-%m-%d}")


def _local(value):
    return timezone.localtime(value) if isinstance(value, datetime) else value


def _time(machine: str, words: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', machine, words)


@register.filter
def number(value: int | None) -> str:
    """A whole number with its thousands apart: 3,955."""
    return "" if value is None else f"{value:,}"


@register.filter
def yuan(fen: int | None) -> str:
    """A sum of fen in yuan, to the fen: 1234567 -> 12,345.67."""
    if fen is None:
        return ""
    whole, rest = divmod(abs(fen), 100)
    return f"{MINUS if fen < 0 else ''}{whole:,}.{rest:02d}"


@register.filter
def wan(fen: int | None) -> str:
    """A sum of fen in units of ten thousand yuan, to two decimals: 1286400000 -> 1,286.40."""
    return "" if fen is None else f"{(Decimal(fen) / 1_000_000).quantize(Decimal('0.01'), ROUND_HALF_UP):,}"


@register.filter
def percent_of(part: int | None, whole: int | None) -> str:
    """A share in per cent, rounded once, to one decimal: 10427 of 10613 -> 98.2; "" of nothing."""
    if part is None or not whole:
        return ""
    return f"{(Decimal(100) * part / whole).quantize(Decimal('0.1'), ROUND_HALF_UP)}"


@register.simple_tag(takes_context=True)
def in_law(context, article: str | None) -> str:
    """What of an article is law in the city, for people to read as a basis; "" for delivered defaults."""
    city: CityProfile | None = context.get("city")
    return basis(article or "", city.region.code if city else "")


@register.filter
def points(centipoints: int) -> str:
    """Hundredths of a point as people write them: 9500 -> 95, -550 -> −5.5."""
    whole, hundredths = divmod(abs(centipoints), 100)
    digits = f"{whole:,}.{hundredths:02d}".rstrip("0").rstrip(".") if hundredths else f"{whole:,}"
    return f"{MINUS}{digits}" if centipoints < 0 else digits


@register.filter
def signed(centipoints: int) -> str:
    """Points that are added or taken: +3, −5, 0."""
    return f"+{points(centipoints)}" if centipoints > 0 else points(centipoints)


@register.simple_tag(takes_context=True)
def look(context):
    """The look that the reader chose."""
    request = context.get("request")
    return look_of(request) if request else None


@register.simple_tag(takes_context=True)
def look_link(context, look) -> str:
    """The address that changes to `look` and comes back here."""
    return link_to(context["request"], v=look.name)


@register.simple_tag(takes_context=True)
def language_link(context) -> dict[str, str]:
    """The other language: its address, its own name, its code."""
    now = get_language() or settings.LANGUAGE_CODE
    code, name = ("en", "English") if now.startswith("zh") else ("zh-hans", "中文")
    return {"url": link_to(context["request"], lang=code), "name": name, "code": code}


@register.simple_tag
def space() -> str:
    """What stands between two sentences: nothing in Chinese."""
    return "" if (get_language() or settings.LANGUAGE_CODE).startswith("zh") else " "


@register.simple_tag(takes_context=True)
def page_link(context, page_number: int) -> str:
    """This list at another page, with its filters kept."""
    query = context["request"].GET.copy()
    query["page"] = str(page_number)
    return "?" + query.urlencode()
