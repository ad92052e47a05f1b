"""What must not hang on a board: numbers by which a person can be rung or told apart."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

DOCUMENT = re.compile(r"(?<!\d)\d{17}[\dXx](?![\dXx])")
MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


def refuse_persons_numbers(text: str, *, but: str = "", field: str = "text") -> None:
    """Raises ValidationError for ID numbers and mobile numbers; `but` is the office's own number, which may be told."""
    own = re.sub(r"\D", "", but)
    found = DOCUMENT.findall(text) or [number for number in MOBILE.findall(text) if number != own]
    if found:
        raise ValidationError(
            {
                field: _(
                    "“%(number)s…” looks like somebody's phone or ID number. Everybody reads a posting: leave it out "
                    "(Personal Information Protection Law, article 25)."
                )
                % {"number": found[0][:3]}
            }
        )
