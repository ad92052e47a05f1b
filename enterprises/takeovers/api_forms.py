"""The bodies of what is done with delivery verifications and inspections at hand-over."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.serializers import KnownFields, Seen
from enterprises.models import (
    ConditionKind,
    Delivery,
    Enterprise,
    TakeoverKind,
    TakeoverPaperKind,
    WitnessSide,
)
from estates.api.life_forms import estate_field, proof_field, words_field

MOST_DEFECTS = 200


def delivery_field() -> Seen:
    return Seen(
        "number", among=Delivery.objects.visible_to, required=False, allow_null=True, default=None,
        help_text=_("Number of the delivery verification, or null."),
    )  # fmt: skip


ROOMS = _("Rooms for the property service as measured, in m²; of the condition “rooms” only.")
ONLY_OF_ROOMS: dict[str, Any] = {"required": False, "allow_null": True, "default": None}


def area_field(words, *, most: int = 8, **options: Any) -> serializers.DecimalField:
    options = {"min_value": 0, **options}
    return serializers.DecimalField(max_digits=most, decimal_places=2, help_text=words, **options)


class ApplyingForDelivery(KnownFields):
    estate = estate_field()
    phase = words_field(_("Part of the estate that is handed over."), most=60)
    developer = words_field(_("Name of the developer."), most=100)
    homes = serializers.IntegerField(min_value=1, max_value=100_000, help_text=_("Number of homes."))
    floor_area_m2 = area_field(_("Floor area that is handed over, in m²."), most=12, min_value=1)
    handover_on = serializers.DateField(help_text=_("First day of handing over."))


class CheckingCondition(KnownFields):
    kind = serializers.ChoiceField(ConditionKind.choices, help_text=_("Which condition."))
    is_met = serializers.BooleanField(help_text=_("Whether it is met."))
    missing = words_field(_("What is missing, where it is not met."), required=False)
    service_rooms_m2 = area_field(ROOMS, **ONLY_OF_ROOMS)
    committee_room_m2 = area_field(_("The same of the room for the owners' committee."), **ONLY_OF_ROOMS)
    checked_on = serializers.DateField(help_text=_("Day of the check."))
    proof = proof_field()


class RemarkingOnDelivery(KnownFields):
    remark = words_field(_("Why, or what is to be done."))


class RegisteringTakeover(KnownFields):
    estate = estate_field()
    enterprise = Seen("uscc", among=Enterprise.objects.visible_to, help_text=_("Credit code of the company."))
    kind = serializers.ChoiceField(TakeoverKind.choices, help_text=_("From whom it takes over."))
    hands_over = words_field(_("Who hands over: an organisation."), most=100)
    delivery = delivery_field()
    handover_on = serializers.DateField(help_text=_("Day on which homes are handed over, or service begins."))


class ReceivingPaper(KnownFields):
    kind = serializers.ChoiceField(TakeoverPaperKind.choices, help_text=_("Which kind of papers."))
    received_on = serializers.DateField(help_text=_("Day on which they came in."))
    remark = words_field(_("A remark."), most=100, required=False)


class WitnessGiven(KnownFields):
    side = serializers.ChoiceField(WitnessSide.choices, help_text=_("For whom."))
    body = words_field(_("The body that signed: no person."), most=100)


class DefectGiven(KnownFields):
    place = words_field(_("Where."), most=60)
    words = words_field(_("What is wrong; names no person."))


class Inspecting(KnownFields):
    inspected_on = serializers.DateField(help_text=_("Day of the inspection."))
    witnesses = serializers.ListField(child=WitnessGiven(), max_length=10, help_text=_("Who stood by and signed."))
    defects = serializers.ListField(
        child=DefectGiven(), max_length=MOST_DEFECTS, required=False, default=list, help_text=_("What was wrong.")
    )


class FindingDefect(DefectGiven):
    found_on = serializers.DateField(help_text=_("Day on which it was found."))


class FixingDefect(KnownFields):
    defect = serializers.IntegerField(min_value=1, max_value=2**53, help_text=_("Id of the defect."))
    fixed_on = serializers.DateField(help_text=_("Day on which it was put right."))


class PostingResult(KnownFields):
    posted_on = serializers.DateField(help_text=_("First day of the posting."))


class FinishingTakeover(KnownFields):
    finished_on = serializers.DateField(help_text=_("Day on which all was in order."))


class FilingTakeover(KnownFields):
    filed_on = serializers.DateField(help_text=_("Day on which the papers were handed in."))


class StrikingTakeover(KnownFields):
    reason = words_field(_("Why."))
