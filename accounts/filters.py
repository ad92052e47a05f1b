"""Filters of the ground floor, and the pieces of which the filters upstairs are made.

One convention everywhere, for a column `x`: `x=` (choices, keys and numbers: one or more, separated by commas),
`x_from=` and `x_to=` (both included; `founded_on` gives `founded_from`), `has_x=true|false` where it may be empty.
`Filters.columns` names the columns for which these are made; what means more is written out.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters

from accounts.filter_fields import GREATEST, Choice, Day, Moment, Number, Several, Whole, YesNo
from accounts.models import Region
from accounts.scope import within

SOUND_REGION = RegexValidator(
    r"^\d{2}(\d{2}(\d{2}(\d{3}(\d{3})?)?)?)?$",
    _("Give a division code of 12 digits, or the first 2, 4, 6 or 9 of one."),
)
LONGEST_TEXT = 100
MOST_WORDS = 6


def prefix_of(code: str) -> str:
    """The significant part of a division code, whole or already cut: `130102000000` -> `130102`."""
    if len(code) < 12:
        return code
    for length in (2, 4, 6, 9):
        if not code[length:].strip("0"):
            return code[:length]
    return code


class TextFilter(filters.CharFilter):
    """Rows whose column is this text."""

    def __init__(self, field_name: str | None = None, **options):
        super().__init__(field_name=field_name, **{"max_length": LONGEST_TEXT, **options})


class RegionFilter(TextFilter):
    """Rows within a division, by its code or the beginning of it. `field_name` is the region-code column."""

    def __init__(self, field_name: str | None = None, **options):
        options.setdefault("help_text", _("Within this division: its code of 12 digits, or the first 2, 4, 6 or 9."))
        super().__init__(field_name, max_length=12, validators=[SOUND_REGION], **options)

    def filter(self, queryset, value):
        return queryset.filter(within(self.field_name, prefix_of(value)))


class SearchFilter(TextFilter):
    """Rows that the queryset's own `find(text)` finds."""

    def filter(self, queryset, value):
        if len(value.split()) > MOST_WORDS:
            raise ValidationError(gettext("Search for at most %(most)d words.") % {"most": MOST_WORDS})
        return queryset.find(value)


class PinyinFilter(TextFilter):
    """Rows whose pinyin initials begin with the given letters."""

    def __init__(self, field_name: str = "initials", **options):
        options.setdefault("help_text", _("Pinyin initials that the name begins with, such as qhy."))
        super().__init__(field_name, lookup_expr="startswith", max_length=40, **options)

    def filter(self, queryset, value):
        return super().filter(queryset, value.lower())


class DayFilter(filters.DateFilter):
    field_class = Day


class AsOfFilter(DayFilter):
    """The day that the answer is about. It picks no rows: the view shows each row as it was on that day."""

    def __init__(self, **options):
        options.setdefault("help_text", _("Show the state of this day (YYYY-MM-DD); by default today."))
        super().__init__(**options)

    def filter(self, queryset, value):
        return queryset


class MomentFilter(filters.IsoDateTimeFilter):
    field_class = Moment


class YesNoFilter(filters.BooleanFilter):
    field_class = YesNo

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        del self.extra["widget"]


class NumberFilter(filters.NumberFilter):
    field_class = Number

    def __init__(self, *args, whole: bool = False, **options):
        self.field_class = Whole if whole else Number
        super().__init__(*args, **{"min_value": -GREATEST, "max_value": GREATEST, **options})

    def get_max_validator(self):
        return None


class OneOrMore(filters.BaseInFilter):
    """One or more values, separated by commas; of `kind`, a field of a form with its `bounds`."""

    kind: type[forms.Field] = forms.CharField
    bounds: tuple[str, ...] = ("max_length", "validators")

    @cached_property
    def field(self) -> forms.Field:
        return Several(self.kind(**{name: self.extra[name] for name in self.bounds if name in self.extra}))


class KeysFilter(OneOrMore, filters.CharFilter):
    """By official code or number, up to 1,000 of them."""

    def __init__(self, field_name: str | None = None, *, max_length: int = LONGEST_TEXT, **options):
        super().__init__(field_name=field_name, max_length=max_length, **options)


class ChoicesFilter(OneOrMore, filters.ChoiceFilter):
    kind = Choice
    bounds = ("choices",)


class NumbersFilter(OneOrMore, filters.NumberFilter):
    kind = Number
    bounds = ("min_value", "max_value")

    def __init__(self, *args, whole: bool = False, **options):
        self.kind = Whole if whole else Number
        super().__init__(*args, **{"min_value": -GREATEST, "max_value": GREATEST, **options})


class IdsFilter(NumbersFilter):
    """By the portal's own number of a thing, up to 1,000 of them."""

    def __init__(self, field_name: str = "id", **options):
        options.setdefault("help_text", _("Its number in the portal; up to 1,000, separated by commas."))
        super().__init__(field_name, whole=True, min_value=1, **options)


class Filters(filters.FilterSet):
    """Parameters that narrow the rows of `model`. Only those given are read; no form is built."""

    model: type[models.Model] | None = None
    columns: tuple[str, ...] = ()

    def __init__(self, data: Mapping[str, str], queryset: QuerySet, *, request=None):
        self.data, self.queryset, self.request = data, queryset, request

    @classmethod
    def get_filters(cls) -> dict[str, filters.Filter]:
        made: dict[str, filters.Filter] = {}
        for name in cls.columns:
            made |= filters_of(cls.model._meta.get_field(name))
        return made | cls.declared_filters

    @cached_property
    def values(self) -> dict[str, Any]:
        """What was given, by parameter. Raises ValidationError that names each parameter that makes no sense."""
        values, faults = {}, {}
        for name, text in self.data.items():
            if name in self.base_filters:
                try:
                    values[name] = self.read(name, text)
                except ValidationError as fault:
                    faults[name] = fault.messages
        if faults:
            raise ValidationError(faults)
        return values

    def read(self, name: str, text: str) -> Any:
        if not text.strip():
            raise ValidationError(gettext("Give a value, or leave this parameter out."))
        return self.base_filters[name].field.clean(text)

    def is_valid(self) -> bool:
        """True. Raises ValidationError otherwise."""
        return self.values is not None

    @property
    def qs(self) -> QuerySet:
        """The rows that are left. Raises ValidationError."""
        rows = self.queryset
        for name, value in self.values.items():
            try:
                rows = self.narrowed(rows, name, value)
            except ValidationError as fault:
                raise ValidationError({name: fault.messages}) from fault
        return rows

    def narrowed(self, rows: QuerySet, name: str, value: Any) -> QuerySet:
        made = self.base_filters[name]
        return getattr(self, made.method)(rows, name, value) if made.method else made.filter(rows, value)


def filters_of(column: models.Field) -> dict[str, filters.Filter]:
    """The parameters by which a column can be asked for, by the convention of this file."""
    name, told = column.name, column.verbose_name
    found: dict[str, filters.Filter] = {}
    if column.null:
        text = format_lazy(_("Whether it has this: {column}."), column=told)
        found[f"has_{name}"] = YesNoFilter(name, "isnull", exclude=True, help_text=text)
    if column.choices:
        return {name: ChoicesFilter(name, choices=column.choices, help_text=several(told))} | found
    match column:
        case models.BooleanField():
            return {name: YesNoFilter(name, help_text=exactly(told))} | found
        case models.DateTimeField():
            return between(name, told, MomentFilter, {}, {"end": True}) | found
        case models.DateField():
            return {name: DayFilter(name, help_text=exactly(told)), **between(name, told, DayFilter)} | found
        case models.IntegerField() | models.DecimalField():
            whole = {"whole": isinstance(column, models.IntegerField)}
            many = NumbersFilter(name, **whole, help_text=several(told))
            return {name: many, **between(name, told, NumberFilter, whole, whole)} | found
    if column.unique:
        return {name: KeysFilter(name, max_length=column.max_length, help_text=several(told))}
    return {name: TextFilter(name, max_length=column.max_length or LONGEST_TEXT, help_text=exactly(told))} | found


def between(name: str, told, kind: type[filters.Filter], low: dict | None = None, high: dict | None = None) -> dict:
    """`x_from` and `x_to`; `told` is the column in words."""
    stem = name.removesuffix("_on").removesuffix("_at").removesuffix("_year")
    at_least = format_lazy(_("{column}: from this on, itself included."), column=told)
    at_most = format_lazy(_("{column}: up to this, itself included."), column=told)
    return {
        f"{stem}_from": kind(name, "gte", help_text=at_least, **(low or {})),
        f"{stem}_to": kind(name, "lte", help_text=at_most, **(high or {})),
    }


def exactly(told):
    return format_lazy(_("{column}: exactly this."), column=told)


def several(told):
    return format_lazy(_("{column}: one or more, separated by commas."), column=told)


class RegionFilters(Filters):
    model = Region
    columns = ("code", "level")

    code = KeysFilter("code", max_length=12, help_text=_("Division codes of 12 digits, separated by commas."))
    parent = TextFilter(
        "parent_id",
        max_length=12,
        validators=[SOUND_REGION],
        help_text=_("Directly part of this division (12 digits)."),
    )
    region = RegionFilter("code")
    name = TextFilter(max_length=60, help_text=_("The whole name."))
    search = TextFilter("name", lookup_expr="contains", max_length=60, help_text=_("Part of the name."))
