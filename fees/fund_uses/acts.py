"""The verbs of a use as its desks offer them: what is asked, what follows, and the action.

The officers' desk and the committee's both read this table, so that they cannot disagree.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.lifecycle import Move
from accounts.models import User
from fees.fund_uses import actions, forms
from fees.fund_uses.lifecycle import FUND_USE, ONLY
from fees.models import FundUse


@dataclass(frozen=True)
class Act:
    """`consequence` says what will follow. A `grave` one does not come back, a `main` one leads on."""

    verb: str
    consequence: Any
    form: type[forms.Ask] = forms.Ask
    icon: str = "arrow_forward"
    look: str = ""

    @property
    def move(self) -> Move:
        return FUND_USE[self.verb]

    @property
    def label(self):
        return self.move.label

    @property
    def is_grave(self) -> bool:
        return self.look == GRAVE

    @property
    def do(self) -> Callable[..., Any]:
        return getattr(actions, self.verb)

    def fits(self, use: FundUse) -> bool:
        """Whether it is open on this use, by its state and its road."""
        told_already = self.verb == "post_afterwards" and use.posted_on is not None
        return use.state in self.move.open_in and ONLY.get(self.verb, use.kind) == use.kind and not told_already

    def is_open(self, user, use: FundUse) -> bool:
        return self.fits(use) and self.move.is_open(user, use.state)

    def carry_out(self, use: FundUse, form: forms.Ask, *, by: User, at: datetime):
        return self.do(use, **form.cleaned_data, by=by, at=at)


MAIN, GRAVE = "primary", "danger"
ACTS = {
    act.verb: act
    for act in (
        Act("choose_homes", _("They pay by area. Homes chosen before are replaced."), forms.HomesForm, "door_front"),
        Act("add_quote", _("Quotes are posted with the proposal."), forms.QuoteForm, "request_quote"),
        Act("choose_quote", _("Its amount becomes the budget."), forms.ChooseQuoteForm, "check"),
        Act("drop_quote", _("It is not posted with the others."), forms.DropQuoteForm, "remove"),
        Act("amend", _("What was typed before is replaced."), forms.ProposalForm, "edit"),
        Act("post", _("It hangs on the estate's page for as long as the city says. Homes and quotes then stand."),
            icon="campaign", look=MAIN),
        Act("draft_vote", _("A vote of the homes that pay is drafted with its roll. Confirm and announce it at the "
            "desk of votes."), forms.VoteForm, "how_to_vote", MAIN),
        Act("take_decision", _("The vote has to be final, passed, of the homes that pay, and opened after the "
            "proposal had hung its time."), forms.DecisionForm, "fact_check", MAIN),
        Act("confirm", _("It then goes on without a vote. The owners are to be told within the city's term."),
            forms.SiteForm, "verified", MAIN),
        Act("decline", _("This proposal ends. It may be proposed anew, with a vote."), forms.ReasonForm, "close"),
        Act("post_afterwards", _("The owners read what was repaired, and that the street confirmed it."),
            icon="campaign"),
        Act("file", _("The bureau answers within the city's term."), icon="send", look=MAIN),
        Act("approve", _("The fund pays up to this budget, and so much in advance as the city allows."),
            icon="task_alt", look=MAIN),
        Act("give_back", _("It comes back to be completed, and may be filed again."), forms.ReasonForm, "undo"),
        Act("refuse", _("This use ends here; the reason is shown to everybody."), forms.ReasonForm, "block", GRAVE),
        Act("advance", _("It is taken from the accounts of all homes that pay, by area."), forms.AdvanceForm,
            "payments"),
        Act("accept_work", _("The work is done and was looked at."), forms.AcceptanceForm, "handyman", MAIN),
        Act("audit", _("No more than this will be settled."), forms.AuditForm, "rule", MAIN),
        Act("settle", _("The bill is split by area and posted. One that is too far over budget goes back to be "
            "decided anew."), forms.BillForm, "receipt_long", MAIN),
        Act("pay_rest", _("What is left of the bill is taken from the accounts of all homes that pay."),
            icon="payments", look=MAIN),
        Act("attach", _("Only desks show it."), forms.PaperForm, "attach_file"),
        Act("withdraw", _("It ends here; the reason is shown to everybody."), forms.ReasonForm, "delete", GRAVE),
    )
}  # fmt: skip


def open_acts(user, use: FundUse) -> list[Act]:
    """What a person may do with a use now, what leads on first."""
    found = [act for act in ACTS.values() if act.is_open(user, use)]
    return sorted(found, key=lambda act: (act.look != MAIN, act.is_grave))
