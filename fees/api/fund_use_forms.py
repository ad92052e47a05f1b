"""The bodies of the verbs of fund uses. Money is fen."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from accounts.api.serializers import KnownFields, Seen, SeenById, ShortList
from committees.models import Matter
from estates.models import Building, Estate, Home
from fees.fund_uses import actions
from fees.fund_uses.actions import Proposal
from fees.models import EmergencyCase, FundCause, FundPaperKind, FundPart, FundUse, Quote

MOST_FEN = 10**12
MOST_NAMED = 5_000


def words(label, *, most: int = 300, **options) -> serializers.CharField:
    return serializers.CharField(max_length=most, help_text=label, **options)


def fen(label) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=1, max_value=MOST_FEN, help_text=label)


def ids(label) -> ShortList:
    return ShortList(
        child=serializers.IntegerField(min_value=1, max_value=2**53), max_length=MOST_NAMED, required=False,
        default=list, help_text=label,
    )  # fmt: skip


class UseAmending(KnownFields):
    title = words(gettext_lazy("What it is for; names no person."), most=80)
    part = serializers.ChoiceField(choices=FundPart.choices, help_text=gettext_lazy("The shared part."))
    cause = serializers.ChoiceField(choices=FundCause.choices, help_text=gettext_lazy("Why it has to be repaired."))
    case = serializers.ChoiceField(
        choices=EmergencyCase.choices, required=False, allow_blank=True, default="",
        help_text=gettext_lazy("The emergency, of one that needs no vote; empty otherwise."),
    )  # fmt: skip
    plan = words(gettext_lazy("What is to be done; names no person."), most=4000)


class UseProposing(UseAmending):
    estate = Seen("code", among=Estate.objects.visible_to, help_text=gettext_lazy("Code of the estate, 13 digits."))


class ChoosingHomes(KnownFields):
    buildings = ids(gettext_lazy("Ids of buildings all of whose homes pay."))
    homes = ids(gettext_lazy("Ids of single homes that pay."))


class ContractorQuoting(KnownFields):
    contractor = words(gettext_lazy("Who quotes."), most=100)
    amount_fen = fen(gettext_lazy("How much."))
    given_on = serializers.DateField(help_text=gettext_lazy("Day of the quote."))


class DroppingQuote(KnownFields):
    quote = SeenById(among=Quote.objects.visible_to, help_text=gettext_lazy("Id of the quote."))


class ChoosingQuote(DroppingQuote):
    reason = words(
        gettext_lazy("Why this one; needed where another is lower."), required=False, allow_blank=True, default=""
    )


class UsePaperHandingIn(KnownFields):
    kind = serializers.ChoiceField(choices=FundPaperKind.choices, help_text=gettext_lazy("What it is."))
    file = serializers.FileField(help_text=gettext_lazy("The paper: a PDF or a picture."))


class DraftingVote(KnownFields):
    opens_at = serializers.DateTimeField(help_text=gettext_lazy("When it opens, with its offset from UTC."))
    closes_at = serializers.DateTimeField(help_text=gettext_lazy("When it ends, with its offset from UTC."))


class TakingDecision(KnownFields):
    vote = words(gettext_lazy("Number of the vote."), most=24)
    place = serializers.IntegerField(
        min_value=1, max_value=100, default=1, help_text=gettext_lazy("Which of the matters of the vote.")
    )


class EmergencyConfirming(KnownFields):
    site = words(gettext_lazy("What was found on site; names no person."))


class UseReasoned(KnownFields):
    reason = words(gettext_lazy("Why; everybody reads it."))


class AdvancePaying(KnownFields):
    amount_fen = fen(gettext_lazy("How much in advance."))


class AdvanceReturning(KnownFields):
    amount_fen = fen(gettext_lazy("How much came back."))


class WorkAccepting(KnownFields):
    accepted_on = serializers.DateField(help_text=gettext_lazy("Day of the acceptance."))
    result = words(gettext_lazy("What it found; names no person."))


class WorkAuditing(KnownFields):
    auditor = words(gettext_lazy("Who audited."), most=100)
    report = words(gettext_lazy("Number of the report."), most=60)
    audited_on = serializers.DateField(help_text=gettext_lazy("Day of the report."))
    audited_fen = fen(gettext_lazy("What the work cost by the audit."))


class BillSettling(KnownFields):
    amount_fen = fen(gettext_lazy("How much the bill is."))
    consented_on = serializers.DateField(
        required=False, allow_null=True, default=None,
        help_text=gettext_lazy("When the committee agreed to no audit, for a small bill."),
    )  # fmt: skip


def amend(use: FundUse, *, by, at, **given) -> FundUse:
    return actions.amend(use, Proposal(**given), by=by, at=at)


def choose_homes(use: FundUse, *, buildings: list[int], homes: list[int], by, at) -> FundUse:
    """Raises ValidationError for ids of another estate."""
    own = Home.objects.of(use.estate).select_related("building")
    houses = set(Building.objects.filter(estate=use.estate, pk__in=buildings).values_list("pk", flat=True))
    named: dict[str, list[Any]] = {
        "buildings": [pk for pk in buildings if pk not in houses],
        "homes": sorted(set(homes) - set(own.filter(pk__in=homes).values_list("pk", flat=True))),
    }
    faults = {
        field: [_("%(id)s is not of this estate.") % {"id": unknown[0]}] for field, unknown in named.items() if unknown
    }
    if faults:
        raise serializers.ValidationError(faults)
    paying = {home.pk: home for home in (*own.filter(building__in=houses), *own.filter(pk__in=homes))}
    return actions.choose_homes(use, list(paying.values()), by=by, at=at)


def take_decision(use: FundUse, *, vote: str, place: int, by, at) -> FundUse:
    """Raises ValidationError for a vote of another estate, as for none."""
    found = (
        Matter.objects.select_related("vote").filter(vote__number=vote, vote__estate=use.estate, place=place).first()
    )
    if found is None:
        raise serializers.ValidationError({"vote": [_("There is no such matter of a vote in this estate.")]})
    return actions.take_decision(use, found, by=by, at=at)
