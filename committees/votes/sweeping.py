"""What the clock does to votes: opens and closes them, counts and posts on the day the result is due, makes it final.

Each vote is a transaction of its own; one that cannot go on is told in the log and holds up no other.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import audit
from accounts.lifecycle import NotNow
from committees.law import vote_terms
from committees.models import Option, Proxy, Vote, VoteObjection, VoteState
from committees.votes import wording
from committees.votes.actions import announce, close, count, finalise, open_now

log = logging.getLogger(__name__)

OVER = (VoteState.ANNOUNCED, VoteState.FINAL, VoteState.STOPPED)


def sweep(*, at: datetime) -> dict[str, int]:
    """Returns how many votes were opened, closed, counted and posted, and made final."""
    return {
        "opened": each(Vote.objects.filter(state=VoteState.POSTED, opens_at__lte=at), open_now, at=at),
        "closed": each(Vote.objects.filter(state=VoteState.OPEN, closes_at__lte=at), close, at=at),
        "counted": each(due(at=at), count, at=at),
        "posted": each(Vote.objects.filter(state=VoteState.COUNTED, result_due_on__lte=today(at)), announce, at=at),
        "final": each(unopposed(at=at), finalise, at=at),
    }


def each(votes: Iterable[Vote], act: Callable[..., Vote], *, at: datetime) -> int:
    done = 0
    for vote in list(votes):
        try:
            act(vote, by=None, at=at)
            done += 1
        except NotNow as fault:
            log.warning("vote %s is left: %s", vote.number, fault)
        except Exception:
            log.exception("vote %s is left to the next sweep", vote.number)
    return done


def today(at: datetime):
    return timezone.localdate(at)


def due(*, at: datetime) -> Iterable[Vote]:
    """Those whose result is due today, from the hour on at which the clock counts, and those that are late."""
    clock = timezone.localtime(at).time()
    rows = Vote.objects.filter(state=VoteState.CLOSED)
    if clock >= vote_terms(today(at)).vote_counted_from:
        return rows.filter(result_due_on__lte=today(at))
    return rows.filter(result_due_on__lt=today(at))


def unopposed(*, at: datetime) -> Iterable[Vote]:
    """Those whose result hung its time, without an objection that waits or was upheld."""
    against = VoteObjection.objects.filter(Q(answered_on=None) | Q(is_upheld=True)).values("vote")
    hung = Vote.objects.filter(state=VoteState.ANNOUNCED, announced_until_on__lte=today(at))
    return hung.exclude(pk__in=against)


def forget_persons(*, at: datetime) -> int:
    """Names of proxies, of those who objected and of candidates who were not elected go, and what was typed of paper
    ballots, when they were kept for their time after the vote. Returns of how many votes.
    """
    months = vote_terms(today(at)).vote_persons_kept_months.count
    old = Vote.objects.filter(state__in=OVER, closes_at__lte=at - relativedelta(months=months))
    named = Q(proxies__in=Proxy.objects.exclude(sealed_name="")) | Q(
        objections__in=VoteObjection.objects.exclude(sealed_name="")
    )
    typed = Q(paper_entries__isnull=False) | Q(invitations__isnull=False)
    stood = Q(matters__options__in=Option.objects.filter(candidate__isnull=False, is_elected=False))
    return sum(forget(vote, at=at) for vote in old.filter(named | typed | stood).distinct())


@transaction.atomic
def forget(vote: Vote, *, at: datetime) -> int:
    rows = [
        Proxy.objects.filter(vote=vote)
        .exclude(sealed_name="")
        .update(sealed_name="", sealed_phone="", document_digest=""),
        VoteObjection.objects.filter(vote=vote).exclude(sealed_name="").update(sealed_name="", sealed_phone=""),
        forget_candidates(vote),
        vote.paper_entries.all().delete()[0],
        vote.invitations.all().delete()[0],
    ]
    if any(rows):
        audit.record(by=None, at=at, verb="forget_persons", thing=vote, after={"rows": sum(rows)})
    return int(any(rows))


def forget_candidates(vote: Vote) -> int:
    """Who was not elected stands in the result by number from then on."""
    if vote.state not in (VoteState.FINAL, VoteState.STOPPED):
        return 0
    options = list(Option.objects.filter(matter__vote=vote, candidate__isnull=False).exclude(is_elected=True))
    with translation.override(wording.LANGUAGE):
        numbered = [(option, _("Candidate %(place)d") % {"place": option.place}) for option in options]
    changed = [option for option, label in numbered if option.label != label]
    for option, label in numbered:
        option.label = label
    Option.objects.bulk_update(changed, ["label"])
    return len(changed)
