"""Questions about photos: who sees them, which wait for the worker."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from accounts.authority import may
from accounts.models import User

DRAFTS_KEPT = timedelta(days=2)
"""How long photos of a report that was never sent are kept."""


class PhotoQuerySet(QuerySet):
    def visible_to(self, user: User):
        """The photos of the complaints that an officer or somebody of a company sees. Auditors need none."""
        from complaints.models import Complaint
        from complaints.queries import may_read_words

        if not (may(user, "complaints.view") and may_read_words(user)):
            return self.none()
        return self.filter(complaint__in=Complaint.objects.visible_to(user))

    def waiting(self):
        """For the worker: to be fetched, or to be made clean."""
        return self.filter(state__in=["remote", "waiting"])

    def counted(self):
        """Those that fill a place: whatever was not refused."""
        return self.exclude(state="refused")

    def given_up(self, *, at: datetime):
        """Of drafts that were never sent."""
        return self.filter(complaint__isnull=True, taken_at__lt=at - DRAFTS_KEPT)

    def past_keeping(self):
        """Of complaints whose resident has been forgotten: a photo may show who lives where."""
        return self.filter(complaint__contact__erased_at__isnull=False)
