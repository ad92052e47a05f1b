"""Questions about imports."""

from django.db.models import QuerySet

from accounts.models import Role, User

SEES_ALL = {Role.SYSTEM, Role.AUDITOR, Role.BUREAU}


class BatchQuerySet(QuerySet):
    def visible_to(self, user: User):
        """The bureau, the auditor and the system administrator see every import; others see their own."""
        if not getattr(user, "is_active", False):
            return self.none()
        return self if user.role in SEES_ALL else self.filter(by=user)

    def cut_off(self):
        """Batches that were being worked on. Whether somebody still is, their lock says."""
        from intake.models import BatchState

        return self.filter(
            state__in=[BatchState.RECEIVED, BatchState.CHECKING, BatchState.APPLYING, BatchState.UNDOING]
        )
