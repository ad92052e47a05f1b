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
    if not number:
        return None
    return Complaint.objects.cases().filter(number=number, estate=estate, state__in=OPEN_STATES).first()
