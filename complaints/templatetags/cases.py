"""How the pages of a case write moments, and where its photos are."""

from datetime import date, datetime

from django import template
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from complaints.models import Photo
from complaints.photos.showing import address_of

register = template.Library()


@register.filter
def day_in_words(value: date | datetime | None) -> str:
    """11月24日; with the year where it is not this one."""
    if value is None:
        return ""
    day = timezone.localdate(value) if isinstance(value, datetime) else value
    return in_time(f"{day:%Y-%m-%d}", words_of(day))


@register.filter
def moment_in_words(value: datetime | None) -> str:
    """11月24日 17:30."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return in_time(local.isoformat(timespec="minutes"), f"{words_of(local.date())} {local:%H:%M}")


def words_of(day: date) -> str:
    is_this_year = day.year == timezone.localdate().year
    return formats.date_format(day, "MONTH_DAY_FORMAT" if is_this_year else "DATE_FORMAT")


def in_time(machine: str, words: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', machine, words)


@register.filter
def photo_address(photo: Photo, size: str = "full") -> str:
    return address_of(photo, size)
