"""What each verb asks an officer. A form's `given()` are the values that the action takes."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from complaints.models import Body, Complaint, Handler, RefusalReason
from complaints.photos.actions import MOST_AT_ONCE, take
from complaints.suggestions import Suggestion, suggest
from complaints.terms import terms
from enterprises.models import Enterprise, ServiceContract

MOST_WORDS = 2000


class MoveForm(forms.Form):
    """A verb that asks nothing. `version` and `step` say what the officer had read when the page was made."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    step = forms.IntegerField(widget=forms.HiddenInput, required=False)
    template_use = ""

    def __init__(self, complaint: Complaint, *args, **kwargs) -> None:
        self.complaint = complaint
        read = {"version": complaint.version, "step": last_step(complaint)}
        super().__init__(*args, **{**kwargs, "initial": {**read, **kwargs.get("initial", {})}})

    def given(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in {"version", "step"}}

    def typed(self) -> list[tuple[str, str]]:
        """What was put in, label and value, as the page about a conflict shows it."""
        return [
            (str(field.label), shown(field))
            for field in self
            if not field.is_hidden and field.data not in (None, "", [])
        ]


def last_step(complaint: Complaint) -> int | None:
    return complaint.steps.order_by("-pk").values_list("pk", flat=True).first()


def shown(field: forms.BoundField) -> str:
    """The value of a field in words."""
    if isinstance(field.field, forms.FileField):
        return ", ".join(file.name for file in field.data)
    choices = dict(flat(getattr(field.field, "choices", ())))
    return str(choices.get(field.data, field.data))


def flat(choices) -> list[tuple[str, Any]]:
    found = []
    for value, label in choices:
        found += flat(label) if isinstance(label, list | tuple) else [(str(value), label)]
    return found


def words(label, help_text="", *, required=True, most=MOST_WORDS, rows=4) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=most,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": rows}),
    )  # fmt: skip


def note(label, *, required=True) -> forms.CharField:
    return words(label, gettext_lazy("For officers only."), required=required, most=300, rows=3)


class AcceptForm(MoveForm):
    note = note(gettext_lazy("Note"), required=False)


class RefuseForm(MoveForm):
    reason = forms.ModelChoiceField(
        RefusalReason.objects.filter(is_active=True),
        label=gettext_lazy("Reason"), widget=UnfoldAdminSelectWidget(),
        help_text=gettext_lazy("The resident reads the reason, and where to go instead."),
    )  # fmt: skip
    text = words(gettext_lazy("Words to the resident"), required=False)


class AskForm(MoveForm):
    template_use = "ask"
    text = words(
        gettext_lazy("What the resident should add"), gettext_lazy("The clock stands still until the answer is there.")
    )


class HandlerForm(MoveForm):
    """Who handles it: the estate's companies, the community, the street, the district, or another body."""

    to = forms.ChoiceField(label=gettext_lazy("Handled by"), widget=UnfoldAdminRadioSelectWidget())
    note = note(gettext_lazy("Reason"))

    def __init__(self, complaint: Complaint, *args, **kwargs) -> None:
        super().__init__(complaint, *args, **kwargs)
        self.suggestion = suggest(complaint, on=timezone.localdate())
        self.fields["to"].choices = handlers_for(complaint)
        self.fields["to"].initial = choice_of(self.suggestion)

    def given(self) -> dict[str, Any]:
        kind, _colon, key = self.cleaned_data["to"].partition(":")
        return {
            "handler": kind,
            "enterprise": Enterprise.objects.get(pk=key) if kind == Handler.COMPANY else None,
            "body": Body.objects.get(pk=key) if kind == Handler.BODY else None,
            "note": self.cleaned_data["note"],
        }


class DispatchForm(HandlerForm):
    """A reason is asked only where the officer does not follow the rule."""

    note = note(gettext_lazy("Note"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("to") and given["to"] != choice_of(self.suggestion) and not given.get("note"):
            self.add_error("note", _("The rule suggests %(name)s. Say why not.") % {"name": self.suggestion.name})
        return given


def choice_of(suggestion: Suggestion) -> str:
    named = suggestion.enterprise or suggestion.body
    return f"{suggestion.handler}:{named.pk}" if named else str(suggestion.handler)


def handlers_for(complaint: Complaint) -> list[tuple[str, Any]]:
    """The companies that have, or had, a contract for the estate, newest first; the offices; the other bodies."""
    contracts = ServiceContract.objects.filter(estate=complaint.estate_id).select_related("enterprise")
    companies = {contract.enterprise_id: contract.enterprise for contract in contracts.order_by("-begins_on")}
    offices = (Handler.COMMUNITY, Handler.STREET, Handler.DISTRICT)
    return [
        *[(f"{Handler.COMPANY}:{company.pk}", str(company)) for company in companies.values()],
        *[(str(office), office.label) for office in offices],
        *[(f"{Handler.BODY}:{body.pk}", f"{body} · {body.phone}") for body in Body.objects.all()],
    ]


class ContactForm(MoveForm):
    note = words(gettext_lazy("How the resident was reached"), required=False, most=300, rows=3)


class ReasonForm(MoveForm):
    """`reason` is for officers."""

    reason = note(gettext_lazy("Reason"))


class NoteForm(MoveForm):
    note = note(gettext_lazy("Reason"))


class OptionalNoteForm(MoveForm):
    note = note(gettext_lazy("Note"), required=False)


class ReturnForm(MoveForm):
    template_use = "return_answer"
    note = words(gettext_lazy("What the answer lacks"), most=300, rows=3)


class ReviewForm(MoveForm):
    text = words(gettext_lazy("Words to the resident"), required=False)


class FindingForm(MoveForm):
    text = words(gettext_lazy("What was found on the spot"), gettext_lazy("The resident and the company read this."))


class EscalateForm(MoveForm):
    why = note(gettext_lazy("Reason"))


class ExtensionForm(MoveForm):
    workdays = forms.IntegerField(
        label=gettext_lazy("Working days more"), min_value=1, widget=UnfoldAdminIntegerFieldWidget()
    )
    reason = words(gettext_lazy("Reason"), gettext_lazy("The resident reads this."), most=200, rows=3)

    def __init__(self, complaint: Complaint, *args, **kwargs) -> None:
        super().__init__(complaint, *args, **kwargs)
        most = terms(timezone.localdate()).extension_workdays
        self.fields["workdays"].help_text = _("At most %(most)d. An extension is asked for once.") % {"most": most}


class JoinForm(MoveForm):
    to = forms.CharField(
        label=gettext_lazy("Number of the other complaint"), max_length=24,
        widget=UnfoldAdminTextInputWidget(attrs={"autocapitalize": "characters"}),
        help_text=gettext_lazy("Of the same estate, and open. Its answer goes to both; it counts once."),
    )  # fmt: skip

    def clean_to(self) -> Complaint:
        number = self.cleaned_data["to"].strip().upper()
        found = Complaint.objects.filter(number=number, estate=self.complaint.estate_id).first()
        if found is None:
            raise ValidationError(_("This estate has no complaint with the number %(number)s.") % {"number": number})
        return found


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class PhotosField(forms.FileField):
    """Up to as many photos as a step may have."""

    widget = ManyFiles

    def clean(self, data, initial=None) -> list:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(PhotosField, self).clean(file, initial) for file in files]


class AnswerForm(MoveForm):
    template_use = "answer"
    text = words(gettext_lazy("What was done"), gettext_lazy("The resident reads this after the review."), rows=6)
    solved = forms.TypedChoiceField(
        label=gettext_lazy("Is it solved?"), choices=[("yes", gettext_lazy("Solved")), ("no", gettext_lazy("Not yet"))],
        coerce=lambda value: value == "yes", widget=UnfoldAdminRadioSelectWidget(),
    )  # fmt: skip
    photos = PhotosField(
        label=gettext_lazy("Photos"), required=False,
        widget=ManyFiles(attrs={"accept": "image/*", "multiple": True}),
        help_text=gettext_lazy("What is solved is shown by a photo."),
    )  # fmt: skip

    kept = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        """Photos are taken at once and kept under `kept`, so that another fault does not lose them."""
        given = super().clean()
        fresh = []
        try:
            fresh = taken(given.get("photos") or [])
        except ValidationError as fault:
            self.add_error("photos", fault)
        given["kept"] = [*filter(None, given.get("kept", "").split(",")), *map(str, fresh)][:MOST_AT_ONCE]
        self.data = self.data.copy()
        self.data["kept"] = ",".join(given["kept"])
        return given

    def kept_photos(self) -> int:
        return len(getattr(self, "cleaned_data", {}).get("kept") or [])

    def given(self) -> dict[str, Any]:
        kept = self.cleaned_data
        return {"text": kept["text"], "solved": kept["solved"], "photo_ids": kept["kept"]}


def taken(files: list) -> list[uuid.UUID]:
    """The keys of the photos, which wait as a draft until the answer takes them up. Raises ValidationError."""
    draft, at = uuid.uuid4().hex, timezone.now()
    return [take(file, draft_key=draft, kind="after", at=at).key for file in files]


def filled(text: str, complaint: Complaint) -> str:
    """A template's words with the complaint's own in the place of `{estate}` and so on."""
    own = {
        "estate": str(complaint.estate),
        "number": complaint.number,
        "topic": str(complaint.topic),
        "filed": f"{timezone.localtime(complaint.filed_at):%Y-%m-%d}",
    }
    for name, value in own.items():
        text = text.replace(f"{{{name}}}", value)
    return text
