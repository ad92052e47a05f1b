"""What the desk asks for the verbs of a committee."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.desk_buttons import DateInput, reason_field
from committees.audits.actions import next_from
from committees.forming.facts import filled_seats
from committees.models import AuditKind, Committee, FilingKind, Seat
from committees.seats.grounds import Ground, decisions_on

LINE = UnfoldAdminTextInputWidget


class Chosen(forms.ModelChoiceField):
    """One member, by the name that hangs on the estate's page: five masked ones could not be told apart."""

    widget = UnfoldAdminSelectWidget

    def label_from_instance(self, obj) -> str:
        return f"{obj.name or obj.pk} · {obj.get_seat_display()}"


class Several(forms.ModelMultipleChoiceField):
    widget = UnfoldAdminCheckboxSelectMultipleWidget

    def label_from_instance(self, obj) -> str:
        return f"{obj.name or obj.pk} · {obj.get_seat_display()}"


class OfMatter(forms.ModelChoiceField):
    """What the owners decided."""

    widget = UnfoldAdminSelectWidget

    def label_from_instance(self, obj) -> str:
        return f"{obj.vote.number} · {obj.question}"


def made(name: str, **fields: forms.Field) -> type[forms.Form]:
    return type(name, (forms.Form,), fields)


def day_field(label, **options) -> forms.DateField:
    return forms.DateField(label=label, widget=DateInput, initial=timezone.localdate, **options)


def officers_form(committee: Committee) -> type[forms.Form]:
    seated = filled_seats(committee, timezone.localdate())
    return made(
        "OfficersForm", held_on=day_field(_("Meeting of")),
        chair=Chosen(label=_("Chair"), queryset=seated, initial=seated.filter(seat=Seat.CHAIR).first()),
        vices=Several(label=_("Vice chairs"), queryset=seated, required=False),
    )  # fmt: skip


def decided_by(committee: Committee) -> OfMatter:
    matters = decisions_on(committee).select_related("vote").order_by("-pk")
    return OfMatter(
        label=_("What the owners decided"), queryset=matters, required=False,
        help_text=_("Where the owners' assembly decided it."),
    )  # fmt: skip


def leaving_form(committee: Committee) -> type[forms.Form]:
    words = forms.CharField(
        label=_("Based on"), max_length=160, required=False, widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text=_("It stands on the register: name nobody."),
    )  # fmt: skip
    return made(
        "LeavingForm", member=Chosen(label=_("Who"), queryset=committee.members.filter(left_on__isnull=True)),
        ground=forms.ChoiceField(label=_("Ground"), choices=Ground.choices, widget=UnfoldAdminSelectWidget),
        words=words, matter=decided_by(committee),
    )  # fmt: skip


def moving_up_form(committee: Committee) -> type[forms.Form]:
    waiting = committee.members.filter(seat=Seat.SUBSTITUTE, left_on__isnull=True)
    substitute = Chosen(
        label=_("Substitute"),
        queryset=waiting,
        required=False,
        help_text=_("Empty: the first who waits. Who came with a list without a home is chosen here, once you looked."),
    )
    return made("MovingUpForm", substitute=substitute)


class EndForm(forms.Form):
    reason = reason_field(gettext_lazy("Why"))


def dissolving_form(committee: Committee) -> type[forms.Form]:
    return made("DissolvingForm", reason=reason_field(_("Why")), matter=decided_by(committee))


class HandoverForm(forms.Form):
    handed_over_on = day_field(gettext_lazy("Handed over on"))
    what = reason_field(
        gettext_lazy("What was handed over"), gettext_lazy("Books, files, money, seal, one after the other.")
    )


class FilingForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What is filed"), choices=FilingKind.choices, widget=UnfoldAdminSelectWidget
    )
    happened_on = day_field(gettext_lazy("Elected or changed on"))
    what_changed = reason_field(gettext_lazy("What changed"), gettext_lazy("For a change of filing."), required=False)


def line_field(label, longest: int, value: str) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, required=False, widget=LINE, initial=value)


def office_form(committee: Committee) -> type[forms.Form]:
    return made(
        "OfficeForm", office_phone=line_field(_("Office phone"), 30, committee.office_phone),
        office_address=line_field(_("Office"), 120, committee.office_address),
        seal_number=line_field(_("Seal registration"), 40, committee.seal_number),
        seal_on=forms.DateField(label=_("Seal since"), widget=DateInput, required=False, initial=committee.seal_on),
    )  # fmt: skip


def audit_form(committee: Committee) -> type[forms.Form]:
    begins, today = next_from(committee), timezone.localdate()
    words = UnfoldAdminTextareaWidget(attrs={"rows": 5})
    return made(
        "AuditForm", kind=forms.ChoiceField(label=_("Kind"), choices=AuditKind.choices, widget=UnfoldAdminSelectWidget),
        from_on=forms.DateField(label=_("Accounts from"), widget=DateInput, initial=begins),
        last_on=forms.DateField(label=_("up to and including"), widget=DateInput, initial=today - timedelta(days=1)),
        done_on=day_field(_("Report of")), auditor=forms.CharField(label=_("Who audited"), max_length=100, widget=LINE),
        report_number=line_field(_("Number of the report"), 60, ""),
        result=forms.CharField(label=_("Result"), max_length=4000, widget=words),
    )  # fmt: skip
