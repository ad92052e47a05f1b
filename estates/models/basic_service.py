from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Kept
from accounts.proofs import private_files, private_place
from estates.belonging import OfAnEstate
from estates.models.places import Estate
from exchange.recording import recorded


class BasicMode(models.TextChoices):
    """Ways to serve an estate that no company manages: a part of the modes of service."""

    SPECIALISED = "specialised", _("specialised unit")
    SELF_MANAGED = "self_managed", _("owners' self-management")
    COMMUNITY_TRUST = "community_trust", _("community trust")
    STATE_FALLBACK = "state_fallback", _("state-owned fallback")


class BasicGrade(models.TextChoices):
    """What the basic service comprises: each grade has what stands before it, and more."""

    SAFE = "safe", _("safety kept")
    CLEAN = "clean", _("safety and cleaning")
    FULL = "full", _("safety, cleaning, greenery and repairs")


class PriceUnit(models.TextChoices):
    AREA = "area", _("per m² and month")
    HOME = "home", _("per home and month")


class BasicState(models.TextChoices):
    PROPOSED = "proposed", _("proposed for basic service")
    CHECKED = "checked", _("checked on site")
    SET = "set", _("in force now")
    REFUSED = "refused", _("not set")
    ENDED = "ended", _("ended")


class BasicService(Kept):
    """The basic service (基本服务) of an estate without a company: who gives it, what, and at which price.

    County DRC and bureau set the price after a check on site. In force from `from_on` up to but not including
    `until_on`. Money in fen for one `unit`.
    """

    number = models.CharField(_("number"), max_length=24, unique=True)
    estate = models.ForeignKey(Estate, models.PROTECT, related_name="basic_services", verbose_name=_("estate"))
    state = models.CharField(_("state"), max_length=8, choices=BasicState, default=BasicState.PROPOSED)
    mode = models.CharField(_("service mode"), max_length=20, choices=BasicMode)
    grade = models.CharField(_("grade of basic service"), max_length=8, choices=BasicGrade)
    provider = models.CharField(_("who gives the service"), max_length=100)
    price_fen = models.BigIntegerField(_("price, fen"), validators=[MinValueValidator(0)])
    unit = models.CharField(_("unit"), max_length=4, choices=PriceUnit, default=PriceUnit.AREA)
    proposed_on = models.DateField(_("proposed on"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("person who proposed it"),
    )
    checked_on = models.DateField(_("checked on site on"), null=True, blank=True)
    drc = models.CharField(_("development and reform office"), max_length=60, blank=True)
    bureau = models.CharField(_("housing office"), max_length=60, blank=True)
    found = models.CharField(_("what the check on site found"), max_length=500, blank=True)
    proof = models.FileField(
        _("minutes of the check"), storage=private_files, upload_to=private_place("basic-service"), max_length=200,
        blank=True,
    )  # fmt: skip
    document = models.CharField(_("document that set it"), max_length=100, blank=True)
    from_on = models.DateField(_("in force from"), null=True, blank=True)
    until_on = models.DateField(_("in force until"), null=True, blank=True)
    end_reason = models.CharField(_("why it was refused or ended"), max_length=300, blank=True)

    objects = OfAnEstate.as_manager()
    masks = {"proof": str}

    class Meta:
        verbose_name = _("basic service")
        verbose_name_plural = _("basic services")
        ordering = ["-proposed_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["estate"], condition=Q(state="set"), name="one_basic_service_in_force",
                violation_error_message=_("A basic service is in force at this estate. End it first."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["checked", "set", "ended"])
                | (Q(checked_on__isnull=False) & ~Q(drc="") & ~Q(bureau="") & ~Q(found="")),
                name="basic_service_was_checked_by_both_offices",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["set", "ended"])
                | (Q(from_on__isnull=False, checked_on__isnull=False, from_on__gte=F("checked_on")) & ~Q(document="")),
                name="basic_service_in_force_has_its_document",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "ended"]) | ~Q(end_reason=""),
                name="ended_basic_service_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state="ended", until_on__isnull=False, from_on__isnull=False, until_on__gte=F("from_on"))
                | (~Q(state="ended") & Q(until_on__isnull=True)),
                name="only_an_ended_basic_service_has_an_end",
            ),
            models.CheckConstraint(condition=Q(price_fen__gte=0), name="basic_service_has_no_negative_price"),
        ]  # fmt: skip
        triggers = recorded(
            "basic-service", key="number", place="h.region_id",
            joins="LEFT JOIN estates_estate h ON h.id = t.estate_id",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.number
