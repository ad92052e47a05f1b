"""Words about estates, as the public pages write them."""

from decimal import Decimal
from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.qr import QUIET_MODULES, bars, modules
from oversight import names
from oversight.models import News
from oversight.news.words import sentence

register = template.Library()


@register.filter
def short_name(name: str, city: str | None) -> str:
    """What neighbours call a company."""
    return names.short_name(name, city or "")


@register.filter
def short_place(name: str, city: str | None) -> str:
    """A county as a narrow place can carry it."""
    return names.short_place(name, city or "")


@register.filter
def area(square_metres: Decimal) -> str:
    """A floor area: whole square metres, thousands apart."""
    return f"{square_metres:,.0f}"


@register.filter
def news(one: News) -> str:
    """A piece of news as a sentence."""
    return sentence(one)


@register.simple_tag(takes_context=True)
def qr_of_page(context) -> SafeString:
    """The address of this page as a QR code, for paper: about 2 KB."""
    size, path = code_of(context["request"].build_absolute_uri(context["request"].path))
    return format_html(
        '<svg class="page-code" viewBox="0 0 {0} {0}" width="120" height="120" aria-hidden="true" focusable="false">'
        '<path d="{1}"/></svg>',
        size,
        path,
    )


@lru_cache(maxsize=5_000)
def code_of(address: str) -> tuple[int, str]:
    """The side of a QR code in modules, quiet zone included, and its dark ones as strokes."""
    rows = modules(address)
    strokes = (f"M{start + QUIET_MODULES} {row + QUIET_MODULES}.5h{length}" for row, start, length in bars(rows))
    return len(rows) + 2 * QUIET_MODULES, "".join(strokes)
