"""Questions about the outbox."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from accounts.models import User
from accounts.scope import by_region

OLD_AFTER = timedelta(minutes=30)
"""What might have gone out this long ago and did not is a matter for an officer: the gateway or the worker is away."""


class NoticeQuerySet(QuerySet):
    def visible_to(self, user: User):
        """Those about complaints of the person's region. Companies have their own desk, and no outbox."""
        return self.filter(by_region(user, "complaint__region_id"))

    def old(self, *, at: datetime):
        """Those that ought to be out long since, tried or not; what waits for the end of quiet hours is not."""
        late = at - OLD_AFTER
        waiting = self.filter(state="waiting", made_at__lt=late)
        return waiting.filter(next_try_at__lt=late) | waiting.filter(try_count__gt=0)
