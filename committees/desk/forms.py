"""What the acts of the desk ask for. Members are ticked on a list, so that nobody types a name."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.asking import day, line, words
from accounts.city import rule_value
from committees.audits.actions import next_from
from committees.disclosure.actions import members_in
from committees.disclosure.queries import undisclosed
from committees.meetings.law import OfficeLaw, least_more_than, least_of
from committees.meetings.standing import voting
from committees.meetings.terms import office_law
from committees.models import Assembly, AuditKind, Committee, Decision, Matter, Meeting, Member, Seal
from committees.seals.actions import STANDS

PAID, UNPAID = "paid", "unpaid"
AT_LEAST = _("At least %(least)d of all %(all)d members have to sign.")


class Ask(forms.Form):
    """A form about a committee, or about one of its meetings."""

    def __init__(self, *args, committee: Committee, meeting: Meeting | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.committee, self.meeting = committee, meeting

    def offer(self, name: str, *, on: date) -> tuple[OfficeLaw, int]:
        """Let this field choose among those with a voice on a day. Returns that day's law, and how many they are."""
        members = voting(self.committee, on=on)
        self.fields[name].queryset = members
        return office_law(on), len(members)


class MembersField(forms.ModelMultipleChoiceField):
    """A box for each member, by name and seat."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, label, *, missing, help_text="", required: bool = True) -> None:
        super().__init__(
            Member.objects.none(), label=label, required=required, help_text=help_text,
            error_messages={"required": missing},
        )  # fmt: skip

    def label_from_instance(self, member: Member) -> str:
        return f"{member.name} · {member.get_seat_display()}"


class CallForm(Ask):
    meets_at = forms.DateTimeField(
        label=_("When does it begin?"), error_messages={"required": _("Give the day and the hour.")},
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip
    place = line(_("Where?"), longest=100, missing=_("Say where."))
    agenda = words(
        _("What will it be about?"), longest=2000, missing=_("Name the matters of the agenda."),
        help_text=_("This is posted at once, for everybody to read."),
    )  # fmt: skip
    asked_by = MembersField(_("Did members ask for it?"), missing="", required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        law, members = self.offer("asked_by", on=timezone.localdate())
        least = least_of(members, law.extra_meeting_ratio.value)
        self.fields["asked_by"].help_text = _(
            "Tick them for an extra meeting: at least %(least)d of %(all)d ask, and it is held within %(days)d days."
        ) % {"least": least, "all": members, "days": law.extra_meeting_days.count}


class AttendanceForm(Ask):
    present = MembersField(_("Who was there?"), missing=_("Tick who was there."))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        law, members = self.offer("present", on=timezone.localdate(self.meeting.meets_at))
        self.fields["present"].help_text = _(
            "At least %(least)d of %(all)d members, or it was no meeting. Nobody sits in for somebody else."
        ) % {"least": least_more_than(members, law.meeting_present_ratio.value), "all": members}


class DecisionForm(Ask):
    text = words(_("What was put to the meeting?"), longest=1000, missing=_("Write it as it was put."))
    signers = MembersField(_("Who signed for it?"), missing="", required=False)
    replaces = forms.ModelChoiceField(
        Decision.objects.none(), label=_("Was one put down wrongly?"), required=False,
        empty_label=_("no, this is a further one"), help_text=_("What you write here then takes its place."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["replaces"].queryset = self.meeting.decisions.all()
        if not self.meeting.decisions.exists():
            del self.fields["replaces"]
        members, ratio = self.meeting.members_all or 0, office_law(timezone.localdate()).decision_ratio.value
        self.fields["signers"].queryset = self.meeting.present.order_by("place", "pk")
        self.fields["signers"].help_text = AT_LEAST % {"least": least_more_than(members, ratio), "all": members}


class MinutesForm(Ask):
    minutes = words(
        _("What was said?"), longest=8000, rows=8, missing=_("Write down what the meeting was about."),
        help_text=_("Everybody reads this, with the decisions. No names and phones of residents."),
    )  # fmt: skip


class ReasonForm(Ask):
    reason = words(_("Why?"), longest=300, missing=_("Give the reason."))


class SealForm(Ask):
    seal = forms.ChoiceField(
        label=_("Which seal?"), choices=Seal.choices, widget=forms.RadioSelect, initial=Seal.COMMITTEE
    )
    used_on = day(_("On which day?"))
    document = line(_("Which document was sealed?"), longest=200, missing=_("Name the document."))
    recipient = line(_("Who gets it?"), longest=100, required=False)
    copies = forms.IntegerField(label=_("How many copies?"), min_value=1, max_value=999, initial=1)
    signers = MembersField(_("Who signed for it?"), missing=_("Tick who signed."))
    decision = forms.ModelChoiceField(
        Decision.objects.none(), label=_("By which decision of the committee?"), required=False, empty_label=_("none")
    )
    matter = forms.ModelChoiceField(
        Matter.objects.none(), label=_("By which decision of the owners?"), required=False, empty_label=_("none"),
        help_text=_("The assembly's seal needs one."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        today, own = timezone.localdate(), self.committee
        self.fields["used_on"].initial = today
        law, members = self.offer("signers", on=today)
        self.fields["signers"].queryset = Member.objects.filter(committee=own).order_by("place", "pk")
        self.fields["signers"].help_text = AT_LEAST % {
            "least": least_more_than(members, law.seal_ratio.value), "all": members
        }  # fmt: skip
        self.fields["decision"].queryset = Decision.objects.filter(meeting__committee=own, passed=True).order_by("-pk")
        self.fields["matter"].queryset = (
            Matter.objects.filter(vote__estate=own.estate, vote__state__in=STANDS, passed=True)
            .select_related("vote")
            .order_by("-pk")
        )


class DisclosureForm(Ask):
    """One question for each member of the half-year that is next."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.period = next(iter(undisclosed(self.committee, on=timezone.localdate())), None)
        for member in members_in(self.committee, self.period) if self.period else ():
            self.fields[f"fees-{member.pk}"] = forms.ChoiceField(
                label=_("%(name)s (%(seat)s): own fees") % {"name": member.name, "seat": member.get_seat_display()},
                choices=[(PAID, _("paid")), (UNPAID, _("not paid in full"))], widget=forms.RadioSelect,
                error_messages={"required": _("Say whether the own fees are paid.")},
            )  # fmt: skip

    def values(self) -> dict[str, Any]:
        told = {int(name.removeprefix("fees-")): given == PAID for name, given in self.cleaned_data.items()}
        return {"from_on": self.period.from_on if self.period else date.max, "fees_paid": told}


class AuditForm(Ask):
    kind = forms.ChoiceField(label=_("Which audit?"), choices=AuditKind.choices, widget=forms.RadioSelect)
    from_on = day(_("Accounts from"))
    until_on = day(_("up to before"))
    done_on = day(_("Day of the report"))
    auditor = line(_("Who audited?"), longest=100, missing=_("Name who audited."))
    report_number = line(_("Number of the report"), longest=60, required=False)
    result = words(
        _("What was found?"), longest=4000, missing=_("Say what was found."), help_text=_("This is posted at once.")
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_on"].initial = next_from(self.committee)


class NoticeForm(Ask):
    title = line(_("Title of the notice"), longest=120, missing=_("Give a title."))
    text = words(
        _("Words"), longest=8000, rows=6, missing=_("Write the notice."),
        help_text=_("Everybody reads this. No names and phones of residents."),
    )  # fmt: skip
    days = forms.IntegerField(
        label=_("For how many days?"), min_value=1, max_value=366,
        error_messages={"required": _("Give a number of days.")},
    )  # fmt: skip

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["days"].initial = rule_value("disclosure_min_post_days", on=timezone.localdate()).value


class AssemblyForm(Ask):
    uscc = line(_("Unified social credit code"), longest=18, required=False)
    founded_on = day(_("Founded on"), required=False)
    rules_on = day(_("Assembly rules adopted on"), required=False)
    covenant_on = day(_("Covenant adopted on"), required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.known = Assembly.objects.filter(estate=self.committee.estate).first()
        for name, field in self.fields.items():
            field.initial = getattr(self.known, name, None)
