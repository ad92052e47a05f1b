"""Closing the books of a period, and calling owners whose balance is low: set-based, for all buildings at once."""

from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.acting import hold, keep, refuse_elsewhere, said
from accounts.authority import require
from accounts.city import exact, profile, whole
from accounts.lifecycle import NotNow
from accounts.models import User
from accounts.numbers import NUMBERS_A_DAY
from fees.funds.lifecycle import CALL, KEEP
from fees.models import CallState, FundCall

PREFIX = "XJ"

TO_CLOSE = """
SELECT id FROM fees_fundblock WHERE closed_until IS NULL OR closed_until < %(until)s ORDER BY id FOR NO KEY UPDATE
"""
ROLL = """
WITH due AS (
    SELECT b.id, coalesce(b.closed_until, %(first)s::date) AS from_on, was.closing_fen
    FROM fees_fundblock b
    LEFT JOIN fees_fundperiod was ON was.block_id = b.id AND was.until_on = b.closed_until
    WHERE b.id = ANY(%(blocks)s)
), told AS (
    SELECT d.id, d.from_on, d.closing_fen,
        sum(e.amount_fen) FILTER (WHERE e."on" < d.from_on) AS before_fen,
        sum(e.amount_fen) FILTER (WHERE e."on" >= d.from_on AND e.kind = 'taken_over') AS taken_over_fen,
        sum(e.amount_fen) FILTER (WHERE e."on" >= d.from_on AND e.kind = 'deposit') AS deposits_fen,
        sum(e.amount_fen) FILTER (WHERE e."on" >= d.from_on AND e.kind = 'top_up') AS top_ups_fen,
        sum(e.amount_fen) FILTER (WHERE e."on" >= d.from_on AND e.kind = 'interest') AS interest_fen,
        sum(e.amount_fen) FILTER (WHERE e."on" >= d.from_on AND e.kind = 'revenue') AS revenue_fen,
        -sum(e.amount_fen) FILTER (WHERE e."on" >= d.from_on AND e.kind IN ('use', 'refund')) AS uses_fen,
        sum(e.amount_fen) FILTER (WHERE e."on" >= d.from_on AND e.kind = 'correction') AS corrections_fen,
        sum(e.amount_fen) FILTER (WHERE e."on" >= d.from_on) AS moved_fen
    FROM due d
    JOIN fees_fundentry e ON e.block_id = d.id AND e."on" < %(until)s
         AND (d.closing_fen IS NULL OR e."on" >= d.from_on)
    GROUP BY d.id, d.from_on, d.closing_fen
    UNION ALL
    SELECT d.id, d.from_on, d.closing_fen, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
    FROM due d
    WHERE d.closing_fen IS NOT NULL AND NOT EXISTS (
        SELECT FROM fees_fundentry e WHERE e.block_id = d.id AND e."on" >= d.from_on AND e."on" < %(until)s)
)
INSERT INTO fees_fundperiod (
    block_id, from_on, until_on, opening_fen, taken_over_fen, deposits_fen, top_ups_fen, interest_fen, revenue_fen,
    uses_fen, corrections_fen, closing_fen, closed_at)
SELECT id, from_on, %(until)s, coalesce(closing_fen, before_fen, 0), coalesce(taken_over_fen, 0),
       coalesce(deposits_fen, 0), coalesce(top_ups_fen, 0), coalesce(interest_fen, 0), coalesce(revenue_fen, 0),
       coalesce(uses_fen, 0), coalesce(corrections_fen, 0),
       coalesce(closing_fen, before_fen, 0) + coalesce(moved_fen, 0), %(at)s
FROM told
"""
"""A building whose fund has neither entry nor period yet has nothing to close."""

CALLED = """
WITH low AS (
    SELECT b.estate_id, b.id AS block_id, a.id AS account_id, a.first_deposit_fen, a.balance_fen
    FROM fees_fundaccount a JOIN fees_fundblock b ON b.id = a.block_id
    WHERE a.balance_fen::numeric * %(low_below)s < a.first_deposit_fen::numeric * %(low_above)s
      AND NOT EXISTS (SELECT FROM fees_fundcall c WHERE c.account_id = a.id AND c.state = 'open')
    UNION ALL
    SELECT b.estate_id, b.id, NULL, b.first_deposit_fen, b.balance_fen
    FROM fees_fundblock b
    WHERE b.balance_fen::numeric * %(low_below)s < b.first_deposit_fen::numeric * %(low_above)s
      AND NOT EXISTS (SELECT FROM fees_fundaccount a WHERE a.block_id = b.id)
      AND NOT EXISTS (SELECT FROM fees_fundcall c WHERE c.block_id = b.id AND c.account_id IS NULL AND c.state = 'open')
), called AS (
    SELECT *, nextval(pg_get_serial_sequence('fees_fundcall', 'id')) AS id,
           ceil(first_deposit_fen::numeric * %(up_to_above)s / %(up_to_below)s)::bigint - balance_fen AS sum_fen
    FROM low LIMIT %(most)s
)
INSERT INTO fees_fundcall (
    id, number, estate_id, block_id, account_id, state, called_on, due_on, first_deposit_fen, balance_fen, sum_fen,
    reason)
SELECT id, %(stem)s || lpad((id %% 1000000)::text, 6, '0'), estate_id, block_id, account_id, 'open', %(on)s, %(due)s,
       first_deposit_fen, balance_fen, sum_fen, ''
FROM called
"""

PAID = """
UPDATE fees_fundcall c SET state = 'paid', ended_on = %(on)s
FROM (
    SELECT c.id FROM fees_fundcall c
    JOIN fees_fundentry e ON e.block_id = c.block_id AND coalesce(e.account_id, 0) = coalesce(c.account_id, 0)
         AND e.kind IN ('deposit', 'top_up') AND e."on" >= c.called_on
    LEFT JOIN fees_fundvoucher v ON v.corrects_id = e.voucher_id
    WHERE c.state = 'open' AND v.id IS NULL
    GROUP BY c.id HAVING sum(e.amount_fen) >= c.sum_fen
) told
WHERE c.id = told.id
"""


def run(statement: str, told: dict) -> int:
    """How many rows it wrote."""
    with connection.cursor() as cursor:
        cursor.execute(statement, told)
        return cursor.rowcount


@transaction.atomic
def roll_forward(until_on: date, *, at: datetime, by: User | None = None) -> int:
    """Close the books of every building before `until_on`, each from where it was closed last. How many were closed.

    A first period is as long as the city's; what is older makes its opening balance. Raises NotAllowed, NotNow before
    that day is over, NoRuleValue.
    """
    require_whole_city(by)
    if until_on > timezone.localdate(at):
        raise NotNow(_("The books can be closed before %(day)s only when that day has come.") % {"day": until_on})
    first = until_on - relativedelta(months=whole("fund_period_months", on=until_on))
    count = run(ROLL, {"first": first, "until": until_on, "at": at, "blocks": blocks_to_close(until_on)})
    note("close_fund_books", count, {"until_on": str(until_on)}, by=by, at=at)
    return count


def blocks_to_close(until_on: date) -> list[int]:
    """Locked, as whoever books locks them: the statement after this one sees every entry, and no more come."""
    with connection.cursor() as cursor:
        cursor.execute(TO_CLOSE, {"until": until_on})
        return [key for (key,) in cursor.fetchall()]


@transaction.atomic
def call_low(on: date, *, at: datetime, by: User | None = None) -> int:
    """Call the owners whose balance is below the city's part of the first deposit; exactly at it is not below.

    Accounts are called one by one; of a building without accounts, the building. Who was called and has not paid is
    not called again. A day has so many numbers: whoever is left is called in the nights after. Raises NotAllowed,
    NoRuleValue. Returns how many calls went out.
    """
    require_whole_city(by)
    low, up_to = exact("fund_low_ratio", on=on), exact("fund_top_up_to_ratio", on=on)
    due = on + timedelta(days=whole("renew_pay_days", on=on))
    count = run(
        CALLED,
        {
            "low_above": low.numerator, "low_below": low.denominator, "up_to_above": max(up_to, low).numerator,
            "up_to_below": max(up_to, low).denominator, "on": on, "due": due, "stem": f"{PREFIX}-{on:%Y%m%d}-",
            "most": NUMBERS_A_DAY,
        },
    )  # fmt: skip
    note("call_fund_top_ups", count, {"on": str(on)}, by=by, at=at)
    return count


@transaction.atomic
def end_paid_calls(on: date, *, at: datetime) -> int:
    """Calls are paid when as much came in since as they asked for."""
    count = run(PAID, {"on": on})
    note("end_paid_fund_calls", count, {"on": str(on)}, by=None, at=at)
    return count


@transaction.atomic
def withdraw_call(call: FundCall, *, reason: str, by: User | None, at: datetime) -> FundCall:
    """It should not have gone out. Raises NotAllowed, NotNow, ValidationError."""
    held = hold(call, CALL["withdraw"], by=by)
    held.state, held.ended_on, held.ended_by = CallState.WITHDRAWN, timezone.localdate(at), by
    held.reason = said(reason, "reason", _("Say why."))
    return keep(held, "withdraw_fund_call", "ended_on", "ended_by", "reason", by=by, at=at)


def require_whole_city(by: User | None) -> None:
    """What concerns all buildings is for the portal itself and officers of the whole city. Raises NotAllowed."""
    require(by, KEEP)
    city = profile()
    if by is not None and city is not None:
        refuse_elsewhere(by, city.region)


def note(verb: str, count: int, told: dict, *, by: User | None, at: datetime) -> None:
    city = profile()
    if count and city is not None:
        audit.record(by=by, at=at, verb=verb, thing=city, after={**told, "count": count})
