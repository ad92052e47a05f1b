"""The election: an assembly is announced with its candidates, voted on, and its result becomes a committee."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.city import rule_value
from accounts.lifecycle import NotNow
from accounts.models import User
from committees.forming.actions.acting import hold, insist_lawful, insist_posted, keep
from committees.forming.actions.applying import over
from committees.forming.actions.founding import NewSeat, Term, found_committee
from committees.forming.composition import committee_faults, least_members
from committees.forming.guide import notice
from committees.forming.law import Fault, FormingLaw, cited, refuse
from committees.models import (
    Assembly,
    Candidate,
    CandidateState,
    Committee,
    CommitteeKind,
    CommitteeState,
    Formation,
    FormationKind,
    FormationState,
    From,
    MatterKind,
    Option,
    Organiser,
    PostingKind,
    Seat,
    Vote,
    VoteState,
)
from committees.postings.actions import post
from committees.seats.ending import over as dissolve
from committees.terms import forming_law
from committees.votes import actions as votes
from committees.votes.wording import LANGUAGE

QUORUM = "quorum_participation_ratio"
WITH_A_VOTE = (FormationState.ANNOUNCED, FormationState.VOTING, FormationState.ELECTED)
RESULT_IS_POSTED = (VoteState.ANNOUNCED, VoteState.FINAL)


@dataclass(frozen=True)
class Election:
    """How the assembly is held. `seats` and `substitute_seats`: how many are to be chosen.

    `with_rules`: it decides on the assembly rules and the covenant too, as a first one does.
    """

    title: str
    opens_at: datetime
    closes_at: datetime
    seats: int
    substitute_seats: int = 0
    text: str = ""
    with_rules: bool = False


@transaction.atomic
def announce(formation: Formation, election: Election, *, by: User | None, at: datetime) -> Formation:
    """Announce matters and candidates, and draft the vote; its roll and its posting are the vote's own verbs.

    Raises NotNow, ValidationError with the article.
    """
    held = hold(formation, "announce", by=by)
    if held.kind == FormationKind.MANAGEMENT:
        raise NotNow(_("Members of a management committee are named, not elected."))
    today = timezone.localdate(at)
    law = forming_law(today)
    insist_posted("group_posted_on", held.group_posted_on, law.group.post_days, today)
    members, substitutes = standing(held, substitute=False), standing(held, substitute=True)
    insist_lawful(
        [
            *candidate_faults(held, len(members), len(substitutes), election, law),
            *notice_faults(election, law, timezone.localdate(election.opens_at), today),
        ]
    )
    hang_candidates(held, [*members, *substitutes], law, by=by, at=at)
    held.vote = votes.propose(new_vote(held, election, members, substitutes), by=by, at=at)
    held.state, held.announced_on = FormationState.ANNOUNCED, today
    return keep(held, "announce", "announced_on", "vote", by=by, at=at, vote=held.vote.number)


def standing(formation: Formation, *, substitute: bool) -> list[Candidate]:
    return list(formation.candidates.filter(state=CandidateState.SOUND, is_substitute=substitute))


def candidate_faults(
    formation: Formation, members: int, substitutes: int, election: Election, law: FormingLaw
) -> list[Fault]:
    """Whether every candidate is checked, and as many seats may be filled, and can be."""
    faults = committee_faults(election.seats, election.substitute_seats, formation.estate.households, law.committee)
    least = least_members(formation.estate.households, law.committee)
    unchecked = formation.candidates.filter(state=CandidateState.PROPOSED).count()
    if unchecked:
        words = _("%(count)d candidates are not checked yet.")
        faults.append(refuse("candidates", words, law.candidate.is_owner, count=unchecked))
    if members < max(election.seats, least.count):
        words = _("%(count)d candidates meet the conditions: there have to be at least %(least)d.")
        faults.append(refuse("candidates", words, least, count=members, least=max(election.seats, least.count)))
    if substitutes < election.substitute_seats:
        words = _("%(count)d substitutes stand for %(seats)d seats.")
        figure = law.committee.substitutes_ratio
        faults.append(refuse("substitutes", words, figure, count=substitutes, seats=election.substitute_seats))
    return faults


def notice_faults(election: Election, law: FormingLaw, opens_on, today) -> list[Fault]:
    """Whether matters and candidates hang long enough before the vote opens."""
    figure = notice(law)
    earliest = today + timedelta(days=figure.count)
    if opens_on >= earliest:
        return []
    words = _("Matters and candidates are announced %(days)d days before: the vote may open on %(day)s or later.")
    return [refuse("opens_at", words, figure, days=figure.count, day=earliest)]


def hang_candidates(formation: Formation, candidates: list[Candidate], law: FormingLaw, *, by, at: datetime) -> None:
    """Their names hang until the vote may open."""
    figure = notice(law)
    with translation.override(LANGUAGE):
        title = _("Candidates for the owners' committee of %(estate)s") % {"estate": formation.estate}
        lines = [
            _("%(name)s, as a substitute") % {"name": each.name} if each.is_substitute else each.name
            for each in candidates
        ]
        lines.append(cited(_("Objections go to the street while the list hangs."), law.candidate.post_days.article))
    post(formation.estate, PostingKind.CANDIDATES, title, "\n".join(lines), days=figure.count, by=by, at=at)


def new_vote(formation: Formation, election: Election, members: list, substitutes: list) -> votes.NewVote:
    """The vote with its matters in the city's language: the rules first, as they say how to elect."""
    with translation.override(LANGUAGE):
        matters = [*rules_of(formation)] if election.with_rules else []
        question = _("Election of the owners' committee, up to %(seats)d members") % {"seats": election.seats}
        matters.append(votes.NewMatter(MatterKind.ELECT, question, "", election.seats, members))
        if election.substitute_seats:
            question = _("Election of up to %(seats)d substitutes") % {"seats": election.substitute_seats}
            matters.append(votes.NewMatter(MatterKind.ELECT, question, "", election.substitute_seats, substitutes))
    return votes.NewVote(
        estate=formation.estate, title=election.title, text=election.text, organiser=Organiser.GROUP,
        opens_at=election.opens_at, closes_at=election.closes_at, matters=matters,
    )  # fmt: skip


def rules_of(formation: Formation) -> list[votes.NewMatter]:
    return [
        votes.NewMatter(MatterKind.RULES, _("Adopt the assembly rules of %(estate)s?") % {"estate": formation.estate}),
        votes.NewMatter(MatterKind.COVENANT, _("Adopt the covenant of %(estate)s?") % {"estate": formation.estate}),
    ]


@transaction.atomic
def open_vote(formation: Formation, *, by: User | None, at: datetime) -> Formation:
    """The vote has opened."""
    held = hold(formation, "open_vote", by=by)
    if held.vote is None or held.vote.state in (VoteState.DRAFT, VoteState.POSTED, VoteState.STOPPED):
        raise NotNow(_("The vote is not open."))
    held.state = FormationState.VOTING
    return keep(held, "open_vote", by=by, at=at)


@transaction.atomic
def take_result(formation: Formation, term: Term, *, by: User | None, at: datetime) -> Formation:
    """Whoever was elected is the committee from the day of the count; where too few were, the formation failed.

    Raises NotNow before the result is posted, ValidationError for a term that is not lawful.
    """
    held = hold(formation, "take_result", by=by)
    vote = held.vote
    if vote is None or vote.state not in RESULT_IS_POSTED:
        raise NotNow(_("The result of the vote is not posted yet."))
    if vote.objections.filter(answered_on__isnull=True).exists() or vote.objections.filter(is_upheld=True).exists():
        raise NotNow(_("There are objections to the result that are not answered, or were upheld."))
    today = timezone.localdate(at)
    law = forming_law(today)
    seats = [*elected(vote, substitute=False), *elected(vote, substitute=True)]
    faults = result_faults(vote, seats, law)
    if faults:
        reason = " ".join(str(fault) for fault in faults)
        return over(held, "take_result", FormationState.FAILED, reason, by=by, at=at)
    chosen_on = timezone.localdate(vote.counted_at) if vote.counted_at else today
    return found_committee(held, CommitteeKind.OWNERS, seats, term, chosen_on, law, verb="take_result", by=by, at=at)


def elected(vote: Vote, *, substitute: bool) -> list[NewSeat]:
    """Who was elected, the most heads first."""
    rows = Option.objects.filter(
        matter__vote=vote, matter__kind=MatterKind.ELECT, is_elected=True, candidate__is_substitute=substitute
    )
    seat = Seat.SUBSTITUTE if substitute else Seat.MEMBER
    ordered = rows.select_related("candidate__owner").order_by("-heads", "-area_m2", "place")
    return [
        NewSeat(each, seat, From.OWNER, each.owner, each.is_party_member)
        for each in (option.candidate for option in ordered)
        if each is not None
    ]


def result_faults(vote: Vote, seats: list[NewSeat], law: FormingLaw) -> list[Fault]:
    """Whether those who were elected are a lawful committee."""
    fallen = vote.matters.filter(kind=MatterKind.ELECT, passed=False).first()
    if fallen and not seats:
        said = _("Nobody was elected: %(why)s.") % {"why": fallen.get_fault_display()}
        return [Fault("vote", said, rule_value(QUORUM, on=timezone.localdate(vote.opens_at)).article)]
    substitutes = sum(each.seat == Seat.SUBSTITUTE for each in seats)
    return committee_faults(len(seats) - substitutes, substitutes, vote.estate.households, law.committee)


@transaction.atomic
def follow_vote(formation: Formation, *, at: datetime) -> Formation:
    """What became of the vote, for the clock: once it is open the formation is voting; a stopped one frees it again.

    Where a committee was elected by it already, that one is dissolved, and the formation has failed.
    """
    held = Formation.objects.select_for_update(of=["self"], no_key=True).select_related("vote").get(pk=formation.pk)
    if held.state not in WITH_A_VOTE or held.vote is None:
        return held
    if held.vote.state == VoteState.STOPPED and held.state == FormationState.ELECTED:
        return lose_committee(held, held.vote.stop_reason, at=at)
    if held.vote.state == VoteState.STOPPED:
        held.state, held.vote, held.announced_on = FormationState.GROUPED, None, None
        return keep(held, "lose_vote", "vote", "announced_on", by=None, at=at)
    if held.state == FormationState.ANNOUNCED and held.vote.state not in (VoteState.DRAFT, VoteState.POSTED):
        return open_vote(held, by=None, at=at)
    return held


def lose_committee(held: Formation, why: str, *, at: datetime) -> Formation:
    """Nobody was elected by a vote that was stopped, and an assembly that first met in it never did."""
    assert held.committee is not None
    committee = Committee.objects.select_for_update(no_key=True).get(pk=held.committee.pk)
    if committee.state == CommitteeState.ELECTED:
        with translation.override(LANGUAGE):
            reason = _("The vote was stopped: %(why)s") % {"why": why}
        dissolve(committee, CommitteeState.DISSOLVED, reason, by=None, at=at)
        if held.kind == FormationKind.FIRST:
            Assembly.objects.filter(estate=held.estate_id, founded_on=committee.formed_on).update(founded_on=None)
    held.refresh_from_db()
    return held


def follow_votes(*, at: datetime) -> int:
    """All formations whose vote is on its way. Returns how many moved."""
    rows = Formation.objects.filter(state__in=WITH_A_VOTE, vote__isnull=False)
    return sum(follow_vote(each, at=at).version != each.version for each in rows)
