"""The alarm in the menu: how many notices ought to be out long since."""

from django.http import HttpRequest
from django.utils import timezone

from accounts.authority import may
from complaints.desk.badges import kept
from complaints.models import Notice

MOST_COUNTED = 100


def old(request: HttpRequest) -> str:
    """As the menu shows it; "" while there are none."""
    user = request.user
    if not may(user, "complaints.handle"):
        return ""
    count = kept(
        f"complaints-old-notices-{user.pk}",
        lambda: Notice.objects.visible_to(user).old(at=timezone.now())[:MOST_COUNTED].count(),
    )
    if not count:
        return ""
    return str(count) if count < MOST_COUNTED else f"{MOST_COUNTED - 1}+"
