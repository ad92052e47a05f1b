"""The verbs of fund uses. Each is atomic, audited, and insists on the table of moves in `lifecycle.py`.

- `preparing.py`: propose, amend, choose_homes, add_quote, drop_quote, choose_quote, attach. Start here.
- `telling.py`: post, post_afterwards, draft_vote, take_decision: what the owners read and decide.
- `deciding.py`: confirm, decline, file, give_back, refuse, stay_within, approve, withdraw: street and bureau.
- `carrying.py`: advance, return_advance, accept_work, audit, settle, pay_rest.
"""

from fees.fund_uses.actions.carrying import accept_work, advance, audit, pay_rest, return_advance, settle
from fees.fund_uses.actions.deciding import approve, confirm, decline, file, give_back, refuse, stay_within, withdraw
from fees.fund_uses.actions.preparing import (
    Proposal,
    add_quote,
    amend,
    attach,
    choose_homes,
    choose_quote,
    drop_quote,
    propose,
)
from fees.fund_uses.actions.telling import draft_vote, post, post_afterwards, take_decision

__all__ = [
    "Proposal",
    "accept_work",
    "add_quote",
    "advance",
    "amend",
    "approve",
    "attach",
    "audit",
    "choose_homes",
    "choose_quote",
    "confirm",
    "decline",
    "draft_vote",
    "drop_quote",
    "file",
    "give_back",
    "pay_rest",
    "post",
    "post_afterwards",
    "propose",
    "refuse",
    "return_advance",
    "settle",
    "stay_within",
    "take_decision",
    "withdraw",
]
