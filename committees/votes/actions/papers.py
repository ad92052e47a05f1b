"""Paper ballots: two people type each in without seeing what the other typed. Alike, it is a ballot; else not yet.

Why one was settled, spoilt or taken out is one of a few reasons: free words beside a ballot tell what it says.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import audit
from accounts.authority import NotAllowed
from accounts.models import User
from committees.law import vote_law, vote_terms
from committees.models import Ballot, Owner, PaperEntry, Refusal, Vote, Way
from committees.votes.actions.acting import by_article, hold
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


class Settled(models.TextChoices):
    """Why a third person could say what two read differently."""

    MISTYPED = "mistyped", gettext_lazy("one of the two mistyped it")
    FAINT = "faint", gettext_lazy("a mark is faint, but can be read")
    CORRECTED = "corrected", gettext_lazy("a mark was crossed out and another set")
    BEARER = "bearer", gettext_lazy("they differ in who handed it in")


class Spoilt(models.TextChoices):
    """Why a paper does not count."""

    TOO_MANY = "too_many", gettext_lazy("more is marked than may be")
    UNREADABLE = "unreadable", gettext_lazy("its marks cannot be read")
    NO_BALLOT = "no_ballot", gettext_lazy("it is not the ballot of this vote")


class Withdrawn(models.TextChoices):
    """Why a reading is taken out."""

    WRONG_HOME = "wrong_home", gettext_lazy("it was typed in under the wrong home")
    NO_PAPER = "no_paper", gettext_lazy("no paper of this home is at hand")


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
    held = hold_paper(vote, "enter_paper", owner, by=by)
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


def hold_paper(vote: Vote, verb: str, owner: Owner, *, by: User) -> Vote:
    """The vote with this verb open. Those who have the same owner's paper in hand wait for each other, nobody else."""
    held = hold(vote, verb, by=by, is_shared=True)
    list(held.roll.select_for_update(no_key=True).filter(owner=owner).order_by("pk"))
    return held


def insist_reason(reason: str, reasons: type[models.TextChoices]) -> None:
    """Raises ValidationError."""
    if reason not in reasons.values:
        raise ValidationError({"reason": _("Choose one of the reasons.")})


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
    """A third person looks at a paper that two read differently, and says what is marked. `reason` is a `Settled`.

    Raises AlreadyVoted, NotAllowed, NotNow, ValidationError.
    """
    with transaction.atomic():
        held = hold_paper(vote, "settle_paper", owner, by=by)
        insist_reason(reason, Settled)
        insist_third(held, owner, by)
        audit.record(by=by, at=at, verb="settle_paper", thing=held, after={"reason": reason})
    return cast(vote, owner, option_ids, Way.PAPER, by=by, at=at, by_proxy=by_proxy)


@transaction.atomic
def spoil_paper(vote: Vote, owner: Owner, *, by: User, at: datetime, reason: str) -> Refusal:
    """A third person finds that a paper cannot be read as one answer: its entries go, that it came is kept.

    `reason` is a `Spoilt`. Raises AlreadyVoted, NotAllowed, NotNow, ValidationError.
    """
    held = hold_paper(vote, "settle_paper", owner, by=by)
    insist_reason(reason, Spoilt)
    insist_third(held, owner, by)
    insist_first(held, owner)
    held.paper_entries.filter(owner=owner).delete()
    audit.record(by=by, at=at, verb="spoil_paper", thing=held, after={"reason": reason})
    return refuse(held, owner, Way.PAPER, Refusal.Reason.SPOILT, at=at)


@transaction.atomic
def withdraw_paper(vote: Vote, owner: Owner, *, by: User, at: datetime, reason: str) -> None:
    """Take out one's own reading, or the only one there is of a paper, while it is no ballot yet.

    `reason` is a `Withdrawn`. Raises AlreadyVoted, NotAllowed, NotNow, ValidationError.
    """
    held = hold_paper(vote, "enter_paper", owner, by=by)
    insist_reason(reason, Withdrawn)
    insist_first(held, owner)
    readings = list(held.paper_entries.filter(owner=owner))
    own = [entry for entry in readings if entry.entered_by_id == by.pk]
    if not readings:
        raise ValidationError({"home": _("No paper ballot of this home is typed in.")})
    if len(readings) > 1 and not own:
        fault = _("Two people typed this paper ballot in: each takes out their own, or a third person settles it.")
        raise NotAllowed(by_article(fault, vote_law(day_of_law(held)).quorum.article))
    (own or readings)[0].delete()
    audit.record(by=by, at=at, verb="withdraw_paper", thing=held, after={"reason": reason, "own": bool(own)})


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
