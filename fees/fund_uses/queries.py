"""Questions about uses of the fund."""

from datetime import date

from django.db.models import Q

from estates.belonging import OfAnEstate


class FundUseQuerySet(OfAnEstate):
    def told(self):
        """Those that everybody may read: posted, or confirmed as an emergency."""
        return self.filter(Q(posted_on__isnull=False) | Q(confirmed_on__isnull=False))

    def unanswered(self, *, on: date):
        """Filed, and the day for the bureau's answer is over."""
        return self.filter(state="filed", answer_due_on__lt=on)

    def untold(self, *, on: date):
        """Emergencies of which the owners should have been told by now."""
        silent = self.filter(kind="emergency", posted_on__isnull=True, notice_due_on__lt=on)
        return silent.exclude(state__in=["refused", "withdrawn"])

    def late(self, *, on: date):
        return self.unanswered(on=on) | self.untold(on=on)
