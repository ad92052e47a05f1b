"""`/api/v1/webhooks/`: one's own webhooks, what was sent to each, and what can be done with them."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.api.expanding import made
from accounts.api.moves import Nothing, Offer, OpenMove, Verbs
from accounts.api.reading import dicts, reader_of
from accounts.api.registers import Register, with_values
from exchange.api.webhook_shapes import (
    AttemptShape,
    DeliveryShape,
    MessageShape,
    NewWebhook,
    SecretRotation,
    WebhookPause,
    WebhookShape,
)
from exchange.lifecycle import OF_ITS_PERSON, WEBHOOK
from exchange.models import Attempt, Delivery, Subscription
from exchange.webhooks import actions
from exchange.webhooks.filters import DeliveryFilters, WebhookFilters
from exchange.webhooks.readers import may_read_body

OFFERS = (
    Offer(WEBHOOK["pause"], "webhook-pause", lambda: WebhookPause),
    Offer(WEBHOOK["resume"], "webhook-resume"),
    Offer(WEBHOOK["test"], "webhook-test"),
    Offer(WEBHOOK["rotate-secret"], "webhook-rotate-secret", lambda: SecretRotation),
)


def moves_of(view, ids: Sequence[int]) -> Mapping[int, Any]:
    """The verbs open to the caller, by webhook."""
    user, request = view.request.user, view.request
    if getattr(request.auth, "read_only", False):
        return {}
    return {
        each.pk: [
            offer.told(request, each.pk)
            for offer in OFFERS
            if offer.move.is_open(user, each.state)
            and (each.person_id == user.pk or offer.move.verb not in OF_ITS_PERSON)
        ]
        for each in Subscription.objects.filter(pk__in=ids)
    }


class Webhooks(Verbs, Register):
    """Servers that are told of changes, signed, as far as their person sees them. One's own; who manages people sees
    all, without secrets."""

    kind = "webhook"
    model = Subscription
    verb_to_read = verb_to_write = "webhooks.manage"
    serializer_class = WebhookShape
    filterset_class = WebhookFilters
    lookup_value_regex = "[0-9]{1,18}"
    ordering = ("-id",)
    ordering_fields = ("id", "name", "state", "state_since", "last_delivered_at", "failure_count", "made_at")
    shows_secrets = ("create", "rotate_secret")
    expansions = {"moves": made(OpenMove, moves_of)}
    in_detail = ("moves",)
    bulk = None
    """Each has a secret of its own, which is shown in the answer to its own call."""

    def with_details(self, queryset):
        return queryset.as_shown_to(self.request.user)

    @extend_schema(request=WebhookShape, responses={201: NewWebhook})
    def create(self, request, *args, **kwargs) -> Response:
        """Subscribe: be told of everything from now on. The answer shows the signing secret, this once."""
        self.refuse_parameters()
        with transaction.atomic():
            form = self.get_serializer(data=request.data)
            form.is_valid(raise_exception=True)
            subscription = Subscription(**form.validated_data)
            subscription, secret = actions.subscribe(subscription, by=request.user, at=timezone.now())
            return with_secret(self.added(subscription), secret)

    def amend(self, thing: Subscription, values: dict) -> Subscription:
        return actions.amend(with_values(thing, values), by=self.request.user, at=timezone.now())

    def remove(self, thing: Subscription) -> None:
        actions.remove(thing, by=self.request.user, at=timezone.now())

    @extend_schema(request=WebhookPause, responses=WebhookShape)
    @action(detail=True, methods=["post"])
    def pause(self, request, pk: str) -> Response:
        """Send nothing until it is resumed. What changes meanwhile is told then."""
        return self.use(actions.pause, WebhookPause)

    @extend_schema(request=None, responses=WebhookShape)
    @action(detail=True, methods=["post"])
    def resume(self, request, pk: str) -> Response:
        """Go on where it stopped, after a pause or after the portal disabled it."""
        return self.use(actions.resume)

    @extend_schema(request=SecretRotation, responses=NewWebhook)
    @action(detail=True, methods=["post"], url_path="rotate-secret")
    def rotate_secret(self, request, pk: str) -> Response:
        """Make a new signing secret and show it, this once. For some hours both sign each delivery."""
        self.refuse_parameters()
        with transaction.atomic():
            rotated, secret = actions.rotate_secret(
                self.held(), **self.sent(SecretRotation), by=request.user, at=timezone.now()
            )
            return with_secret(self.written(rotated.pk), secret)

    @extend_schema(request=None, responses={202: DeliveryShape})
    @action(detail=True, methods=["post"], url_path="test", url_name="test")
    def ping(self, request, pk: str) -> Response:
        """Send a ping within seconds, whatever the state. What the receiver said stands among the deliveries."""
        self.refuse_parameters()
        with transaction.atomic():
            delivery = actions.ping(self.held(), **self.sent(Nothing), by=request.user, at=timezone.now())
        return Response(DeliveryShape(delivery).data, status=202)


def with_secret(response: Response, secret: str) -> Response:
    response.data = {**response.data, "secret": secret}
    response["Cache-Control"] = "no-store"
    return response


def readable(view, ids: Sequence[int]) -> list[Delivery]:
    """The deliveries whose content the caller may read."""
    return [each for each in Delivery.objects.filter(pk__in=ids) if may_read_body(view.request.user, each)]


def messages(view, ids: Sequence[int]) -> Mapping[int, Any]:
    return {each.pk: orjson.loads(each.body) for each in readable(view, ids)}


def attempts(view, ids: Sequence[int]) -> Mapping[int, Any]:
    """The tries of each delivery. An answer may repeat what was sent, so it is shown to whom that is shown."""
    columns = reader_of(AttemptShape).picked()
    paths = [path for column in columns for path in column.paths]
    rows = list(Attempt.objects.filter(delivery__in=ids).order_by("pk").values_list("delivery", *paths))
    open_to_caller = {each.pk for each in readable(view, ids)}
    found: dict[int, list] = {}
    for row, told in zip(rows, dicts(rows, columns, skip=1), strict=True):
        found.setdefault(row[0], []).append(told if row[0] in open_to_caller else {**told, "answer": None})
    return found


class Deliveries(Verbs):
    """What was sent to a webhook, and each try. Kept for 30 days."""

    kind = "delivery"
    model = Delivery
    verb_to_read = verb_to_write = "webhooks.manage"
    serializer_class = DeliveryShape
    filterset_class = DeliveryFilters
    lookup_field = "key"
    lookup_value_regex = "msg_[A-Za-z0-9_-]{1,40}"
    ordering = ("-id",)
    ordering_fields = ("made_at", "ended_at", "try_count")
    expansions = {"message": made(MessageShape, messages, is_list=False), "attempts": made(AttemptShape, attempts)}
    in_detail = ("message", "attempts")

    def initial(self, request, *args, **kwargs) -> None:
        super().initial(request, *args, **kwargs)
        if not Subscription.objects.visible_to(request.user).filter(pk=kwargs["webhook"]).exists():
            raise Http404

    def seen_by(self, user):
        rows = Delivery.objects.visible_to(user)
        return rows.filter(subscription=self.kwargs["webhook"]) if "webhook" in self.kwargs else rows

    def kept(self, what, how, filters, make):
        """The rows also depend on the webhook in the address."""
        return super().kept(what, (how, self.kwargs.get("webhook")), filters, make)

    def lock(self, pks: Sequence[Any]) -> None:
        """The webhook first, as its courier and its verbs do, so that nobody waits for each other."""
        list(Subscription.objects.select_for_update(no_key=True).filter(pk=self.kwargs["webhook"]).values_list("pk"))
        super().lock(pks)

    @extend_schema(request=None, responses={202: DeliveryShape})
    @action(detail=True, methods=["post"])
    def redeliver(self, request, webhook: str, key: str) -> Response:
        """Send it again within seconds, with the same id and body. One that waits for its next try is tried now."""
        self.refuse_parameters()
        with transaction.atomic():
            delivery = actions.redeliver(self.held(), **self.sent(Nothing), by=request.user, at=timezone.now())
        return Response(DeliveryShape(delivery).data, status=202)
