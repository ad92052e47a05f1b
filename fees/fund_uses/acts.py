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
from fees.fund_uses.lifecycle import FUND_USE, is_of_its_road, is_of_its_round
from fees.fund_uses.votes import candidates
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

    def look_for(self, use: FundUse) -> str:
        """How it looks on this use: drafting the vote leads on until that is done, its decision once there is one."""
        if self.verb == "draft_vote":
            return "" if has_its_vote(use) else MAIN
        if self.verb == "take_decision":
            return MAIN if use.posted_on is not None and candidates(use).exists() else ""
        return self.look

    @property
    def is_grave(self) -> bool:
        return self.look == GRAVE

    @property
    def do(self) -> Callable[..., Any]:
        return getattr(actions, self.verb)

    def fits(self, use: FundUse) -> bool:
        """Whether it is open on this use, by its state, its road and its round, and by what was done already."""
        told_already = self.verb == "post_afterwards" and use.posted_on is not None
        its_own = is_of_its_road(self.verb, use) and is_of_its_round(self.verb, use)
        fits = use.state in self.move.open_in and its_own and not told_already
        return fits and (self.verb != "return_advance" or is_paid_ahead(use))

    def is_open(self, user, use: FundUse) -> bool:
        return self.move.is_open(user, use.state) and self.fits(use)

    def carry_out(self, use: FundUse, form: forms.Ask, *, by: User, at: datetime):
        return self.do(use, **form.cleaned_data, by=by, at=at)


def is_paid_ahead(use: FundUse) -> bool:
    """Whether money is out with the contractor. Payments that were fetched before are not asked for again."""
    return sum(payment.amount_fen for payment in use.payments.all()) > 0


def has_its_vote(use: FundUse) -> bool:
    """Whether a vote was drafted on what hangs now."""
    return use.posted_on is not None and use.steps.filter(verb="draft_vote", on__gte=use.posted_on).exists()


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
        Act("decline", _("This proposal ends, and may be proposed anew with a vote. One approved before goes back "
            "to what was approved."), forms.ReasonForm, "close"),
        Act("post_afterwards", _("The owners read what was repaired, and that the street confirmed it."),
            icon="campaign"),
        Act("file", _("The bureau answers within the city's term."), icon="send", look=MAIN),
        Act("approve", _("The fund pays up to this budget, and so much in advance as the city allows."),
            icon="task_alt", look=MAIN),
        Act("give_back", _("It comes back to be completed, and may be filed again."), forms.ReasonForm, "undo"),
        Act("refuse", _("This use ends here, or goes back to what was approved before. The reason is shown to "
            "everybody."), forms.ReasonForm, "block", GRAVE),
        Act("advance", _("It is taken from the accounts of all homes that pay, by area."), forms.AdvanceForm,
            "payments"),
        Act("return_advance", _("It goes back to the accounts that gave it. When nothing is out any more, the use can "
            "be withdrawn."), forms.ReturnForm, "undo"),
        Act("accept_work", _("The work is done and was looked at."), forms.AcceptanceForm, "handyman", MAIN),
        Act("audit", _("No more than this will be settled. The report is kept with the papers."), forms.AuditForm,
            "rule", MAIN),
        Act("settle", _("The bill is split by area and posted. One that is too far over budget goes back to be "
            "decided anew."), forms.BillForm, "receipt_long", MAIN),
        Act("stay_within", _("The higher bill is dropped. What was approved before stands, and a bill within it is "
            "settled."), forms.ReasonForm, "undo"),
        Act("pay_rest", _("What is left of the bill is taken from the accounts of all homes that pay."),
            icon="payments", look=MAIN),
        Act("attach", _("Only desks show it."), forms.PaperForm, "attach_file"),
        Act("withdraw", _("It ends here; the reason is shown to everybody."), forms.ReasonForm, "delete", GRAVE),
    )
}  # fmt: skip


def open_acts(user, use: FundUse) -> tuple[list[Act], list[Act]]:
    """What a person may do with a use now: what leads on, and the rest, with what cannot be taken back last."""
    found = [(act, act.look_for(use) == MAIN) for act in ACTS.values() if act.is_open(user, use)]
    rest = [act for act, leads in found if not leads]
    return [act for act, leads in found if leads], sorted(rest, key=lambda act: act.is_grave)
