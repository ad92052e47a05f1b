"""Questions about campaigns and hazards."""

from datetime import date

from django.db.models import QuerySet

from estates.belonging import OfItsTime

OPEN = ("found", "fixed")
"""States of a hazard that nobody has yet seen to be removed."""


class CampaignQuerySet(QuerySet):
    def visible_to(self, user):
        """Campaigns are announced: whoever may see this register sees all. Their hazards are seen with the estates."""
        return self.all() if user.is_active else self.none()

    def running(self, *, on: date):
        return self.filter(from_on__lte=on, until_on__gt=on)


class HazardQuerySet(OfItsTime):
    day = "found_on"

    def open(self):
        return self.filter(state__in=OPEN)

    def overdue(self, *, on: date):
        """Not even reported as removed, and the day for it is over."""
        return self.filter(state="found", fix_by__lt=on)
