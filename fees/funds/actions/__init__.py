"""The verbs of the maintenance fund. Money moves through `fees.funds.booking` alone."""

from fees.funds.actions.accounts import keep_block, new_code, open_accounts
from fees.funds.actions.money import add_interest, correct, take_deposits, take_over
from fees.funds.actions.others import pay_use, receive_revenue, refund_use, taken_by
from fees.funds.actions.rolling import call_low, end_paid_calls, roll_forward, withdraw_call

__all__ = [
    "add_interest",
    "call_low",
    "correct",
    "end_paid_calls",
    "keep_block",
    "new_code",
    "open_accounts",
    "pay_use",
    "receive_revenue",
    "refund_use",
    "roll_forward",
    "take_deposits",
    "take_over",
    "taken_by",
    "withdraw_call",
]
