"""The bodies of the verbs of complaints."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.serializers import KnownFields, Seen, ShortList
from complaints.models import Body, Complaint, Handler, Kind, RefusalReason, Topic
from enterprises.models import Enterprise
from estates.models import Estate

MOST_PHOTOS = 6


def text_field(text, *, most: int = 1000, required: bool = True) -> serializers.CharField:
    """`text` is what the field is for."""
    more = {} if required else {"allow_blank": True, "default": ""}
    return serializers.CharField(max_length=most, required=required, help_text=text, **more)


def photo_keys() -> ShortList:
    return ShortList(
        child=serializers.UUIDField(), required=False, default=list, max_length=MOST_PHOTOS,
        help_text=_("Keys of photos that were uploaded before, at most 6."),
    )  # fmt: skip


class Versioned(KnownFields):
    version = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=2**31 - 1,
        help_text=_("The version that was read: refused (409) if there is a newer one."),
    )


class Noted(Versioned):
    note = text_field(_("Note for officers."), most=300, required=False)


class NoteNeeded(Versioned):
    note = text_field(_("Why, for officers."), most=300)


class Said(Versioned):
    text = text_field(_("Words to the resident."))


class MaySay(Versioned):
    text = text_field(_("Words to the resident."), required=False)


class Reasoned(Versioned):
    reason = text_field(_("Why; it is kept with the step."), most=300)


class Reported(Versioned):
    why = text_field(_("Why it is reported to the next stage."), most=300)


class Refusing(MaySay):
    reason = Seen(
        "code",
        among=lambda user: RefusalReason.objects.filter(is_active=True),
        help_text=_("Code of the published reason."),
    )


class Handing(Noted):
    handler = serializers.ChoiceField(Handler.choices, help_text=_("Who handles it."))
    enterprise = Seen(
        "uscc", among=lambda user: Enterprise.objects.all(), required=False, allow_null=True, default=None,
        help_text=_("Credit code of the company, for “company”: one with a contract for the estate."),
    )  # fmt: skip
    body = Seen(
        "code", among=lambda user: Body.objects.all(), required=False, allow_null=True, default=None,
        help_text=_("Code of the other body, for “body”."),
    )  # fmt: skip


class HandingAnew(Handing):
    note = text_field(_("Why this one handles it."), most=300)


class Answering(Said):
    text = text_field(_("What was done, in words to the resident."), most=2000)
    solved = serializers.BooleanField(help_text=_("Whether it is solved by now; then a photo must show it."))
    photos = photo_keys()


class Extending(Versioned):
    workdays = serializers.IntegerField(min_value=1, max_value=60, help_text=_("How many working days longer."))
    reason = text_field(_("Why; the resident reads it."), most=200)


class Joining(Versioned):
    to = Seen(
        "number", among=lambda user: Complaint.objects.visible_to(user),
        help_text=_("Number of the open complaint about the same estate that it follows from now on."),
    )  # fmt: skip


class Receipting(KnownFields):
    reference = text_field(_("Its number in your system."), most=60)


class NewComplaintForm(KnownFields):
    """A complaint that somebody files for a resident."""

    estate = Seen(
        "code", among=lambda user: Estate.objects.visible_to(user), help_text=_("Code of the estate, 13 digits.")
    )
    topic = Seen(
        "code", among=lambda user: Topic.objects.filter(is_active=True, parent__isnull=False),
        help_text=_("Code of the topic, 4 digits."),
    )  # fmt: skip
    words = text_field(_("What the resident says."))
    kind = serializers.ChoiceField(Kind.choices, default=Kind.COMPLAINT, help_text=_("What the resident wants."))
    title = text_field(_("Title; without one the portal makes it of place and topic."), most=80, required=False)
    spot = text_field(_("Where in the estate, such as building and unit."), most=60, required=False)
    name = text_field(_("The resident's name, if they want to give it. It is kept sealed."), most=40, required=False)
    phone = text_field(_("The resident's phone, likewise."), most=20, required=False)
    consent_version = text_field(
        _("Version of the notice to which the resident agreed; needed with a name or a phone."), most=20, required=False
    )
    photos = photo_keys()
    key = serializers.UUIDField(
        required=False, help_text=_("A UUID of your own making for this complaint: sent again, it is the same one.")
    )
    join_to = Seen(
        "number", among=lambda user: Complaint.objects.visible_to(user), required=False, allow_null=True, default=None,
        help_text=_("Number of an open complaint about the same thing, to join it."),
    )  # fmt: skip


class NewPhoto(KnownFields):
    file = serializers.FileField(help_text=_("The photo: JPEG, PNG or WebP, at most 15 MB."))
