"""What the clock keeps going: tonight's grades with their figures, and whatever was cut off or missed.

Every verb can be called at any time and by several workers at once: what another one does already is left to it.
"""

import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from credit import law, night
from credit.models import Night, NightKind
from oversight import actions

log = logging.getLogger(__name__)

FIGURES_WITHIN = timedelta(days=7)
"""How far back nights without figures are looked for."""


def due_on(now: datetime) -> date:
    """The last night whose hour has come: today from 02:00 on, yesterday before."""
    local = timezone.localtime(now)
    return local.date() if local.hour >= settings.NIGHT_HOUR else local.date() - timedelta(days=1)


def is_missing(on: date) -> bool:
    """Whether no night of `on` or later was published."""
    return not Night.objects.published().filter(on__gte=on).exists()


def run(
    on: date,
    *,
    kind: str,
    by: str = "",
    full: bool = False,
    again: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Night:
    """Run a night and keep its figures. Raises what `credit.night.run` raises."""
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


def take_up(now: datetime) -> None:
    """End a night that was cut off, run the last one if the clock missed it, and keep figures that are missing.

    Where another process runs a night, all of this is left to it.
    """
    try:
        night.take_up()
        if is_missing(due_on(now)):
            run_if_any(due_on(now), kind=NightKind.SCHEDULED)
    except night.NightBusy:
        return
    for bare in Night.objects.published().filter(coverage=None, ended_at__gte=now - FIGURES_WITHIN).order_by("id"):
        actions.take_figures(bare)
