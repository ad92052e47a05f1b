"""Filings as a company drafts them, and what is missing in them."""

from datetime import UTC, date, datetime
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from fees.filings import actions
from fees.filings.actions import NewItem
from fees.filings.missing import missing
from fees.models import FeeFiling
from tests.factories.prices import level_of

AT = datetime(2026, 11, 17, 2, 0, tzinfo=UTC)
ON = date(2026, 11, 17)
FEE = NewItem("residential", "物业服务费", "m2_month", 165, "any", "any", "company", "company")


def by_the_guide(standard, **values):
    return {
        "decided_by": "guide", "level": level_of(standard), "from_on": date(2026, 12, 1), "prepay_months_most": 12,
        "vacancy_reduction_percent": Decimal(30), **values,
    }  # fmt: skip


def drafted(contract, standard, company, *items, **values) -> FeeFiling:
    made = actions.draft(contract, values=by_the_guide(standard, **values), by=company, at=AT)
    return actions.set_items(made, items=items or [FEE], by=company, at=AT)


def fields_missing(filing) -> set[str]:
    return {each.field for each in missing(FeeFiling.objects.get(pk=filing.pk))}


def a_scan(name="方案.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4 sound", content_type="application/pdf")
