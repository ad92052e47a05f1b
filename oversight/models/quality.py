from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from estates.belonging import OfAnEstate
from estates.models import Estate


class Side(models.TextChoices):
    COMPLETE = "complete", _("on file at all")
    FRESH = "fresh", _("up to date")


class QualityGap(models.Model):
    """Something that an estate's data lack, from the night that found it until the night that finds it put right.

    `rule` is the key of a rule (`oversight.quality.rules`); `due_on` the last day to put it right.
    """

    estate = models.ForeignKey(Estate, models.CASCADE, related_name="quality_gaps", verbose_name=_("estate"))
    rule = models.CharField(_("what is missing"), max_length=20)
    side = models.CharField(_("missing or old"), max_length=8, choices=Side)
    since_on = models.DateField(_("found on"))
    due_on = models.DateField(_("to be put right by"))

    objects = OfAnEstate.as_manager()

    class Meta:
        verbose_name = _("gap in the data")
        verbose_name_plural = _("gaps in the data")
        ordering = ["due_on", "estate_id", "rule"]
        constraints = [
            models.UniqueConstraint(fields=["estate", "rule"], name="one_gap_per_estate_and_rule"),
            models.CheckConstraint(condition=Q(due_on__gte=F("since_on")), name="gap_is_due_after_it_was_found"),
        ]
        indexes = [models.Index(fields=["due_on"], name="gaps_by_due_day")]

    def __str__(self) -> str:
        return self.estate.name


class QualityCount(models.Model):
    """How good the data of an area were on a day; of today, as of `at`.

    Areas are divisions from the city down to the street, by their 12 digits. `asked`: how many times an estate owed
    what a rule asks for; `held`: how many times it was there; both for what must be on file, and for what must be up to
    date. `gap_count` is what is left, `overdue_count` of it what should have been put right before the day.
    """

    on = models.DateField(_("day"))
    area_code = models.CharField(_("area"), max_length=12)
    at = models.DateTimeField(_("counted at"))
    estate_count = models.PositiveIntegerField(_("estates"))
    complete_asked = models.PositiveIntegerField(_("to be on file"))
    complete_held = models.PositiveIntegerField(_("of it on file"))
    fresh_asked = models.PositiveIntegerField(_("to be up to date"))
    fresh_held = models.PositiveIntegerField(_("up to date"))
    gap_count = models.PositiveIntegerField(_("gaps"))
    overdue_count = models.PositiveIntegerField(_("gaps overdue"))
    next_due_on = models.DateField(_("next deadline"), null=True, blank=True)

    class Meta:
        verbose_name = _("count of data quality")
        verbose_name_plural = _("counts of data quality")
        constraints = [
            models.UniqueConstraint(fields=["area_code", "on"], name="one_count_of_quality_per_area_and_day"),
            models.CheckConstraint(
                condition=Q(complete_held__lte=F("complete_asked"), fresh_held__lte=F("fresh_asked"))
                & Q(
                    gap_count=F("complete_asked") - F("complete_held") + F("fresh_asked") - F("fresh_held"),
                    overdue_count__lte=F("gap_count"),
                ),
                name="gaps_are_what_is_not_held",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_code} {self.on}"
