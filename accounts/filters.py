"""Filters of the ground floor, and the pieces of which the filters upstairs are made."""

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters

from accounts.models import Level, Region
from accounts.scope import within

SOUND_REGION = RegexValidator(
    r"^\d{2}(\d{2}(\d{2}(\d{3}(\d{3})?)?)?)?$",
    _("Give a division code of 12 digits, or the first 2, 4, 6 or 9 of one."),
)


def prefix_of(code: str) -> str:
    """The significant part of a division code, whole or already cut: `130102000000` -> `130102`."""
    if len(code) < 12:
        return code
    for length in (2, 4, 6, 9):
        if not code[length:].strip("0"):
            return code[:length]
    return code


class RegionFilter(filters.CharFilter):
    """Rows within a division, by its code or the beginning of it. `field_name` is the region-code column."""

    def __init__(self, field_name: str, **options):
        options.setdefault("help_text", _("Within this division: its code of 12 digits, or the first 2, 4, 6 or 9."))
        super().__init__(field_name=field_name, validators=[SOUND_REGION], **options)

    def filter(self, queryset, value):
        return queryset.filter(within(self.field_name, prefix_of(value))) if value else queryset


class TextFilter(filters.CharFilter):
    """Rows that the queryset's own `find(text)` finds."""

    def __init__(self, **options):
        super().__init__(max_length=100, **options)

    def filter(self, queryset, value):
        return queryset.find(value) if value else queryset


class PinyinFilter(filters.CharFilter):
    """Rows whose pinyin initials begin with the given letters."""

    def __init__(self, **options):
        options.setdefault("help_text", _("Pinyin initials that the name begins with, such as qhy."))
        super().__init__(field_name="initials", lookup_expr="istartswith", max_length=40, **options)


class ChoicesFilter(filters.BaseInFilter, filters.ChoiceFilter):
    """One or more of the choices, separated by commas."""


class AsOfFilter(filters.DateFilter):
    """The day that the answer is about. It picks no rows: the view shows each row as it was on that day."""

    def __init__(self, **options):
        options.setdefault("help_text", _("Show the state of this day (YYYY-MM-DD); by default today."))
        super().__init__(**options)

    def filter(self, queryset, value):
        return queryset


class RegionFilters(filters.FilterSet):
    level = ChoicesFilter(choices=Level.choices)
    parent = filters.CharFilter(
        field_name="parent_id", validators=[SOUND_REGION], help_text=_("Directly part of this division (12 digits).")
    )
    region = RegionFilter("code")
    search = filters.CharFilter(
        field_name="name", lookup_expr="contains", max_length=60, help_text=_("Part of the name.")
    )

    class Meta:
        model = Region
        fields: list[str] = []
