"""What may be told in a report, and what is said when it is not sound. Values of one step each."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.said import plain, plain_lines, sound_phone
from complaints.actions.filing import MOST_WORDS, SHORTEST
from complaints.models import Kind, Topic

BUILDING_WORDS = 60
ROOM = re.compile(r"(?<!\d)(\d{1,3}[-—－](?:\d{1,2}[-—－])?)\d{3,4}(?!\d)", re.ASCII)
"""A room as it is often written, 3-2-501 or 3-501: the last part is the home's own."""


def without_room(spot: str) -> str:
    """A place in the estate as neighbours may read it: the building and unit, not the home."""
    return re.sub(r"\d{2,5}\s*(?:室|房)", "", ROOM.sub(lambda found: found[1][:-1], spot)).strip()


class WhatForm(forms.Form):
    """Which leaf of a class, where, and the words."""

    topic = forms.CharField(max_length=4, error_messages={"required": gettext_lazy("Please choose what it is about.")})
    spot = forms.CharField(required=False)
    words = forms.CharField(
        error_messages={"required": gettext_lazy("Please say what happened. One sentence is enough.")}
    )
    kind = forms.ChoiceField(required=False, choices=Kind.choices)

    def __init__(self, *args, leaves: list[Topic], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.leaves = {leaf.code: leaf for leaf in leaves}

    def clean_topic(self) -> str:
        if self.cleaned_data["topic"] not in self.leaves:
            raise ValidationError(_("Please choose what it is about from the list."))
        return self.cleaned_data["topic"]

    def clean_spot(self) -> str:
        spot = without_room(plain(self.cleaned_data["spot"]))
        if len(spot) > BUILDING_WORDS:
            raise ValidationError(
                _("At most %(most)d characters; these are %(count)d.") % {"most": BUILDING_WORDS, "count": len(spot)}
            )
        return spot

    def clean_words(self) -> str:
        words = plain_lines(self.cleaned_data["words"])
        if len(words) < SHORTEST:
            raise ValidationError(_("Please say what happened. One sentence is enough."))
        if len(words) > MOST_WORDS:
            raise ValidationError(
                _("At most %(most)d characters; these are %(count)d.") % {"most": MOST_WORDS, "count": len(words)}
            )
        return words

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or Kind.COMPLAINT


class ContactForm(forms.Form):
    """Name and phone, both as one likes. Whoever leaves one has read what happens to it."""

    name = forms.CharField(required=False)
    phone = forms.CharField(required=False)
    agrees = forms.BooleanField(required=False)

    def clean_name(self) -> str:
        name = plain(self.cleaned_data["name"])
        if len(name) > 40:
            raise ValidationError(_("At most %(most)d characters.") % {"most": 40})
        return name

    def clean_phone(self) -> str:
        return sound_phone(self.cleaned_data["phone"]) if self.cleaned_data["phone"].strip() else ""

    def clean(self) -> None:
        told = self.cleaned_data.get("name") or self.cleaned_data.get("phone") or self.data.get("phone", "").strip()
        if told and not self.cleaned_data.get("agrees"):
            self.add_error(
                "agrees",
                _("Please tick that you have read this, or leave name and phone empty and report without them."),
            )
