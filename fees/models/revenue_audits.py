"""Sample audits (抽查审计) of public revenue: how they were drawn, and what they found."""

import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.codes import STEM_LENGTH
from accounts.models import Kept, Region
from accounts.proofs import private_files, private_place
from accounts.scope import by_region
from committees.models.guards import REFUSED, refusing
from estates.belonging import WAYS, OfAnEstate
from estates.models import Estate
from exchange.recording import recorded
from fees.models.revenue import RevenueReport

AROUND = sorted(STEM_LENGTH.values())


class DrawQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Officers by region; others the draws of the divisions around their estates, which may be drawn there."""
        if user.role not in WAYS:
            return self.filter(by_region(user, "region_id"))
        own = WAYS[user.role](user).order_by().values_list("region_id", flat=True).distinct()
        return self.filter(region_id__in={code[:digits].ljust(12, "0") for code in own for digits in AROUND})


class RevenueDraw(Kept):
    """One draw of a division for a period: once, with a seed that is published, so that anybody can repeat it.

    `pool` are the codes of all estates that posted or still owed a report of it, in their order; the estate with the
    smallest SHA-256 of seed and code is drawn first. Nothing else weighs.
    """

    number = models.CharField(_("number"), max_length=24, unique=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("division"))
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("ends before"))
    seed = models.CharField(_("seed"), max_length=64)
    pool = models.JSONField(_("codes of all estates to draw from"))
    percent = models.DecimalField(
        _("share, percent"), max_digits=5, decimal_places=2, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    drawn_at = models.DateTimeField(_("drawn at"))

    objects = DrawQuerySet.as_manager()

    class Meta:
        verbose_name = _("draw of sample audits")
        verbose_name_plural = _("draws of sample audits")
        ordering = ["-drawn_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "from_on"], name="one_revenue_draw_per_division_and_period",
                violation_error_message=_("This division was drawn for that period already. Nothing is drawn twice."),
            ),
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="revenue_draw_has_a_period"),
            models.CheckConstraint(condition=Q(percent__gt=0, percent__lte=100), name="revenue_draw_has_a_share"),
            models.CheckConstraint(condition=Q(seed__regex="^[0-9a-f]{32,64}$"), name="revenue_draw_has_a_seed"),
        ]  # fmt: skip
        triggers = [
            refusing(
                "revenue_draws_stand",
                pgtrigger.Update | pgtrigger.Delete,
                f"RAISE EXCEPTION 'a draw does not change' {REFUSED};",
            )
        ]

    def __str__(self) -> str:
        return self.number


class AuditBasis(models.TextChoices):
    SAMPLE = "sample", _("drawn at random")
    OWNERS = "owners", _("asked for by owners")
    CHANGE = "change", _("change of the committee")


class AuditState(models.TextChoices):
    OPEN = "open", _("to be audited")
    CLEAN = "clean", _("nothing found")
    FAULTY = "faulty", _("faults found")
    REVOKED = "revoked", _("result revoked")


class RevenueAudit(Kept):
    """An audit of one posted report. `wrong_fen` is by how much the account was wrong, in sum."""

    number = models.CharField(_("number"), max_length=24, unique=True)
    estate = models.ForeignKey(Estate, models.PROTECT, related_name="revenue_audits", verbose_name=_("estate"))
    report = models.ForeignKey(
        RevenueReport, models.PROTECT, related_name="audits", verbose_name=_("report of public revenue")
    )
    basis = models.CharField(_("why"), max_length=8, choices=AuditBasis)
    draw = models.ForeignKey(
        RevenueDraw, models.PROTECT, null=True, blank=True, related_name="audits", verbose_name=_("draw")
    )
    rank = models.PositiveIntegerField(_("place in the draw"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=AuditState, default=AuditState.OPEN)
    opened_on = models.DateField(_("opened on"))
    due_on = models.DateField(_("to be finished by"))
    auditor = models.CharField(_("audited by (body)"), max_length=100, blank=True)
    finished_on = models.DateField(_("finished on"), null=True, blank=True)
    result = models.TextField(_("result"), max_length=2000, blank=True)
    wrong_fen = models.BigIntegerField(_("wrong by, fen"), null=True, blank=True)
    paper = models.FileField(
        _("report of the audit"), storage=private_files, upload_to=private_place("revenue/audits"), max_length=200,
        blank=True,
    )  # fmt: skip
    revoke_reason = models.CharField(_("why it was revoked"), max_length=300, blank=True)

    objects = OfAnEstate.as_manager()

    class Meta:
        verbose_name = _("audit of public revenue")
        verbose_name_plural = _("audits of public revenue")
        ordering = ["-opened_on", "-id"]
        indexes = [models.Index(fields=["estate", "-opened_on"], name="revenue_audits_of_estate")]
        constraints = [
            models.UniqueConstraint(
                fields=["report"], condition=~Q(state="revoked"), name="one_audit_per_revenue_report",
                violation_error_message=_("This report is or was audited already."),
            ),
            models.CheckConstraint(
                condition=Q(basis="sample", draw__isnull=False, rank__isnull=False)
                | Q(~Q(basis="sample"), draw__isnull=True, rank__isnull=True),
                name="sample_audit_names_its_draw",
            ),
            models.CheckConstraint(
                condition=Q(state="open") | (Q(finished_on__isnull=False) & ~Q(result="") & ~Q(auditor="")),
                name="finished_revenue_audit_has_a_result",
            ),
            models.CheckConstraint(
                condition=~Q(state="faulty") | Q(wrong_fen__isnull=False, wrong_fen__gt=0),
                name="faulty_revenue_audit_says_by_how_much",
            ),
            models.CheckConstraint(
                condition=~Q(state="revoked") | ~Q(revoke_reason=""), name="revoked_revenue_audit_says_why"
            ),
        ]  # fmt: skip
        triggers = recorded(
            "revenue-audit", key="number", place="e.region_id",
            joins="LEFT JOIN estates_estate e ON e.id = t.estate_id",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.number
