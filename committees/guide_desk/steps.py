"""The steps of a formation in words: what is done, what is due, by when and by which article."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.city import NoRuleValue
from committees.forming.facts import facts_of, steps_of
from committees.forming.guide import Step, next_step, steps
from committees.models import Formation
from committees.models.formations import OVER
from committees.terms import forming_law

NEAR_DAYS = 7
"""From how many days before its day a step is near."""


@dataclass(frozen=True)
class Shown:
    """`kind` is one of the desk's states; `url` leads to where the step is done, if that is another page."""

    step: Step
    kind: str
    word: str
    is_next: bool = False


def shown_steps(formation: Formation, *, on: date) -> list[Shown]:
    """Raises NoRuleValue where the city never set a figure."""
    all_steps = steps_of(formation, on)
    following = None if formation.state in OVER else next_step(all_steps)
    return [shown(step, on=on, is_next=step is following) for step in all_steps]


def shown(step: Step, *, on: date, is_next: bool) -> Shown:
    if step.done_on is not None:
        words = _("done on %(day)s, late") if step.was_late(on) else _("done on %(day)s")
        return Shown(step, "warm" if step.was_late(on) else "ok", words % {"day": step.done_on})
    if not is_next:
        return Shown(step, "quiet", _("by %(day)s") % {"day": step.due_on} if step.due_on else _("comes later"))
    return Shown(step, *pressing(step.due_on, on=on), is_next=True)


def pressing(due_on: date | None, *, on: date) -> tuple[str, str]:
    """How near the day of the next step is."""
    if due_on is None:
        return "", _("now")
    left = (due_on - on).days
    if left < 0:
        return "late", ngettext("%(n)d day late", "%(n)d days late", -left) % {"n": -left}
    if left == 0:
        return "warm", _("due today")
    words = ngettext("due in %(n)d day", "due in %(n)d days", left) % {"n": left}
    return ("warm" if left <= NEAR_DAYS else ""), words


def tell_next(formations, *, on: date) -> None:
    """Puts `next_step` on each, and `said_next`; nothing where the city has not set its figures."""
    try:
        law = forming_law(on)
    except NoRuleValue:
        return
    for formation in formations:
        if formation.state not in OVER:
            formation.next_step = next_step(steps(facts_of(formation, on, with_missing=False), law))
