"""The similar complaint that is offered before somebody files again. Joining is an offer, never a wall."""

from datetime import datetime

from complaints.lifecycle import OPEN_STATES
from complaints.models import Complaint, Topic
from complaints.similar import Alike, alike
from estates.models import Estate

OFFERED = 2
SHORTEST_WORDS = 4


def offers(estate: Estate, topic: Topic, words: str, *, at: datetime) -> list[Alike]:
    """What could be joined instead. Its words are not shown: they may name somebody, its title names only a place."""
    return alike(estate, topic, words, at=at, limit=OFFERED) if len(words) >= SHORTEST_WORDS else []


def joinable(number: str, estate: Estate) -> Complaint | None:
    """The open complaint of this estate with a number; None when it is closed, elsewhere or joined itself."""
    rows = Complaint.objects.filter(number=number, estate=estate, joined_to__isnull=True, state__in=OPEN_STATES)
    return rows.select_related("topic").first() if number else None
