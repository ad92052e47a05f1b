import pgtrigger
from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Kept
from accounts.proofs import private_files, private_place
from estates.equipment.lifecycle import state_of
from estates.equipment.queries import EquipmentQuerySet
from estates.models.places import Building, Estate
from exchange.recording import recorded


class EquipmentKind(models.TextChoices):
    LIFT = "lift", _("lift")
    FIRE = "fire", _("fire protection")
    WATER_TANK = "water_tank", _("water tank")
    POWER = "power", _("power supply")
    LIGHTNING = "lightning", _("lightning protection")
    MONITOR = "monitor", _("video monitoring")


class CheckResult(models.TextChoices):
    PASSED = "passed", _("passed the inspection")
    FAILED = "failed", _("failed the inspection")


class Equipment(Kept):
    """A piece of shared equipment that has to be inspected. `code` is a lift's registration code, or a number of ours.

    `inspected_on`, `result` and `next_due_on` are those of its newest inspection that stands; without one it is due.
    """

    code = models.CharField(
        _("equipment code"), max_length=30, unique=True,
        validators=[RegexValidator(r"^[0-9A-Za-z-]{1,30}$", _("A code of equipment has letters, digits and hyphens."))],
    )  # fmt: skip
    estate = models.ForeignKey(Estate, models.PROTECT, related_name="equipment", verbose_name=_("estate"))
    building = models.ForeignKey(
        Building, models.PROTECT, null=True, blank=True, related_name="equipment", verbose_name=_("building")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=EquipmentKind)
    place = models.CharField(_("standing place"), max_length=60, blank=True)
    keeper = models.CharField(_("unit that maintains it"), max_length=100, blank=True)
    keeper_phone = models.CharField(_("its emergency phone"), max_length=30, blank=True)
    installed_on = models.DateField(_("installed on"), null=True, blank=True)
    retired_on = models.DateField(_("out of use since"), null=True, blank=True)
    inspected_on = models.DateField(_("last inspected on"), null=True, blank=True)
    result = models.CharField(_("result"), max_length=8, choices=CheckResult, blank=True)
    next_due_on = models.DateField(_("next inspection due on"), null=True, blank=True)

    objects = EquipmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("equipment")
        verbose_name_plural = _("equipment")
        ordering = ["estate_id", "kind", "code"]
        indexes = [
            models.Index(fields=["next_due_on"], condition=Q(retired_on__isnull=True), name="equipment_by_due_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(inspected_on__isnull=True, next_due_on__isnull=True, result="")
                | (Q(inspected_on__isnull=False, next_due_on__isnull=False) & ~Q(result="")),
                name="inspected_equipment_has_result_and_due_day",
            ),
            models.CheckConstraint(
                condition=Q(next_due_on__isnull=True) | Q(next_due_on__gt=F("inspected_on")),
                name="equipment_is_due_after_its_inspection",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="equipment_stands_in_its_estate",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("estate_id", "building_id"),
                condition=pgtrigger.Condition("NEW.building_id IS NOT NULL"),
                func="""
                IF NOT EXISTS (SELECT FROM estates_building WHERE id = NEW.building_id AND estate_id = NEW.estate_id)
                THEN RAISE EXCEPTION 'the building is of another estate' USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
                """,
            ),
            *recorded(
                "equipment", key="code", place="h.region_id", joins="LEFT JOIN estates_estate h ON h.id = t.estate_id"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def state(self) -> str:
        return state_of(self.retired_on)

    @property
    def label(self) -> str:
        """Which one it is for somebody who stands before it: `3号楼1单元1号梯`. `building` is read along with it."""
        return f"{self.building.name if self.building else ''}{self.place}" or self.get_kind_display()


class EquipmentCheck(Kept):
    """One inspection. What was reported wrong is replaced by another row that says so; no row changes."""

    equipment = models.ForeignKey(Equipment, models.PROTECT, related_name="checks", verbose_name=_("equipment"))
    inspected_on = models.DateField(_("inspected on"))
    inspected_by = models.CharField(_("inspected by"), max_length=100)
    result = models.CharField(_("result"), max_length=8, choices=CheckResult)
    next_due_on = models.DateField(_("next inspection due on"))
    proof = models.FileField(
        _("report of the inspection"),
        storage=private_files,
        upload_to=private_place("equipment"),
        max_length=200,
        blank=True,
    )
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("corrects")
    )
    reported_at = models.DateTimeField(_("reported at"))
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reported by")
    )

    masks = {"proof": str}

    class Meta:
        verbose_name = _("inspection of equipment")
        verbose_name_plural = _("inspections of equipment")
        ordering = ["-inspected_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(next_due_on__gt=F("inspected_on")), name="next_inspection_follows_the_last"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="inspections_stay_as_reported", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.equipment_id} {self.inspected_on}"
