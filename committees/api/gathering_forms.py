"""The bodies of what duty reports, joint meetings, trainings, party organisations and mediation committees take."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.serializers import KnownFields, Seen, ShortList, regions_for
from committees.models import (
    Audience,
    DutyKind,
    JointTopic,
    MediationLevel,
    Partner,
    PartyKind,
    TrainingResult,
)
from estates.models import Estate

MOST_ASKED, MOST_RESOLVED, MOST_NOTED, MOST_MEDIATORS = 40, 20, 500, 20


def estate_field(**options) -> Seen:
    return Seen("code", among=Estate.objects.visible_to, help_text=_("Code of the estate, 13 digits."), **options)


def region_field(words) -> Seen:
    return Seen("code", among=regions_for, help_text=words)


def words_field(words, *, most: int = 300, required: bool = True) -> serializers.CharField:
    more = {} if required else {"required": False, "allow_blank": True, "default": ""}
    return serializers.CharField(max_length=most, help_text=words, **more)


class Reporting(KnownFields):
    estate = estate_field()
    kind = serializers.ChoiceField(choices=DutyKind.choices, help_text=_("Which duty."))
    happened_on = serializers.DateField(help_text=_("Day on which it happened."))
    words = words_field(_("What happened; names no person."), most=2000)


class Ordering(KnownFields):
    statement = words_field(_("What the company said, or that it said nothing."), most=2000)
    finding = words_field(_("What the check found; names no person."), most=2000)


class Finding(KnownFields):
    finding = words_field(_("What the check found; names no person."), most=2000)


class Concluding(KnownFields):
    decision = words_field(_("What was decided, and why."))


class Asking(KnownFields):
    partner = serializers.ChoiceField(choices=Partner.choices, help_text=_("Who it is."))
    name = words_field(_("Name of the body."), most=100)


class Resolving(KnownFields):
    text = words_field(_("What was resolved."), most=400)
    charged = words_field(_("Who sees to it."), most=100)
    due_on = serializers.DateField(help_text=_("Day by which it is to be done."))


class CallingTogether(KnownFields):
    region = region_field(_("Code of the street or community that calls it."))
    estate = estate_field(required=False, allow_null=True, default=None)
    topic = serializers.ChoiceField(choices=JointTopic.choices, help_text=_("Its topic."))
    subject = words_field(_("What it is about."), most=200)
    meets_at = serializers.DateTimeField(help_text=_("When it begins, with its offset from UTC."))
    place = words_field(_("Where."), most=100)
    asked = ShortList(child=Asking(), max_length=MOST_ASKED, help_text=_("Who is asked: two bodies at least."))


class Noting(KnownFields):
    came = ShortList(
        child=serializers.IntegerField(min_value=1, max_value=2**53), max_length=MOST_ASKED,
        help_text=_("Ids of the participants who came."),
    )  # fmt: skip
    record = words_field(_("What was said."), most=8000)
    resolutions = ShortList(
        child=Resolving(), max_length=MOST_RESOLVED, required=False, default=list, help_text=_("What was resolved.")
    )


class CarriedOut(KnownFields):
    resolution = serializers.IntegerField(min_value=1, max_value=2**53, help_text=_("Id of the resolution."))
    done_on = serializers.DateField(help_text=_("Day on which it was carried out."))
    how = words_field(_("How it was carried out."))


class Planning(KnownFields):
    region = region_field(_("Code of the division whose committees it is for."))
    title = words_field(_("Its title."), most=100)
    content = words_field(_("What is taught."), most=2000)
    organiser = words_field(_("Who holds it."), most=100)
    audience = serializers.ChoiceField(
        choices=Audience.choices, default=Audience.ALL, help_text=_("For whom: all, new or chairs.")
    )
    begins_at = serializers.DateTimeField(help_text=_("When it begins, with its offset from UTC."))
    hours = serializers.DecimalField(max_digits=4, decimal_places=1, min_value=0, help_text=_("Hours."))
    place = words_field(_("Where."), most=100)


class OneResult(KnownFields):
    attendance = serializers.IntegerField(min_value=1, max_value=2**53, help_text=_("Id of the attendance."))
    result = serializers.ChoiceField(choices=TrainingResult.choices, help_text=_("passed, failed or absent."))
    points = serializers.IntegerField(
        min_value=0, max_value=100, required=False, allow_null=True, default=None, help_text=_("Points of the test.")
    )


class Results(KnownFields):
    results = ShortList(child=OneResult(), max_length=MOST_NOTED, help_text=_("What became of each."))


class Founding(KnownFields):
    estate = estate_field()
    title = words_field(_("Its name."), most=100)
    kind = serializers.ChoiceField(choices=PartyKind.choices, default=PartyKind.BRANCH, help_text=_("Its kind."))
    member_count = serializers.IntegerField(min_value=0, max_value=32767, help_text=_("Party members."))
    founded_on = serializers.DateField(help_text=_("Day of its founding."))


class Dissolving(KnownFields):
    on = serializers.DateField(help_text=_("Day of its end."))
    reason = words_field(_("Why."), most=200)


class Keeping(KnownFields):
    name = words_field(_("Its name."), most=80)
    level = serializers.ChoiceField(choices=MediationLevel.choices, help_text=_("community, street, district or city."))
    region = region_field(_("Code of its division, of that level."))
    phone = words_field(_("Telephone, which is public."), most=30, required=False)
    member_count = serializers.IntegerField(min_value=1, max_value=99, help_text=_("How many members it has."))
    chosen_on = serializers.DateField(help_text=_("Day on which they were chosen."))


class OneMediator(KnownFields):
    name = words_field(_("Name; it is sealed."), most=40)
    phone = words_field(_("Telephone; it is sealed."), most=20, required=False)
    is_chair = serializers.BooleanField(default=False, help_text=_("Whether this is the chair."))
    is_woman = serializers.BooleanField(default=False, help_text=_("Whether this is a woman."))


class Choosing(KnownFields):
    on = serializers.DateField(help_text=_("Day on which they were chosen."))
    members = ShortList(child=OneMediator(), max_length=MOST_MEDIATORS, help_text=_("All members, anew."))
