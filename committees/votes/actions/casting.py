"""A ballot reaches the count: by phone, or as a paper that two people read alike. Once for each head, for good.

Ballots do not wait for each other; the database decides between two of the same head, and at the end of the vote.
"""

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.acting import said
from accounts.lifecycle import NotNow
from accounts.models import User
from accounts.sealing import digest
from committees.law import vote_law, vote_terms
from committees.models import Ballot, Matter, Option, Owner, Proxy, Refusal, Vote, VoteState, Way
from committees.votes.actions.acting import by_article, clock_words, hold, insist
from committees.votes.lifecycle import VOTE


class AlreadyVoted(NotNow):
    """This head has voted. The first ballot stands; that there was a second is kept, not what it said."""


def cast(
    vote: Vote,
    owner: Owner,
    option_ids: Collection[int],
    way: str,
    *,
    by: User | None,
    at: datetime,
    by_proxy: bool = False,
) -> Ballot:
    """One head votes; `by` is None for owners themselves. Raises AlreadyVoted, NotNow, ValidationError.

    Not to be called within a transaction that its failure undoes: what was refused would not be kept.
    """
    try:
        with transaction.atomic():
            return put_in(vote, owner, option_ids, way, by=by, at=at, by_proxy=by_proxy)
    except AlreadyVoted:
        refuse(vote, owner, way, Refusal.Reason.SECOND, at=at)
        raise


def put_in(
    vote: Vote, owner: Owner, option_ids: Collection[int], way: str, *, by: User | None, at: datetime, by_proxy: bool
) -> Ballot:
    now = Vote.objects.get(pk=vote.pk)
    if way == Way.PHONE:
        insist_open(now, at)
    insist_on_roll(now, owner)
    insist_first(now, owner)
    marked = sound_marks(now, option_ids, is_complete=way == Way.PHONE)
    if by_proxy and not now.proxies.filter(owner=owner).exists():
        raise ValidationError({"by_proxy": _("No letter of proxy is on record for this owner.")})
    made = Ballot(vote=now, owner=owner, way=way, by_proxy=by_proxy, cast_at=at, marked=marked)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as fault:
        insist_first(now, owner)
        raise over(now) from fault
    audit.record(by=by, at=at, verb="cast_ballot", thing=made, after={"vote": now.number, "way": way})
    if way == Way.PHONE and now.paper_entries.filter(owner=owner).exists():
        refuse(now, owner, Way.PAPER, Refusal.Reason.SECOND, at=at)
    return made


def insist_open(vote: Vote, at: datetime) -> None:
    """Raises NotNow: on a phone one votes from the first moment up to, and not including, the last."""
    if vote.state == VoteState.OPEN and vote.opens_at <= at < vote.closes_at:
        return
    if vote.state in (VoteState.POSTED, VoteState.OPEN) and at < vote.opens_at:
        told = {"title": vote.title, "opens": clock_words(vote.opens_at)}
        raise NotNow(_("“%(title)s” opens at %(opens)s.") % told)
    if vote.state == VoteState.OPEN:
        raise over(vote)
    VOTE["cast"].insist(vote.state, number=vote.number, now=VoteState(vote.state).label)


def over(vote: Vote) -> NotNow:
    fault = _("“%(title)s” is over since %(closes)s.") % {"title": vote.title, "closes": clock_words(vote.closes_at)}
    return NotNow(by_article(fault, vote_terms(day_of_law(vote)).evote_max_days.article))


def day_of_law(vote: Vote) -> date:
    """The day whose law a vote follows: that of its announcement."""
    return vote.posted_on or timezone.localdate(vote.opens_at)


def insist_on_roll(vote: Vote, owner: Owner) -> None:
    """Raises ValidationError."""
    if not vote.roll.filter(owner=owner).exists():
        article = vote_law(day_of_law(vote)).quorum.article
        insist(_("This owner has no home on the roll of “%(vote)s”.") % {"vote": vote.title}, article, "owner")


def insist_first(vote: Vote, owner: Owner) -> None:
    """Raises AlreadyVoted."""
    first = Ballot.objects.filter(vote=vote, owner=owner).first()
    if first is None:
        return
    told = {"way": Way(first.way).label, "at": clock_words(first.cast_at)}
    fault = _("This owner has voted already, %(way)s, %(at)s: the first ballot counts and stays as it is.") % told
    raise AlreadyVoted(by_article(fault, vote_law(day_of_law(vote)).quorum.article))


def sound_marks(vote: Vote, option_ids: Collection[int], *, is_complete: bool) -> list[int]:
    """The options in the order of the ballot. A paper may leave a matter blank: it took part in that all the same.

    So does whoever wants none of the candidates of an election, on a phone too.

    Raises ValidationError on `options`, one sentence for each matter.
    """
    chosen = set(option_ids)
    options = list(Option.objects.filter(matter__vote=vote).select_related("matter").order_by("matter__place", "place"))
    if chosen - {option.pk for option in options}:
        raise ValidationError({"options": _("An option was marked that this vote does not have.")})
    counts = Counter(option.matter for option in options if option.pk in chosen)
    asked: dict[Matter, list[Option]] = {}
    for option in options:
        asked.setdefault(option.matter, []).append(option)
    faults = [
        words
        for matter, of_it in asked.items()
        if (words := odd_count(matter, counts[matter], is_complete and not has_candidates(of_it)))
    ]
    if faults:
        raise ValidationError({"options": faults})
    return [option.pk for option in options if option.pk in chosen]


def has_candidates(options: Collection[Option]) -> bool:
    """Whether persons are chosen among, where nobody can vote no or abstain."""
    return not any(option.stance for option in options)


def odd_count(matter, count: int, is_complete: bool) -> str:
    if count > matter.choose_most:
        return _("Matter %(place)d: mark %(most)d at most.") % {"place": matter.place, "most": matter.choose_most}
    if is_complete and not count:
        return _("Matter %(place)d: mark an answer.") % {"place": matter.place}
    return ""


def refuse(vote: Vote, owner: Owner, way: str, reason: str, *, at: datetime) -> Refusal:
    """Keep that a ballot came and did not count: once for each owner, way and reason."""
    found, is_new = Refusal.objects.get_or_create(vote=vote, owner=owner, way=way, reason=reason, defaults={"at": at})
    if is_new:
        audit.record(by=None, at=at, verb="refuse_ballot", thing=vote, after={"way": way, "reason": reason})
    return found


@transaction.atomic
def give_proxy(
    vote: Vote, owner: Owner, *, name: str, phone: str = "", document: str = "", given_on: date, by: User | None,
    at: datetime,
) -> Proxy:  # fmt: skip
    """Record the letter by which an owner sends somebody else.

    Raises AlreadyVoted, NotAllowed, NotNow, ValidationError.
    """
    held = hold(vote, "give_proxy", by=by)
    insist_on_roll(held, owner)
    insist_first(held, owner)
    name = said(name, "name", _("Write the name."))
    if given_on > timezone.localdate(at):
        raise ValidationError({"given_on": _("The letter is of today or before.")})
    proxy = Proxy.objects.filter(vote=held, owner=owner).first() or Proxy(vote=held, owner=owner)
    proxy.put_down(name=name, phone=phone.strip())
    proxy.document_digest = digest(document.strip()) if document.strip() else ""
    proxy.given_on, proxy.recorded_by = given_on, by
    proxy.full_clean(exclude=["recorded_by"], validate_unique=False)
    proxy.save()
    audit.record(by=by, at=at, verb="give_proxy", thing=proxy, after={"vote": held.number, "given_on": str(given_on)})
    return proxy
