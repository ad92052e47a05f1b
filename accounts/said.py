"""What people type into a form without an account: words without hidden signs, phone numbers as people write them."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

FOLDED = dict.fromkeys(map(ord, " -()\u2010\u2011\u2012\u2013\u2014\u2015\u00a0"))
"""What people put between the digits of a number."""
MOBILE_DIGITS = 11
MOBILE = re.compile(r"^1[3-9]\d{9}$", re.ASCII)
LANDLINE = re.compile(r"^0\d{9,11}$", re.ASCII)


def plain(text: str) -> str:
    """One line without signs that cannot be seen."""
    visible = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in text)
    return " ".join(visible.split())


def plain_lines(text: str) -> str:
    """The same with its line breaks; more than one empty line in a row is one."""
    lines = [plain(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def sound_phone(text: str) -> str:
    """The digits of a Chinese mobile or landline number, however it was typed. Raises ValidationError."""
    digits = unicodedata.normalize("NFKC", text).translate(FOLDED).removeprefix("+86")
    if digits.startswith("86") and len(digits) == MOBILE_DIGITS + 2:
        digits = digits[2:]
    if MOBILE.match(digits) or LANDLINE.match(digits):
        return digits
    if not (digits.isascii() and digits.isdigit()):
        raise ValidationError(_("A phone number has only digits, such as 138 0013 8000 or 0311 8600 0000."))
    if digits.startswith("0"):
        raise ValidationError(_("A landline number begins with its area code and has 10 to 12 digits with it."))
    if len(digits) == MOBILE_DIGITS:
        raise ValidationError(_("This is no mobile number. For a landline, put the area code in front."))
    raise ValidationError(
        _("A mobile number has %(wanted)d digits; these are %(count)d.")
        % {"wanted": MOBILE_DIGITS, "count": len(digits)}
    )
