"""What the clock does to votes: opens and closes them, counts and posts on the day the result is due, makes it final.

Each vote is a transaction of its own; one that cannot go on is told in the log and holds up no other.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import reduce
from operator import or_

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import audit
from accounts.lifecycle import NotNow
from committees.law import vote_terms
from committees.models import Invitation, Option, PaperEntry, Posting, Proxy, Vote, VoteObjection, VoteState
from committees.postings.erasing import erase_texts
from committees.votes import wording
from committees.votes.actions import announce, close, count, finalise, open_now

log = logging.getLogger(__name__)

NOBODY = {"sealed_name": "", "sealed_phone": ""}
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
    """Names of proxies, of those who objected and of candidates who were not elected go, what hung on the board, and
    what was typed of paper ballots, when they were kept for their time after the vote. Returns of how many votes.
    """
    months = vote_terms(today(at)).vote_persons_kept_months.count
    old = Vote.objects.filter(state__in=OVER, closes_at__lte=at - relativedelta(months=months))
    known = [
        Proxy.objects.filter(vote=OuterRef("pk")).exclude(sealed_name=""),
        VoteObjection.objects.filter(vote=OuterRef("pk")).exclude(sealed_name=""),
        PaperEntry.objects.filter(vote=OuterRef("pk")),
        Invitation.objects.filter(vote=OuterRef("pk")),
        Option.objects.filter(matter__vote=OuterRef("pk"), candidate__isnull=False).exclude(is_elected=True),
        Posting.objects.filter(vote=OuterRef("pk"), until_on__lt=today(at)).exclude(text=""),
    ]
    return sum(forget(vote, at=at) for vote in old.filter(reduce(or_, map(Exists, known))))


@transaction.atomic
def forget(vote: Vote, *, at: datetime) -> int:
    rows = [
        Proxy.objects.filter(vote=vote).exclude(sealed_name="").update(**NOBODY, document_digest=""),
        VoteObjection.objects.filter(vote=vote).exclude(sealed_name="").update(**NOBODY),
        forget_candidates(vote),
        erase_texts(vote.postings.all(), gone_before=today(at)),
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
        for option in options:
            option.label, option.candidate = _("Candidate %(place)d") % {"place": option.place}, None
    Option.objects.bulk_update(options, ["label", "candidate"])
    return len(options)
