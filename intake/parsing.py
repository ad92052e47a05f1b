"""From one cell to one value: text, codes, numbers, days, choices.

Every parser takes what stands in a cell that is not empty (text, a number, a day) and returns the value, or raises
`Wrong` with what is wrong and what to do. `for_field` makes the parser of a model's column, limits included.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _

Parse = Callable[[Any], Any]

EXACT_DIGITS = 15
"""Excel keeps 15 significant digits of a number; the rest become zeros."""

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b\u200e\u200f\ufeff]+")
DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]0{1,2}:00(?::00(?:\.0+)?)?)?")
DAY_IN_ONE = re.compile(r"(\d{4})(\d{2})(\d{2})")
PLAIN_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")
NUMBER_WITH_COMMAS = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d+")
EARLIEST, LATEST = 1900, 2100
SHOWN = 30


class Wrong(ValueError):
    """A cell cannot be taken: what is wrong with it, and what to do."""

    def __init__(self, what: str, todo: Any = "") -> None:
        super().__init__(what)
        self.what, self.todo = what, str(todo)


def shown(raw: Any) -> str:
    """What stands in a cell, short enough for a sentence."""
    said = CONTROL.sub("", str(raw))
    return said if len(said) <= SHOWN else f"{said[:SHOWN]}…"


def narrow(said: str) -> str:
    """Full-width digits and letters as half-width ones, without spaces around."""
    return said.strip() if said.isascii() else unicodedata.normalize("NFKC", said).strip()


def text(longest: int | None = None) -> Parse:
    """Text as it stands, without spaces around and characters that cannot be seen."""

    def parse(raw: Any) -> str:
        said = raw if type(raw) is str else spelled(raw)
        said = CONTROL.sub("", said).strip()
        if longest and len(said) > longest:
            raise Wrong(
                _("has %(count)d characters") % {"count": len(said)},
                _("Shorten it to at most %(longest)d.") % {"longest": longest},
            )
        return said

    return parse


def spelled(raw: Any) -> str:
    """A number or a day of a workbook as a person would write it."""
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 10**EXACT_DIGITS:
        return str(int(raw))
    if isinstance(raw, datetime) and not (raw.hour or raw.minute or raw.second):
        return raw.date().isoformat()
    return str(raw)


def code(*, pattern: str = r"\S+", length: int | None = None, longest: int = 40, says: Any = "") -> Parse:
    """A code, never a quantity. `says` is the sentence of how it must look."""
    whole_pattern = re.compile(pattern)

    def parse(raw: Any) -> str:
        said = digits_of(raw, length) if isinstance(raw, float | int) else narrow(CONTROL.sub("", str(raw))).upper()
        if SCIENTIFIC.fullmatch(said):
            raise rounded_code(said)
        if length and len(said) != length:
            raise Wrong(
                _("“%(code)s” has %(count)d characters") % {"code": shown(said), "count": len(said)},
                says or _("It must have %(length)d.") % {"length": length},
            )
        if len(said) > longest or not whole_pattern.fullmatch(said):
            raise Wrong(
                _("“%(code)s” is not such a code") % {"code": shown(said)},
                says or _("Write at most %(longest)d letters and digits without spaces.") % {"longest": longest},
            )
        return said

    return parse


def digits_of(number: float, length: int | None) -> str:
    """The digits of a code that Excel stored as a number; raises Wrong when it cannot have kept them all."""
    if isinstance(number, bool) or number != int(number) or number < 0:
        raise Wrong(_("“%(code)s” is not such a code") % {"code": shown(number)}, _("Write the code as text."))
    digits = str(int(number))
    if len(digits) > EXACT_DIGITS:
        raise rounded_code(digits)
    if length and len(digits) < length:
        raise Wrong(
            _("was stored as the number %(digits)s: %(count)d digits of %(length)d, zeros in front are lost")
            % {"digits": digits, "count": len(digits), "length": length},
            _("Format the column as text and type the code again."),
        )
    return digits


def rounded_code(said: str) -> Wrong:
    return Wrong(
        _("was stored as a number (%(digits)s); Excel keeps only 15 digits, the last ones are lost") % {"digits": said},
        _("Format the column as text and type the code again."),
    )


def stored_as_number(raw: Any) -> str:
    """A remark on a code of free length that a workbook holds as a number; "" when there is none."""
    if not isinstance(raw, float | int):
        return ""
    return _("was stored as a number; zeros in front, if there were any, are lost")


def as_decimal(raw: Any) -> Decimal:
    """Any way of writing a number: full-width digits, thousands commas. Raises Wrong."""
    if isinstance(raw, float | int) and not isinstance(raw, bool):
        return Decimal(int(raw)) if raw == int(raw) else Decimal(repr(raw))
    said = narrow(str(raw))
    if isinstance(raw, str) and NUMBER_WITH_COMMAS.fullmatch(said):
        said = said.replace(",", "")
    if not isinstance(raw, str) or not PLAIN_NUMBER.fullmatch(said):
        raise Wrong(_("“%(cell)s” is not a number") % {"cell": shown(raw)}, _("Write digits only, without the unit."))
    return Decimal(said)


def within(value: Decimal | int, least: Any, most: Any) -> None:
    if least is not None and value < least:
        raise Wrong(
            _("%(value)s is too small") % {"value": shown(value)},
            _("It must be %(least)s or more.") % {"least": least},
        )
    if most is not None and value > most:
        raise Wrong(
            _("%(value)s is too large") % {"value": shown(value)},
            _("It must be %(most)s or less.") % {"most": most},
        )


def number(places: int, *, least: Any = None, most: Any = None) -> Parse:
    """A decimal number, rounded half up to `places`."""
    step = Decimal(1).scaleb(-places)

    def parse(raw: Any) -> Decimal:
        value = as_decimal(raw)
        within(value, least, most)
        return value.quantize(step, ROUND_HALF_UP)

    return parse


def whole(*, least: int | None = 0, most: int | None = None) -> Parse:
    """A whole number."""

    def parse(raw: Any) -> int:
        value = as_decimal(raw)
        if value != value.to_integral_value():
            raise Wrong(_("%(value)s is not a whole number") % {"value": shown(raw)}, _("Write a whole number."))
        within(value, least, most)
        return int(value)

    return parse


def day(raw: Any) -> date:
    """A day: an Excel date, or 2024-01-05, 2024/1/5, 2024年1月5日."""
    if isinstance(raw, datetime):
        return checked_day(raw.date())
    if isinstance(raw, date):
        return checked_day(raw)
    if isinstance(raw, float) and raw.is_integer():
        raw = str(int(raw))
    return spelled_day(raw if isinstance(raw, str) else str(raw))


@lru_cache(maxsize=10_000)
def spelled_day(said: str) -> date:
    narrowed = narrow(said)
    found = DAY.fullmatch(narrowed) or DAY_IN_ONE.fullmatch(narrowed)
    try:
        return checked_day(date(*map(int, found.groups()))) if found else not_a_day(said)
    except Wrong:
        raise
    except ValueError:
        return not_a_day(said)


def checked_day(value: date) -> date:
    if not EARLIEST <= value.year <= LATEST:
        raise Wrong(_("the year %(year)d cannot be right") % {"year": value.year}, _("Write a day such as 2024-01-05."))
    return value


def not_a_day(said: str) -> date:
    raise Wrong(_("“%(cell)s” is not a day") % {"cell": shown(said)}, _("Write a day such as 2024-01-05."))


def choice(words: Mapping[str, str]) -> Parse:
    """One of a few words. `words` maps each accepted word to its value."""

    def parse(raw: Any) -> str:
        said = str(raw).strip()
        if said in words:
            return words[said]
        found = words.get(narrow(said).lower())
        if found is None:
            raise Wrong(
                _("“%(cell)s” is not one of the choices") % {"cell": shown(raw)},
                _("Choose one of: %(choices)s.") % {"choices": "、".join(first_words(words))},
            )
        return found

    return parse


def first_words(words: Mapping[str, str]) -> list[str]:
    """For every value the first word that means it: what a drop-down list offers."""
    offered: dict[str, str] = {}
    for word, value in words.items():
        offered.setdefault(value, word)
    return list(offered.values())


def words_of(field: models.Field) -> dict[str, str]:
    """The words for a column with choices: the Chinese label first, then the English one and the stored value."""
    words: dict[str, str] = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            words |= {str(label).strip(): str(value) for value, label in field.flatchoices}
            words |= {str(label).strip().lower(): str(value) for value, label in field.flatchoices if language == "en"}
    return words | {str(value): str(value) for value, _label in field.flatchoices}


def limits_of(field: models.Field) -> dict[str, Any]:
    least = [v.limit_value for v in field.validators if isinstance(v, MinValueValidator)]
    most = [v.limit_value for v in field.validators if isinstance(v, MaxValueValidator)]
    return {"least": max(least, default=None), "most": min(most, default=None)}


def for_field(field: models.Field) -> Parse:
    """The parser for a model's column, with that column's own limits."""
    if isinstance(field, models.DateField):
        return day
    if isinstance(field, models.DecimalField):
        largest = Decimal(10) ** (field.max_digits - field.decimal_places) - Decimal(1).scaleb(-field.decimal_places)
        limits = limits_of(field)
        limits["most"] = largest if limits["most"] is None else limits["most"]
        return number(field.decimal_places, **limits)
    if isinstance(field, models.IntegerField):
        return whole(**limits_of(field))
    return text(field.max_length)
