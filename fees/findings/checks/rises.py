"""Rises that no resolution of the owners stands behind, as long as they are charged.

A company that stays charges more: by a contract after its own, or by another filing. What is a rise, and what owners
must have decided, is the law of the filings (`fees.filings`): item by item, one resolution behind one rise, voted on
after the price of before began. What the early stage charges is bound by the guide price, not by a vote.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from enterprises.models import ContractStage, ServiceContract
from fees.filings.missing import Looked, of_resolution, voting_begins
from fees.filings.rises import Rise, rises
from fees.findings.trouble import Trouble, looks_for
from fees.models import DecidedBy, FeeFiling, FeeItem, FeeUnit, FilingState, FindingKind, ItemKind


@dataclass(frozen=True)
class Charge:
    """What was charged from a day on: a filing, or a contract for which nothing was filed, in the form of one."""

    key: str
    filing: FeeFiling
    items: list[FeeItem]

    def holds(self, on: date) -> bool:
        ends = (self.filing.until_on, self.filing.contract.ends_on)
        return all(end is None or end > on for end in ends)


@dataclass(frozen=True)
class Undecided:
    charge: Charge
    before: Charge
    rise: Rise


@looks_for(FindingKind.RISE_UNDECIDED)
def undecided_rises(on: date) -> Iterator[Trouble]:
    for _estate, charges in sorted(charges_of_estates(on).items()):
        if charges[-1].holds(on):
            yield from (trouble(each) for each in still_charged(charges))


def charges_of_estates(on: date) -> dict[int, list[Charge]]:
    """By estate: what was charged until a day, one after the other."""
    found = defaultdict(list)
    for charge in (*filed(on), *unfiled(on)):
        found[charge.filing.estate_id].append(charge)
    for charges in found.values():
        charges.sort(key=lambda charge: (charge.filing.from_on, charge.key))
    return found


def filed(on: date) -> Iterator[Charge]:
    rows = FeeFiling.objects.filter(state=FilingState.ACCEPTED, from_on__lte=on).prefetch_related("items")
    for row in rows.select_related("contract", "matter__vote"):
        yield Charge(f"F{row.pk}", row, list(row.items.all()))


def unfiled(on: date) -> Iterator[Charge]:
    known = FeeFiling.objects.filter(state=FilingState.ACCEPTED).values("contract")
    rows = ServiceContract.objects.filter(fee_fen_per_m2_month__gt=0, begins_on__lte=on).exclude(pk__in=known)
    for row in rows.select_related("resolution__vote"):
        filing = FeeFiling(
            number=row.number, estate_id=row.estate_id, contract=row, from_on=row.begins_on, matter=row.resolution,
            decided_by=DecidedBy.OWNERS,
        )  # fmt: skip
        yield Charge(f"C{row.pk}", filing, [FeeItem(price_fen=row.fee_fen_per_m2_month or 0)])


def still_charged(charges: Sequence[Charge]) -> list[Undecided]:
    """The undecided rises behind the last price. Filing it anew decides nothing; that the owners pass it, or that the
    company goes back to the price of before, mends it.
    """
    standing: list[Undecided] = []
    used: set[int] = set()
    for before, charge in zip((None, *charges), charges, strict=False):
        if before is None or not goes_on(before, charge):
            standing = []
        else:
            standing = [each for each in standing if rises(charge.items, each.before.items)]
            if risen := rises(charge.items, before.items):
                standing.append(Undecided(charge, before, risen[0]))
            if standing and is_decided(charge, standing[-1].before, used):
                standing = []
        if charge.filing.matter_id:
            used.add(charge.filing.matter_id)
    return standing


def goes_on(before: Charge, charge: Charge) -> bool:
    """The same company charges, and the owners decide on it."""
    contract = charge.filing.contract
    return contract.enterprise_id == before.filing.contract.enterprise_id and contract.stage == ContractStage.OWNERS


def is_decided(charge: Charge, before: Charge, used: set[int]) -> bool:
    filing = charge.filing
    if filing.decided_by != DecidedBy.OWNERS or filing.matter is None or filing.matter_id in used:
        return False
    return voting_begins(filing) > before.filing.from_on and not any(of_resolution(Looked(filing)))


def trouble(undecided: Undecided) -> Trouble:
    """`item` is there where it is not the service of homes by area that rose."""
    filing, rise = undecided.charge.filing, undecided.rise
    facts: dict[str, int | str] = {
        "before_fen": rise.old_fen, "price_fen": rise.new_fen, "from_on": filing.from_on.isoformat(),
        "document": filing.number,
    }  # fmt: skip
    if (rise.kind, rise.unit) != (ItemKind.RESIDENTIAL, FeeUnit.M2_MONTH):
        facts["item"] = rise.name
    return Trouble(
        FindingKind.RISE_UNDECIDED, filing.estate_id, undecided.charge.key, facts, filing.from_on,
        enterprise_id=filing.contract.enterprise_id, contract_id=filing.contract_id,
    )  # fmt: skip
