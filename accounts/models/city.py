from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.kept import Kept
from accounts.models.regions import Region


class CityProfile(Kept):
    """Which city this portal serves. One row; everything that differs from city to city is here or in `RuleValue`."""

    region = models.OneToOneField(Region, models.PROTECT, verbose_name=_("region"))
    name = models.CharField(_("name"), max_length=60)
    bureau_name = models.CharField(_("name of the bureau"), max_length=100)
    emblem_text = models.CharField(_("text beside the mark"), max_length=40)
    hotline = models.CharField(_("service hotline"), max_length=30, default="12345")
    coverage_target_percent = models.DecimalField(
        _("coverage target, %"), max_digits=5, decimal_places=2, default=90, validators=[MinValueValidator(0)]
    )
    coverage_lower_mark_percent = models.DecimalField(
        _("coverage lower mark, %"), max_digits=5, decimal_places=2, default=85, validators=[MinValueValidator(0)]
    )
    is_demo = models.BooleanField(_("invented data for trying out"), default=False)

    class Meta:
        verbose_name = _("city profile")
        verbose_name_plural = _("city profile")
        constraints = [
            models.UniqueConstraint(models.Value(1), name="one_city_per_portal"),
        ]

    def __str__(self) -> str:
        return self.name


class RuleValue(Kept):
    """One legal figure of the city (a term in days, a ratio, a quorum) with its first day and its article.

    The value in force on a day is the one with the latest `from_on` not after it; see `accounts.city.rule_value`.
    """

    key = models.SlugField(_("key"), max_length=60)
    value = models.CharField(_("value"), max_length=40)
    unit = models.CharField(_("unit"), max_length=30)
    article = models.CharField(_("article"), max_length=200)
    from_on = models.DateField(_("first day"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("rule value")
        verbose_name_plural = _("rule values")
        ordering = ["key", "-from_on"]
        constraints = [models.UniqueConstraint(fields=["key", "from_on"], name="one_rule_value_per_key_and_day")]

    def __str__(self) -> str:
        return f"{self.key} = {self.value} {self.unit}"
