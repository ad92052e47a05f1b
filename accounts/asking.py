"""What pages ask with: fields that say what is missing, made for a phone, and forms about one thing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

GIVE_THE_DAY = _("Give the day.")


class Ask(forms.Form):
    """A form about a thing (`thing`)."""

    def __init__(self, *args, thing: Any = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.thing = thing


class NothingForm(Ask):
    """Only the question."""


@dataclass(frozen=True)
class Act:
    """What a person does on a page of its own: the question, what will follow, and the call that does it.

    `do` takes the thing and the form, and `by` and `at`. A `grave` one does not come back.
    """

    verb: str
    title: Any
    consequence: Any
    button: Any
    form: type[forms.Form]
    do: Callable[..., Any]
    is_grave: bool = False
    stands_for: str = ""

    @property
    def move(self) -> str:
        """The verb of the lifecycle, of which a page may be one way."""
        return self.stands_for or self.verb


def line(label, *, missing="", longest: int, help_text="", required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=longest, required=required, help_text=help_text, error_messages={"required": missing}
    )


def words(label, *, missing, longest: int, rows: int = 4, help_text="", required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=longest, required=required, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}), error_messages={"required": missing},
    )  # fmt: skip


def day(label, *, help_text="", required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label, required=required, help_text=help_text, error_messages={"required": GIVE_THE_DAY},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip


def paper(label, *, help_text="", required: bool = True) -> forms.FileField:
    """A PDF or a picture; see `accounts.proofs`."""
    return forms.FileField(
        label=label, required=required, help_text=help_text,
        error_messages={"required": _("Choose a file: PDF, JPEG or PNG.")},
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
    )  # fmt: skip
