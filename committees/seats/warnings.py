"""What committees are warned of, each once for a day: ends of terms, late filings and handovers, too few members.

`due` says what is to be warned of on a day, in a few queries for the whole city; `give_due` writes what is new.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from dateutil.relativedelta import relativedelta
from django.db.models import Count, Max, Q
from django.utils import timezone

from accounts import audit
from committees.filing.terms import term_of
from committees.forming.composition import are_too_few
from committees.forming.law import FormingLaw
from committees.models import (
    Committee,
    CommitteeKind,
    CommitteeState,
    CommitteeWarning,
    Filing,
    FilingState,
    Formation,
    FormationState,
    Seat,
    WarningKind,
)
from committees.terms import forming_law

NOT_HANDED_IN = (FilingState.DRAFT, FilingState.RETURNED)


class Due(NamedTuple):
    committee_id: int
    kind: WarningKind
    due_on: date
    article: str


def give(committee: Committee, kind: WarningKind, due_on: date, on: date, article: str) -> CommitteeWarning:
    """Warn of one thing; the second time the first one stands."""
    return CommitteeWarning.objects.get_or_create(
        committee=committee, kind=kind, due_on=due_on, defaults={"given_on": on, "article": article}
    )[0]


def give_due(*, at: datetime) -> int:
    """Warn of everything that has come to be due. Returns how many warnings are new."""
    on = timezone.localdate(at)
    known = set(CommitteeWarning.objects.values_list("committee_id", "kind", "due_on"))
    new = [
        CommitteeWarning(**each._asdict(), given_on=on)
        for each in due(on)
        if (each.committee_id, each.kind.value, each.due_on) not in known
    ]
    CommitteeWarning.objects.bulk_create(new, ignore_conflicts=True)
    committees = Committee.objects.in_bulk({warning.committee_id for warning in new})
    for warning in new:
        told = {"kind": warning.kind, "due_on": str(warning.due_on)}
        audit.record(by=None, at=at, verb="warn_committee", thing=committees[warning.committee_id], after=told)
    return len(new)


def due(on: date) -> Iterator[Due]:
    law = forming_law(on)
    yield from of_terms(on, law)
    yield from of_seats(law)
    yield from of_filings(on, law)
    yield from of_handovers(on, law)


def of_terms(on: date, law: FormingLaw) -> Iterator[Due]:
    """Terms that near their end, unless what is warned of is done already; and those that are over."""
    stages = [
        (WarningKind.REPORT, law.reelection.report_months, "applied_on"),
        (WarningKind.GROUP, law.reelection.group_months, "grouped_on"),
        (WarningKind.LAST, law.reelection.last_months, "announced_on"),
    ]
    farthest = max(figure.count for _kind, figure, _done in stages)
    rows = Committee.objects.running_out(on=on, before=on + relativedelta(months=farthest))
    over = (FormationState.FAILED, FormationState.STOPPED)
    under_way = {each.succeeds_id: each for each in Formation.objects.exclude(state__in=over).filter(succeeds__in=rows)}
    for committee in rows:
        if committee.term_until <= on:
            yield Due(committee.pk, WarningKind.OVER, committee.term_until, law.committee.term_most_years.article)
            continue
        for kind, figure, done in stages:
            due_on = committee.term_until - relativedelta(months=figure.count)
            if figure.applies and due_on <= on and not getattr(under_way.get(committee.pk), done, None):
                yield Due(committee.pk, kind, due_on, figure.article)


def of_seats(law: FormingLaw) -> Iterator[Due]:
    """Owners' committees of which too few members are left, since the day on which the last one left."""
    sitting = Q(members__left_on__isnull=True) & ~Q(members__seat=Seat.SUBSTITUTE)
    rows = Committee.objects.in_office().filter(kind=CommitteeKind.OWNERS, seat_count__gt=0)
    left = dict(rows.filter(sitting).values_list("pk").annotate(count=Count("members")))
    for pk, seats, last_on in rows.annotate(last_on=Max("members__left_on")).values_list("pk", "seat_count", "last_on"):
        if last_on is not None and are_too_few(left.get(pk, 0), seats, law.committee):
            yield Due(pk, WarningKind.TOO_FEW, last_on, law.committee.few_ratio.article)


def of_filings(on: date, law: FormingLaw) -> Iterator[Due]:
    """Those that should have been handed in, and those that the street should have answered."""
    for filing in Filing.objects.filter(state__in=NOT_HANDED_IN, due_on__lt=on):
        yield Due(filing.committee_id, WarningKind.FILING, filing.due_on, term_of(filing.kind, law).article)
    for filing in Filing.objects.filter(state=FilingState.SUBMITTED, answer_due_on__lt=on):
        assert filing.answer_due_on is not None
        yield Due(filing.committee_id, WarningKind.ANSWER, filing.answer_due_on, law.committee.answer_workdays.article)


def of_handovers(on: date, law: FormingLaw) -> Iterator[Due]:
    rows = Committee.objects.filter(
        state__in=(CommitteeState.ENDED, CommitteeState.DISSOLVED), handed_over_on__isnull=True, handover_due_on__lt=on
    )
    for committee in rows:
        assert committee.handover_due_on is not None
        yield Due(committee.pk, WarningKind.HANDOVER, committee.handover_due_on, law.handover_days.article)


def standing(on: date) -> list[int]:
    """The warnings whose matter is still not settled on a day, as primary keys."""
    still = {(each.committee_id, each.kind.value, each.due_on) for each in due(on)}
    rows = CommitteeWarning.objects.values_list("pk", "committee_id", "kind", "due_on")
    return [pk for pk, *named in rows if tuple(named) in still]
