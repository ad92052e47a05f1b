"""What the pages of boards ask for."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.asking import day, words
from accounts.proofs import proof_of
from accounts.said import plain, plain_lines, sound_phone
from estates.board.objections import LONGEST, LONGEST_NAME, SHORTEST
from estates.models import BoardItem, ObjectionKind

MOST_PHOTOS = 6
ABOUT_THE_BOARD = "board"
"""Not about one item: there is no board, or it cannot be reached."""


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"

    def __init__(self) -> None:
        super().__init__(attrs={"accept": "image/*,application/pdf", "class": "file"})


class PhotosField(forms.Field):
    """Photos or papers, clean and ready to be kept."""

    widget = SeveralFilesInput

    def clean(self, value: Any) -> list:
        files = [file for file in (value or []) if file]
        if self.required and not files:
            raise ValidationError(_("Choose a photo."))
        if len(files) > MOST_PHOTOS:
            raise ValidationError(_("At most %(most)d at once.") % {"most": MOST_PHOTOS})
        return [cleaned(file) for file in files]


def cleaned(file):
    """Raises ValidationError with the file's name."""
    try:
        return proof_of(file)
    except ValidationError as fault:
        raise ValidationError(fault.messages) from fault


class PostForm(forms.Form):
    posted_on = day(gettext_lazy("Since when does it hang?"))
    photos = PhotosField(
        label=gettext_lazy("Photos of it on the board"),
        help_text=gettext_lazy("So near that it can be read. No people on it who are not named there."),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["posted_on"].initial = timezone.localdate()


class PhotoForm(forms.Form):
    photos = PhotosField(label=gettext_lazy("Photos of it on the board"))


class LacksForm(forms.Form):
    lacks = words(
        gettext_lazy("What is missing?"), missing=gettext_lazy("Say what is missing."), longest=300,
        help_text=gettext_lazy("The company and everybody else reads it. Name no person."),
    )  # fmt: skip


class AnswerForm(forms.Form):
    answer = words(
        gettext_lazy("Answer"), missing=gettext_lazy("Write the answer."), longest=500,
        help_text=gettext_lazy("Everybody reads it. Name no person."),
    )  # fmt: skip


class AsideForm(forms.Form):
    reason = words(
        gettext_lazy("Why is it set aside?"), missing=gettext_lazy("Say why."), longest=300,
        help_text=gettext_lazy("Everybody reads it. Only for abuse, repetitions and what belongs elsewhere."),
    )  # fmt: skip


class ObjectionForm(forms.Form):
    """Three questions; name and phone only from who likes to leave them, and has read what for."""

    item = forms.ChoiceField(
        label=gettext_lazy("Which item is it about?"),
        error_messages={"required": gettext_lazy("Choose what it is about.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What is wrong with it?"), choices=ObjectionKind, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what is wrong.")},
    )  # fmt: skip
    words = words(
        gettext_lazy("What did you see?"), missing=gettext_lazy("Say what you saw. One sentence is enough."),
        longest=LONGEST, help_text=gettext_lazy("The company and the officers read it. Name no person."),
    )  # fmt: skip
    name = forms.CharField(
        label=gettext_lazy("Your name"), required=False, max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    phone = forms.CharField(
        label=gettext_lazy("Your phone"), required=False, max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )  # fmt: skip
    agrees = forms.BooleanField(label=gettext_lazy("I have read this, and agree"), required=False)

    def __init__(self, *args, items: list[BoardItem], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.items = {item.code: item for item in items}
        self.fields["item"].choices = [
            ("", _("Choose…")),
            *[(code, item.shown_name) for code, item in self.items.items()],
            (ABOUT_THE_BOARD, _("The board itself: there is none, or it cannot be reached")),
        ]

    def clean_words(self) -> str:
        said = plain_lines(self.cleaned_data["words"])
        if len(said) < SHORTEST:
            raise ValidationError(_("Say what you saw. One sentence is enough."))
        return said

    def clean_name(self) -> str:
        return plain(self.cleaned_data["name"])

    def clean_phone(self) -> str:
        return sound_phone(self.cleaned_data["phone"]) if self.cleaned_data["phone"].strip() else ""

    def clean(self) -> None:
        told = self.cleaned_data.get("name") or self.cleaned_data.get("phone")
        if told and not self.cleaned_data.get("agrees"):
            self.add_error("agrees", _("Tick that you have read it, or leave name and phone empty."))

    @property
    def item_chosen(self) -> BoardItem | None:
        return self.items.get(self.cleaned_data["item"])
