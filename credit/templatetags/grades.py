"""The badge of a grade."""

from django import template
from django.utils import timezone

from accounts.templatetags.site import day, moment
from credit.marks import Mark

register = template.Library()


@register.inclusion_tag("site/badge.html")
def badge(mark: Mark, size: int = 28) -> dict:
    """Shape and letter of `mark`, `size` pixels wide. Its name is read aloud; write the word beside it from 26 up."""
    letters = len(mark.letter)
    return {
        "mark": mark,
        "size": size,
        "letter_size": {1: 17, 2: 13}.get(letters, 10),
        "letter_y": 22 if letters == 1 else 20,
    }


@register.filter
def as_of(night) -> str:
    """When a night's figures hold: with the time of day, unless the night was computed on a later day."""
    started = timezone.localtime(night.started_at)
    return moment(started) if started.date() == night.on else day(night.on)
