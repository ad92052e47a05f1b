"""What is odd at a world's estate: a finding, a collection, a referral of arrears."""

from datetime import UTC, date, datetime

from fees.collection import actions, referrals
from fees.findings import actions as findings
from fees.models import Collection
from tests.factories.world import World

AT = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


def odd_of(world: World) -> dict[str, tuple[str, ...]]:
    """Keys of one thing of each of these resources. What names the estate is hidden from strangers."""
    on = {"by": None, "at": AT}
    finding = findings.raise_by_hand(
        estate=world.estate, kind="overcharged", happened_on=date(2026, 11, 10),
        words=f"{world.estate.code} 重复收费。", **on,
    )  # fmt: skip
    row = Collection(
        contract=world.contract, from_on=date(2026, 7, 1), until_on=date(2026, 10, 1), due_fen=1_000_000,
        collected_fen=900_000, homes_due=400, homes_in_arrears=40, arrears_fen=100_000,
    )  # fmt: skip
    collection = actions.report_collection(row, **on)
    debtor = referrals.Debtor("3号楼2单元501", f"赵{world.estate.code}", "13800000000")
    referral = referrals.propose(
        debtor, contract=world.contract, arrears_fen=500_000, arrears_since_on=date(2025, 1, 1), **on
    )
    world.hidden += [finding.number, referral.number]
    return {
        "finding": (finding.number,),
        "fee-collection": (str(collection.pk),),
        "arrears-referral": (referral.number,),
    }
