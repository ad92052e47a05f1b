"""Questions about webhooks: whose they are, and which have something to send."""

from datetime import datetime

from django.db.models import Case, Exists, F, Func, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Concat

from accounts.authority import may
from accounts.models import User


class SubscriptionQuerySet(QuerySet):
    def visible_to(self, user: User):
        """One's own; all of them for those who manage people."""
        if may(user, "people.manage"):
            return self
        return self.filter(person=user) if may(user, "webhooks.manage") else self.none()

    def as_shown_to(self, user: User):
        """With the address as `user` sees it (`address_shown`): its query, which may hold a key, is its person's alone.

        `place` is the address without any query: what may be searched.
        """
        place = Func(F("address"), Value("?"), Value(1), function="split_part", output_field=TextField())
        marked = Concat(place, Value("?…"), output_field=TextField())
        hidden = Case(When(address__contains="?", then=marked), default=place, output_field=TextField())
        shown = Case(When(person=user.pk, then=F("address")), default=hidden, output_field=TextField())
        return self.annotate(address_shown=shown, place=place)

    def due(self, *, at: datetime, newest: str):
        """Those with a delivery to send now, or with changes that no delivery holds yet."""
        from exchange.models import Delivery, SubscriptionState

        waiting = Delivery.objects.filter(subscription=OuterRef("pk")).waiting()
        asked_for = Exists(waiting.filter(once=True, next_try_at__lte=at))
        in_order = waiting.filter(once=False)
        due = Exists(in_order.filter(next_try_at__lte=at))
        news = ~Exists(in_order) & ~Q(position=newest)
        return self.filter(
            asked_for | Q(state=SubscriptionState.ACTIVE) & (due | news),
            person__is_active=True,
        )


class DeliveryQuerySet(QuerySet):
    def visible_to(self, user: User):
        from exchange.models import Subscription

        return self.filter(subscription__in=Subscription.objects.visible_to(user))

    def with_last_attempt(self):
        """With what came of the last try: `last_status`, `last_fault`."""
        from exchange.models import Attempt

        tries = Attempt.objects.filter(delivery=OuterRef("pk")).order_by("-pk")
        return self.annotate(
            last_status=Subquery(tries.values("status")[:1]), last_fault=Subquery(tries.values("fault")[:1])
        )

    def waiting(self):
        from exchange.models import DeliveryState

        return self.filter(state=DeliveryState.WAITING)
