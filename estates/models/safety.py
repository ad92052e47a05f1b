from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Kept, Region
from accounts.proofs import private_files, private_place
from estates.belonging import OfAnEstate
from estates.models.places import Estate
from estates.safety.queries import CampaignQuerySet, HazardQuerySet
from exchange.recording import recorded


class CampaignKind(models.TextChoices):
    FLOOD = "flood", _("flood campaign")
    FIRE = "fire", _("fire safety")
    GAS = "gas", _("gas safety")
    WINTER = "winter", _("cold and snow")
    GENERAL = "general", _("safety in general")


class SafetyCampaign(Kept):
    """A round of safety checks of the estates in a division, from `from_on` up to but not including `until_on`."""

    title = models.CharField(_("title"), max_length=100)
    kind = models.CharField(_("kind"), max_length=8, choices=CampaignKind)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("division"))
    from_on = models.DateField(_("begins on"))
    until_on = models.DateField(_("ends before"))
    document = models.CharField(_("document that orders it"), max_length=100, blank=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("safety campaign")
        verbose_name_plural = _("safety campaigns")
        ordering = ["-from_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "title"], name="one_campaign_of_a_title",
                violation_error_message=_("This division has a campaign of this title."),
            ),
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="campaign_ends_after_it_begins"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title


class SafetyVisit(Kept):
    """An estate was checked in a campaign. What was found there are hazards; none is an answer too."""

    campaign = models.ForeignKey(SafetyCampaign, models.PROTECT, related_name="visits", verbose_name=_("campaign"))
    estate = models.ForeignKey(Estate, models.PROTECT, related_name="safety_visits", verbose_name=_("estate"))
    visited_on = models.DateField(_("checked on"))
    visited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("checked by")
    )

    objects = OfAnEstate.as_manager()

    class Meta:
        verbose_name = _("safety check of an estate")
        verbose_name_plural = _("safety checks of estates")
        ordering = ["-visited_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "estate", "visited_on"], name="one_safety_check_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.estate_id} {self.visited_on}"


class HazardKind(models.TextChoices):
    DRAINAGE = "drainage", _("blocked drains, flooding")
    PUMP = "pump", _("pump or flood gate out of order")
    WALL = "wall", _("loose facade, things that may fall")
    FIRE_WAY = "fire_way", _("blocked fire lane or exit")
    FIRE_GEAR = "fire_gear", _("fire equipment out of order")
    ELECTRIC = "electric", _("dangerous wiring or charging")
    GAS = "gas", _("gas")
    OTHER = "other", _("other")


class Severity(models.TextChoices):
    GENERAL = "general", _("ordinary hazard")
    MAJOR = "major", _("major hazard")


class HazardState(models.TextChoices):
    FOUND = "found", _("to be removed")
    FIXED = "fixed", _("reported as removed")
    CLOSED = "closed", _("removed, checked on site")
    UNFOUNDED = "unfounded", _("entered by mistake")


class Hazard(Kept):
    """A hazard (隐患) at an estate: found, to be removed by a day, removed, seen to be. `words` names no person."""

    number = models.CharField(_("number"), max_length=24, unique=True)
    estate = models.ForeignKey(Estate, models.PROTECT, related_name="hazards", verbose_name=_("estate"))
    visit = models.ForeignKey(
        SafetyVisit, models.PROTECT, null=True, blank=True, related_name="hazards",
        verbose_name=_("safety check of an estate"),
    )  # fmt: skip
    kind = models.CharField(_("kind"), max_length=10, choices=HazardKind)
    severity = models.CharField(_("severity"), max_length=8, choices=Severity)
    state = models.CharField(_("state"), max_length=10, choices=HazardState, default=HazardState.FOUND)
    place = models.CharField(_("place of the hazard"), max_length=60)
    words = models.CharField(_("what is dangerous"), max_length=300)
    found_on = models.DateField(_("found on"))
    found_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("found by")
    )
    fix_by = models.DateField(_("to be removed by"))
    fixed_on = models.DateField(_("removed on"), null=True, blank=True)
    fixed_how = models.CharField(_("how it was removed"), max_length=300, blank=True)
    fixed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("reported as removed by"),
    )  # fmt: skip
    proof = models.FileField(
        _("picture of it removed"), storage=private_files, upload_to=private_place("hazards"), max_length=200,
        blank=True,
    )  # fmt: skip
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    remark = models.CharField(_("remark of the check"), max_length=300, blank=True)

    objects = HazardQuerySet.as_manager()
    masks = {"proof": str}

    class Meta:
        verbose_name = _("hazard")
        verbose_name_plural = _("hazards")
        ordering = ["-found_on", "-id"]
        indexes = [
            models.Index(fields=["fix_by"], condition=Q(state="found"), name="hazards_by_day_to_fix"),
            models.Index(fields=["estate", "-found_on"], name="hazards_of_an_estate"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(fix_by__gte=F("found_on")), name="hazard_is_due_after_it_is_found"),
            models.CheckConstraint(
                condition=~Q(state__in=["fixed", "closed"])
                | (Q(fixed_on__isnull=False, fixed_on__gte=F("found_on")) & ~Q(fixed_how="")),
                name="removed_hazard_says_when_and_how",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed")
                | Q(checked_on__isnull=False, fixed_on__isnull=False, checked_on__gte=F("fixed_on")),
                name="closed_hazard_was_checked",
            ),
        ]
        triggers = recorded(
            "hazard", key="number", place="h.region_id", joins="LEFT JOIN estates_estate h ON h.id = t.estate_id"
        )

    def __str__(self) -> str:
        return self.number
