"""Periods as people call them."""

from datetime import date

from django import template

from fees.models.revenue import RevenueReport
from fees.revenue.periods import DAY, Period

register = template.Library()


@register.filter
def period(report: RevenueReport) -> str:
    return Period(report.from_on, report.until_on).label


@register.filter
def before(day: date) -> date:
    """The last day of a time that ends before this one."""
    return day - DAY
