"""Fees taken too far in advance: for more months than the rule allows, or for a time after the contract."""

from collections.abc import Iterator
from datetime import date

from dateutil.relativedelta import relativedelta
from django.db.models import QuerySet

from accounts.city import figure, rule_values
from fees.findings.trouble import Trouble, looks_for
from fees.models import Collection, FeeFiling, FindingKind

MOST = "prepay_months_most"


@looks_for(FindingKind.PREPAID_LONG)
def paid_far_ahead(on: date) -> Iterator[Trouble]:
    """One trouble for a contract: what was reported as paid goes before what is filed to be taken."""
    most = figure(rule_values(on=on).get(MOST))
    if most is None:
        return
    told = set()
    for row in latest_collections(on):
        if row.prepaid_months_most > most or reaches_past(row):
            told.add(row.contract_id)
            yield trouble(row, row.prepaid_months_most, int(most), row.until_on)
    for filing in FeeFiling.objects.in_force(on=on).filter(prepay_months_most__gt=most).select_related("contract"):
        if filing.contract_id not in told:
            yield trouble(filing, filing.prepay_months_most or 0, int(most), filing.from_on)


def latest_collections(on: date) -> QuerySet[Collection]:
    """The last that each running contract reported, where somebody paid ahead."""
    running = Collection.objects.filter(contract__begins_on__lte=on, until_on__lte=on).exclude(
        contract__ends_on__lte=on
    )
    latest = running.order_by("contract_id", "-until_on").distinct("contract_id").values("pk")
    return Collection.objects.filter(pk__in=latest, prepaid_months_most__gt=0).select_related("contract").order_by("pk")


def reaches_past(row: Collection) -> bool:
    ends_on = row.contract.ends_on
    return ends_on is not None and row.until_on + relativedelta(months=row.prepaid_months_most) > ends_on


def trouble(row: FeeFiling | Collection, months: int, most: int, since: date) -> Trouble:
    """`ends_on` is there where the contract ends before what was paid for."""
    facts: dict[str, int | str] = {"months": months, "most": most}
    if months <= most and row.contract.ends_on is not None:
        facts["ends_on"] = row.contract.ends_on.isoformat()
    return Trouble(
        FindingKind.PREPAID_LONG, row.estate_id, str(row.contract_id), facts, since,
        enterprise_id=row.contract.enterprise_id, contract_id=row.contract_id,
    )  # fmt: skip
