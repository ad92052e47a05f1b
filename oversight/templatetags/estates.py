"""Words about estates, as the public pages write them."""

from decimal import Decimal

from django import template

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
