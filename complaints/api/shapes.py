"""What complaints look like in JSON. What a resident wrote is no column: it stands in `told`, for who may read it."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.moves import OpenMove
from accounts.api.reading import Worked
from accounts.api.serializers import Shape
from complaints.lifecycle import turn_of
from complaints.models import Actor, Complaint, Photo, Receipt, Step

TURNS = [("", _("nobody's")), *Actor.choices]


class ComplaintShape(Shape):
    """How far a complaint has come; no words of the resident's."""

    estate = serializers.CharField(source="estate.code", help_text=_("Code of the estate, 13 digits."))
    estate_name = serializers.CharField(source="estate.name", help_text=_("Name of the estate."))
    region = serializers.CharField(
        source="region_id", help_text=_("Division in which the estate lay when it was filed, 12 digits.")
    )
    topic = serializers.CharField(source="topic.code", help_text=_("Code of the topic, 4 digits."))
    topic_name = serializers.CharField(source="topic.name", help_text=_("Name of the topic."))
    turn = Worked(
        serializers.ChoiceField(TURNS), by=turn_of, of=["state", "handler"], help_text=_("Whose turn it is now.")
    )
    enterprise = serializers.CharField(
        source="enterprise.uscc",
        default=None,
        allow_null=True,
        help_text=_("Credit code of the company that handles it."),
    )
    enterprise_name = serializers.CharField(
        source="enterprise.name", default=None, allow_null=True, help_text=_("Name of that company.")
    )
    body = serializers.CharField(
        source="body.code", default=None, allow_null=True, help_text=_("Code of the other body that handles it.")
    )
    refusal = serializers.CharField(
        source="refusal.code", default=None, allow_null=True, help_text=_("Code of the reason for not accepting it.")
    )
    joined_to = serializers.CharField(
        source="joined_to.number",
        default=None,
        allow_null=True,
        help_text=_("Number of the complaint that it follows."),
    )

    class Meta:
        model = Complaint
        fields = [
            "number", "estate", "estate_name", "region", "topic", "topic_name", "kind", "channel", "filed_at",
            "hotline_number", "state", "state_since", "turn", "handler", "enterprise", "enterprise_name", "body",
            "hand_offs", "owner_named", "level", "is_urgent", "due_at", "accept_due_at", "contact_due_at",
            "answer_due_at", "review_due_at", "verdict_due_at", "accepted_at", "dispatched_at", "contacted_at",
            "answered_at", "reviewed_at", "closed_at", "reopened_at", "claims_solved", "extension",
            "extension_workdays", "joined_to", "households", "is_joint", "false_answers", "outcome", "refusal",
            "flood", "version",
        ]  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {
            "number": {"help_text": _("Number of the complaint, such as SJZ-20261117-004731.")},
            "due_at": {"help_text": _("End of the term that runs now; null while none runs.")},
            "version": {"help_text": _("Grows with every act. Send it with a verb, and the second of two is refused.")},
        }


class WordsShape(Shape):
    """What the resident wrote. Null for those who have no part in handling complaints."""

    class Meta:
        model = Complaint
        fields = ["title", "spot", "words"]
        read_only_fields = fields


class ComplaintStepShape(Shape):
    id = serializers.IntegerField(help_text=_("Number of the step."))
    role = serializers.CharField(
        source="by.role",
        default=None,
        allow_null=True,
        help_text=_("Role of the person; null for residents and the portal."),
    )

    class Meta:
        model = Step
        fields = ["id", "verb", "state", "at", "actor", "actor_name", "role", "text", "note", "is_public"]
        read_only_fields = fields


class PhotoShape(serializers.Serializer):
    key = serializers.UUIDField(help_text=_("Key of the photo."))
    step = serializers.IntegerField(
        allow_null=True, help_text=_("Number of the step that it belongs to; null for those it was filed with.")
    )
    kind = serializers.ChoiceField(
        Photo._meta.get_field("kind").choices, allow_blank=True, help_text=_("Whether it shows before or after.")
    )
    state = serializers.ChoiceField(
        Photo._meta.get_field("state").choices, help_text=_("Whether it is ready to be fetched.")
    )
    taken_at = serializers.DateTimeField(help_text=_("When it was received."))
    width = serializers.IntegerField(allow_null=True, help_text=_("Pixels; null until it is ready."))
    height = serializers.IntegerField(allow_null=True, help_text=_("Pixels; null until it is ready."))
    href = serializers.CharField(help_text=_("Where to fetch it (JPEG); `?size=thumb` gives a small one."))


class ReceiptShape(Shape):
    person = serializers.CharField(source="by.username", help_text=_("User name of the system that gave it."))

    class Meta:
        model = Receipt
        fields = ["person", "reference", "at"]
        read_only_fields = fields


class ComplaintInFull(ComplaintShape):
    told = WordsShape(allow_null=True, help_text=_("What the resident wrote; null for those who need not read it."))
    steps = ComplaintStepShape(many=True, help_text=_("What happened to it, in order."))
    photos = PhotoShape(many=True, help_text=_("Its photos."))
    receipts = ReceiptShape(many=True, help_text=_("Which other systems have it, and under which numbers."))
    moves = OpenMove(many=True, help_text=_("What the caller may do with it now."))

    class Meta(ComplaintShape.Meta):
        fields = [*ComplaintShape.Meta.fields, "told", "steps", "photos", "receipts", "moves"]


class NewComplaintShape(ComplaintInFull):
    secret = serializers.CharField(help_text=_("Opens it together with its number, for whoever filed it. Shown once."))

    class Meta(ComplaintInFull.Meta):
        fields = [*ComplaintInFull.Meta.fields, "secret"]


class UploadedShape(serializers.Serializer):
    key = serializers.UUIDField(help_text=_("Key of the photo, to be named where it belongs."))
    state = serializers.ChoiceField(
        Photo._meta.get_field("state").choices, help_text=_("Whether it is ready to be fetched.")
    )


class ContactShape(serializers.Serializer):
    """Who filed it, unmasked. That somebody looked is written down."""

    name = serializers.CharField(help_text=_("Name, as far as given."))
    phone = serializers.CharField(help_text=_("Phone, as far as given."))
    erase_on = serializers.DateField(allow_null=True, help_text=_("The day on which both are erased."))
