"""Webhooks: who is told, what was sent, and each try to send it."""

import secrets

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Kept, Region, User
from exchange.webhooks.addresses import for_others
from exchange.webhooks.queries import DeliveryQuerySet, SubscriptionQuerySet


class SubscriptionState(models.TextChoices):
    ACTIVE = "active", _("active")
    PAUSED = "paused", _("paused")
    DISABLED = "disabled", _("disabled")


class Ending(models.TextChoices):
    """Why the portal disabled a subscription."""

    GONE = "gone", _("The receiver answered 410: it wants nothing more.")
    FAILING = "failing", _("No delivery was taken for three days.")
    BEHIND = "behind", _("It was so far behind that changes it had not been told are no longer kept.")
    SECRET = "secret", _("The portal can no longer open its signing secret. Make a new one.")


class Fault(models.TextChoices):
    """Why a try failed. Nothing here tells what stands at an address that the portal does not send to."""

    PLACE = "place", _("The address leads nowhere that the portal sends to.")
    CONNECTION = "connection", _("No connection came about.")
    CERTIFICATE = "certificate", _("The receiver's certificate is not good for this address.")
    SLOW = "slow", _("No answer within 10 seconds.")
    BROKEN = "broken", _("The connection ended without an answer.")
    REDIRECT = "redirect", _("The receiver sent the portal elsewhere. Redirects are not followed.")
    STATUS = "status", _("The receiver did not take it.")
    SECRET = "secret", _("The portal could not sign it: it can no longer open the signing secret.")


class DeliveryKind(models.TextChoices):
    CHANGES = "changes", _("changes told")
    PING = "ping", _("ping")


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    DELIVERED = "delivered", _("delivered")
    FAILED = "failed", _("failed")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Subscription(Kept):
    """A server that is told of changes, as far as `person` sees them at the moment of sending.

    `position` is how far in the change feed it has been told. An empty list of resources or verbs means all.
    """

    person = models.ForeignKey(User, models.CASCADE, related_name="subscriptions", verbose_name=_("person"))
    name = models.CharField(_("what it is for"), max_length=60, validators=[MinLengthValidator(1)])
    address = models.CharField(_("address"), max_length=500)
    resources = ArrayField(models.CharField(max_length=40), verbose_name=_("resources"), default=list, blank=True)
    verbs = ArrayField(models.CharField(max_length=10), verbose_name=_("kinds of change"), default=list, blank=True)
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("only within")
    )
    sealed_secret = models.TextField(_("signing secret"), editable=False)
    sealed_old_secret = models.TextField(_("previous signing secret"), blank=True, editable=False)
    old_secret_until = models.DateTimeField(_("previous secret signs until"), null=True, blank=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=SubscriptionState, default=SubscriptionState.ACTIVE, editable=False
    )
    ending = models.CharField(_("why it is disabled"), max_length=10, choices=Ending, blank=True, editable=False)
    state_since = models.DateTimeField(_("in this state since"), default=timezone.now, editable=False)
    position = models.CharField(_("position in the change feed"), max_length=100, blank=True, editable=False)
    failure_count = models.PositiveIntegerField(_("failures in a row"), default=0, editable=False)
    last_delivered_at = models.DateTimeField(_("last delivery"), null=True, blank=True, editable=False)
    made_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)

    objects = SubscriptionQuerySet.as_manager()
    masks = {"address": for_others}
    """How the audit log has it."""

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=SubscriptionState.DISABLED) | Q(ending=""), name="only_a_disabled_webhook_has_ended"
            ),
            models.CheckConstraint(
                condition=Q(sealed_old_secret="") | Q(old_secret_until__isnull=False),
                name="previous_webhook_secret_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:
        return self.state == SubscriptionState.ACTIVE


def new_key() -> str:
    return f"msg_{secrets.token_urlsafe(18)}"


class Delivery(models.Model):
    """One message, made once: every try, and every redelivery, sends the same `key` and the same `body`.

    It tells the changes after position `since` up to `until`, which a person with `scope` saw; for anybody else it is
    never sent. `once`: somebody asked for this one, it is tried once and holds up nothing.
    """

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="deliveries", verbose_name=_("webhook"))
    key = models.CharField(_("message id"), max_length=40, unique=True, default=new_key)
    kind = models.CharField(_("kind"), max_length=10, choices=DeliveryKind)
    scope = models.CharField(_("for whose eyes"), max_length=60, blank=True)
    body = models.TextField(_("body"))
    since = models.CharField(_("after position"), max_length=100, blank=True)
    until = models.CharField(_("up to position"), max_length=100, blank=True)
    change_count = models.PositiveIntegerField(_("changes"), default=0)
    made_at = models.DateTimeField(_("made at"))
    state = models.CharField(_("state"), max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    once = models.BooleanField(_("tried once"), default=False)
    try_count = models.PositiveIntegerField(_("tries"), default=0)
    trying_since = models.DateTimeField(_("trying since"))
    next_try_at = models.DateTimeField(_("next try"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["subscription", "-id"], name="deliveries_of_one_webhook"),
            models.Index(fields=["next_try_at"], condition=Q(state=DeliveryState.WAITING), name="deliveries_waiting"),
            models.Index(fields=["made_at"], name="deliveries_by_age"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subscription"],
                condition=Q(state=DeliveryState.WAITING, once=False),
                name="one_waiting_delivery_per_webhook",
            ),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.WAITING, next_try_at__isnull=False, ended_at__isnull=True)
                | (~Q(state=DeliveryState.WAITING) & Q(next_try_at__isnull=True, ended_at__isnull=False)),
                name="a_waiting_delivery_has_a_next_try",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Attempt(models.Model):
    """One try: when, the receiver's status and the time until its answer, or why there was none."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="attempts", verbose_name=_("delivery"))
    at = models.DateTimeField(_("when"))
    status = models.PositiveSmallIntegerField(_("HTTP status"), null=True)
    ms = models.PositiveIntegerField(_("milliseconds until the answer"), null=True)
    fault = models.CharField(_("what went wrong"), max_length=12, choices=Fault, blank=True)
    answer = models.TextField(_("beginning of the answer"), blank=True)

    class Meta:
        verbose_name = _("try")
        verbose_name_plural = _("tries")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.status or self.fault}"
