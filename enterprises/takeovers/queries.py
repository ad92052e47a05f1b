"""Questions about inspections at hand-over."""

from datetime import date

from django.db.models import Q

from accounts.models import Role, User
from estates.belonging import OfAnEstate


class TakeoverQuerySet(OfAnEstate):
    def visible_to(self, user: User):
        """Those of the person's estates; staff of a company see the ones of their own company."""
        if getattr(user, "role", None) == Role.COMPANY:
            return self.filter(enterprise__staff__user=user) if user.is_active else self.none()
        return super().visible_to(user)

    def owing(self, *, on: date):
        """Whose inspection, defects, posting or filing are late on a day."""
        return self.filter(
            Q(state="open", inspect_by__lt=on)
            | Q(state="inspected", defects__fixed_on__isnull=True, defects__due_on__lt=on)
            | Q(state__in=["inspected", "finished"], posted_on__isnull=True, post_by__lt=on)
            | Q(state__in=["inspected", "finished"], file_by__lt=on)
        ).distinct()
