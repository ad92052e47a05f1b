from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Kept
from committees.models import Committee, Matter
from estates.models import Estate
from exchange.recording import recorded
from fees.fund_uses.queries import FundUseQuerySet
from fees.models.fund_use_guards import FIGURES_ADD_UP


class FundUseKind(models.TextChoices):
    ORDINARY = "ordinary", _("ordinary use")
    EMERGENCY = "emergency", _("emergency repair")


class FundUseState(models.TextChoices):
    DRAFT = "draft", _("in preparation")
    POSTED = "posted", _("proposal posted")
    VOTED = "voted", _("passed by the owners")
    CONFIRMED = "confirmed", _("emergency confirmed")
    FILED = "filed", _("filed")
    RETURNED = "returned", _("returned to be completed")
    APPROVED = "approved", _("approved, under way")
    ACCEPTED = "accepted", _("work accepted")
    AUDITED = "audited", _("audited")
    OVER = "over", _("over budget: to be decided anew")
    SETTLED = "settled", _("settled and posted")
    PAID = "paid", _("paid out")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


class FundPart(models.TextChoices):
    """The shared part or shared facility that is repaired."""

    ROOF = "roof", _("roof")
    FACADE = "facade", _("outer wall")
    LIFT = "lift", _("lift")
    FIRE = "fire", _("fire equipment")
    DRAINS = "drains", _("drains")
    WATER = "water", _("water supply and pumps")
    POWER = "power", _("shared electricity and lighting")
    DOORS = "doors", _("doors, gates and monitoring")
    GROUND = "ground", _("shared roads and ground")
    STRUCTURE = "structure", _("load-bearing structure")
    OTHER = "other", _("other shared part")


class FundCause(models.TextChoices):
    """Why it has to be repaired. Which of these the fund may not pay is the city's rule (`fund_not_payable`)."""

    WEAR = "wear", _("wear and age, warranty over")
    WARRANTY = "warranty", _("a defect within the warranty")
    UTILITY = "utility", _("a line or device that a utility company keeps")
    DAMAGE = "damage", _("damage done by somebody")
    DUTY = "duty", _("daily upkeep that the service contract pays for")


class EmergencyCase(models.TextChoices):
    """Cases that cannot wait for a vote. Which of these count is the city's rule (`fund_emergency_cases`)."""

    LIFT = "lift", _("a lift has failed and is a danger")
    FIRE = "fire", _("fire equipment has failed")
    FACADE = "facade", _("the outer wall is about to come off")
    COLLAPSE = "collapse", _("a wall or road has collapsed or is about to")
    LEAK = "leak", _("the roof or outer wall lets water in")
    DRAINS = "drains", _("the shared drains are blocked or burst")
    GLASS = "glass", _("a glass curtain wall is a danger")
    FLOODING = "flooding", _("an underground garage is flooded")


UNDER_WAY = ("approved", "accepted", "audited", "settled", "paid")
"""States in which money may have been spent."""


class FundUse(Kept):
    """A use of the maintenance fund (维修资金使用) for one repair, from the proposal to the settled account.

    All money is fen. `budget_fen` is what is asked for; the lines of `approved_fen` (most to be paid in advance, most
    to be settled, audited above) are those of the day of the approval. `round` counts up when the bill is too far over
    budget and the owners decide anew. None of its words names a person.
    """

    number = models.CharField(_("number"), max_length=24, unique=True)
    estate = models.ForeignKey(Estate, models.PROTECT, related_name="fund_uses", verbose_name=_("estate"))
    committee = models.ForeignKey(
        Committee, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("committee")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=FundUseKind, default=FundUseKind.ORDINARY)
    state = models.CharField(_("state"), max_length=10, choices=FundUseState, default=FundUseState.DRAFT)
    title = models.CharField(_("title"), max_length=80)
    part = models.CharField(_("what is repaired"), max_length=10, choices=FundPart)
    cause = models.CharField(_("cause"), max_length=10, choices=FundCause)
    case = models.CharField(_("case of emergency"), max_length=10, choices=EmergencyCase, blank=True)
    plan = models.TextField(_("what is to be done"), max_length=4000)
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    proposed_on = models.DateField(_("proposed on"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("put forward by"),
    )  # fmt: skip
    confirmed_on = models.DateField(_("emergency confirmed on"), null=True, blank=True)
    notice_due_on = models.DateField(_("after-notice due on"), null=True, blank=True)
    posted_on = models.DateField(_("proposal posted on"), null=True, blank=True)
    posted_until_on = models.DateField(_("proposal posted until before"), null=True, blank=True)
    matter = models.OneToOneField(
        Matter, models.PROTECT, null=True, blank=True, related_name="fund_use", verbose_name=_("owners' decision")
    )
    filed_on = models.DateField(_("filed on"), null=True, blank=True)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("filed by")
    )
    answer_due_on = models.DateField(_("answer due on"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=300, blank=True)
    budget_fen = models.BigIntegerField(_("budget, fen"), null=True, blank=True)
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    approved_fen = models.BigIntegerField(_("approved, fen"), null=True, blank=True)
    advance_most_fen = models.BigIntegerField(_("advance at most, fen"), null=True, blank=True)
    ceiling_fen = models.BigIntegerField(_("settled at most, fen"), null=True, blank=True)
    audit_above_fen = models.BigIntegerField(_("audited above, fen"), null=True, blank=True)
    accepted_on = models.DateField(_("work accepted on"), null=True, blank=True)
    acceptance = models.CharField(_("result of the acceptance"), max_length=300, blank=True)
    audited_on = models.DateField(_("audited on"), null=True, blank=True)
    auditor = models.CharField(_("audit firm"), max_length=100, blank=True)
    audit_report = models.CharField(_("number of the audit report"), max_length=60, blank=True)
    audited_fen = models.BigIntegerField(_("found by the audit, fen"), null=True, blank=True)
    consented_on = models.DateField(_("committee agreed to no audit on"), null=True, blank=True)
    settled_on = models.DateField(_("settled on"), null=True, blank=True)
    settled_fen = models.BigIntegerField(_("settled, fen"), null=True, blank=True)
    paid_on = models.DateField(_("paid out on"), null=True, blank=True)

    objects = FundUseQuerySet.as_manager()

    class Meta:
        verbose_name = _("use of the maintenance fund")
        verbose_name_plural = _("uses of the maintenance fund")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["estate", "-id"], name="fund_uses_of_an_estate"),
            models.Index(fields=["state", "answer_due_on"], name="fund_uses_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="ordinary", case="") | (Q(kind="emergency") & ~Q(case="")),
                name="emergency_repair_names_its_case",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "confirmed", "refused", "withdrawn"])
                | Q(budget_fen__isnull=False, budget_fen__gt=0),
                name="posted_fund_use_has_a_budget",
            ),
            models.CheckConstraint(
                condition=~Q(kind="ordinary", state__in=["voted", "filed", "returned", *UNDER_WAY])
                | Q(posted_on__isnull=False, matter__isnull=False),
                name="ordinary_fund_use_was_posted_and_passed",
            ),
            models.CheckConstraint(
                condition=~Q(kind="emergency", state__in=["confirmed", "filed", "returned", *UNDER_WAY])
                | Q(confirmed_on__isnull=False, notice_due_on__isnull=False),
                name="emergency_repair_was_confirmed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "returned"]) | ~Q(answer=""),
                name="refused_fund_use_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=UNDER_WAY)
                | Q(
                    approved_on__isnull=False, approved_fen__isnull=False, approved_fen__gt=0,
                    advance_most_fen__isnull=False, ceiling_fen__isnull=False,
                    advance_most_fen__lte=F("approved_fen"), ceiling_fen__gte=F("approved_fen"),
                    audit_above_fen__isnull=False,
                ),
                name="approved_fund_use_has_its_lines",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "audited", "settled", "paid"]) | Q(accepted_on__isnull=False),
                name="settled_fund_use_was_accepted",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["settled", "paid"])
                | Q(
                    settled_on__isnull=False, settled_fen__isnull=False, settled_fen__gt=0,
                    settled_fen__lte=F("ceiling_fen"),
                ),
                name="fund_use_settled_within_its_ceiling",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["settled", "paid"])
                | Q(audited_on__isnull=False, audited_fen__isnull=False, settled_fen__lte=F("audited_fen"))
                | Q(consented_on__isnull=False, settled_fen__lte=F("audit_above_fen")),
                name="fund_use_audited_or_small_and_agreed",
            ),
            models.CheckConstraint(
                condition=~Q(kind="emergency", state__in=["settled", "paid"]) | Q(posted_on__isnull=False),
                name="emergency_repair_settled_after_its_notice",
            ),
            models.CheckConstraint(
                condition=~Q(state="paid") | Q(paid_on__isnull=False), name="fund_use_paid_out_on_a_day"
            ),
        ]  # fmt: skip
        triggers = [
            FIGURES_ADD_UP,
            *recorded(
                "fund-use", key="number", place="h.region_id",
                joins="LEFT JOIN estates_estate h ON h.id = t.estate_id",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number

    @property
    def is_emergency(self) -> bool:
        return self.kind == FundUseKind.EMERGENCY

    @property
    def is_told(self) -> bool:
        """Whether it is for everybody to read: it was posted, or the street confirmed an emergency."""
        return self.posted_on is not None or self.confirmed_on is not None
