"""Questions about equipment."""

from datetime import date

from django.db.models import F, Q

from estates.belonging import OfAnEstate


class EquipmentQuerySet(OfAnEstate):
    def in_use(self, *, on: date):
        """What stands there and is not out of use on a day."""
        return self.filter(Q(retired_on__isnull=True) | Q(retired_on__gt=on))

    def overdue(self, *, on: date):
        """In use, and not inspected, or due before a day."""
        return self.in_use(on=on).filter(Q(next_due_on__isnull=True) | Q(next_due_on__lt=on))

    def by_due_day(self):
        """The most urgent first: what was never inspected, then the oldest due day."""
        return self.order_by(F("next_due_on").asc(nulls_first=True), "code")
