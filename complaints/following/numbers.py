"""Numbers of complaints, as they stand in addresses and as people type them."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.urls import register_converter
from django.utils.translation import gettext as _

TYPED = re.compile(r"([A-Z]{1,8})-?([0-9]{8})-?([0-9]{4,10})")
DASHES = dict.fromkeys(map(ord, "‐‑‒–—―－﹣_"), "-")


class NumberInAddress:
    """`<number:number>`: whatever else stands there is no address at all."""

    regex = "[A-Z]{1,8}-[0-9]{8}-[0-9]{4,10}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(NumberInAddress, "number")


def sound_number(text: str) -> str:
    """A number as it is kept, typed full-width, in small letters or without strokes. Raises ValidationError."""
    plain = "".join(unicodedata.normalize("NFKC", text).translate(DASHES).upper().split())
    found = TYPED.fullmatch(plain)
    if not found:
        raise ValidationError(_("A number looks like SJZ-20261117-004731: letters, a date, and a serial number."))
    return "-".join(found.groups())
