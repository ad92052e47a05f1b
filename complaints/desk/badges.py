"""The counts in the menu. They stand on every page of the admin, so each is asked for once a minute and person."""

from collections.abc import Callable

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

from accounts.authority import may
from accounts.days import calendar
from complaints.desk.presence import asked
from complaints.desk.worklist import MOST_COUNTED, count_of, on_tab

SECONDS = 60


def mine(request: HttpRequest) -> str:
    """How many complaints wait for this person, as the menu shows it; "" for none."""
    return counted(request.user, "mine")


def overdue(request: HttpRequest) -> str:
    """How many of those that the person sees are late."""
    return counted(request.user, "overdue")


def counted(user, tab: str) -> str:
    if not may(user, "complaints.view"):
        return ""

    def count() -> int:
        return count_of(on_tab(tab, user, at=timezone.now(), calendar=calendar()))

    found = kept(f"complaints-{tab}-{user.pk}", count)
    return f"{MOST_COUNTED - 1}+" if found >= MOST_COUNTED else str(found or "")


def kept(key: str, count: Callable[[], int]) -> int:
    """The cache's answer, or a fresh one that it keeps; a fresh one as well while it is away."""
    found = asked(lambda: cache.get(key), None)
    if found is None:
        found = count()
        asked(lambda: cache.set(key, found, SECONDS), None)
    return found
