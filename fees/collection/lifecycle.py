"""The life of a referral of malicious arrears: its states and one table of verbs.

proposed > noticed > referred > ended
withdrawn  paid      refused    revoked
                     lapsed
"""

from django.utils.translation import gettext_lazy as _

from accounts.lifecycle import Move, table
from fees.models import ReferralState

VIEW, REFER, DECIDE = "arrears.view", "arrears.refer", "arrears.decide"
CLOSED_NOW = _("Referral %(number)s is “%(now)s”: this cannot be done now.")
PROPOSED, NOTICED, REFERRED = ReferralState.PROPOSED, ReferralState.NOTICED, ReferralState.REFERRED


def move(verb: str, label, right: str, *states: ReferralState) -> Move:
    return Move(verb, label, right, frozenset(states), CLOSED_NOW)


REFERRAL = table(
    move("add_paper", _("Add a paper"), REFER, PROPOSED),
    move("give_notice", _("Papers complete: give notice"), DECIDE, PROPOSED),
    move("note_statement", _("Write down the statement"), DECIDE, NOTICED),
    move("refer", _("Refer"), DECIDE, NOTICED),
    move("refuse", _("Refuse the referral"), DECIDE, PROPOSED, NOTICED),
    move("withdraw", _("Withdraw"), REFER, PROPOSED, NOTICED, REFERRED),
    move("note_paid", _("Paid: end it"), REFER, PROPOSED, NOTICED, REFERRED),
    move("find_paid", _("Found paid: end it"), DECIDE, PROPOSED, NOTICED, REFERRED),
    move("revoke", _("Revoke the decision"), DECIDE, REFERRED),
    move("look", _("Show who it is"), DECIDE, PROPOSED, NOTICED, REFERRED),
)
