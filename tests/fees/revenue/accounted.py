"""Reports and contracts of public revenue, put there through the actions."""

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError

from estates.models import Estate
from fees.models import RevenueContract, RevenueReport
from fees.models.revenue import Pays, ProofKind, RevenueSource, Side
from fees.revenue import contracts, reporting
from fees.revenue.accounts import Entry

Q2, Q3, Q4 = date(2026, 4, 1), date(2026, 7, 1), date(2026, 10, 1)
OPENED = datetime(2026, 10, 1, 1, 0, tzinfo=UTC)
IN_TIME = datetime(2026, 10, 14, 2, 0, tzinfo=UTC)
LATE = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)
PARKING = Entry(Side.RECEIPT, RevenueSource.PARKING, 11_400_000)
ADVERTS = Entry(Side.RECEIPT, RevenueSource.ADVERT, 5_220_000)
COSTS = Entry(Side.COST, "upkeep", 3_100_000)
FUND = Entry(Side.TO_FUND, "fund", 6_760_000)


def a_pdf(name: str = "凭证.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4\n%%EOF", content_type="application/pdf")


def an_owed(estate: Estate, opened: datetime = OPENED) -> RevenueReport:
    """The report of the quarter before `opened`, which the estate owes."""
    reporting.open_owed(on=opened.date(), at=opened)
    return RevenueReport.objects.get(estate=estate, until_on__lte=opened.date(), state="owed")


def written(report: RevenueReport, *lines: Entry, by=None, at: datetime = IN_TIME, **given) -> RevenueReport:
    values = {"opening_fen": report.opening_fen, **given}
    made = reporting.write(report, lines=lines, by=by, at=at, **values)
    if lines:
        reporting.add_proof(made, kind=ProofKind.VOUCHER, title="凭证", file=a_pdf(), by=by, at=at)
    return made


def a_posted(
    estate: Estate, *lines: Entry, opened: datetime = OPENED, at: datetime = IN_TIME, **given
) -> RevenueReport:
    report = written(an_owed(estate, opened), *lines, at=at, **given)
    return reporting.post(report, by=None, at=at)


def a_revenue_contract(estate: Estate, at: datetime = OPENED, **values) -> RevenueContract:
    """A lift advert for two years from 2025-07, paid by the year."""
    told = {
        "source": RevenueSource.ADVERT,
        "payer": "城市传媒有限公司",
        "place": "各楼电梯轿厢",
        "from_on": date(2025, 7, 1),
        "until_on": date(2027, 7, 1),
        "amount_fen": 2_400_000,
        "pays": Pays.YEAR,
        "signed_on": date(2025, 6, 20),
        **values,
    }
    return contracts.register(new=contracts.NewContract(estate=estate, **told), by=None, at=at)


def refused_by(name: str):
    return pytest.raises(IntegrityError, match=name)
