"""What the owners read and decide: the proposal hangs its time, then those who pay vote on it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.lifecycle import NotNow
from accounts.models import User
from committees.models import Matter, MatterKind, Organiser, PostingKind, Vote
from committees.postings.actions import gone_on
from committees.postings.actions import post as hang
from committees.votes import actions as votes
from estates.models import Home
from fees.fund_uses import wording
from fees.fund_uses.actions.acting import hold, keep
from fees.fund_uses.checking import insist_covered, insist_ready
from fees.fund_uses.law import fund_use_law
from fees.fund_uses.votes import insist_it_serves
from fees.models import FundUse, FundUseState

ORGANISERS = {"owners": Organiser.COMMITTEE, "management": Organiser.MANAGEMENT}


@transaction.atomic
def post(use: FundUse, *, by: User | None, at: datetime) -> FundUse:
    """Put the proposal up for as many days as the city says: what is done, the quotes, which homes pay.

    From here on homes and quotes stand. Raises ValidationError where something lacks.
    """
    held = hold(use, "post", by=by, at=at)
    today = timezone.localdate(at)
    law = fund_use_law(today)
    chosen = insist_ready(held, law)
    held.budget_fen = held.budget_fen if held.round > 1 else chosen.amount_fen
    assert held.budget_fen is not None
    insist_covered(held, held.budget_fen, spent_fen=spent_by(held))
    days = law.notice_days.count
    held.posted_on, held.posted_until_on = today, gone_on(today, days)
    title, text = wording.proposal(held, chosen)
    hung = hang(held.estate, PostingKind.NOTICE, title, text, days=days, committee=held.committee, by=by, at=at)
    columns = ("budget_fen", "posted_on", "posted_until_on")
    return keep(held, "post", *columns, to=FundUseState.POSTED, amount_fen=held.budget_fen, posting=hung, by=by, at=at)


def spent_by(use: FundUse) -> int:
    return sum(use.payments.values_list("amount_fen", flat=True))


@transaction.atomic
def post_afterwards(use: FundUse, *, by: User | None, at: datetime) -> FundUse:
    """Tell the owners of an emergency repair that was confirmed. Raises NotNow when they were told."""
    held = hold(use, "post_afterwards", by=by, at=at)
    if held.posted_on is not None:
        raise NotNow(_("It was posted on %(day)s.") % {"day": held.posted_on})
    today = timezone.localdate(at)
    days = fund_use_law(today).notice_days.count
    held.posted_on, held.posted_until_on = today, gone_on(today, days)
    title, text = wording.emergency(held)
    hung = hang(held.estate, PostingKind.NOTICE, title, text, days=days, committee=held.committee, by=by, at=at)
    return keep(held, "post_afterwards", "posted_on", "posted_until_on", posting=hung, by=by, at=at)


@transaction.atomic
def draft_vote(use: FundUse, *, opens_at: datetime, closes_at: datetime, by: User | None, at: datetime) -> Vote:
    """Draft the vote of those who pay, with its roll; the street goes on with it at its own desk.

    Raises what drafting any vote raises, and ValidationError where it opens before the proposal hung its time.
    """
    held = hold(use, "draft_vote", by=by, at=at)
    assert held.posted_until_on is not None
    if timezone.localdate(opens_at) < held.posted_until_on:
        told = _("The proposal hangs until before %(day)s: the vote opens then or later.")
        raise ValidationError({"opens_at": told % {"day": held.posted_until_on}})
    paying = list(Home.objects.filter(fund_uses__use=held).select_related("building"))
    new = votes.NewVote(
        estate=held.estate, title=wording.vote_title(held), text=held.plan, committee=held.committee,
        organiser=ORGANISERS[held.committee.kind] if held.committee else Organiser.STREET,
        opens_at=opens_at, closes_at=closes_at,
        affects_all=len(paying) == Home.objects.of(held.estate).count(),
        matters=[votes.NewMatter(kind=MatterKind.USE_FUND, question=wording.question(held))],
    )  # fmt: skip
    vote = votes.propose(new, by=by, at=at)
    votes.make_roll(vote, homes=paying, by=by, at=at)
    keep(held, "draft_vote", words=wording.vote_drafted(vote.number), by=by, at=at)
    return vote


@transaction.atomic
def take_decision(use: FundUse, matter: Matter, *, by: User | None, at: datetime) -> FundUse:
    """The owners who pay have passed it, by the law of the day of their vote. Raises ValidationError with the article
    where a decision does not serve."""
    held = hold(use, "take_decision", by=by, at=at)
    insist_it_serves(matter, held)
    held.matter = matter
    return keep(held, "take_decision", "matter", to=FundUseState.VOTED, matter=matter, by=by, at=at)
