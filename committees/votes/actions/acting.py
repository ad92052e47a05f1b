"""What every act on a vote does: take hold of it, insist on the move, write it down."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.authority import require
from accounts.lifecycle import NotNow
from accounts.models import User
from committees.models import Vote, VoteState
from committees.votes.lifecycle import FOR_OWNERS, VOTE


class Conflict(NotNow):
    """Somebody else acted on the vote since it was read."""


def seen_by(by: User | None):
    return Vote.objects.all() if by is None else Vote.objects.visible_to(by)


def hold(vote: Vote, verb: str, *, by: User | None, version: int | None = None, is_shared: bool = False) -> Vote:
    """The vote, locked, with this verb open. Ballots that are being written are waited for.

    `is_shared` is for what changes nothing of the vote itself: it keeps its state as ballots do, and waits for none.
    Raises DoesNotExist outside of one's scope, NotAllowed, NotNow, Conflict.
    """
    move = VOTE[verb]
    if move.right != FOR_OWNERS:
        require(by, move.right)
    held = locked(seen_by(by).values("pk").get(pk=vote.pk)["pk"], is_shared=is_shared)
    if version is not None and version != held.version:
        raise Conflict(_("Vote %(number)s was changed by somebody else meanwhile.") % {"number": held.number})
    move.insist(held.state, number=held.number, now=VoteState(held.state).label)
    return held


def locked(pk: int, *, is_shared: bool) -> Vote:
    if not is_shared:
        return Vote.objects.select_for_update(no_key=True).get(pk=pk)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT FROM {Vote._meta.db_table} WHERE id = %s FOR SHARE", [pk])
    return Vote.objects.get(pk=pk)


def keep(
    held: Vote, verb: str, columns: Iterable[str] = (), *, to: str = "", by: User | None, at: datetime, why: str = "",
    **told,
) -> Vote:  # fmt: skip
    """Save what a verb changed. `told` stands in the audit log: nothing about persons, nothing about choices."""
    before = {"state": held.state}
    held.state, held.version = to or held.state, held.version + 1
    held.save(update_fields={*columns, "state", "version"})
    after = {"state": held.state, **told}
    audit.record(by=by, at=at, verb=f"{verb}_vote", thing=held, before=before, after=after, why=why)
    return held


def insist(fault: str, article: str, field: str | None = None) -> None:
    """Raises ValidationError with what is wrong (nothing where `fault` is empty) and the article that says so."""
    if fault:
        words = by_article(fault, article)
        raise ValidationError({field: words} if field else words)


def by_article(words: str, article: str) -> str:
    """A sentence and the article it follows from."""
    return _("%(words)s (%(article)s)") % {"words": words, "article": article}


def clock_words(moment: datetime) -> str:
    """A moment as people of the city read it."""
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
