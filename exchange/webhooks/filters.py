"""Which webhooks and deliveries: the parameters of their lists."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.filters import Filters, IdsFilter, KeysFilter, TextFilter
from exchange.models import Delivery, Subscription
from exchange.webhooks.queries import SubscriptionQuerySet


class WebhookFilters(Filters):
    model = Subscription
    columns = ("state", "ending", "state_since", "last_delivered_at", "failure_count", "made_at")

    id = IdsFilter()
    person = KeysFilter("person__username", max_length=60, help_text=_("User names, separated by commas."))
    search = TextFilter(
        method="saying", max_length=60, help_text=_("Part of what it is for, or of its address before “?”.")
    )

    def saying(self, rows: SubscriptionQuerySet, name: str, text: str) -> QuerySet:
        return rows.as_shown_to(self.request.user).filter(Q(name__icontains=text) | Q(place__icontains=text))


class DeliveryFilters(Filters):
    model = Delivery
    columns = ("key", "kind", "state", "made_at", "ended_at", "next_try_at", "try_count", "change_count")
