"""Fees collected for a time after the contract ended.

Where nobody has followed, a company may go on and charge (Civil Code 948, 950): `followed_by` tells the officer.
"""

from collections.abc import Iterator
from datetime import date

from django.db.models import F, OuterRef, Subquery, Sum

from enterprises.models import ServiceContract
from fees.findings.trouble import Trouble, looks_for
from fees.models import Collection, FindingKind


@looks_for(FindingKind.TERM_OVER)
def collected_after_term(on: date) -> Iterator[Trouble]:
    """One trouble for a contract, with the sum of all that was collected for later.

    A period that the end cut is not told: what of it was earned before, no register knows.
    """
    after = Collection.objects.filter(
        contract__ends_on__lte=on, from_on__gte=F("contract__ends_on"), collected_fen__gt=0
    )
    sums = {row["contract"]: row for row in after.values("contract").annotate(fen=Sum("collected_fen")).order_by()}
    later = Collection.objects.filter(contract=OuterRef("pk")).order_by("-until_on").values("until_on")[:1]
    next_one = ServiceContract.objects.filter(estate=OuterRef("estate"), begins_on__gte=OuterRef("ends_on"))
    follower = next_one.order_by("begins_on").values("number")[:1]
    rows = ServiceContract.objects.filter(pk__in=sums).annotate(last=Subquery(later), follower=Subquery(follower))
    for contract in rows.order_by("pk"):
        ended_on = contract.ends_on or on
        facts = {
            "ended_on": ended_on.isoformat(), "until_on": contract.last.isoformat(),
            "collected_fen": int(sums[contract.pk]["fen"]), "followed_by": contract.follower or "",
        }  # fmt: skip
        yield Trouble(
            FindingKind.TERM_OVER, contract.estate_id, str(contract.pk), facts, ended_on,
            enterprise_id=contract.enterprise_id, contract_id=contract.pk,
        )  # fmt: skip
