"""The bodies of what findings, collections and referrals take."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.serializers import KnownFields, Seen
from enterprises.models import ServiceContract
from estates.models import Estate
from fees.findings.actions import BY_HAND
from fees.models import PaperKind

MOST_FEN = 10**12
MOST_HOMES = 10**6


def words_field(words, *, most: int = 300) -> serializers.CharField:
    return serializers.CharField(max_length=most, help_text=words)


def fen(words, *, least: int = 0) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=least, max_value=MOST_FEN, help_text=words)


def contract_field() -> Seen:
    return Seen("number", among=ServiceContract.objects.visible_to, help_text=_("Number of the service contract."))


class FindingRaising(KnownFields):
    estate = Seen("code", among=Estate.objects.visible_to, help_text=_("Code of the estate, 13 digits."))
    kind = serializers.ChoiceField(
        choices=[(kind.value, kind.label) for kind in BY_HAND], help_text=_("What no check of the machine can see.")
    )
    happened_on = serializers.DateField(help_text=_("Day from which it dates."))
    words = words_field(_("What happened; names no person."), most=2000)


class FindingStating(KnownFields):
    statement = words_field(_("What the company has to say; names no person."), most=2000)


class FindingChecking(KnownFields):
    result = words_field(_("What the check found; names no person."), most=2000)


class CollectionFigures(KnownFields):
    due_fen = fen(_("Due for the period."))
    collected_fen = fen(_("Collected of it."))
    homes_due = serializers.IntegerField(min_value=0, max_value=MOST_HOMES, help_text=_("Homes that owe fees."))
    homes_in_arrears = serializers.IntegerField(min_value=0, max_value=MOST_HOMES, help_text=_("Homes in arrears."))
    arrears_fen = fen(_("All arrears at the end of the period, older debts too."))
    prepaid_months_most = serializers.IntegerField(
        min_value=0, max_value=600, default=0, help_text=_("How many months ahead the furthest has paid.")
    )


class CollectionReporting(CollectionFigures):
    contract = contract_field()
    from_on = serializers.DateField(help_text=_("First day of the period."))
    until_on = serializers.DateField(help_text=_("First day after it."))


class CollectionCorrecting(CollectionFigures):
    reason = words_field(_("Why."))


class ArrearsProposing(KnownFields):
    contract = contract_field()
    home = serializers.CharField(max_length=60, help_text=_("Home, as on its door; it is sealed."))
    name = serializers.CharField(max_length=40, help_text=_("Owner's name; it is sealed."))
    phone = serializers.CharField(
        max_length=20, default="", allow_blank=True, help_text=_("Owner's telephone; it is sealed.")
    )
    arrears_fen = fen(_("Arrears."), least=1)
    arrears_since_on = serializers.DateField(help_text=_("Day since which nothing was paid."))


class ArrearsPaperAdding(KnownFields):
    kind = serializers.ChoiceField(choices=PaperKind.choices, help_text=_("Which paper."))
    reference = serializers.CharField(
        max_length=80, default="", allow_blank=True, help_text=_("Number of the document.")
    )
    issued_on = serializers.DateField(help_text=_("Day of the document."))
    file = serializers.FileField(help_text=_("PDF, JPEG or PNG."))


class ArrearsNoticing(KnownFields):
    served_on = serializers.DateField(help_text=_("Day on which the owner was served with the notice."))


class ArrearsHearing(KnownFields):
    statement = words_field(_("What the owner said; it is sealed."), most=2000)


class ArrearsReferring(KnownFields):
    until_on = serializers.DateField(help_text=_("Day on which it ends at the latest."))
    decision = words_field(_("What was decided, and why; names no person."))
