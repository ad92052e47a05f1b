"""What everybody may read of an estate's uses of its fund. Never a home, never a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from estates.models import Estate
from fees.models import FundUse, FundUseState

SHOWN = 5
NEXT = {
    FundUseState.POSTED: _("then the owners who pay vote on it"),
    FundUseState.VOTED: _("to be filed with the bureau"),
    FundUseState.CONFIRMED: _("to be filed with the bureau"),
    FundUseState.FILED: _("the bureau answers"),
    FundUseState.RETURNED: _("to be completed and filed again"),
    FundUseState.APPROVED: _("the work is under way"),
    FundUseState.ACCEPTED: _("to be audited or settled"),
    FundUseState.AUDITED: _("to be settled"),
    FundUseState.OVER: _("to be decided anew"),
    FundUseState.SETTLED: _("the rest is to be paid"),
}
KINDS = {
    FundUseState.PAID: "done", FundUseState.SETTLED: "done", FundUseState.REFUSED: "missing",
    FundUseState.WITHDRAWN: "missing", FundUseState.OVER: "late",
}  # fmt: skip
RUNNING = tuple(NEXT)


@dataclass(frozen=True)
class UseTold:
    """`kind` is one of the portal's states, `word` the use's own. `due_on`: by when somebody owes the next step."""

    number: str
    title: str
    is_emergency: bool
    amount_fen: int | None
    kind: str
    word: str
    next: str
    on: date
    due_on: date | None
    is_late: bool
    href: str


def of_estate(estate: Estate, *, on: date, most: int = SHOWN) -> list[UseTold]:
    """The latest uses that everybody may read, those under way first."""
    told = FundUse.objects.told().filter(estate=estate)
    rows = sorted(told.order_by("-proposed_on", "-pk")[: most * 2], key=lambda use: use.state not in RUNNING)
    return [use_told(use, on=on) for use in rows[:most]]


def use_told(use: FundUse, *, on: date) -> UseTold:
    state, due_on = FundUseState(use.state), due_of(use)
    late_by = (on - due_on).days if due_on else 0
    return UseTold(
        number=use.number, title=use.title, is_emergency=use.is_emergency, amount_fen=amount_of(use),
        kind="late" if late_by > 0 else KINDS.get(state, "running"),
        word=late_words(use, late_by) if late_by > 0 else str(state.label), next=str(NEXT.get(state, "")),
        on=last_day_of(use), due_on=due_on, is_late=late_by > 0, href=reverse("fees:fund-use", args=[use.number]),
    )  # fmt: skip


def late_words(use: FundUse, days: int) -> str:
    """Its state, and by how many days the next step is late."""
    late = ngettext("%(n)d day late", "%(n)d days late", days) % {"n": days}
    return f"{use.get_state_display()} · {late}"


def amount_of(use: FundUse) -> int | None:
    """The last word on what it costs."""
    return use.settled_fen or use.approved_fen or use.budget_fen


def due_of(use: FundUse) -> date | None:
    """By when the bureau answers, or the owners are told of an emergency."""
    if use.state == FundUseState.FILED:
        return use.answer_due_on
    if use.is_emergency and use.posted_on is None and use.state in RUNNING:
        return use.notice_due_on
    return None


def last_day_of(use: FundUse) -> date:
    days = (
        use.paid_on, use.settled_on, use.audited_on, use.accepted_on, use.approved_on, use.filed_on, use.posted_on,
        use.confirmed_on, use.proposed_on,
    )  # fmt: skip
    return max(day for day in days if day is not None)


def running_of(estates: Sequence[Estate]) -> dict[int, int]:
    """How many uses are under way, by estate: one query for a page that compares some."""
    running = FundUse.objects.filter(estate__in=estates, state__in=RUNNING).order_by()
    return dict(running.values_list("estate").annotate(Count("pk")))
