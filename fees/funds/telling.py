"""What everybody may read of an estate's maintenance fund: no home and no account, only sums."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.city import figure
from accounts.models import RuleValue
from estates.models import Estate
from fees.funds.ratio import is_low, percent
from intake.money import FEN

Rules = Mapping[str, RuleValue]
DAY = timedelta(days=1)
THOUSAND_YUAN = 1_000 * FEN

SUMS = """
WITH kept AS (
    SELECT b.*, coalesce(was.until_on, '-infinity'::date) AS since, coalesce(was.closing_fen, 0) AS was_fen
    FROM fees_fundblock b
    LEFT JOIN LATERAL (SELECT p.until_on, p.closing_fen FROM fees_fundperiod p
                       WHERE p.block_id = b.id AND p.until_on <= %(year)s ORDER BY p.until_on DESC LIMIT 1) was ON true
    WHERE b.estate_id = ANY(%(estates)s)
), held AS (
    SELECT estate_id, count(*) AS blocks, count(as_of_on) AS reported, sum(first_deposit_fen) AS first_fen,
           sum(was_fen) AS was_fen, max(as_of_on) AS as_of_on, min(bank) AS bank, count(DISTINCT bank) AS banks
    FROM kept GROUP BY estate_id
), moved AS (
    SELECT k.estate_id,
        sum(e.amount_fen) FILTER (WHERE e."on" < %(year)s) AS before_fen,
        sum(e.amount_fen) FILTER (WHERE e."on" >= %(year)s AND e.kind = 'taken_over') AS taken_over_fen,
        sum(e.amount_fen) FILTER (WHERE e."on" >= %(year)s AND e.kind IN ('deposit', 'top_up')) AS deposits_fen,
        sum(e.amount_fen) FILTER (WHERE e."on" >= %(year)s AND e.kind = 'interest') AS interest_fen,
        sum(e.amount_fen) FILTER (WHERE e."on" >= %(year)s AND e.kind = 'revenue') AS revenue_fen,
        sum(e.amount_fen) FILTER (WHERE e."on" >= %(year)s AND e.kind IN ('use', 'refund')) AS uses_fen,
        sum(e.amount_fen) FILTER (WHERE e."on" >= %(year)s AND e.kind = 'correction') AS corrections_fen
    FROM kept k JOIN fees_fundentry e ON e.block_id = k.id AND e."on" >= k.since AND e."on" <= %(on)s
    GROUP BY k.estate_id
), used AS (
    SELECT estate_id, count(DISTINCT coalesce(nullif(reference, ''), number)) AS uses FROM fees_fundvoucher v
    WHERE estate_id = ANY(%(estates)s) AND kind = 'use' AND "on" >= %(year)s AND "on" <= %(on)s
      AND NOT EXISTS (SELECT FROM fees_fundvoucher c WHERE c.corrects_id = v.id)
    GROUP BY estate_id
), checked AS (
    SELECT k.estate_id, count(*) AS blocks, min(s.until_on) AS until_on,
           bool_and(s.ledger_fen = s.closing_fen) AS agrees
    FROM kept k
    JOIN LATERAL (SELECT until_on, ledger_fen, closing_fen FROM fees_bankstatement
                  WHERE block_id = k.id AND state = 'closed' ORDER BY from_on DESC LIMIT 1) s ON true
    GROUP BY k.estate_id
), called AS (
    SELECT estate_id, count(*) - count(account_id) AS buildings, count(account_id) AS homes,
           sum(sum_fen) AS called_fen, min(due_on) AS due_on FROM fees_fundcall
    WHERE estate_id = ANY(%(estates)s) AND state = 'open' GROUP BY estate_id
)
SELECT h.estate_id, h.blocks, h.first_fen, h.was_fen + coalesce(m.before_fen, 0), m.taken_over_fen, m.deposits_fen,
       m.interest_fen, m.revenue_fen, m.uses_fen, m.corrections_fen, u.uses, h.as_of_on, h.bank, h.banks,
       CASE WHEN c.blocks = h.blocks THEN c.until_on END, c.agrees, d.buildings, d.homes, d.called_fen, d.due_on
FROM held h
LEFT JOIN moved m USING (estate_id)
LEFT JOIN used u USING (estate_id)
LEFT JOIN checked c USING (estate_id)
LEFT JOIN called d USING (estate_id)
WHERE h.reported > 0
"""


@dataclass(frozen=True)
class LineTold:
    """One line of the account, as it is added or (`sign` "−") taken off; `wan`: in 10,000 yuan, so that it adds up."""

    words: str
    sign: str
    fen: int
    wan: Decimal


@dataclass(frozen=True)
class CallsTold:
    """Who was called to top up and has not paid: whole buildings, single homes; fen in all, the first day due."""

    buildings: int
    homes: int
    fen: int
    due_on: date


@dataclass(frozen=True)
class FundTold:
    """An estate's fund on a day. `lines` lead from `opening` (the first of the year) to the balance, and add up.

    `percent` of the first deposit is cut off, not rounded, to one decimal: 29.99 is not shown as 30. `reconciled_on` is
    the last day for which all buildings agree with the bank's statement, `agrees` whether to the fen.
    """

    blocks: int
    first_deposit_fen: int
    balance_fen: int
    percent: Decimal | None
    low_percent: Decimal
    is_low: bool
    year: int
    opening: LineTold
    lines: tuple[LineTold, ...]
    closing: LineTold
    as_of_on: date
    reconciled_on: date | None
    agrees: bool
    calls: CallsTold | None
    bank: str

    @property
    def wan(self) -> Decimal:
        return self.closing.wan

    @property
    def first_deposit_wan(self) -> Decimal:
        return Decimal(round(Fraction(self.first_deposit_fen, THOUSAND_YUAN))) / 10

    @property
    def fill(self) -> Decimal:
        """How far the bar is filled, in per cent of it."""
        return min(Decimal(100), self.percent or Decimal(0))


def of_estate(estate: Estate, rules: Rules, *, on: date) -> FundTold | None:
    """None where no fund of the estate was ever reported, or the city set no line at which it is topped up."""
    return of_estates([estate.pk], rules, on=on).get(estate.pk)


def of_estates(estates: Iterable[int], rules: Rules, *, on: date) -> dict[int, FundTold]:
    """By estate, in one query."""
    low = figure(rules.get("fund_low_ratio"))
    if low is None:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(SUMS, {"estates": list(estates), "year": on.replace(month=1, day=1), "on": on})
        return {row[0]: told(row[1:], low, on) for row in cursor.fetchall()}


def told(row: Sequence, low: Fraction, on: date) -> FundTold:
    blocks, first, opening, *moved, uses, as_of, bank, banks, until_on, agrees, buildings, homes, called, due_on = row
    first, amounts = int(first), [int(opening), *(int(fen or 0) for fen in moved)]
    balance = sum(amounts)
    shown = in_thousands(amounts)
    lines = tuple(
        LineTold(words, "−" if fen < 0 else "+", abs(fen), abs(part))
        for words, fen, part in zip(words_of(uses or 0), amounts[1:], shown[1:], strict=True)
        if fen
    )
    share = percent(balance, first)
    return FundTold(
        blocks=blocks, first_deposit_fen=first, balance_fen=balance, percent=None if share is None else cut(share),
        low_percent=cut(100 * low), is_low=is_low(balance, first, low), year=on.year,
        opening=LineTold(_("Balance at the start of the year"), "", amounts[0], shown[0]), lines=lines,
        closing=LineTold(_("Balance now"), "", balance, sum(shown, Decimal(0))), as_of_on=as_of,
        reconciled_on=until_on - DAY if until_on else None, agrees=bool(until_on and agrees),
        calls=CallsTold(buildings, homes, int(called), due_on) if due_on else None,
        bank=bank if banks == 1 else _("several banks"),
    )  # fmt: skip


def words_of(uses: int) -> tuple[str, ...]:
    """In the order of `SUMS`."""
    used = ngettext("Repairs (%(count)d use)", "Repairs (%(count)d uses)", uses) % {"count": uses}
    return (
        _("Taken over from the earlier ledger"), _("New deposits"), _("Interest"), _("Public revenue"), used,
        _("Corrections"),
    )  # fmt: skip


def cut(percent: Fraction) -> Decimal:
    """To one decimal, downwards."""
    return Decimal(percent.numerator * 10 // percent.denominator) / 10


def in_thousands(amounts: Sequence[int]) -> list[Decimal]:
    """Fen in 10,000 yuan with one decimal, rounded so that they add up to their rounded sum (largest remainders).

    Amounts that move nothing stay at nothing.
    """
    whole = round(Fraction(sum(amounts), THOUSAND_YUAN))
    parts = [fen // THOUSAND_YUAN for fen in amounts]
    moving = [place for place, fen in enumerate(amounts) if fen % THOUSAND_YUAN]
    by_remainder = sorted(moving, key=lambda place: (-(amounts[place] % THOUSAND_YUAN), place))
    for place in by_remainder[: max(0, whole - sum(parts))]:
        parts[place] += 1
    return [Decimal(part) / 10 for part in parts]
