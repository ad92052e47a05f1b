"""What is kept of complaints for everybody to see: counted once a day, up to the end of the day before."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Of(models.TextChoices):
    CITY = "city", _("city")
    COUNTY = "county", _("district")
    ESTATE = "estate", _("estate")
    COMPANY = "company", _("company")
    TOPIC = "topic", _("class")


class Figure(models.Model):
    """The complaints that came in about something, in twelve months or (of the city and its districts) in one month.

    `code`: the district's 12 digits, the estate's code, the company's credit code, the class; empty for the city.
    `month`: the first day of the month; null is the twelve months before `FiguresTaken.on`. Flagged and discounted
    complaints of a flood are left out.

    - `received`: filed. Of these `due`: those whose answer was given or is overdue, `in_time`: those answered in time
      and not found false. What was joined, withdrawn or not accepted is received, but owes no answer of its own.
    - `closed`: ended with an outcome; `confirmed`: of these by the resident's own word.
    - `median_days`: from filing to the answer, half of them took less.
    - `ratings`: how many rated; `service_sum`, `result_sum`: their points from 1 to 5.
    """

    of = models.CharField(max_length=8, choices=Of)
    code = models.CharField(max_length=18, blank=True)
    month = models.DateField(null=True)
    received = models.PositiveIntegerField()
    due = models.PositiveIntegerField()
    in_time = models.PositiveIntegerField()
    closed = models.PositiveIntegerField()
    confirmed = models.PositiveIntegerField()
    median_days = models.DecimalField(max_digits=6, decimal_places=1, null=True)
    ratings = models.PositiveIntegerField()
    service_sum = models.PositiveIntegerField()
    result_sum = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("figure of complaints")
        verbose_name_plural = _("figures of complaints")
        constraints = [
            models.UniqueConstraint(
                fields=["of", "code", "month"], name="one_figure_of_a_thing_and_month", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(in_time__lte=models.F("due"), due__lte=models.F("received")), name="figure_adds_up"
            ),
        ]
        indexes = [
            models.Index(
                fields=["of", "-received", "code"], condition=Q(month__isnull=True), name="figures_by_received"
            )
        ]

    def __str__(self) -> str:
        return f"{self.of} {self.code} {self.month or ''}".strip()


class FiguresTaken(models.Model):
    """When the figures were counted: what was filed in [`since`, `on`), with all that had happened by `at`. One row."""

    on = models.DateField()
    since = models.DateField()
    at = models.DateTimeField()
    estate_count = models.PositiveIntegerField(_("estates on the register"))

    class Meta:
        verbose_name = _("when figures of complaints were taken")
        verbose_name_plural = _("when figures of complaints were taken")
        constraints = [models.UniqueConstraint(models.Value(1), name="figures_of_complaints_are_taken_once")]

    def __str__(self) -> str:
        return self.on.isoformat()
