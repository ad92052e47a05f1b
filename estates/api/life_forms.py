"""The bodies of what is done with equipment, renovations, hazards and basic services."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.serializers import KnownFields, Seen, SeenById, regions_for
from estates.belonging import WAYS
from estates.models import (
    BasicGrade,
    BasicMode,
    CampaignKind,
    CheckResult,
    Estate,
    HazardKind,
    Moment,
    PriceUnit,
    RenovationGroup,
    SafetyVisit,
    Severity,
)

MOST_ITEMS = 60
MOST_FEN = 10**15
ESTATE = _("Code of the estate, 13 digits.")
ITEM = _("Id of the piece of work that it shows, or null.")


def estates_of(user) -> QuerySet:
    """The estates that a person may name: officers those of their region, others what is theirs."""
    return WAYS[user.role](user) if user.role in WAYS else Estate.objects.visible_to(user)


def estate_field(**options) -> Seen:
    return Seen("code", among=estates_of, help_text=ESTATE, **options)


def words_field(words, *, most: int = 300, required: bool = True) -> serializers.CharField:
    more = {} if required else {"required": False, "allow_blank": True, "default": ""}
    return serializers.CharField(max_length=most, help_text=words, **more)


def proof_field() -> serializers.FileField:
    return serializers.FileField(
        required=False, allow_null=True, default=None, help_text=_("A PDF, or a picture (JPEG, PNG), as proof.")
    )


def fen_field(words, **options) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=0, max_value=MOST_FEN, help_text=words, **options)


def whole(kind: Callable[..., Any], argument: str, act: Callable[..., Any]) -> Callable[..., Any]:
    """The action `act`, whose values come as one `kind` under the name of `argument`."""

    def use(thing: Any, *, by, at, **values: Any) -> Any:
        return act(thing, **{argument: kind(**values)}, by=by, at=at)

    return use


class Checking(KnownFields):
    inspected_on = serializers.DateField(help_text=_("Day of the inspection."))
    inspected_by = words_field(_("Who inspected it: an organisation."), most=100)
    result = serializers.ChoiceField(CheckResult.choices, help_text=_("How it came out."))
    next_due_on = serializers.DateField(
        required=False, allow_null=True, default=None,
        help_text=_("The day that the report names; by default what the city's rule gives."),
    )  # fmt: skip
    proof = proof_field()


class Correcting(Checking):
    wrong = serializers.IntegerField(
        min_value=1, max_value=2**53, help_text=_("Id of the inspection that was reported wrong.")
    )


class Retiring(KnownFields):
    retired_on = serializers.DateField(help_text=_("First day on which it is out of use."))
    why = words_field(_("Why."))


class Work(KnownFields):
    group = serializers.ChoiceField(RenovationGroup.choices, help_text=_("Group of works."))
    name = words_field(_("What is to be done."), most=60)
    budget_fen = fen_field(_("What it is to cost, in fen."))


class PlanningRenovation(KnownFields):
    estate = estate_field()
    year = serializers.IntegerField(min_value=2000, max_value=2100, help_text=_("Year of the plan."))
    title = words_field(_("Title."), most=100)
    begins_on = serializers.DateField(
        required=False, allow_null=True, default=None, help_text=_("Day on which work is to begin.")
    )
    due_on = serializers.DateField(help_text=_("Day by which work is to be finished."))
    items = serializers.ListField(
        child=Work(), max_length=MOST_ITEMS, required=False, default=list, help_text=_("The works, in their order.")
    )


class Beginning(KnownFields):
    began_on = serializers.DateField(help_text=_("Day on which work began."))
    builder = words_field(_("The company that does the work."), most=100)


class Progress(KnownFields):
    item = serializers.IntegerField(min_value=1, max_value=2**53, help_text=_("Id of the piece of work."))
    percent = serializers.IntegerField(min_value=0, max_value=100, help_text=_("How much of it is done."))
    cost_fen = fen_field(_("What it has cost so far, in fen."), required=False, allow_null=True, default=None)
    on = serializers.DateField(help_text=_("Day as of which this is so."))


class Picturing(KnownFields):
    item = serializers.IntegerField(
        min_value=1, max_value=2**53, required=False, allow_null=True, default=None,
        help_text=ITEM,
    )  # fmt: skip
    moment = serializers.ChoiceField(Moment.choices, help_text=_("Before or after."))
    taken_on = serializers.DateField(help_text=_("Day on which it was taken."))
    caption = words_field(_("What it shows; pictures of one caption stand side by side."), most=60)
    file = serializers.FileField(help_text=_("A picture: JPEG or PNG."))


class Finishing(KnownFields):
    finished_on = serializers.DateField(help_text=_("Day on which work was finished."))


class AcceptingWork(KnownFields):
    accepted_on = serializers.DateField(help_text=_("Day on which it was accepted."))


class ReasonGiven(KnownFields):
    reason = words_field(_("Why."))


class Campaigning(KnownFields):
    title = words_field(_("Title."), most=100)
    kind = serializers.ChoiceField(CampaignKind.choices, help_text=_("What it is about."))
    region = Seen("code", among=regions_for, help_text=_("Code of the division, 12 digits."))
    from_on = serializers.DateField(help_text=_("First day."))
    until_on = serializers.DateField(help_text=_("First day after it."))
    document = words_field(_("Number of the document that orders it."), most=100, required=False)


class Visiting(KnownFields):
    estate = estate_field()
    visited_on = serializers.DateField(help_text=_("Day of the check."))


def visits_of(user):
    return SafetyVisit.objects.visible_to(user)


class HazardFound(KnownFields):
    estate = estate_field()
    visit = SeenById(
        among=visits_of, required=False, allow_null=True, default=None,
        help_text=_("Id of the safety check in which it was found, or null."),
    )  # fmt: skip
    kind = serializers.ChoiceField(HazardKind.choices, help_text=_("What kind of hazard."))
    severity = serializers.ChoiceField(Severity.choices, help_text=_("How grave."))
    place = words_field(_("Where it is."), most=60)
    words = words_field(_("What is dangerous there; names no person."))
    found_on = serializers.DateField(help_text=_("Day on which it was found."))


class Fixing(KnownFields):
    fixed_on = serializers.DateField(help_text=_("Day on which it was removed."))
    how = words_field(_("How it was removed; names no person."))
    proof = proof_field()


class SeenOnSite(KnownFields):
    checked_on = serializers.DateField(help_text=_("Day of the check."))


class SendingBackHazard(KnownFields):
    remark = words_field(_("What is still to be done."))


class ProposingService(KnownFields):
    estate = estate_field()
    mode = serializers.ChoiceField(BasicMode.choices, help_text=_("How it is to be served."))
    grade = serializers.ChoiceField(BasicGrade.choices, help_text=_("Grade of the basic service."))
    provider = words_field(_("The organisation that gives the service."), most=100)
    price_fen = fen_field(_("Price in fen for one unit."))
    unit = serializers.ChoiceField(PriceUnit.choices, help_text=_("For what the price is."))


class CheckedOnSite(KnownFields):
    checked_on = serializers.DateField(help_text=_("Day of the check on site."))
    drc = words_field(_("The county's development and reform office."), most=60)
    bureau = words_field(_("The county's housing office."), most=60)
    found = words_field(_("What they found."), most=500)
    grade = serializers.ChoiceField(BasicGrade.choices, help_text=_("The grade they set."))
    price_fen = fen_field(_("The price they set, in fen for one unit."))
    proof = proof_field()


class Enforcing(KnownFields):
    document = words_field(_("Number of the document that sets it."), most=100)
    from_on = serializers.DateField(help_text=_("First day in force."))


class EndingService(KnownFields):
    last_day = serializers.DateField(help_text=_("Last day in force."))
    reason = words_field(_("Why."))
