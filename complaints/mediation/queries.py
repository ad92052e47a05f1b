"""Questions about mediation: who sees it, what runs out."""

from datetime import date

from django.db.models import QuerySet

from accounts.models import Role, User
from accounts.scope import NOTHING, by_region


class MediationQuerySet(QuerySet):
    def visible_to(self, user: User):
        """Mediations of the person's region. Companies are told as parties, not by the portal."""
        if getattr(user, "role", None) == Role.COMPANY:
            return self.filter(NOTHING)
        return self.filter(by_region(user, "region_id"))

    def overdue(self, *, on: date):
        """Those at work whose time has run out."""
        return self.filter(state="running", due_on__lt=on)
