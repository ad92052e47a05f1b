"""The estates of a street on a day: who manages each, with which grade, whether it is served, until when."""

from datetime import date
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, QuerySet
from django.urls import reverse

from accounts.models import User
from credit.marks import Marks, marks_of
from estates.models import Estate
from oversight.dashboard.asked import Asked
from oversight.queries import served, with_company

MOST = 200
"""Rows on the page. The list of estates has the others."""
ENDS_SOON_DAYS = 90
"""A contract that ends within so many days is marked: an assembly of owners takes about as long."""


def estates_of(asked: Asked, user: User) -> dict[str, Any]:
    """The first `MOST` estates by name in pinyin of the place asked for, and how many there are. Three queries."""
    found = rows_in(asked, user)
    rows = list(found[: MOST + 1])
    count = found.count() if len(rows) > MOST else len(rows)
    books = {row.grade_rulebook for row in rows}
    marks = {book: marks_of(book) for book in books}
    return {"estate_rows": [told(row, marks, asked.on) for row in rows[:MOST]], "estate_count": count}


def rows_in(asked: Asked, user: User) -> QuerySet[Estate]:
    here = Estate.objects.visible_to(user).within(asked.region)
    had_service = ExpressionWrapper(served(on=asked.on), output_field=BooleanField())
    managed = with_company(here, on=asked.on, user=user)
    return managed.annotate(had_service=had_service, company_id=F("running__enterprise_id")).order_by(
        "initials", "name", "pk"
    )


def told(row: Estate, marks: dict[int | None, Marks], on: date) -> dict[str, Any]:
    """One estate; its company's grade is None where nobody manages it, `days_left` where its contract is not ending."""
    company, ends_on = row.company_code, row.contract_ends_on
    left = (ends_on - on).days if ends_on else None
    return {
        "days_left": left if left is not None and left <= ENDS_SOON_DAYS else None,
        "estate": row,
        "url": reverse("admin:estates_estate_change", args=[row.pk]),
        "mark": marks[row.grade_rulebook].of(row.grade) if company else None,
        "company": row.company_name,
        "company_url": reverse("admin:enterprises_enterprise_change", args=[row.company_id]) if company else "",
        "contract_url": reverse("admin:enterprises_servicecontract_change", args=[row.contract_id]) if company else "",
    }
