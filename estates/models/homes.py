from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Kept
from estates.models.places import Building
from estates.queries import HomeQuerySet
from exchange.recording import recorded


class AreaBasis(models.TextChoices):
    """Where the area stands, the better source first."""

    REGISTERED = "registered", _("real-estate register")
    SURVEYED = "surveyed", _("survey")
    CONTRACT = "contract", _("purchase contract")


class HomeUse(models.TextChoices):
    RESIDENTIAL = "residential", _("dwelling")
    SHOP = "shop", _("shop")
    OFFICE = "office", _("office")
    OTHER = "other", _("other")


class Home(Kept):
    """One exclusive part (专有部分) of a building. Whose it is stands one floor up, in `committees`."""

    building = models.ForeignKey(Building, models.PROTECT, related_name="homes", verbose_name=_("building"))
    unit = models.CharField(_("unit of a building"), max_length=10, blank=True)
    room = models.CharField(_("room"), max_length=20)
    area_m2 = models.DecimalField(
        _("exclusive area, m²"), max_digits=10, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    area_basis = models.CharField(_("area by"), max_length=12, choices=AreaBasis, default=AreaBasis.REGISTERED)
    use = models.CharField(_("use"), max_length=12, choices=HomeUse, default=HomeUse.RESIDENTIAL)
    delivered_on = models.DateField(_("handed over on"), null=True, blank=True)

    objects = HomeQuerySet.as_manager()

    class Meta:
        verbose_name = _("home")
        verbose_name_plural = _("homes")
        ordering = ["building_id", "unit", "room"]
        constraints = [
            models.UniqueConstraint(fields=["building", "unit", "room"], name="one_home_per_room"),
            models.CheckConstraint(condition=Q(area_m2__gt=0), name="home_has_an_area"),
        ]
        triggers = recorded(
            "home",
            place="e.region_id",
            joins="LEFT JOIN estates_building h ON h.id = t.building_id "
            "LEFT JOIN estates_estate e ON e.id = h.estate_id",
        )

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """As it stands on the door: building, unit, room. `building` is read along with it."""
        unit = f"{self.unit}单元" if self.unit.isdigit() else self.unit
        return f"{self.building.name}{unit}{self.room}"
