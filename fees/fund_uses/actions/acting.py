"""What every act on a fund use does: take hold of it, write it down as a step of its history."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import acting
from accounts.authority import NotAllowed
from accounts.lifecycle import NotNow
from accounts.models import Role, User
from accounts.privacy import refuse_persons_numbers
from committees.models import Matter, Posting
from estates.belonging import refuse_without_charge
from fees.fund_uses.lifecycle import FUND_USE, is_of_its_road, is_of_its_round
from fees.models import FundUse, FundUseKind, FundUseState, FundUseStep

OUT_OF_ROUND = {
    False: gettext_lazy("What was voted on or approved stands: homes and quotes do not change any more."),
    True: gettext_lazy("Nothing was approved before that this could go back to."),
}


def hold(use: FundUse, verb: str, *, by: User | None, at: datetime) -> FundUse:
    """The use, locked, with this verb open. Raises NotAllowed, NotNow; DoesNotExist outside of one's scope."""
    held = acting.hold(use, FUND_USE[verb], by=by)
    if not is_of_its_road(verb, held):
        raise NotNow(
            _("“%(verb)s” is not for this: %(number)s is “%(kind)s”.")
            % {"verb": FUND_USE[verb].label, "number": held.number, "kind": FundUseKind(held.kind).label}
        )
    if not is_of_its_round(verb, held):
        raise NotNow(OUT_OF_ROUND[verb == "stay_within"])
    refuse_without_charge(by, held.estate, on=timezone.localdate(at))
    return held


def keep(
    held: FundUse, verb: str, *columns: str, to: FundUseState | None = None, words: str = "",
    amount_fen: int | None = None, matter: Matter | None = None, posting: Posting | None = None,
    by: User | None, at: datetime,
) -> FundUse:  # fmt: skip
    """Save what a verb changed, and the step. Words of a step are for everybody to read: they name nobody."""
    held.state = to or held.state
    refuse_persons_numbers(words, field="words")
    acting.keep(held, f"{verb}_fund_use", *columns, by=by, at=at, **({"fen": amount_fen} if amount_fen else {}))
    FundUseStep.objects.create(
        use=held, verb=verb, state=held.state, on=timezone.localdate(at), at=at, by=by, words=words[:300],
        amount_fen=amount_fen, matter=matter, posting=posting,
    )  # fmt: skip
    return held


def refuse_own(held: FundUse, verbs: Iterable[str], by: User | None, sentence: str) -> None:
    """Raises NotAllowed when it is the person who took one of these steps, in whatever round."""
    if by is not None and held.steps.filter(verb__in=verbs, by=by).exists():
        raise NotAllowed(sentence)


def refuse_company(by: User | None, sentence: str) -> None:
    """Whoever may earn from the work does not judge it. Raises NotAllowed."""
    if by is not None and by.role == Role.COMPANY:
        raise NotAllowed(sentence)
