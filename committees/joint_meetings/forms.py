"""What the desk asks for the verbs of joint meetings."""

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
from committees.joint_meetings.actions import Asked, NewResolution
from committees.models import JointMeeting, Partner

LINE = UnfoldAdminTextInputWidget
ASKED_AT_ONCE, RESOLVED_AT_ONCE = 6, 3
"""Rows of a form; more are added with the buttons."""
ANYBODY = [("", "–"), *Partner.choices]


class CallForm(forms.ModelForm):
    """A new meeting with up to six bodies that are asked; further ones are added on its page."""

    on = forms.DateField(label=gettext_lazy("meets on"), widget=DateInput)
    clock = forms.TimeField(label=gettext_lazy("at"), widget=LINE(attrs={"type": "time"}))

    class Meta:
        model = JointMeeting
        fields = ["region", "estate", "topic", "subject", "place"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for place in range(1, ASKED_AT_ONCE + 1):
            self.fields[f"partner_{place}"] = partner_field(place)
            self.fields[f"name_{place}"] = body_field(place)

    def clean(self) -> dict:
        """Puts the bodies together as `asked`. Raises ValidationError for one with neither kind nor name."""
        given = super().clean() or self.cleaned_data
        given["asked"] = []
        for place in range(1, ASKED_AT_ONCE + 1):
            partner, name = given.get(f"partner_{place}", ""), given.get(f"name_{place}", "").strip()
            if bool(partner) != bool(name):
                self.add_error(f"name_{place}", _("Give both who it is and the name, or leave both empty."))
            elif name:
                given["asked"].append(Asked(partner, name))
        return given


def partner_field(place: int) -> forms.ChoiceField:
    label = _("asked %(place)d") % {"place": place}
    return forms.ChoiceField(label=label, choices=ANYBODY, required=False, widget=UnfoldAdminSelectWidget)


def body_field(place: int) -> forms.CharField:
    label = _("name of body %(place)d") % {"place": place}
    return forms.CharField(label=label, max_length=100, required=False, widget=LINE)


ASKED_FIELDS = [(f"partner_{place}", f"name_{place}") for place in range(1, ASKED_AT_ONCE + 1)]


class AskForm(forms.Form):
    partner = forms.ChoiceField(
        label=gettext_lazy("kind of body"), choices=Partner.choices, widget=UnfoldAdminSelectWidget
    )
    name = forms.CharField(label=gettext_lazy("name of the body"), max_length=100, widget=LINE)


class ResolutionForm(forms.Form):
    text = forms.CharField(label=gettext_lazy("resolved"), max_length=400, widget=LINE)
    charged = forms.CharField(label=gettext_lazy("who sees to it"), max_length=100, widget=LINE)
    due_on = forms.DateField(label=gettext_lazy("to be done by"), widget=DateInput)


def note_form(meeting: JointMeeting) -> type[forms.Form]:
    """Who came, what was said, and up to three resolutions."""
    asked = meeting.participants.all()
    fields: dict[str, forms.Field] = {
        "came": forms.ModelMultipleChoiceField(
            label=_("who came"), queryset=asked, widget=UnfoldAdminCheckboxSelectMultipleWidget
        ),
        "record": forms.CharField(
            label=_("record of the meeting"), max_length=8000, widget=UnfoldAdminTextareaWidget(attrs={"rows": 8})
        ),
    }
    for place in range(1, RESOLVED_AT_ONCE + 1):
        values = {"place": place}
        fields[f"text_{place}"] = forms.CharField(
            label=_("resolution %(place)d") % values, max_length=400, required=False, widget=LINE
        )
        fields[f"charged_{place}"] = forms.CharField(
            label=_("who sees to resolution %(place)d") % values, max_length=100, required=False, widget=LINE
        )
        fields[f"due_on_{place}"] = forms.DateField(
            label=_("resolution %(place)d to be done by") % values, required=False, widget=DateInput
        )
    return type("NoteForm", (NoteForm,), fields)


class NoteForm(forms.Form):
    def clean(self) -> dict:
        """Puts the rows together as `resolutions`. Raises ValidationError for a row that is not whole."""
        given = super().clean() or self.cleaned_data
        found = []
        for place in range(1, RESOLVED_AT_ONCE + 1):
            row = [given.pop(f"{name}_{place}", None) for name in ("text", "charged", "due_on")]
            if any(row) and not all(row):
                self.add_error(f"text_{place}", _("A resolution says what, who sees to it, and by when."))
            elif all(row):
                found.append(NewResolution(*row))
        return given | {"resolutions": found}


def done_form(meeting: JointMeeting) -> type[forms.Form]:
    """Which of the open resolutions was carried out, when and how."""
    waiting = meeting.resolutions.filter(done_on__isnull=True)
    fields = {
        "resolution": forms.ModelChoiceField(label=_("resolution"), queryset=waiting, widget=UnfoldAdminSelectWidget),
        "done_on": forms.DateField(label=_("done on"), widget=DateInput, initial=timezone.localdate),
        "how": reason_field(_("How it was carried out")),
    }
    return type("DoneForm", (forms.Form,), fields)
