"""A use as people read it: its steps in words, and how far along its road it is."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fees.fund_uses.acts import ACTS
from fees.models import FundUse

DONE = {
    "propose": gettext_lazy("Proposed"),
    "post": gettext_lazy("Proposal posted"),
    "draft_vote": gettext_lazy("Vote of the owners drafted"),
    "take_decision": gettext_lazy("Passed by the owners"),
    "confirm": gettext_lazy("Emergency confirmed by the street"),
    "decline": gettext_lazy("No emergency, the street found"),
    "post_afterwards": gettext_lazy("After-notice posted"),
    "file": gettext_lazy("Filed with the bureau"),
    "give_back": gettext_lazy("Returned by the bureau"),
    "refuse": gettext_lazy("Refused by the bureau"),
    "approve": gettext_lazy("Approved by the bureau"),
    "advance": gettext_lazy("Paid in advance"),
    "return_advance": gettext_lazy("Advance paid back by the contractor"),
    "accept_work": gettext_lazy("Work accepted"),
    "audit": gettext_lazy("Audited"),
    "stay_within": gettext_lazy("Higher bill dropped: what was approved before stands"),
    "settle": gettext_lazy("Bill settled and posted"),
    "pay_rest": gettext_lazy("Rest paid out"),
    "withdraw": gettext_lazy("Withdrawn"),
}


@dataclass(frozen=True)
class Told:
    """`vote` is the number of the vote that passed it."""

    on: date
    what: str
    words: str
    amount_fen: int | None
    vote: str


def history_of(use: FundUse) -> list[Told]:
    """Newest first."""
    rows = use.steps.select_related("matter__vote").order_by("-pk")
    return [
        Told(step.on, words_of(step.verb, step.state), step.words, step.amount_fen,
             step.matter.vote.number if step.matter else "")
        for step in rows
    ]  # fmt: skip


def words_of(verb: str, state: str) -> str:
    if verb == "settle" and state == "over":
        return _("Bill too far over budget: back to be decided anew")
    return str(DONE[verb]) if verb in DONE else str(ACTS[verb].label)


@dataclass(frozen=True)
class Stage:
    """One of the parts of the road; `on` is the day it was reached, `is_now` the one that is next."""

    name: str
    on: date | None
    is_now: bool


def road_of(use: FundUse) -> list[Stage]:
    """The road of its kind, with the days behind it."""
    if use.is_emergency:
        told = [(_("Emergency confirmed"), use.confirmed_on), (_("After-notice"), use.posted_on)]
    else:
        decided = use.steps.filter(verb="take_decision").order_by("-pk").values_list("on", flat=True).first()
        told = [(_("Proposal posted"), use.posted_on), (_("Passed by the owners"), decided)]
    told += [
        (_("Filed with the bureau"), use.filed_on), (_("Approved"), use.approved_on),
        (_("Work accepted"), use.accepted_on),
        (_("Audited"), use.audited_on or use.consented_on), (_("Settled and posted"), use.settled_on),
        (_("Paid out"), use.paid_on),
    ]  # fmt: skip
    is_over = use.state in ("refused", "withdrawn", "paid")
    first = next((place for place, (_name, on) in enumerate(told) if on is None), None)
    return [Stage(name, on, not is_over and place == first) for place, (name, on) in enumerate(told)]
