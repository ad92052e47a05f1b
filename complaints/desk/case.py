"""Everything that stands on the page of one case."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.functional import cached_property

from accounts.authority import may
from accounts.city import profile
from accounts.models import User
from accounts.workdays import Calendar
from complaints.desk.clock import Segment, clock_of
from complaints.desk.due import Due, due_of
from complaints.desk.history import Event, Picture, history, photos_of
from complaints.desk.moves import Ask, asks_for, first_of
from complaints.following.naming import Names, names_of
from complaints.lifecycle import turn_of
from complaints.models import Complaint, Contact, State
from complaints.moves import open_moves
from complaints.queries import may_read_words
from complaints.similar import Alike, same_event
from complaints.suggestions import Suggestion, suggest
from enterprises.models import ServiceContract

YEAR = timedelta(days=365)
NEEDS_A_HANDLER = {State.FILED, State.SUPPLEMENT, State.ACCEPTED}
MAY_JOIN = {State.FILED, State.SUPPLEMENT, State.ACCEPTED, State.DISPATCHED, State.CONTACTED}


@dataclass
class Case:
    """One complaint as an officer sees it at a moment."""

    complaint: Complaint
    user: User
    at: datetime
    calendar: Calendar

    @cached_property
    def due(self) -> Due:
        return due_of(self.complaint.state, self.complaint.due_at, self.at)

    @cached_property
    def clock(self) -> list[Segment]:
        return clock_of(self.complaint, at=self.at, calendar=self.calendar)

    @cached_property
    def asks(self) -> list[Ask]:
        """The buttons, the one to press first."""
        found = asks_for(open_moves(self.user, self.complaint, at=self.at), self.complaint)
        first = first_of(found)
        return sorted(found, key=lambda ask: ask is not first)

    @cached_property
    def first(self) -> Ask | None:
        return first_of(self.asks)

    @cached_property
    def may_join(self) -> bool:
        return any(ask.verb == "join" for ask in self.asks)

    @cached_property
    def suggestion(self) -> Suggestion | None:
        if self.complaint.state not in NEEDS_A_HANDLER:
            return None
        return suggest(self.complaint, on=timezone.localdate(self.at))

    @cached_property
    def reads_words(self) -> bool:
        return may_read_words(self.user)

    @cached_property
    def photos(self) -> dict[int | None, list[Picture]]:
        return photos_of(self.complaint) if self.reads_words else {}

    @property
    def filed_photos(self) -> list[Picture]:
        return self.photos.get(None, [])

    @cached_property
    def history(self) -> list[Event]:
        return history(self.complaint.steps.select_related("by"), self.photos, reads_words=self.reads_words)

    @cached_property
    def alike(self) -> list[Alike]:
        return same_event(self.complaint) if self.complaint.state in MAY_JOIN else []

    @cached_property
    def followers(self) -> list[Complaint]:
        return list(self.complaint.joined.order_by("filed_at").only("pk", "number", "title", "filed_at")[:50])

    @cached_property
    def contact(self) -> Contact | None:
        try:
            return self.complaint.contact
        except ObjectDoesNotExist:
            return None

    @property
    def may_look(self) -> bool:
        return may(self.user, "complaints.contact")

    @cached_property
    def names(self) -> Names:
        return names_of(self.complaint, profile())

    @cached_property
    def turn(self) -> str:
        """Whose turn it is: the name of the body, or "resident", "" when nothing is left to do."""
        actor = turn_of(self.complaint.state, self.complaint.handler)
        if actor in ("", "resident"):
            return actor
        return self.names.handler if self.complaint.state in ("dispatched", "contacted") else self.names.street

    @cached_property
    def contract(self) -> ServiceContract | None:
        """In force for the estate today."""
        running = ServiceContract.objects.running(on=timezone.localdate(self.at)).filter(
            estate=self.complaint.estate_id
        )
        return running.select_related("enterprise").first()

    @cached_property
    def year(self) -> dict[str, Any]:
        """The estate's last twelve months: how many complaints, how many were answered, how many of those in time."""
        rows = Complaint.objects.filter(estate=self.complaint.estate_id, filed_at__gt=self.at - YEAR)
        counted = rows.aggregate(
            received=Count("pk"),
            answered=Count("pk", filter=Q(answered_at__isnull=False)),
            in_time=Count("pk", filter=Q(answered_at__lte=F("answer_due_at"))),
        )
        share = round(100 * counted["in_time"] / counted["answered"], 1) if counted["answered"] else None
        return {**counted, "share": share}
