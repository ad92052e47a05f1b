"""What webhooks and deliveries look like in JSON. A signing secret stands only in the answer that makes it."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.reading import Worked
from accounts.api.serializers import KnownFields, Seen, Shape, ShortList, regions_for
from exchange.models import Attempt, Delivery, Ending, Fault, Subscription
from exchange.webhooks.actions import LONGEST_OVERLAP_HOURS, OVERLAP_HOURS, VERBS_OF_CHANGE

WRITABLE = ("name", "address", "resources", "verbs", "region")


def sentence_of(ending: str) -> str | None:
    return str(Ending(ending).label) if ending else None


def fault_sentence(fault: str) -> str | None:
    return str(Fault(fault).label) if fault else None


class OwnAddress(serializers.CharField):
    """Its person sees all of it."""

    read_from = "address_shown"


class WebhookShape(Shape):
    person = serializers.CharField(
        source="person.username", read_only=True, help_text=_("User name of the person through whose eyes it sees.")
    )
    address = OwnAddress(
        max_length=500,
        help_text=_(
            "Where changes are sent by POST; https, port 443, 80 or 8000 to 8999. Others than its person see “?…” in "
            "place of the query."
        ),
    )
    resources = ShortList(
        child=serializers.CharField(max_length=40),
        required=False,
        max_length=50,
        help_text=_("Names of the resources to be told of, such as estate; none: all."),
    )
    verbs = ShortList(
        child=serializers.ChoiceField(VERBS_OF_CHANGE),
        required=False,
        max_length=10,
        help_text=_("Kinds of change to be told of; none: all."),
    )
    region = Seen(
        "code", among=regions_for, required=False, allow_null=True,
        help_text=_("Division code: only what lies within. Null: all that the person sees."),
    )  # fmt: skip
    reason = Worked(
        serializers.CharField(allow_null=True),
        by=sentence_of,
        of=["ending"],
        help_text=_("Why the portal disabled it, as a sentence."),
    )

    class Meta:
        model = Subscription
        fields = [
            "id", "person", *WRITABLE, "state", "ending", "reason", "state_since", "position", "failure_count",
            "last_delivered_at", "old_secret_until", "made_at",
        ]  # fmt: skip
        read_only_fields = ["state", "ending", "state_since", "position", "failure_count", "last_delivered_at"]


class NewWebhook(WebhookShape):
    """A webhook with its signing secret."""

    secret = serializers.CharField(
        read_only=True, help_text=_("The signing secret. It is shown in this answer and never again.")
    )

    class Meta(WebhookShape.Meta):
        fields = [*WebhookShape.Meta.fields, "secret"]


class SecretRotation(KnownFields):
    overlap_hours = serializers.IntegerField(
        min_value=0,
        max_value=LONGEST_OVERLAP_HOURS,
        default=OVERLAP_HOURS,
        help_text=_("Hours that the previous secret signs beside the new one, 0 to 168."),
    )


class WebhookPause(KnownFields):
    why = serializers.CharField(
        max_length=300, required=False, default="", allow_blank=True, help_text=_("The reason, for the audit log.")
    )


class AttemptShape(Shape):
    fault = serializers.ChoiceField(
        [("", ""), *Fault.choices], help_text=_("Which kind of failure; empty when the receiver took it.")
    )
    reason = Worked(
        serializers.CharField(allow_null=True), by=fault_sentence, of=["fault"], help_text=_("The failure in words.")
    )
    answer = serializers.CharField(
        allow_null=True, help_text=_("The first 1,024 bytes of the answer; null if they may hold what you do not see.")
    )

    class Meta:
        model = Attempt
        fields = ["at", "status", "ms", "fault", "reason", "answer"]
        read_only_fields = fields


class MessageShape(serializers.Serializer):
    """The body that is sent, read as JSON."""

    type = serializers.CharField(help_text=_("“changes” or “ping”."))
    timestamp = serializers.DateTimeField(help_text=_("When it was made."))
    data = serializers.JSONField(help_text=_("“entries”, as in the change feed, and “next”, the position after them."))


class DeliveryShape(Shape):
    webhook = serializers.IntegerField(source="subscription_id", read_only=True, help_text=_("Id of the webhook."))

    class Meta:
        model = Delivery
        fields = [
            "key", "webhook", "kind", "state", "once", "change_count", "since", "until", "made_at", "try_count",
            "next_try_at", "ended_at",
        ]  # fmt: skip
        read_only_fields = fields
