"""The life of a fund use: its states and one table of verbs.

    ordinary    draft > posted > voted ----> filed > approved > accepted > audited > settled > paid
    emergency   draft > confirmed ---------> filed   (the after-notice is posted meanwhile)
                                             returned, refused

A bill too far over budget goes `over`, and from there the same road again, with the same homes and contractor; or
back to what was approved before (`stay_within`), which stands when the higher bill is refused. Work that is never done
is withdrawn once its advance came back: no use ends while money of the fund is out.
"""

from django.utils.translation import gettext_lazy as _

from accounts.lifecycle import Move, table
from fees.models import FundUse, FundUseState

PROPOSE, CONFIRM, DECIDE, VIEW = "fund_uses.propose", "fund_uses.confirm", "fund_uses.decide", "fund_uses.view"

DRAFT, POSTED, VOTED, CONFIRMED = FundUseState.DRAFT, FundUseState.POSTED, FundUseState.VOTED, FundUseState.CONFIRMED
FILED, RETURNED, APPROVED = FundUseState.FILED, FundUseState.RETURNED, FundUseState.APPROVED
ACCEPTED, AUDITED, OVER = FundUseState.ACCEPTED, FundUseState.AUDITED, FundUseState.OVER
SETTLED, PAID = FundUseState.SETTLED, FundUseState.PAID
REFUSED, WITHDRAWN = FundUseState.REFUSED, FundUseState.WITHDRAWN

PREPARED_IN = (DRAFT, CONFIRMED, RETURNED)
SINCE_CONFIRMED = (CONFIRMED, FILED, RETURNED, APPROVED, ACCEPTED, AUDITED)
DECIDED_ANEW_IN = (OVER, POSTED, VOTED, CONFIRMED, FILED, RETURNED)
NOT_OVER = (DRAFT, POSTED, VOTED, CONFIRMED, FILED, RETURNED, APPROVED, ACCEPTED, AUDITED, OVER, SETTLED)
CLOSED_NOW = _("Fund use %(number)s is “%(now)s”: this cannot be done now.")


def move(verb: str, label, right: str, *states: FundUseState) -> Move:
    return Move(verb, label, right, frozenset(states), CLOSED_NOW)


FUND_USE = table(
    move("amend", _("Amend the proposal"), PROPOSE, DRAFT),
    move("choose_homes", _("Choose the homes that pay"), PROPOSE, *PREPARED_IN),
    move("add_quote", _("Add a quote"), PROPOSE, *PREPARED_IN),
    move("drop_quote", _("Take a quote out"), PROPOSE, *PREPARED_IN),
    move("choose_quote", _("Choose a quote"), PROPOSE, *PREPARED_IN),
    move("attach", _("Hand in a paper"), PROPOSE, *NOT_OVER),
    move("post", _("Post the proposal"), PROPOSE, DRAFT, OVER),
    move("post_afterwards", _("Post the after-notice"), PROPOSE, *SINCE_CONFIRMED),
    move("draft_vote", _("Draft the owners' vote"), "votes.hold", POSTED),
    move("take_decision", _("Take over the owners' decision"), PROPOSE, POSTED),
    move("confirm", _("Confirm the emergency"), CONFIRM, DRAFT, OVER),
    move("decline", _("Not an emergency"), CONFIRM, DRAFT, OVER),
    move("file", _("File with the bureau"), PROPOSE, VOTED, CONFIRMED, RETURNED),
    move("give_back", _("Return to be completed"), DECIDE, FILED),
    move("refuse", _("Refuse the use"), DECIDE, FILED),
    move("approve", _("Approve"), DECIDE, FILED),
    move("advance", _("Pay in advance"), DECIDE, APPROVED),
    move("return_advance", _("The advance came back"), DECIDE, APPROVED),
    move("accept_work", _("Accept the work"), PROPOSE, APPROVED),
    move("audit", _("Note the audit"), PROPOSE, ACCEPTED),
    move("settle", _("Settle the bill"), PROPOSE, ACCEPTED, AUDITED),
    move("stay_within", _("Stay within what was approved"), PROPOSE, *DECIDED_ANEW_IN),
    move("pay_rest", _("Pay the rest out"), DECIDE, SETTLED),
    move("withdraw", _("Withdraw"), PROPOSE, DRAFT, POSTED, VOTED, CONFIRMED, FILED, RETURNED, APPROVED),
)  # fmt: skip
ONLY = {
    "post": "ordinary", "draft_vote": "ordinary", "take_decision": "ordinary", "confirm": "emergency",
    "decline": "emergency", "post_afterwards": "emergency",
}  # fmt: skip
"""Verbs of one road alone, and which."""
PREPARES = frozenset({"choose_homes", "add_quote", "drop_quote", "choose_quote"})


def is_of_its_road(verb: str, use: FundUse) -> bool:
    """Whether a verb is one of the road this use goes."""
    return ONLY.get(verb, use.kind) == use.kind


def is_of_its_round(verb: str, use: FundUse) -> bool:
    """Homes and quotes stand from the first approval on, and once owners voted on them; only what was approved before
    can be gone back to."""
    if verb in PREPARES:
        return use.round == 1 and (use.is_emergency or use.state != RETURNED)
    return verb != "stay_within" or use.round > 1
