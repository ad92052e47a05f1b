"""Owners who want an account of public revenue audited (业主联名要求审计)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Kept, User
from accounts.scope import BELONGS
from committees.models import Owner
from estates.belonging import OfAnEstate
from estates.models import Estate
from fees.models.revenue import RevenueReport
from fees.models.revenue_audits import RevenueAudit


class DemandState(models.TextChoices):
    OPEN = "open", _("too few owners so far")
    REACHED = "reached", _("audit opened")
    DROPPED = "dropped", _("demand dropped")


class RevenueDemandQuerySet(OfAnEstate):
    def visible_to(self, user: User):
        """With their estates; who is of the company or the committee sees those that opened an audit. How many joined
        before, and with what area, would tell them one by one."""
        seen = super().visible_to(user)
        return seen.filter(state=DemandState.REACHED) if getattr(user, "role", "") in BELONGS else seen


class RevenueDemand(Kept):
    """A demand of owners that a posted report be audited: how many joined, of all heads and of all area.

    The figures are those of `counted_on`, by the register of owners. Who joined is known only as long as it is open.
    """

    number = models.CharField(_("number"), max_length=24, unique=True)
    estate = models.ForeignKey(Estate, models.PROTECT, related_name="revenue_demands", verbose_name=_("estate"))
    report = models.ForeignKey(
        RevenueReport, models.PROTECT, related_name="demands", verbose_name=_("report of public revenue")
    )
    state = models.CharField(_("state"), max_length=8, choices=DemandState, default=DemandState.OPEN)
    demanded_on = models.DateField(_("demanded on"))
    counted_on = models.DateField(_("counted on"), null=True, blank=True)
    heads = models.PositiveIntegerField(_("owners who joined"), default=0)
    area_m2 = models.DecimalField(_("their area, m²"), max_digits=12, decimal_places=2, default=0)
    of_heads = models.PositiveIntegerField(_("all owners"), default=0)
    of_area_m2 = models.DecimalField(_("area of all owners, m²"), max_digits=12, decimal_places=2, default=0)
    audit = models.OneToOneField(
        RevenueAudit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="demand",
        verbose_name=_("audit of public revenue"),
    )
    drop_reason = models.CharField(_("why it was dropped"), max_length=300, blank=True)

    objects = RevenueDemandQuerySet.as_manager()

    class Meta:
        verbose_name = _("owners' demand for an audit")
        verbose_name_plural = _("owners' demands for audits")
        ordering = ["-demanded_on", "-id"]
        indexes = [models.Index(fields=["estate", "-demanded_on"], name="revenue_demands_of_estate")]
        constraints = [
            models.UniqueConstraint(
                fields=["report"], condition=Q(state="open"), name="one_open_revenue_demand_per_report",
                violation_error_message=_("A demand to audit this report is open already: add the owners to it."),
            ),
            models.CheckConstraint(
                condition=Q(state="reached", audit__isnull=False) | (~Q(state="reached") & Q(audit__isnull=True)),
                name="reached_revenue_demand_has_its_audit",
            ),
            models.CheckConstraint(
                condition=Q(heads__lte=F("of_heads"), area_m2__lte=F("of_area_m2")),
                name="revenue_demand_is_of_some_of_all",
            ),
            models.CheckConstraint(
                condition=~Q(state="dropped") | ~Q(drop_reason=""), name="dropped_revenue_demand_says_why"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number


class RevenueDemandHead(models.Model):
    """An owner who joined a demand that is open: one head, with all homes that are theirs."""

    demand = models.ForeignKey(
        RevenueDemand, models.CASCADE, related_name="joined", verbose_name=_("demand for an audit")
    )
    owner = models.ForeignKey(Owner, models.PROTECT, related_name="+", verbose_name=_("owner"))

    class Meta:
        verbose_name = _("owner who joined a demand")
        verbose_name_plural = _("owners who joined a demand")
        constraints = [models.UniqueConstraint(fields=["demand", "owner"], name="an_owner_joins_a_demand_once")]

    def __str__(self) -> str:
        return f"{self.demand_id}: {self.owner_id}"
