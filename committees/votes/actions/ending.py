"""A vote opens and closes on time, is counted, its result posted, objected to or not, and final."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.acting import said
from accounts.days import calendar
from accounts.lifecycle import NotNow
from accounts.models import User
from accounts.numbers import numbered
from committees.law import Term, VoteTerms, vote_terms
from committees.models import Matter, Option, PostedList, PostingKind, Vote, VoteObjection, VoteState
from committees.models.votes import OPTION_TALLIED, TALLIED
from committees.postings.actions import gone_on
from committees.postings.actions import post as hang
from committees.votes import counting, wording
from committees.votes.actions.acting import by_article, clock_words, hold, keep
from committees.votes.actions.casting import day_of_law
from committees.votes.actions.papers import MOMENT, unsettled
from committees.votes.lifecycle import NOT_OVER


def terms_of(vote: Vote) -> VoteTerms:
    return vote_terms(day_of_law(vote))


@transaction.atomic
def open_now(vote: Vote, *, by: User | None, at: datetime) -> Vote:
    """Ballots may come from its first moment on. Raises NotAllowed, NotNow."""
    held = hold(vote, "open", by=by)
    if at < held.opens_at:
        told = {"title": held.title, "opens": clock_words(held.opens_at)}
        raise NotNow(_("“%(title)s” opens at %(opens)s.") % told)
    return keep(held, "open", to=VoteState.OPEN, by=by, at=at)


@transaction.atomic
def close(vote: Vote, *, by: User | None, at: datetime) -> Vote:
    """No ballot comes any more but papers that were handed in before the end. Raises NotAllowed, NotNow."""
    held = hold(vote, "close", by=by)
    refuse_early(held, at)
    last = timezone.localdate(held.closes_at - MOMENT)
    held.result_due_on = calendar().after(last, terms_of(held).vote_result_workdays.count)
    return keep(
        held, "close", ["result_due_on"], to=VoteState.CLOSED, by=by, at=at, result_due_on=str(held.result_due_on)
    )


def refuse_early(vote: Vote, at: datetime) -> None:
    """Nobody, of whatever office, learns a result before the end. Raises NotNow with the article."""
    if vote.state in NOT_OVER and at < vote.closes_at:
        told = {"title": vote.title, "closes": clock_words(vote.closes_at)}
        fault = _("“%(title)s” is not over before %(closes)s: until then nothing is counted.") % told
        raise NotNow(by_article(fault, terms_of(vote).evote_min_days.article))


@transaction.atomic
def count(vote: Vote, *, by: User | None, at: datetime) -> Vote:
    """Add up the ballots and judge every matter.

    Raises NotAllowed, NotNow (before the end, or while a paper ballot waits for its second person).
    """
    refuse_early(Vote.objects.get(pk=vote.pk), at)
    held = hold(vote, "count", by=by)
    waiting = unsettled(held).values("owner").distinct().count()
    if waiting:
        raise NotNow(
            _("%(count)d paper ballots were typed in by one person only, or differently by two: settle them first.")
            % {"count": waiting}
        )
    found = counting.count(held)
    options = [option for matter in found.matters for option in matter.options.all()]
    Matter.objects.bulk_update(found.matters, TALLIED)
    Option.objects.bulk_update(options, OPTION_TALLIED)
    held.counted_at = at
    passed = {str(matter.place): matter.passed for matter in found.matters}
    part = found.tally.part.heads
    return keep(held, "count", ["counted_at"], to=VoteState.COUNTED, by=by, at=at, passed=passed, heads_part=part)


@transaction.atomic
def announce(vote: Vote, *, by: User | None, at: datetime) -> Vote:
    """Post the result, with the ballots cut up into the list that adds up to it, for so many days. It is counted once
    more before.

    Raises NotAllowed, NotNow, ValidationError where the second count is not the first.
    """
    held = hold(vote, "announce", by=by)
    faults = counting.result_faults(held)
    if faults:
        raise ValidationError(faults)
    lists = counting.lists(held)
    PostedList.objects.bulk_create([PostedList(vote=held, place=place, lines=lines) for place, lines in lists.items()])
    held.list_digest = counting.digest(lists)
    days = terms_of(held).result_post_days.count
    held.announced_on = timezone.localdate(at)
    held.announced_until_on = gone_on(held.announced_on, days)
    keep(
        held, "announce", ["list_digest", "announced_on", "announced_until_on"], to=VoteState.ANNOUNCED, by=by, at=at,
        digest=held.list_digest, until_on=str(held.announced_until_on),
    )  # fmt: skip
    title, text = wording.result(held)
    hang(held.estate, PostingKind.RESULT, title, text, days=days, committee=held.committee, vote=held, by=by, at=at)
    return held


@transaction.atomic
def object_to(
    vote: Vote, *, name: str, phone: str = "", words: str, by: User | None = None, at: datetime
) -> VoteObjection:
    """Somebody has something against a posted result, while it hangs. Raises NotNow, ValidationError."""
    held = hold(vote, "object", by=by)
    today = timezone.localdate(at)
    if held.announced_until_on is not None and today >= held.announced_until_on:
        fault = _("The result hung until %(day)s: the time for objections is over.") % {"day": held.announced_until_on}
        raise NotNow(by_article(fault, terms_of(held).result_post_days.article))
    objection = VoteObjection(
        **numbered(VoteObjection, "YY", today), vote=held, words=said(words, "words", _("Say what is wrong.")),
        lodged_on=today, due_on=due_on(terms_of(held).objection_answer_days, today),
    )  # fmt: skip
    objection.put_down(name=said(name, "name", _("Write your name.")), phone=phone.strip())
    objection.full_clean(validate_unique=False)
    objection.save(force_insert=True)
    audit.record(by=by, at=at, verb="object_to_vote", thing=objection, after={"due_on": str(objection.due_on)})
    return objection


def due_on(term: Term, today: date) -> date:
    """The last day of so many days; one that is off moves to the next working day (Civil Code, article 203)."""
    return calendar().after(gone_on(today, term.count - 1), 0)


@transaction.atomic
def answer_objection(
    objection: VoteObjection, *, answer: str, is_upheld: bool, by: User | None, at: datetime
) -> VoteObjection:
    """Once. What is upheld stops the result from becoming final: it is stopped, and voted on anew."""
    held_vote = hold(objection.vote, "answer_objection", by=by)
    held = VoteObjection.objects.select_for_update().get(pk=objection.pk, vote=held_vote)
    if held.answered_on is not None:
        raise NotNow(_("Objection %(number)s is answered already.") % {"number": held.number})
    held.answer = said(answer, "answer", _("Write the answer."))
    held.answered_on, held.is_upheld = timezone.localdate(at), is_upheld
    held.full_clean(validate_unique=False)
    held.save(update_fields=["answer", "answered_on", "is_upheld"])
    audit.record(by=by, at=at, verb="answer_objection", thing=held, after={"is_upheld": is_upheld})
    return held


@transaction.atomic
def finalise(vote: Vote, *, by: User | None, at: datetime) -> Vote:
    """The result hung its time and no objection stands against it. Raises NotAllowed, NotNow, ValidationError."""
    held = hold(vote, "finalise", by=by)
    if held.announced_until_on is None or timezone.localdate(at) < held.announced_until_on:
        fault = _("The result hangs until %(day)s.") % {"day": held.announced_until_on}
        raise NotNow(by_article(fault, terms_of(held).result_post_days.article))
    if held.objections.filter(answered_on=None).exists():
        raise NotNow(by_article(_("An objection waits for its answer."), terms_of(held).objection_answer_days.article))
    if held.objections.filter(is_upheld=True).exists():
        raise ValidationError(_("An objection was upheld: stop this vote, and let the owners vote anew."))
    return keep(held, "finalise", to=VoteState.FINAL, by=by, at=at)
