"""The bodies of what public revenue takes. Sums are in fen."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.serializers import KnownFields, Seen, ShortList, regions_for
from estates.belonging import in_charge
from estates.models import Estate
from fees.models import RevenueContract, RevenueReport
from fees.models.revenue import LINE_KINDS, Pays, ProofKind, RevenueSource, Side
from fees.revenue.accounts import Entry
from fees.revenue.reporting import MOST_LINES

MOST_FEN = 10**14
MOST_HOMES = 5_000


def own_estates(user):
    return Estate.objects.filter(in_charge(user, on=timezone.localdate()))


def fen(words, **options) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=0, max_value=MOST_FEN, help_text=words, **options)


def words(help_text, *, most: int = 300, required: bool = True) -> serializers.CharField:
    more = {} if required else {"required": False, "allow_blank": True, "default": ""}
    return serializers.CharField(max_length=most, help_text=help_text, **more)


class Registering(KnownFields):
    estate = Seen("code", among=own_estates, help_text=_("Code of the estate, 13 digits."))
    source = serializers.ChoiceField(choices=RevenueSource.choices, help_text=_("What earns."))
    payer = words(_("The business or body that pays; of a person write “a resident”."), most=100)
    place = words(_("Which shared part."), most=200)
    from_on = serializers.DateField(help_text=_("First day."))
    until_on = serializers.DateField(help_text=_("First day after it."))
    amount_fen = fen(_("What is paid each time, in fen."))
    pays = serializers.ChoiceField(choices=Pays.choices, help_text=_("How often that sum is paid."))
    signed_on = serializers.DateField(help_text=_("Day on which it was signed."))
    file = serializers.FileField(
        required=False, allow_null=True, default=None, help_text=_("The contract: PDF, JPEG or PNG.")
    )


class EndingEarly(KnownFields):
    ended_on = serializers.DateField(help_text=_("First day on which it pays no longer."))
    reason = words(_("Why."))


class Line(KnownFields):
    side = serializers.ChoiceField(choices=Side.choices, help_text=_("Whether it came in, and where it went."))
    kind = serializers.ChoiceField(choices=LINE_KINDS, help_text=_("What for; each side has its own kinds."))
    amount_fen = fen(_("Sum in fen, more than 0."))
    words = words(_("In words; everybody reads it. Names no person."), most=100, required=False)
    contract = Seen(
        "number", among=RevenueContract.objects.visible_to, required=False, allow_null=True, default=None,
        help_text=_("Number of the contract that a receipt comes from."),
    )  # fmt: skip

    def to_internal_value(self, data) -> Entry:
        return Entry(**super().to_internal_value(data))


class Writing(KnownFields):
    opening_fen = fen(_("What the account held on the first day, in fen."))
    opening_note = words(_("Why that is not what the period before closed with."), required=False)
    bank_fen = fen(
        _("What the separate account's statement shows at the end, in fen."), required=False, allow_null=True,
        default=None,
    )  # fmt: skip
    lines = ShortList(
        child=Line(), max_length=MOST_LINES, help_text=_("All lines; they take the place of those before.")
    )


class AddingProof(KnownFields):
    kind = serializers.ChoiceField(choices=ProofKind.choices, help_text=_("What it is."))
    title = words(_("Title; everybody reads it. Names no person."), most=100)
    file = serializers.FileField(help_text=_("PDF, JPEG or PNG."))


class Arriving(KnownFields):
    amount_fen = fen(_("What arrived in the fund, in fen."))
    arrived_on = serializers.DateField(help_text=_("Day on which the bank shows it."))


class Ordering(KnownFields):
    report = Seen("number", among=RevenueReport.objects.visible_to, help_text=_("Number of the posted report."))


class Joining(KnownFields):
    homes = ShortList(
        child=serializers.IntegerField(min_value=1, max_value=2**53), min_length=1, max_length=MOST_HOMES,
        help_text=_("Ids of the homes whose owners joined."),
    )  # fmt: skip


class Demanding(Joining):
    report = Seen("number", among=RevenueReport.objects.visible_to, help_text=_("Number of the posted report."))
    demanded_on = serializers.DateField(help_text=_("Day of the demand."))


class FindingClean(KnownFields):
    auditor = words(_("The body that audited."), most=100)
    result = words(_("What it found; everybody reads it. Names no person."), most=2000)


class FindingFaulty(FindingClean):
    wrong_fen = fen(_("By how much the account was wrong, in fen."))


class Drawing(KnownFields):
    region = Seen("code", among=regions_for, help_text=_("Code of the division to draw in."))
    day = serializers.DateField(help_text=_("A day of the period whose reports are drawn."))
