"""The bodies of what committees in office do. Members are named by their id, as `/committee-members/` has it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from accounts.api.serializers import KnownFields, Seen, ShortList
from committees.models import AuditKind, Committee, Decision, Matter, Meeting, Member, Seal, SealUse

MOST_MEMBERS = 40


def committee_field() -> Seen:
    return Seen("number", among=Committee.objects.visible_to, help_text=gettext_lazy("Number of the committee."))


def members_field(words, *, required: bool = True) -> ShortList:
    more = {} if required else {"default": list}
    return ShortList(
        child=serializers.IntegerField(min_value=1, max_value=2**53), required=required, max_length=MOST_MEMBERS,
        help_text=words, **more,
    )  # fmt: skip


def members_of(committee: Committee, ids: Sequence[int], field: str) -> list[Member]:
    """Raises ValidationError for an id that belongs to nobody in this committee."""
    found = {member.pk: member for member in Member.objects.filter(committee=committee, pk__in=ids)}
    if unknown := [pk for pk in ids if pk not in found]:
        told = _("%(ids)s: there is no such member of this committee.") % {"ids": ", ".join(map(str, unknown))}
        raise serializers.ValidationError({field: [told]})
    return list(found.values())


class Calling(KnownFields):
    committee = committee_field()
    meets_at = serializers.DateTimeField(help_text=gettext_lazy("When it begins, with its offset from UTC."))
    place = serializers.CharField(max_length=100, help_text=gettext_lazy("Where."))
    agenda = serializers.CharField(max_length=2000, help_text=gettext_lazy("What it is about; posted at once."))
    asked_by = members_field(gettext_lazy("Members who ask for an extra meeting; empty otherwise."), required=False)


class Attending(KnownFields):
    present = members_field(gettext_lazy("Members who were there, without substitutes."))


class Deciding(KnownFields):
    text = serializers.CharField(max_length=1000, help_text=gettext_lazy("What was put to the meeting."))
    signers = members_field(gettext_lazy("Members who signed for it."))
    replaces = serializers.IntegerField(
        default=None, allow_null=True, min_value=1, max_value=2**53,
        help_text=gettext_lazy("Id of a decision of this meeting that was put down wrongly."),
    )  # fmt: skip


def deciding(meeting: Meeting, values: dict) -> dict:
    """The body of a decision, as things. Raises ValidationError for what is not of this meeting or its committee."""
    wrong = values["replaces"]
    replaces = meeting.decisions.filter(pk=wrong).first() if wrong is not None else None
    if wrong is not None and replaces is None:
        told = _("“%(value)s” is not known here.") % {"value": wrong}
        raise serializers.ValidationError({"replaces": [told]})
    return {**values, "replaces": replaces, "signers": members_of(meeting.committee, values["signers"], "signers")}


class Minuting(KnownFields):
    minutes = serializers.CharField(max_length=8000, help_text=gettext_lazy("What was said, for everybody to read."))


class Reasoned(KnownFields):
    reason = serializers.CharField(max_length=300, help_text=gettext_lazy("Why."))


class Sealing(KnownFields):
    committee = committee_field()
    seal = serializers.ChoiceField(Seal.choices, default=Seal.COMMITTEE, help_text=gettext_lazy("Whose seal."))
    used_on = serializers.DateField(help_text=gettext_lazy("Day on which it was used."))
    document = serializers.CharField(max_length=200, help_text=gettext_lazy("What was sealed."))
    recipient = serializers.CharField(
        max_length=100, default="", allow_blank=True, help_text=gettext_lazy("Who gets it.")
    )
    copies = serializers.IntegerField(default=1, min_value=1, max_value=999, help_text=gettext_lazy("How many copies."))
    signers = members_field(gettext_lazy("Members who signed for it."))
    decision = serializers.IntegerField(
        default=None, allow_null=True, min_value=1, max_value=2**53,
        help_text=gettext_lazy("Id of the committee's decision behind it."),
    )  # fmt: skip
    matter = serializers.IntegerField(
        default=None, allow_null=True, min_value=1, max_value=2**53,
        help_text=gettext_lazy("Id of the matter that the owners passed; the assembly's seal needs one."),
    )  # fmt: skip
    corrects = serializers.CharField(
        max_length=24, default=None, allow_null=True, help_text=gettext_lazy("Number of the line that it replaces.")
    )


def behind(committee: Committee, values: dict) -> dict:
    """What a seal use goes by, as things. Raises ValidationError for what is not of this committee or its estate."""
    sources = {
        "decision": Decision.objects.filter(meeting__committee=committee, pk=values["decision"]),
        "matter": Matter.objects.select_related("vote").filter(vote__estate=committee.estate, pk=values["matter"]),
        "corrects": SealUse.objects.filter(committee=committee, number=values["corrects"] or ""),
    }
    found = {name: rows.first() if values[name] is not None else None for name, rows in sources.items()}
    faults = {
        name: [_("“%(value)s” is not known here.") % {"value": values[name]}]
        for name in sources
        if values[name] is not None and found[name] is None
    }
    if faults:
        raise serializers.ValidationError(faults)
    return {**values, **found}


class Disclosing(KnownFields):
    committee = committee_field()
    from_on = serializers.DateField(help_text=gettext_lazy("First day of the half-year."))
    paid = members_field(gettext_lazy("Members whose own fees are paid."))
    unpaid = members_field(gettext_lazy("Members whose own fees are not paid in full."))


class Auditing(KnownFields):
    committee = committee_field()
    kind = serializers.ChoiceField(AuditKind.choices, help_text=gettext_lazy("Which kind of audit."))
    from_on = serializers.DateField(help_text=gettext_lazy("First day of the accounts."))
    until_on = serializers.DateField(help_text=gettext_lazy("First day after the accounts."))
    done_on = serializers.DateField(help_text=gettext_lazy("Day of the report."))
    auditor = serializers.CharField(max_length=100, help_text=gettext_lazy("Who audited."))
    report_number = serializers.CharField(
        max_length=60, default="", allow_blank=True, help_text=gettext_lazy("Number of the report.")
    )
    result = serializers.CharField(max_length=4000, help_text=gettext_lazy("What was found; posted at once."))


class PuttingUp(KnownFields):
    committee = committee_field()
    title = serializers.CharField(max_length=120, help_text=gettext_lazy("Title."))
    text = serializers.CharField(max_length=8000, help_text=gettext_lazy("Words, for everybody to read."))
    days = serializers.IntegerField(min_value=1, max_value=366, help_text=gettext_lazy("For how many days."))
