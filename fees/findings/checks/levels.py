"""Fees for a higher level than the one that was found on site (质价相符)."""

from collections.abc import Iterator
from datetime import date

from django.db.models import F

from fees.findings.trouble import Trouble, looks_for
from fees.models import EstateLevel, FeeFiling, FindingKind


@looks_for(FindingKind.LEVEL_LOWER)
def lower_than_charged(on: date) -> Iterator[Trouble]:
    """Levels of one standard are compared, by rank: names run either way."""
    levels = {row.estate_id: row for row in EstateLevel.objects.on(on).select_related("level")}
    filings = FeeFiling.objects.in_force(on=on).filter(level__isnull=False, estate__in=levels)
    for filing in filings.select_related("level").annotate(enterprise=F("contract__enterprise_id")).order_by("pk"):
        seen = levels[filing.estate_id]
        if seen.level.standard_id == filing.level.standard_id and seen.level.rank < filing.level.rank:
            yield Trouble(
                FindingKind.LEVEL_LOWER, filing.estate_id, str(filing.contract_id),
                {
                    "charged": filing.level.name, "verified": seen.level.name,
                    "verified_on": seen.verified_on.isoformat(), "filing": filing.number,
                },
                max(seen.from_on, filing.from_on),
                enterprise_id=filing.enterprise, contract_id=filing.contract_id,
            )  # fmt: skip
