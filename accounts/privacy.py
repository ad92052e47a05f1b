"""What must not stand where everybody reads it: numbers by which a person can be rung or told apart."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.acting import said

DOCUMENT = re.compile(r"(?<!\d)\d{17}[\dXx](?![\dXx])")
MOBILE = re.compile(r"(?<!\d)1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)")
"""As people write it, in one piece or in three."""


def refuse_persons_numbers(text: str, *, but: str = "", field: str = "text") -> None:
    """Raises ValidationError for ID numbers and mobile numbers; `but` is the office's own number, which may be told."""
    plain, own = unicodedata.normalize("NFKC", text), digits_of(but)
    found = DOCUMENT.findall(plain) or [number for number in MOBILE.findall(plain) if digits_of(number) != own]
    if found:
        raise ValidationError(
            {
                field: _(
                    "“%(number)s…” looks like somebody's phone or ID number. Everybody reads this: leave it out "
                    "(Personal Information Protection Law, article 25)."
                )
                % {"number": found[0][:3]}
            }
        )


def digits_of(text: str) -> str:
    return re.sub(r"\D", "", text)


def said_to_all(text: str, field: str, sentence: str) -> str:
    """What everybody will read. Raises ValidationError when nothing was said, or somebody's number stands in it."""
    words = said(text, field, sentence)
    refuse_persons_numbers(words, field=field)
    return words
