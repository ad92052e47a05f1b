"""What is counted and kept: by each night, and from then on as the registers change."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from credit.models import Night


class Counts(models.Model):
    """How much of what an area has. Areas are divisions from the province down to the street, by their 12 digits.

    `grades` is how many companies hold each grade. A county's are those registered there, a street's those registered
    there or managing an estate there: a company may count in several streets.
    """

    area_code = models.CharField(_("area"), max_length=12)
    estate_count = models.PositiveIntegerField(_("estates"), default=0)
    served_count = models.PositiveIntegerField(_("with property service"), default=0)
    old_count = models.PositiveIntegerField(_("old estates"), default=0)
    household_count = models.PositiveIntegerField(_("households"), default=0)
    grades = models.JSONField(_("companies by grade"), default=dict)

    class Meta:
        abstract = True


class NightCount(Counts):
    """What an area had after a night, and how many of its companies the night moved up and down. Never changed.

    The row of the province (`WHOLE`) is there when the night is counted to its end.
    """

    WHOLE = "0000000000"
    """How the code of the whole ends; no smaller area's does."""

    night = models.ForeignKey(Night, models.CASCADE, related_name="figures")
    up_count = models.PositiveIntegerField(_("moved up"), default=0)
    down_count = models.PositiveIntegerField(_("moved down"), default=0)

    class Meta:
        verbose_name = _("count of a night")
        verbose_name_plural = _("counts of nights")
        constraints = [models.UniqueConstraint(fields=["area_code", "night"], name="one_count_per_area_and_night")]

    def __str__(self) -> str:
        return f"{self.area_code} {self.night_id}"


class Tally(Counts):
    """What an area has now: kept as the registers change, see `oversight.following`."""

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        constraints = [models.UniqueConstraint(fields=["area_code"], name="one_tally_per_area")]

    def __str__(self) -> str:
        return self.area_code


class Followed(models.Model):
    """Up to where the tallies follow: the change feed's position, the last night, the day, the moment. One row."""

    position = models.CharField(_("position in the change feed"), max_length=60)
    night = models.ForeignKey(Night, models.PROTECT, null=True, related_name="+", verbose_name=_("nightly run"))
    on = models.DateField(_("day"))
    at = models.DateTimeField(_("in step since"))

    class Meta:
        verbose_name = _("how far the tallies follow")
        verbose_name_plural = _("how far the tallies follow")
        constraints = [models.UniqueConstraint(models.Value(1), name="the_tallies_follow_one_feed")]

    def __str__(self) -> str:
        return self.position


class Window(models.Model):
    """What the tallies know of one estate: a window of the wall screen. Outlives its estate until that is noticed.

    `area_code` is its street, or a larger division where the register knows no street. `grade` is that of the company
    whose contract runs, empty without one.
    """

    estate_id = models.BigIntegerField(primary_key=True)
    estate_code = models.CharField(max_length=13)
    area_code = models.CharField(max_length=12, db_index=True)
    is_served = models.BooleanField()
    is_old = models.BooleanField()
    households = models.PositiveIntegerField()
    contract_id = models.BigIntegerField(null=True, db_index=True)
    enterprise_id = models.BigIntegerField(null=True)
    grade = models.CharField(max_length=8)

    class Meta:
        verbose_name = _("window")
        verbose_name_plural = _("windows")

    def __str__(self) -> str:
        return self.estate_code


class Presence(models.Model):
    """Where the tallies count a company, with its grade: its county, and the streets where it is present."""

    enterprise_id = models.BigIntegerField()
    area_code = models.CharField(max_length=12, db_index=True)
    grade = models.CharField(max_length=8)

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        constraints = [models.UniqueConstraint(fields=["enterprise_id", "area_code"], name="present_once_in_an_area")]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.area_code}"
