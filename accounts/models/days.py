from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.kept import Kept
from accounts.workdays import SATURDAY


class DayOff(Kept):
    """A day that a notice of the State Council gives off, or, `is_worked`, one that is made up for at a weekend.

    All other days go by the weekday alone: see `accounts.workdays`.
    """

    day = models.DateField(_("day"), unique=True)
    is_worked = models.BooleanField(_("worked to make up"), default=False)
    name = models.CharField(_("holiday"), max_length=20)
    notice = models.CharField(_("notice"), max_length=60, help_text=_("Title or number of the State Council's notice."))
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)
    """By which a calendar that was read before knows that it is out of date."""

    class Meta:
        verbose_name = _("day off")
        verbose_name_plural = _("days off")
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.name}"

    def clean(self) -> None:
        """Raises ValidationError for a Monday to Friday that is to be made up for: it is worked anyway."""
        if self.is_worked and self.day is not None and self.day.weekday() < SATURDAY:
            raise ValidationError({"is_worked": _("%(day)s is no weekend: it is worked anyway.") % {"day": self.day}})
