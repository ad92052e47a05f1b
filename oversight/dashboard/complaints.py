"""Complaints in hand in a place now: how many are open, how many are late, and where most of those are."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from accounts.authority import may
from accounts.models import Region, User
from complaints.models import Complaint, State
from oversight.dashboard.asked import Asked
from oversight.names import short_place

PLACES_SHOWN = 5
LATE = ~Q(state__in=[State.SUPPLEMENT, State.REVIEWED])
"""What waits for the resident is never late."""


@dataclass(frozen=True)
class Load:
    """What a place has in hand. `page`: its own page of figures, empty for the place one is at."""

    name: str
    open: int
    late: int
    page: str = ""


def complaints_of(asked: Asked, user: User, *, at: datetime) -> dict[str, Any]:
    """Nothing for a day of the past, of which only the nights' figures are kept, nor for who sees no complaints."""
    if asked.is_past or not may(user, "complaints.view"):
        return {}
    counted = counts(asked.area.prefix, at=at)
    whole = load(asked.region, counted, asked)
    parts = [load(region, counted, asked) for region in asked.area.parts(None)]
    worst = sorted((part for part in parts if part.open), key=lambda part: (-part.late, -part.open))
    listed = reverse("admin:complaints_complaint_changelist")
    return {
        "in_hand": whole,
        "in_hand_places": worst[:PLACES_SHOWN],
        "in_hand_urls": {"all": f"{listed}?tab=all", "late": f"{listed}?tab=overdue"},
    }


def counts(prefix: str, *, at: datetime) -> list[tuple[str, int, int]]:
    """(street, open, late) of every street below a division. One query, by the index of what is open."""
    rows = Complaint.objects.open().filter(street__startswith=prefix[:9]).values("street").order_by()
    counted = rows.annotate(n=Count("pk"), late=Count("pk", filter=LATE & Q(due_at__lt=at)))
    return list(counted.values_list("street", "n", "late"))


def load(region: Region, counted: list[tuple[str, int, int]], asked: Asked) -> Load:
    within = [(n, late) for street, n, late in counted if street.startswith(region.stem[:9])]
    is_here = region.code == asked.region.code
    return Load(
        short_place(region.name, asked.area.city.name),
        sum(n for n, _late in within),
        sum(late for _n, late in within),
        "" if is_here else asked.address(region=region.code),
    )
