"""The bodies of what fee filings take."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.serializers import KnownFields, Seen, SeenById, ShortList
from committees.models import Matter
from enterprises.models import ServiceContract
from enterprises.queries import estates_for
from fees.api.standards import published_levels
from fees.filings.actions import MOST_ITEMS, NewItem
from fees.models import BuildingKind, ChargeWay, DecidedBy, FeeUnit, ItemKind, Lift, PaidBy

MOST_FEN = 100_000_000


def contracts_for(user):
    return ServiceContract.objects.visible_to(user)


def matters_for(user):
    """What the owners of the estates that a person sees passed."""
    return Matter.objects.filter(vote__estate__in=estates_for(user), passed=True)


def choice(choices, words, default) -> serializers.ChoiceField:
    return serializers.ChoiceField(choices=choices, default=default, help_text=words)


class FeeItemSent(KnownFields):
    """A thing that is charged."""

    kind = choice(ItemKind.choices, _("What for."), ItemKind.RESIDENTIAL)
    name = serializers.CharField(max_length=60, help_text=_("Name of the fee item."))
    unit = choice(FeeUnit.choices, _("Unit of the price."), FeeUnit.M2_MONTH)
    price_fen = serializers.IntegerField(min_value=0, max_value=MOST_FEN, help_text=_("Price in fen for each unit."))
    building_kind = choice(BuildingKind.choices, _("For which buildings."), BuildingKind.ANY)
    lift = choice(Lift.choices, _("For buildings with or without a lift."), Lift.ANY)
    lift_paid_by = choice(PaidBy.choices, _("Who pays for running the lifts."), PaidBy.COMPANY)
    utilities_paid_by = choice(PaidBy.choices, _("Who pays for shared water and power."), PaidBy.COMPANY)


class FeeItemList(ShortList):
    child = FeeItemSent()
    default_error_messages = {"max_length": _("At most {max_length} fee items.")}


class FeeItemsSent(KnownFields):
    items = FeeItemList(max_length=MOST_ITEMS, help_text=_("Every thing that is charged."))

    def validate_items(self, sent) -> list[NewItem]:
        return [NewItem(**item) for item in sent]


class FeeAmending(KnownFields):
    """What may be changed while a filing is a draft or was given back."""

    charge_way = serializers.ChoiceField(choices=ChargeWay.choices, required=False, help_text=_("Way of charging."))
    decided_by = serializers.ChoiceField(choices=DecidedBy.choices, required=False, help_text=_("Who decided the fee."))
    matter = SeenById(
        among=matters_for, required=False, allow_null=True, help_text=_("Id of the matter that the owners passed.")
    )
    approval = serializers.CharField(
        max_length=120, required=False, allow_blank=True, help_text=_("Document of the district.")
    )
    level = SeenById(among=published_levels, required=False, allow_null=True, help_text=_("Id of the service level."))
    from_on = serializers.DateField(required=False, help_text=_("First day on which it is charged."))
    until_on = serializers.DateField(
        required=False, allow_null=True, help_text=_("First day on which it is charged no more; null: no end.")
    )
    posted_from_on = serializers.DateField(
        required=False, allow_null=True, help_text=_("First day on which the plan of a rise hung.")
    )
    posted_until_on = serializers.DateField(
        required=False, allow_null=True, help_text=_("First day on which it hung no more.")
    )
    vacancy_reduction_percent = serializers.DecimalField(
        max_digits=5, decimal_places=2, min_value=0, max_value=100, required=False, allow_null=True,
        help_text=_("How much less a vacant home pays, %."),
    )  # fmt: skip
    prepay_months_most = serializers.IntegerField(
        min_value=0, max_value=120, required=False, allow_null=True, help_text=_("Months taken in advance at most.")
    )


class FeeDrafting(FeeAmending):
    contract = Seen("number", among=contracts_for, help_text=_("Number of the service contract."))
    decided_by = serializers.ChoiceField(choices=DecidedBy.choices, help_text=_("Who decided the fee."))
    from_on = serializers.DateField(help_text=_("First day on which it is charged."))
    items = FeeItemList(max_length=MOST_ITEMS, required=False, help_text=_("Every thing that is charged."))

    def validate_items(self, sent) -> list[NewItem]:
        return [NewItem(**item) for item in sent]


class FeeAnswering(KnownFields):
    answer = serializers.CharField(max_length=300, help_text=_("The answer to the company; names no person."))


class FeeAccepting(KnownFields):
    answer = serializers.CharField(
        max_length=300, required=False, allow_blank=True, default="", help_text=_("The answer to the company.")
    )
