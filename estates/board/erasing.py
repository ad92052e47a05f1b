"""What is not kept longer than it is needed: who objected and their words, photos of boards."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import audit
from estates.board import terms
from estates.models import BoardObjection, BoardProof, ObjectionState

AT_ONCE = 500


def erase(*, at: datetime) -> tuple[int, int]:
    """Objections and photos that were kept for the city's months. Raises NoRuleValue."""
    return erase_objections(at=at), erase_photos(at=at)


@transaction.atomic
def erase_objections(*, at: datetime) -> int:
    """Forget who filed objections, and what they wrote, long after the answer came or should have come.

    Item, kind and answer stay, and that one was never answered.
    """
    since = terms.kept_since("board_objection_kept_months", timezone.localdate(at))
    over = Q(answered_at__date__lt=since) | Q(state=ObjectionState.FILED, due_on__lt=since)
    rows = BoardObjection.objects.filter(over, erased_at=None)
    held = list(rows.select_for_update(no_key=True)[:AT_ONCE])
    for each in held:
        audit.record(by=None, at=at, verb="erase_board_objection", thing=each)
    BoardObjection.objects.filter(pk__in=[each.pk for each in held]).update(
        words="", sealed_name="", sealed_phone="", erased_at=at
    )
    return len(held)


def erase_photos(*, at: datetime) -> int:
    """Delete the files of photos that were kept long enough. That there was one stays."""
    since = terms.kept_since("board_photo_kept_months", timezone.localdate(at))
    held = list(BoardProof.objects.filter(added_at__date__lt=since).exclude(file="")[:AT_ONCE])
    for each in held:
        each.file.delete(save=False)
        BoardProof.objects.filter(pk=each.pk).update(file="")
    return len(held)
