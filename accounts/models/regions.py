from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from accounts.codes import STEM_LENGTH


class Level(models.TextChoices):
    PROVINCE = "province", _("province")
    CITY = "city", _("city")
    COUNTY = "county", _("county-level district")
    STREET = "street", _("street or town")
    COMMUNITY = "community", _("community")


class Region(models.Model):
    """One statistical division. Its `stem` is the significant part of the code: what lies within begins with it."""

    code = models.CharField(_("statistical code"), max_length=12, primary_key=True)
    name = models.CharField(_("name"), max_length=60)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    stem = models.GeneratedField(
        expression=Case(
            *(When(level=level, then=Left("code", length)) for level, length in STEM_LENGTH.items()),
            default=Value(""),
        ),
        output_field=models.CharField(_("code prefix"), max_length=12),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^\d{12}$"), name="region_code_is_twelve_digits"),
            models.CheckConstraint(
                condition=Q(level__in=[Level.PROVINCE, Level.CITY], parent__isnull=True) | Q(parent__isnull=False),
                name="region_below_a_city_has_a_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.name
