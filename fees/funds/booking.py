"""Writing a voucher with its entries: the one way into the ledger. Actions call it; nothing else writes entries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import audit
from accounts.acting import refuse_future
from accounts.models import User
from accounts.numbers import numbered
from estates.models import Estate
from fees.models import EntryKind, FundAccount, FundBlock, FundEntry, FundVoucher
from intake.money import yuan

PREFIX = "WJ"


@dataclass(frozen=True)
class Line:
    """Money into (more than nothing) or out of an account, or of a building without accounts (`account` None)."""

    block: int
    account: int | None
    amount_fen: int
    first_deposit_fen: int = 0


@transaction.atomic
def book(
    *,
    estate: Estate,
    kind: EntryKind,
    on: date,
    lines: Iterable[Line],
    by: User | None,
    at: datetime,
    reference: str = "",
    note: str = "",
    corrects: FundVoucher | None = None,
) -> FundVoucher:
    """A voucher with these lines; those that move nothing are left out.

    Raises ValidationError: nothing moves, the day is to come or lies in closed books, an account would be overdrawn.
    """
    moving = [line for line in lines if line.amount_fen or line.first_deposit_fen]
    if not moving:
        raise ValidationError({"amount_fen": _("No money moves: give an amount.")})
    refuse_future("on", on, at=at)
    blocks = held_blocks({line.block for line in moving}, estate)
    refuse_closed(blocks.values(), on)
    refuse_overdrawn(blocks, moving)
    made = FundVoucher(
        **numbered(FundVoucher, PREFIX, on), estate=estate, kind=kind, on=on, reference=reference, note=note,
        amount_fen=sum(line.amount_fen for line in moving), corrects=corrects, made_at=at, made_by=by,
    )  # fmt: skip
    audit.save_sound(made, None)
    FundEntry.objects.bulk_create(
        FundEntry(
            voucher=made, block_id=line.block, account_id=line.account, kind=kind, on=on, amount_fen=line.amount_fen,
            first_deposit_fen=line.first_deposit_fen,
        )
        for line in moving
    )  # fmt: skip
    told = {"kind": kind, "on": str(on), "amount_fen": made.amount_fen, "entries": len(moving), "for": reference}
    audit.record(by=by, at=at, verb="book_fund", thing=made, after=told)
    return made


def held_blocks(keys: set[int], estate: Estate) -> dict[int, FundBlock]:
    """The buildings' funds, locked in one order, so that two bookings wait for each other. Raises ValidationError."""
    rows = FundBlock.objects.select_for_update(no_key=True).filter(estate=estate, pk__in=keys).order_by("pk")
    found = {block.pk: block for block in rows}
    if len(found) < len(keys):
        raise ValidationError({"estate": _("An account is of another estate. Choose accounts of this one.")})
    return found


def refuse_closed(blocks: Iterable[FundBlock], on: date) -> None:
    closed = max((block.closed_until for block in blocks if block.closed_until), default=None)
    if closed is not None and on < closed:
        raise ValidationError(
            {"on": _("The books are closed before %(day)s. Book it on that day or later.") % {"day": closed}}
        )


def refuse_overdrawn(blocks: dict[int, FundBlock], lines: Sequence[Line]) -> None:
    """Raises ValidationError that says how many are short, and by how much."""
    by_account: dict[int, int] = defaultdict(int)
    by_block: dict[int, int] = defaultdict(int)
    for line in lines:
        by_block[line.block] += line.amount_fen
        if line.account is not None:
            by_account[line.account] += line.amount_fen
    taken = {key: fen for key, fen in by_account.items() if fen < 0}
    held = dict(FundAccount.objects.filter(pk__in=taken).values_list("pk", "balance_fen"))
    short = [-(held[key] + fen) for key, fen in taken.items() if held[key] + fen < 0]
    short += [-(blocks[key].balance_fen + fen) for key, fen in by_block.items() if blocks[key].balance_fen + fen < 0]
    if short:
        raise ValidationError({"amount_fen": words_for_short(len(short), sum(short))})


def words_for_short(count: int, fen: int) -> str:
    told = ngettext(
        "%(count)d account holds too little: %(yuan)s yuan are missing. It has to be topped up first.",
        "%(count)d accounts hold too little: %(yuan)s yuan are missing. They have to be topped up first.",
        count,
    )
    return told % {"count": count, "yuan": yuan(fen)}
