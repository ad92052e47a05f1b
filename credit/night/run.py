"""Runs a night, takes up one that was cut off, recomputes one that is past.

Killed at any point and started again, a night ends the same: what it knows is stamped in one transaction (`collect`),
what it judges from that is a function of those stamps (`judge`), and it is published in one transaction (`publish`).
"""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.db import Error, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from credit import law
from credit.models import Night, NightNotice, NightStage, NightState, Posting
from credit.night import collect, judge, publish
from credit.night.gather import CompanyFacts, Reading, each_company, ranges
from enterprises.models import Enterprise

LOCK = 0x616E6A75
"""The key of the advisory lock that only one night holds."""

CODES_LOOKED_AT_UP_TO = 20_000


class NightBusy(Exception):
    """Another process is running a night right now."""


class NightIsPast(ValueError):
    """Nights go forward only; a past one is recomputed, not run."""


def run(
    on: date,
    *,
    kind: str,
    by: str = "",
    full: bool = False,
    again: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Night:
    """Run the night of `on`, after ending one that was cut off. The night itself if it is published already.

    `full`: judge everybody. `again`: a further run on a day that has one. `progress(judged, touched)` is called as it
    goes. Raises NightBusy, NightIsPast, law.NoRulebook.
    """
    with only_one():
        cut_off = Night.objects.filter(state=NightState.RUNNING).first()
        if cut_off is not None:
            cut_off.resumed_at = timezone.now()
            cut_off.save(update_fields=["resumed_at"])
            finished = go_on(cut_off, progress)
            if finished.on > on or (finished.on == on and not again):
                return finished
        last = Night.objects.last()
        if last is not None and on < last.on:
            raise NightIsPast(
                _("The night of %(last)s is published already; %(day)s can be recomputed, not run.")
                % {"last": last.on, "day": on}
            )
        if last is not None and on == last.on and not again:
            return last
        return go_on(begin(on, kind=kind, by=by, full=full, last=last), progress)


def take_up(progress: Callable[[int, int], None] | None = None) -> Night | None:
    """End a night that was cut off, if there is one and nobody runs it. Raises NightBusy."""
    if not Night.objects.filter(state=NightState.RUNNING).exists():
        return None
    with only_one():
        cut_off = Night.objects.filter(state=NightState.RUNNING).first()
        if cut_off is None:
            return None
        cut_off.resumed_at = timezone.now()
        cut_off.save(update_fields=["resumed_at"])
        return go_on(cut_off, progress)


@contextmanager
def only_one() -> Iterator[None]:
    """Hold the lock of the nights; it falls with the connection, so a killed process leaves none behind."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise NightBusy(_("A night is being run right now."))
        try:
            yield
        finally:
            with suppress(Error):
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def begin(on: date, *, kind: str, by: str, full: bool, last: Night | None) -> Night:
    rulebook = law.in_force(on)
    return Night.objects.create(
        on=on,
        kind=kind,
        by=by,
        worker=socket.gethostname()[:100],
        started_at=timezone.now(),
        rulebook=rulebook,
        is_full=full or last is None or last.rulebook_id != rulebook.pk,
        record_count=last.record_count if last else 0,
    )


def go_on(night: Night, progress: Callable[[int, int], None] | None) -> Night:
    """Carry a night to its end; what stops it is noted on the run, which stays open and is taken up again."""
    try:
        return go_through(night, progress)
    except Exception as fault:
        with suppress(Error):
            Night.objects.filter(pk=night.pk).update(error=f"{type(fault).__name__}: {fault}"[:2000])
        raise


def go_through(night: Night, progress: Callable[[int, int], None] | None) -> Night:
    """Carry a night from the stage it is in to its end."""
    rules = law.rules_of(night.rulebook)
    previous = Night.objects.published().filter(pk__lt=night.pk).order_by("-pk").first()
    clock = Clock(night)
    if night.stage == NightStage.COLLECT:
        with transaction.atomic():
            collect.stamp(night)
            clock.note(NightStage.COLLECT)
            collect.find_touched(night, since=None if night.is_full or previous is None else previous.on, rules=rules)
            clock.note(NightStage.SUM)
            night.stage = NightStage.JUDGE
            night.save()
    done = 0

    def report(judged: int) -> None:
        nonlocal done
        done += judged
        if progress:
            progress(done, night.touched_count)

    judge.judge(night, rules, touched_only=not night.is_full, progress=report)
    clock.note(NightStage.JUDGE)
    with transaction.atomic():
        publish.publish(night, previous=previous, rules=rules)
        take_notice(night)
        clock.note(NightStage.PUBLISH)
        night.error = ""
        night.stage, night.state, night.ended_at = NightStage.PUBLISH, NightState.PUBLISHED, timezone.now()
        night.save()
    publish.look_again(night)
    return night


class Clock:
    """Notes on a night how many seconds each stage took."""

    def __init__(self, night: Night) -> None:
        self.night, self.since = night, time.perf_counter()

    def note(self, stage: str) -> None:
        now = time.perf_counter()
        self.night.stage_seconds[stage] = round(now - self.since, 2)
        self.since = now


def take_notice(night: Night) -> None:
    """Write down what a person should look at: records about nobody, codes that fail their check digit."""
    counts = {"nobody": Posting.objects.filter(enterprise=None, known_until=None).count()}
    if night.enterprise_count <= CODES_LOOKED_AT_UP_TO:
        counts["odd_code"] = sum(bool(each.code_fault) for each in Enterprise.objects.only("uscc").iterator())
    NightNotice.objects.bulk_create(NightNotice(night=night, kind=kind, count=n) for kind, n in counts.items() if n)


@dataclass
class Recomputed:
    """A past night computed once more from what it knew. `differences` are companies whose result is not the same."""

    same: bool
    digest: str
    rows: int
    differences: list[int] = field(default_factory=list)


def recompute(night: Night, progress: Callable[[int, int], None] | None = None) -> Recomputed:
    """Judge everybody again as `night` knew them and compare with what was published. Writes only that it was done."""
    rules = law.rules_of(night.rulebook)
    reading = Reading(night.on, night.pk, is_tonight=False)
    total = rows = 0
    differences: list[int] = []

    def visit(company: CompanyFacts) -> None:
        nonlocal total, rows
        rows += 1
        digest = judge.digest_of(judge.row_of(company, judge.verdict_on(rules, company, night.on)), night.rulebook_id)
        total += digest
        if digest != company.digest:
            differences.append(company.enterprise_id)

    for low, high in ranges(reading, settings.NIGHT_COMPANIES_AT_ONCE):
        each_company(reading, rules, low, high, visit)
        if progress:
            progress(rows, night.enterprise_count)
    digest = publish.digest_text(total)
    same = not differences and digest == night.digest
    Night.objects.filter(pk=night.pk).update(checked_at=timezone.now(), checked_same=same)
    return Recomputed(same, digest, rows, differences)
