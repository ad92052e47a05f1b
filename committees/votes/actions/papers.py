"""Paper ballots: two people type each in without seeing what the other typed. Alike, it is a ballot; else not yet."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.authority import NotAllowed
from accounts.models import User
from committees.law import vote_law, vote_terms
from committees.models import Ballot, Owner, PaperEntry, Refusal, Vote, Way
from committees.votes.actions.acting import by_article, hold, said
from committees.votes.actions.casting import (
    AlreadyVoted,
    cast,
    day_of_law,
    insist_first,
    insist_on_roll,
    refuse,
    sound_marks,
)

MOMENT = timedelta(microseconds=1)


class Late(ValidationError):
    """A paper that was handed in after the end. It is kept that it came."""


@dataclass(frozen=True)
class PaperRead:
    """What came of an entry: the entry, the ballot once both people read the same, and whether they differ."""

    entry: PaperEntry
    ballot: Ballot | None = None
    differs: bool = False


def enter_paper(
    vote: Vote,
    owner: Owner,
    option_ids: Collection[int],
    *,
    received_on: date,
    by_proxy: bool = False,
    by: User,
    at: datetime,
) -> PaperRead:
    """Type in a paper ballot, or correct one's own entry. The second person's entry, if alike, makes it a ballot.

    Raises AlreadyVoted and Late (both are kept as refusals), NotAllowed, NotNow, ValidationError.
    """
    try:
        entry = entered(vote, owner, option_ids, received_on, by_proxy, by=by, at=at)
    except AlreadyVoted:
        refuse(vote, owner, Way.PAPER, Refusal.Reason.SECOND, at=at)
        raise
    except Late:
        refuse(vote, owner, Way.PAPER, Refusal.Reason.LATE, at=at)
        raise
    others = vote.paper_entries.filter(owner=owner).exclude(pk=entry.pk)
    if all(any(differences(entry, other)) for other in others):
        return PaperRead(entry, differs=bool(others))
    return PaperRead(entry, cast(vote, owner, entry.options, Way.PAPER, by=by, at=at, by_proxy=by_proxy))


@transaction.atomic
def entered(vote: Vote, owner: Owner, option_ids, received_on: date, by_proxy: bool, *, by: User, at) -> PaperEntry:
    held = hold(vote, "enter_paper", by=by)
    insist_on_roll(held, owner)
    insist_first(held, owner)
    insist_in_time(held, received_on, at)
    if by_proxy and not held.proxies.filter(owner=owner).exists():
        raise ValidationError({"by_proxy": _("No letter of proxy is on record for this owner.")})
    marked = sound_marks(held, option_ids, is_complete=False)
    values = {"entered_at": at, "received_on": received_on, "by_proxy": by_proxy, "options": marked}
    entry, is_new = PaperEntry.objects.update_or_create(vote=held, owner=owner, entered_by=by, defaults=values)
    after = {"vote": held.number, "again": not is_new, "received_on": str(received_on)}
    audit.record(by=by, at=at, verb="enter_paper", thing=entry, after=after)
    return entry


def insist_in_time(vote: Vote, received_on: date, at: datetime) -> None:
    """Raises Late, ValidationError."""
    if received_on > timezone.localdate(at) or received_on < timezone.localdate(vote.opens_at):
        raise ValidationError({"received_on": _("It was handed in on a day of the vote, today or before.")})
    last = timezone.localdate(vote.closes_at - MOMENT)
    if received_on > last:
        fault = _("It was handed in after the end: the last day was %(day)s.") % {"day": last}
        raise Late({"received_on": by_article(fault, vote_terms(day_of_law(vote)).evote_max_days.article)})


def differences(one: PaperEntry, other: PaperEntry) -> tuple[bool, bool]:
    """Whether two entries differ in what is marked, and in who handed it in."""
    return set(one.options) != set(other.options), one.by_proxy != other.by_proxy


def settle_paper(
    vote: Vote,
    owner: Owner,
    option_ids: Collection[int],
    *,
    by_proxy: bool = False,
    by: User,
    at: datetime,
    reason: str,
) -> Ballot:
    """A third person looks at a paper that two read differently, and says what is marked.

    Raises AlreadyVoted, NotAllowed, NotNow, ValidationError.
    """
    with transaction.atomic():
        held = hold(vote, "settle_paper", by=by)
        reason = said(reason, "reason", _("Say what the paper shows."))
        insist_third(held, owner, by)
        audit.record(by=by, at=at, verb="settle_paper", thing=held, why=reason, after={"owner": owner.pk})
    return cast(vote, owner, option_ids, Way.PAPER, by=by, at=at, by_proxy=by_proxy)


@transaction.atomic
def spoil_paper(vote: Vote, owner: Owner, *, by: User, at: datetime, reason: str) -> Refusal:
    """A third person finds that a paper cannot be read as one answer: its entries go, that it came is kept."""
    held = hold(vote, "settle_paper", by=by)
    reason = said(reason, "reason", _("Say what the paper shows."))
    insist_third(held, owner, by)
    insist_first(held, owner)
    held.paper_entries.filter(owner=owner).delete()
    audit.record(by=by, at=at, verb="spoil_paper", thing=held, why=reason, after={"owner": owner.pk})
    return refuse(held, owner, Way.PAPER, Refusal.Reason.SPOILT, at=at)


def insist_third(vote: Vote, owner: Owner, by: User) -> None:
    """Who typed it in does not decide between the two. Raises NotAllowed, ValidationError."""
    readers = set(vote.paper_entries.filter(owner=owner).values_list("entered_by", flat=True))
    article = vote_law(day_of_law(vote)).quorum.article
    if len(readers) < 2:
        raise ValidationError(by_article(_("Two people type a paper ballot in before it can be settled."), article))
    if by.pk in readers:
        raise NotAllowed(by_article(_("You typed this paper ballot in: somebody else settles it."), article))


def unsettled(vote: Vote):
    """Entries of papers that are no ballot yet: one person's only, or two that differ. By owner."""
    cast_already = Ballot.objects.filter(vote=vote).values("owner")
    return (
        vote.paper_entries.exclude(owner__in=cast_already).select_related("owner", "entered_by").order_by("owner", "pk")
    )
