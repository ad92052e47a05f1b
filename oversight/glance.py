"""Estates with what a row of a list says of them: where they lie, who manages them today, and that company's grade."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from credit.marks import Mark, marks_of
from credit.models import Grade, Night
from enterprises.models import Enterprise, ServiceContract
from estates.finding import Place, place_of
from estates.models import Estate


@dataclass(frozen=True)
class EstateRow:
    estate: Estate
    place: Place
    enterprise: Enterprise | None
    mark: Mark | None


def rows_of(estates: Iterable[Estate], *, on: date) -> list[EstateRow]:
    """One row for each estate (selected with `WITH_PLACE`), in its order. Four queries, however many rows."""
    estates = list(estates)
    contracts = ServiceContract.objects.running(on=on).filter(estate__in=estates).select_related("enterprise")
    company_of = {contract.estate_id: contract.enterprise for contract in contracts}
    marks = current_marks(company_of.values())
    rows = []
    for estate in estates:
        company = company_of.get(estate.pk)
        rows.append(EstateRow(estate, place_of(estate.region), company, marks[company.pk] if company else None))
    return rows


def current_marks(companies: Iterable[Enterprise]) -> dict[int, Mark]:
    """The mark of each company's current grade, by company; «not yet graded» for one that no night has seen."""
    keys = {company.pk for company in companies}
    night = Night.objects.last()
    marks = marks_of(night.rulebook_id if night else None)
    grades = dict(Grade.objects.current().filter(enterprise_id__in=keys).values_list("enterprise_id", "grade"))
    return {key: marks.of(grades.get(key)) for key in keys}
