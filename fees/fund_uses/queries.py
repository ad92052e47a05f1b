"""Questions about uses of the fund."""

from datetime import date

from django.db.models import Q
from django.utils import timezone

from accounts.models import Role, User
from estates.belonging import OfAnEstate, in_charge
from estates.models import Estate

IS_TOLD = Q(posted_on__isnull=False) | Q(confirmed_on__isnull=False)


class FundUseQuerySet(OfAnEstate):
    def visible_to(self, user: User):
        """With their estates; what is not told yet, quotes and all, staff of a company only while it manages there."""
        seen = super().visible_to(user)
        if getattr(user, "role", None) != Role.COMPANY:
            return seen
        managed = Estate.objects.filter(in_charge(user, on=timezone.localdate()))
        return seen.filter(IS_TOLD | Q(estate__in=managed))

    def told(self):
        """Those that everybody may read: posted, or confirmed as an emergency."""
        return self.filter(IS_TOLD)

    def unanswered(self, *, on: date):
        """Filed, and the day for the bureau's answer is over."""
        return self.filter(state="filed", answer_due_on__lt=on)

    def untold(self, *, on: date):
        """Emergencies of which the owners should have been told by now."""
        silent = self.filter(kind="emergency", posted_on__isnull=True, notice_due_on__lt=on)
        return silent.exclude(state__in=["refused", "withdrawn"])

    def late(self, *, on: date):
        return self.unanswered(on=on) | self.untold(on=on)
