"""Questions about posters, their telephones, and the sheets that were ordered."""

from datetime import date, timedelta

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.scope import by_region
from complaints.posters.codes import serial_of
from estates.models import Estate

SCAN_DAYS = 30
"""How many days the desk's count of scans reaches back."""


class PosterCodeQuerySet(QuerySet):
    def visible_to(self, user: User):
        return self.filter(by_region(user, "estate__region_id"))

    def live(self):
        return self.filter(revoked_at__isnull=True)

    def find(self, text: str):
        """Those of estates found by `text`, or the one whose code it is."""
        serial = serial_of(text)
        return self.filter(pk=serial) if serial else self.filter(estate__in=Estate.objects.find(text))

    def with_scans(self, *, on: date):
        """Each with `scans`: how often its estate's posters were scanned in the 30 days up to `on`."""
        from complaints.models import Scan

        rows = Scan.objects.filter(estate=OuterRef("estate"), on__gt=on - timedelta(days=SCAN_DAYS), on__lte=on)
        total = rows.order_by().values("estate").annotate(total=Sum("count")).values("total")
        return self.annotate(scans=Coalesce(Subquery(total), 0))


class PhoneLineQuerySet(QuerySet):
    def visible_to(self, user: User):
        return self.filter(by_region(user, "estate__region_id") | by_region(user, "region_id"))


class PosterOrderQuerySet(QuerySet):
    def visible_to(self, user: User):
        """Those for estates and places of the person's region."""
        return self.filter(by_region(user, "estate__region_id") | by_region(user, "region_id"))

    def unfinished(self):
        """Orders that wait or were being drawn. Whether somebody still draws, their lock says."""
        from complaints.models import OrderState

        return self.filter(state__in=[OrderState.WAITING, OrderState.DRAWING])


def in_place(order) -> Q:
    """The estates that an order is for."""
    from accounts.scope import within

    return Q(pk=order.estate_id) if order.estate_id else within("region_id", order.region)
