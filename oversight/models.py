from django.db import models
from django.utils.translation import gettext_lazy as _

from credit.models import Night


class CoverageCount(models.Model):
    """How many estates a county had after a night, and how many of them had property service."""

    night = models.ForeignKey(Night, models.CASCADE, related_name="coverage")
    county_code = models.CharField(max_length=12)
    estate_count = models.PositiveIntegerField()
    served_count = models.PositiveIntegerField()
    old_count = models.PositiveIntegerField()
    household_count = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("count of coverage")
        verbose_name_plural = _("counts of coverage")
        constraints = [
            models.UniqueConstraint(fields=["night", "county_code"], name="one_coverage_per_night_and_county")
        ]

    def __str__(self) -> str:
        return f"{self.county_code} {self.served_count}/{self.estate_count}"
