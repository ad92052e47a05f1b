"""What is asked: a vote is proposed, amended while it is a draft, announced in time, or stopped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import audit
from accounts.acting import said
from accounts.authority import NotAllowed, require
from accounts.city import rule_value
from accounts.lifecycle import NotNow
from accounts.models import User
from accounts.numbers import numbered
from accounts.scope import covers
from committees.law import VoteTerms, vote_law, vote_terms
from committees.models import (
    Candidate,
    CandidateState,
    Committee,
    CommitteeState,
    Matter,
    MatterKind,
    Option,
    Organiser,
    PostingKind,
    Stance,
    Vote,
    VoteState,
)
from committees.postings.actions import post as hang
from committees.votes import wording
from committees.votes.actions.acting import by_article, hold, insist, keep
from committees.votes.actions.casting import day_of_law
from committees.votes.actions.rolls import refuse_stale_roll
from committees.votes.lifecycle import HOLD
from estates.models import Estate


@dataclass(frozen=True)
class NewMatter:
    """One thing to be asked. In an election the candidates are the options, `choose_most` the number of seats."""

    kind: str
    question: str
    details: str = ""
    choose_most: int = 1
    candidates: Sequence[Candidate] = ()


@dataclass(frozen=True)
class NewVote:
    """A vote to be held. `affects_all` is false where the owners of some homes decide on the use of their fund."""

    estate: Estate
    title: str
    organiser: str
    opens_at: datetime
    closes_at: datetime
    matters: Sequence[NewMatter]
    text: str = ""
    committee: Committee | None = None
    is_temporary: bool = False
    affects_all: bool = True


@transaction.atomic
def propose(new: NewVote, *, by: User | None, at: datetime) -> Vote:
    """Draft a vote. Raises NotAllowed, ValidationError per field with the article."""
    require(by, HOLD)
    if not covers(by, new.estate.region_id):
        raise NotAllowed(_("This estate is outside of your region."))
    refuse_odd(new, timezone.localdate(at))
    vote = Vote(**numbered(Vote, "BJ", timezone.localdate(at)), estate=new.estate)
    take_over(vote, new)
    vote.full_clean(validate_unique=False)
    vote.save(force_insert=True)
    put_questions(vote, new.matters)
    audit.record(by=by, at=at, verb="propose_vote", thing=vote, after=audit.facts(vote))
    return vote


@transaction.atomic
def amend(vote: Vote, new: NewVote, *, by: User | None, at: datetime, version: int | None = None) -> Vote:
    """Put the whole draft anew. Its roll is to be made again where other homes decide. Raises as `propose` does."""
    held = hold(vote, "amend", by=by, version=version)
    if new.estate.pk != held.estate_id:
        raise ValidationError({"estate": _("A vote stays with its estate: draft another one.")})
    refuse_odd(new, timezone.localdate(at))
    if new.affects_all != held.affects_all:
        held.roll.all().delete()
        held.roll_confirmed_at = None
    take_over(held, new)
    held.full_clean(validate_unique=False)
    held.matters.all().delete()
    put_questions(held, new.matters)
    columns = [field.name for field in Vote._meta.concrete_fields if field.name not in ("id", "number")]
    return keep(held, "amend", columns, by=by, at=at, title=held.title, matters=len(new.matters))


def take_over(vote: Vote, new: NewVote) -> None:
    vote.title, vote.text, vote.organiser = new.title.strip(), new.text.strip(), new.organiser
    vote.committee, vote.is_temporary, vote.affects_all = new.committee, new.is_temporary, new.affects_all
    vote.opens_at, vote.closes_at = new.opens_at, new.closes_at


def put_questions(vote: Vote, matters: Sequence[NewMatter]) -> None:
    for place, new in enumerate(matters, 1):
        matter = Matter(
            vote=vote, place=place, kind=new.kind, question=new.question.strip(), details=new.details.strip(),
            choose_most=new.choose_most if new.candidates else 1,
        )  # fmt: skip
        matter.full_clean(validate_unique=False, validate_constraints=False)
        matter.save(force_insert=True)
        Option.objects.bulk_create(options_of(matter, new))


def options_of(matter: Matter, new: NewMatter) -> list[Option]:
    """The candidates, or yes, no and abstain in the portal's own language: what is posted is in one language."""
    if new.candidates:
        named = [(each.name, each) for each in new.candidates]
        return [
            Option(matter=matter, place=place, label=name, candidate=each)
            for place, (name, each) in enumerate(named, 1)
        ]
    with translation.override(wording.LANGUAGE):
        return [
            Option(matter=matter, place=place, label=str(stance.label), stance=stance)
            for place, stance in enumerate(Stance, 1)
        ]


def refuse_odd(new: NewVote, on: date) -> None:
    """What the law in force on a day forbids. Raises ValidationError per field."""
    said(new.title, "title", _("Give it a title."))
    refuse_odd_length(new.opens_at, new.closes_at, vote_terms(on))
    refuse_odd_organiser(new, on)
    if not new.matters:
        raise ValidationError({"matters": _("Ask something.")})
    for matter in new.matters:
        refuse_odd_matter(matter, new.estate)
    others = not new.affects_all and [each for each in new.matters if each.kind != MatterKind.USE_FUND]
    if others:
        insist(
            _("Only on the use of the maintenance fund may a part of the owners decide."),
            vote_law(on).quorum.article, "matters",
        )  # fmt: skip


def refuse_odd_length(opens_at: datetime, closes_at: datetime, terms: VoteTerms) -> None:
    """Raises ValidationError."""
    length, least, most = closes_at - opens_at, terms.evote_min_days, terms.evote_max_days
    if length < timedelta(days=least.count):
        insist(
            _("The vote is to be open for %(days)d days or more.") % {"days": least.count}, least.article, "closes_at"
        )
    if length > timedelta(days=most.count):
        fault = _("The vote is to be open for %(days)d days at most.") % {"days": most.count}
        insist(fault, most.article, "closes_at")


def refuse_odd_organiser(new: NewVote, on: date) -> None:
    """A committee that is no longer in office holds no votes. Raises ValidationError."""
    if new.organiser not in Organiser.values:
        raise ValidationError({"organiser": _("Choose who holds the vote.")})
    needs = new.organiser in (Organiser.COMMITTEE, Organiser.MANAGEMENT)
    if needs and new.committee is None:
        raise ValidationError({"committee": _("Choose the committee that holds the vote.")})
    if new.committee is None:
        return
    if new.committee.estate_id != new.estate.pk:
        raise ValidationError({"committee": _("That committee is another estate's.")})
    if needs and new.committee.state != CommitteeState.FILED:
        told = {"committee": new.committee, "state": CommitteeState(new.committee.state).label}
        article = rule_value("handover_days", on=on).article
        insist(_("%(committee)s is “%(state)s” and holds no votes.") % told, article, "committee")


def refuse_odd_matter(matter: NewMatter, estate: Estate) -> None:
    """Raises ValidationError."""
    faults = []
    if not matter.question.strip():
        faults.append(_("Write what is asked."))
    if matter.kind not in MatterKind.values:
        faults.append(_("Choose the kind of every matter."))
    if matter.candidates and matter.kind != MatterKind.ELECT:
        faults.append(_("Only an election has candidates."))
    if matter.candidates and not 1 <= matter.choose_most <= len(matter.candidates):
        faults.append(_("From one seat up to one for each candidate."))
    if any(each.formation.estate_id != estate.pk for each in matter.candidates):
        faults.append(_("A candidate stands in another estate."))
    if any(each.state != CandidateState.SOUND for each in matter.candidates):
        faults.append(_("A candidate was not found to meet the conditions."))
    if faults:
        raise ValidationError({"matters": faults})


@transaction.atomic
def post(vote: Vote, *, by: User | None, at: datetime, version: int | None = None) -> Vote:
    """Announce what is asked, with its confirmed roll, so many days before it opens. From then on it stands.

    Raises NotAllowed, NotNow, ValidationError with the article.
    """
    held = hold(vote, "post", by=by, version=version)
    today = timezone.localdate(at)
    if held.roll_confirmed_at is None:
        raise ValidationError(_("Confirm the roll first: who votes is announced with what is asked."))
    refuse_stale_roll(held, today)
    refuse_short_notice(held, today)
    held.posted_on = today
    keep(held, "post", ["posted_on"], to=VoteState.POSTED, by=by, at=at, opens_at=held.opens_at.isoformat())
    days = (timezone.localdate(held.closes_at) - today).days
    title, text = wording.announcement(held)
    hang(held.estate, PostingKind.VOTE, title, text, days=days, committee=held.committee, vote=held, by=by, at=at)
    return held


def refuse_short_notice(vote: Vote, today: date) -> None:
    """Between the day of the announcement and that of the opening lie so many days, the former not counted.

    Raises ValidationError.
    """
    terms = vote_terms(today)
    notice = terms.temporary_meeting_notice_days if vote.is_temporary else terms.meeting_notice_days
    first = today + timedelta(days=notice.count)
    if timezone.localdate(vote.opens_at) < first:
        told = {"days": notice.count, "first": first}
        fault = _("It is to be announced %(days)d days ahead: announced today, it may open on %(first)s.") % told
        insist(fault, notice.article, "opens_at")
    refuse_odd_length(vote.opens_at, vote.closes_at, terms)


@transaction.atomic
def stop(vote: Vote, *, reason: str, by: User | None, at: datetime, version: int | None = None) -> Vote:
    """End it without a result, or undo a posted one where an objection was upheld; the reason is shown.

    Raises NotAllowed, NotNow, ValidationError without a reason.
    """
    held = hold(vote, "stop", by=by, version=version)
    if not may_be_stopped(held):
        fault = _("The result is posted: only an objection that was upheld stops this vote.")
        raise NotNow(by_article(fault, vote_terms(day_of_law(held)).objection_answer_days.article))
    held.stop_reason = said(reason, "reason", _("Say why."))[:300]
    return keep(held, "stop", ["stop_reason"], to=VoteState.STOPPED, by=by, at=at, why=held.stop_reason)


def may_be_stopped(vote: Vote) -> bool:
    """Nobody undoes a result because of what it is."""
    return vote.state != VoteState.ANNOUNCED or vote.objections.filter(is_upheld=True).exists()


__all__ = ["NewMatter", "NewVote", "amend", "post", "propose", "stop"]
