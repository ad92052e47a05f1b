"""Values as the address of a request has them: read strictly, so that a slip is a fault and not another question."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

MOST_VALUES = 1000
"""How many values one parameter takes."""
GREATEST = 10**12
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
WHOLE = re.compile(r"-?\d{1,18}", re.ASCII)
NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,9})?", re.ASCII)


def matching(pattern: re.Pattern, text: str, read: Callable[[str], Any], sentence: str) -> Any:
    """What `read` makes of a text of this form. Raises ValidationError with the sentence."""
    try:
        if pattern.fullmatch(text):
            return read(text)
    except ValueError:
        pass
    raise ValidationError(sentence)


class Day(forms.DateField):
    def to_python(self, value: str) -> date:
        return matching(DAY, value, date.fromisoformat, _("Write the day as YYYY-MM-DD, such as 2026-03-31."))


class Moment(forms.DateTimeField):
    """A day, or a day and a time; without an offset by the city's clock. Of a day, its first moment or its `end`."""

    def __init__(self, *, end: bool = False, **options):
        self.end = end
        super().__init__(**options)

    def to_python(self, value: str) -> datetime:
        found = self.moment_in(value)
        try:
            if found is not None:
                return (found if timezone.is_aware(found) else timezone.make_aware(found)).astimezone(UTC)
        except OverflowError:
            pass
        raise ValidationError(_("Write the time as YYYY-MM-DD or YYYY-MM-DDThh:mm:ss, with an offset if you like."))

    def moment_in(self, text: str) -> datetime | None:
        """A blank before the offset is a plus sign that nobody wrote as %2B."""
        try:
            if DAY.fullmatch(text):
                return datetime.combine(date.fromisoformat(text), time.max if self.end else time.min)
            return parse_datetime(text.replace(" ", "+") if "T" in text and len(text) < 40 else text[:40])
        except ValueError:
            return None


class Whole(forms.IntegerField):
    decimal_places = 0

    def to_python(self, value: str) -> int:
        return matching(WHOLE, value, int, _("Give a whole number."))


class Number(forms.DecimalField):
    def to_python(self, value: str) -> Decimal:
        return matching(NUMBER, value, Decimal, _("Give a number, such as 12 or 12.5."))


class Choice(forms.ChoiceField):
    def validate(self, value: str) -> None:
        if not self.valid_value(value):
            known = ", ".join(str(key) for key, *_word in self.choices)
            raise ValidationError(_("Only these are possible: %(choices)s.") % {"choices": known})


class YesNo(forms.Field):
    values = {"true": True, "1": True, "false": False, "0": False}

    def clean(self, value: str) -> bool:
        if value not in self.values:
            raise ValidationError(_("Write true or false."))
        return self.values[value]


class Several(forms.Field):
    """One or more values of another field, separated by commas; each is kept once."""

    def __init__(self, one: forms.Field, **options):
        super().__init__(**options)
        self.one = one
        self.validators = one.validators
        for bound in ("max_length", "min_value", "max_value", "decimal_places"):
            setattr(self, bound, getattr(one, bound, None))

    def clean(self, value: str) -> list:
        texts = [text.strip() for text in value.split(",")]
        if len(texts) > MOST_VALUES:
            raise ValidationError(
                _("At most %(most)d values at once; these are %(given)d.") % {"most": MOST_VALUES, "given": len(texts)}
            )
        if not all(texts):
            raise ValidationError(_("There is nothing between two commas, or after the last one."))
        return [self.one.clean(text) for text in dict.fromkeys(texts)]
