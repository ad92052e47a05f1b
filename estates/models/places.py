from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Concat, Upper
from django.utils.translation import gettext_lazy as _

from accounts.models import Kept, Region
from estates.queries import BuildingQuerySet, EstateQuerySet
from exchange.recording import moves_with, recorded


class EstateKind(models.TextChoices):
    COMMODITY = "commodity", _("commodity housing")
    OLD = "old", _("old estate")
    SELF_BUILT = "self_built", _("self-built")
    FORMER_EMPLOYER = "former_employer", _("former employer's housing")
    VILLAGE = "village", _("village turned residence")
    MICRO = "micro", _("micro estate")


class ServiceMode(models.TextChoices):
    COMPANY = "company", _("property company")
    SPECIALISED = "specialised", _("specialised unit")
    SELF_MANAGED = "self_managed", _("owners' self-management")
    COMMUNITY_TRUST = "community_trust", _("community trust")
    STATE_FALLBACK = "state_fallback", _("state-owned fallback")
    NONE = "none", _("no property service")


class Renovation(models.TextChoices):
    NOT_PLANNED = "not_planned", _("not planned")
    PLANNED = "planned", _("planned")
    UNDER_WAY = "under_way", _("under way")
    DONE = "done", _("renovated")


class Estate(Kept):
    """A housing estate (小区), as the bureau registers it."""

    code = models.CharField(
        _("estate code"),
        max_length=13,
        unique=True,
        validators=[RegexValidator(r"^\d{13}$", _("An estate code has 13 digits."))],
    )
    name = models.CharField(_("name"), max_length=80)
    initials = models.CharField(_("pinyin initials"), max_length=80, blank=True, db_index=True)
    former_names = models.CharField(_("former names"), max_length=300, blank=True)
    address = models.CharField(_("address"), max_length=200)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("street or community"))
    latitude = models.DecimalField(
        _("latitude"), max_digits=9, decimal_places=6, null=True, blank=True,
        validators=[MinValueValidator(3), MaxValueValidator(54)],
    )  # fmt: skip
    longitude = models.DecimalField(
        _("longitude"), max_digits=9, decimal_places=6, null=True, blank=True,
        validators=[MinValueValidator(73), MaxValueValidator(136)],
    )  # fmt: skip
    built_year = models.PositiveSmallIntegerField(
        _("built in"), null=True, blank=True, validators=[MinValueValidator(1900), MaxValueValidator(2100)]
    )
    floor_area_m2 = models.DecimalField(
        _("floor area, m²"), max_digits=12, decimal_places=2, validators=[MinValueValidator(0)]
    )
    households = models.PositiveIntegerField(_("households"))
    building_count = models.PositiveSmallIntegerField(_("buildings"))
    kind = models.CharField(_("kind"), max_length=20, choices=EstateKind)
    service_mode = models.CharField(_("service mode"), max_length=20, choices=ServiceMode)
    renovation = models.CharField(_("renovation"), max_length=20, choices=Renovation, default=Renovation.NOT_PLANNED)
    search_text = models.GeneratedField(
        expression=Concat(
            "name", Value(" "), "former_names", Value(" "), "address", Value(" "), "initials", Value(" "), "code"
        ),
        output_field=models.TextField(_("what search looks at")),
        db_persist=True,
    )

    objects = EstateQuerySet.as_manager()

    class Meta:
        verbose_name = _("estate")
        verbose_name_plural = _("estates")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^\d{13}$"), name="estate_code_is_thirteen_digits"),
            models.CheckConstraint(condition=Q(floor_area_m2__gte=0), name="estate_area_is_not_negative"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="estate_has_both_coordinates_or_none",
            ),
        ]
        indexes = [
            GinIndex(OpClass(Upper("search_text"), name="gin_trgm_ops"), name="estate_search_by_trigram"),
        ]
        triggers = [
            *recorded("estate", key="code", place="t.region_id"),
            moves_with("moves_0_building", "building", "estates_building t ON t.estate_id = moved.id"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_served(self) -> bool:
        return self.service_mode != ServiceMode.NONE


class Building(Kept):
    """One building (楼栋) of an estate."""

    estate = models.ForeignKey(Estate, models.CASCADE, related_name="buildings", verbose_name=_("estate"))
    name = models.CharField(_("building"), max_length=30)
    storeys = models.PositiveSmallIntegerField(_("storeys"), null=True, blank=True)
    units = models.PositiveSmallIntegerField(_("units"), null=True, blank=True)
    lifts = models.PositiveSmallIntegerField(_("lifts"), default=0)
    households = models.PositiveIntegerField(_("households"), default=0)
    floor_area_m2 = models.DecimalField(
        _("floor area, m²"), max_digits=12, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0)],
    )  # fmt: skip

    objects = BuildingQuerySet.as_manager()

    class Meta:
        verbose_name = _("building")
        verbose_name_plural = _("buildings")
        ordering = ["estate_id", "name"]
        constraints = [models.UniqueConstraint(fields=["estate", "name"], name="one_building_per_name_in_an_estate")]
        triggers = recorded("building", place="h.region_id", joins="LEFT JOIN estates_estate h ON h.id = t.estate_id")

    def __str__(self) -> str:
        return self.name
