"""What a formation knows of itself and its estate, in the words of `conditions.py` and `guide.py`."""

from datetime import date
from operator import attrgetter

from django.db.models import Count, Max, Q
from django.utils import timezone

from committees.filing.papers import missing_papers
from committees.forming.conditions import Place, ground_faults
from committees.forming.guide import Facts, Step, steps
from committees.models import (
    CandidateState,
    Committee,
    CommitteeKind,
    Formation,
    FormationKind,
    FormationState,
    Owner,
    Ownership,
    PostingKind,
    Seat,
)
from committees.terms import forming_law
from committees.votes.lifecycle import HAS_RESULT
from estates.models import Estate


def is_owner(owner: Owner | None, estate: Estate, on: date) -> bool:
    """Whether somebody owns a home of the estate on a day."""
    return (
        owner is not None
        and owner.estate_id == estate.pk
        and Ownership.objects.on(on).filter(owner=owner, home__building__estate=estate).exists()
    )


def count_heads(estate: Estate, on: date) -> int:
    """The owners of an estate; where none are registered yet, its households."""
    rows = Ownership.objects.on(on).filter(home__building__estate=estate)
    return rows.aggregate(heads=Count("owner", distinct=True))["heads"] or estate.households


def seats_of(committee: Committee | None, on: date) -> tuple[int, int]:
    """How many seats a committee has, and how many of them are filled on a day."""
    if committee is None:
        return 0, 0
    left = filled_seats(committee, on).count()
    return committee.seat_count or left, left


def filled_seats(committee: Committee, on: date):
    """Those who sit in it on a day; substitutes do not."""
    rows = committee.members.exclude(seat=Seat.SUBSTITUTE).filter(joined_on__lte=on)
    return rows.filter(Q(left_on__isnull=True) | Q(left_on__gt=on))


def place_of(formation: Formation, on: date) -> Place:
    """The estate as it stands on a day."""
    before = formation.succeeds or last_of_owners(formation.estate)
    seats, left = seats_of(before, on)
    return Place(
        delivered_percent=formation.delivered_percent,
        moved_in_percent=formation.moved_in_percent,
        first_delivered_on=formation.first_delivered_on,
        owners=count_heads(formation.estate, on),
        is_served=formation.estate.is_served,
        failed_before=was_voted_in_vain(formation.estate),
        term_until=(before.ended_on or before.term_until) if before else None,
        seats=seats,
        members_left=left,
        last_met_on=last_met_on(before) if before else None,
    )


def was_voted_in_vain(estate: Estate) -> bool:
    """Whether the owners voted on an owners' committee, and no lawful one was elected."""
    tried = estate.formations.filter(state=FormationState.FAILED).exclude(kind=FormationKind.MANAGEMENT)
    return tried.filter(vote__state__in=HAS_RESULT).exists()


def last_of_owners(estate: Estate) -> Committee | None:
    """The owners' committee that was in office last, where nobody has to hand over any more."""
    return estate.committees.filter(kind=CommitteeKind.OWNERS, filed_on__isnull=False).order_by("-term_from").first()


def last_met_on(committee: Committee) -> date | None:
    """The day of its last meeting; of one that never met, the day since which it could have."""
    held = committee.meetings.aggregate(last=Max("held_on"))["last"]
    return held or committee.filed_on


def steps_of(formation: Formation, on: date) -> list[Step]:
    """What is done and due, by the law in force on a day."""
    return steps(facts_of(formation, on), forming_law(on))


def facts_of(formation: Formation, on: date, *, with_missing: bool = True) -> Facts:
    """Without what is missing it asks the database nothing that a list has not fetched for all its rows."""
    group = list(formation.group.all())
    states = [each.state for each in formation.candidates.all() if not each.is_substitute]
    unchecked = sum(each.state == CandidateState.PROPOSED for each in formation.candidates.all())
    faults = () if formation.checked_on or not with_missing else ground_faults(
        formation.kind, formation.condition, place_of(formation, on), forming_law(on), on
    )  # fmt: skip
    return Facts(
        kind=formation.kind,
        households=formation.estate.households,
        applied_on=formation.applied_on,
        checked_on=formation.checked_on,
        ground_faults=[str(fault) for fault in faults],
        group=[person.side for person in group],
        group_head=next((person.side for person in group if person.is_head), None),
        grouped_on=formation.grouped_on,
        group_posted_on=formation.group_posted_on,
        candidates_sound=states.count(CandidateState.SOUND),
        candidates_unchecked=unchecked,
        announced_on=formation.announced_on,
        vote_opens_on=timezone.localdate(formation.vote.opens_at) if formation.vote else None,
        vote_waits=formation.vote.get_state_display() if formation.vote else "",
        **facts_of_committee(formation.committee, with_missing=with_missing),
        **facts_before(formation.succeeds, formation.kind),
    )


def facts_of_committee(committee: Committee | None, *, with_missing: bool = True) -> dict:
    """From its election on."""
    if committee is None:
        return {}
    filing = min(committee.filings.all(), key=attrgetter("pk"), default=None)
    names_posted = (each.posted_on for each in committee.postings.all() if each.kind == PostingKind.MEMBERS)
    return {
        "elected_on": committee.formed_on,
        "first_met_on": committee.first_met_on,
        "names_posted_on": min(names_posted, default=None),
        "filing_due_on": filing and filing.due_on,
        "filing_missing": [paper.label for paper in missing_papers(filing)] if filing and with_missing else (),
        "filing_submitted_on": filing and filing.submitted_on,
        "answer_due_on": filing and filing.answer_due_on,
        "filed_on": committee.filed_on,
    }


def facts_before(committee: Committee | None, kind: str) -> dict:
    """The committee that hands over, if there is one."""
    if committee is None:
        return {}
    return {
        "succeeds": True,
        "handover_due_on": committee.handover_due_on,
        "handed_over_on": committee.handed_over_on,
    }
