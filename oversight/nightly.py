"""What the clock keeps going: tonight's grades with their figures, and whatever was cut off or missed.

Every verb can be called at any time and by several workers at once: what another one does already is left to it.
"""

import logging
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from credit import floors, law, night
from credit.models import Night, NightKind
from credit.night.run import only_one
from oversight import actions
from oversight.queries import bare_nights

log = logging.getLogger(__name__)

FIGURES_AT_ONCE = 20
"""How many nights without figures are counted in one go; the clock comes again."""


def due_on(now: datetime) -> date:
    """The last night whose hour has come: today from 02:00 on, yesterday before."""
    local = timezone.localtime(now)
    return local.date() if local.hour >= settings.NIGHT_HOUR else local.date() - timedelta(days=1)


def is_missing(now: datetime) -> bool:
    """Whether the last night whose hour has come was not published.

    A night of that day which began before its hour (by the button, say) does not stand for it: it cannot know what was
    recorded until then.
    """
    on = due_on(now)
    hour = timezone.make_aware(datetime.combine(on, time(settings.NIGHT_HOUR)))
    return not Night.objects.published().filter(Q(on__gt=on) | Q(on=on, started_at__gte=hour)).exists()


def run(
    on: date,
    *,
    kind: str,
    by: str = "",
    full: bool = False,
    again: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Night:
    """Take up what the floors below show, run a night and keep its figures. Raises what `credit.night.run` raises."""
    floors.take_up_all(on=on, at=timezone.now())
    finished = night.run(on, kind=kind, by=by, full=full, again=again, progress=progress)
    actions.take_figures(finished)
    return finished


def run_if_any(on: date, *, kind: str, by: str = "", full: bool = False, again: bool = False) -> Night | None:
    """The same for the clock: None where there is nothing to grade yet, since no rulebook is in force."""
    try:
        return run(on, kind=kind, by=by, full=full, again=again)
    except law.NoRulebook:
        log.info("no rulebook is in force on %s: nothing to grade", on)
    return None


def run_due(now: datetime) -> Night | None:
    """End a night that was cut off, then run the last one whose hour has come, unless it is published.

    None where there was nothing to do. Of two workers that are told at once, one does it. Raises NightBusy.
    """
    with only_one():
        night.take_up()
        return run_if_any(due_on(now), kind=NightKind.SCHEDULED, again=True) if is_missing(now) else None


def take_up(now: datetime) -> None:
    """Whatever `run_due` finds to do, and figures that are missing. All of it is left to one that runs a night."""
    try:
        run_due(now)
    except night.NightBusy:
        return
    take_missing_figures(most=FIGURES_AT_ONCE)


def take_missing_figures(*, most: int | None = None, progress: Callable[[int, int], None] | None = None) -> int:
    """Count the nights whose figures are missing, the newest first, at most `most` of them. Returns how many.

    Each night is kept by itself: cut off and called again, it goes on where it was. `progress(done, of)`.
    """
    missing = list(bare_nights()[:most])
    for done, bare in enumerate(missing, start=1):
        actions.take_figures(bare)
        if progress:
            progress(done, len(missing))
    return len(missing)
