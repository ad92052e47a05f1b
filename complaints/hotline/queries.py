"""Questions about items for the hotline."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from accounts.models import User
from accounts.scope import by_region


class HotlineItemQuerySet(QuerySet):
    def visible_to(self, user: User):
        """Those about complaints of an officer's region; staff of companies see none."""
        return self.filter(by_region(user, "complaint__region_id"))

    def unsettled(self):
        """Those for which no receipt has come."""
        return self.exclude(state="receipted")

    def stale(self, *, at: datetime, hours: int):
        """Those that nobody has receipted for so many hours."""
        return self.unsettled().filter(made_at__lt=at - timedelta(hours=hours))
