"""What companies file to charge: draft, submitted, answered. At most one accepted filing holds at an estate."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeBoundary, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Kept, Role, User
from accounts.proofs import private_files, private_place
from committees.models import Matter
from committees.models.owners import DateRange
from enterprises.models import ServiceContract
from estates.models import Estate
from exchange.recording import recorded
from fees.models.prices import BuildingKind, Lift, percent
from fees.models.standards import StandardLevel
from fees.queries import OfAContract


class FilingState(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    ACCEPTED = "accepted", _("on file since accepted")
    RETURNED = "returned", _("returned")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


UNDER_WAY = (FilingState.DRAFT, FilingState.SUBMITTED, FilingState.RETURNED)


class DecidedBy(models.TextChoices):
    OWNERS = "owners", _("decision of the owners")
    GUIDE = "guide", _("guide price")
    DISTRICT = "district", _("approval of the district")


class ChargeWay(models.TextChoices):
    LUMP_SUM = "lump_sum", _("lump sum")
    COMMISSION = "commission", _("commission on costs")


class FeeFilingQuerySet(OfAContract):
    def visible_to(self, user: User):
        """A committee reads what was handed in, not what a company is still writing."""
        seen = super().visible_to(user)
        return seen.exclude(state=FilingState.DRAFT) if getattr(user, "role", "") == Role.COMMITTEE else seen

    def in_force(self, *, on):
        """Accepted filings that hold on a day: at most one for an estate."""
        return self.filter(
            Q(until_on__isnull=True) | Q(until_on__gt=on), from_on__lte=on, state=FilingState.ACCEPTED
        )  # fmt: skip


class FeeFiling(Kept):
    """What is charged at an estate under a contract, in [`from_on`, `until_on`), and who decided it.

    A rise has its plan posted in [`posted_from_on`, `posted_until_on`) before the owners vote. `filed_on` is the day it
    was handed in last. `approval` names the district's document. `written_by`: ids of everybody who wrote a part of it
    or handed it in; none of them accepts it. `is_rise`: when it was accepted, it charged more than the filing before.
    """

    number = models.CharField(_("number"), max_length=24, unique=True)
    estate = models.ForeignKey(Estate, models.PROTECT, related_name="fee_filings", verbose_name=_("estate"))
    contract = models.ForeignKey(
        ServiceContract, models.PROTECT, related_name="fee_filings", verbose_name=_("service contract")
    )
    state = models.CharField(_("state"), max_length=10, choices=FilingState, default=FilingState.DRAFT)
    charge_way = models.CharField(_("way of charging"), max_length=12, choices=ChargeWay, default=ChargeWay.LUMP_SUM)
    decided_by = models.CharField(_("decided by"), max_length=10, choices=DecidedBy)
    matter = models.ForeignKey(
        Matter, models.PROTECT, null=True, blank=True, related_name="fee_filings",
        verbose_name=_("decided by the owners in"),
    )  # fmt: skip
    approval = models.CharField(_("document of the district"), max_length=120, blank=True)
    level = models.ForeignKey(
        StandardLevel, models.PROTECT, null=True, blank=True, related_name="filings", verbose_name=_("service level")
    )
    from_on = models.DateField(_("charged from"))
    until_on = models.DateField(_("charged until before"), null=True, blank=True)
    posted_from_on = models.DateField(_("plan posted from"), null=True, blank=True)
    posted_until_on = models.DateField(_("plan posted until before"), null=True, blank=True)
    vacancy_reduction_percent = percent(_("off for vacant homes, %"), null=True, blank=True)
    prepay_months_most = models.PositiveSmallIntegerField(
        _("paid ahead at most, months"), null=True, blank=True, validators=[MaxValueValidator(120)]
    )
    written_by = ArrayField(models.BigIntegerField(), verbose_name=_("written by"), default=list, editable=False)
    is_rise = models.BooleanField(_("charges more than before"), default=False, editable=False)
    filed_on = models.DateField(_("filed on"), null=True, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )
    answer = models.CharField(_("answer"), max_length=300, blank=True)

    objects = FeeFilingQuerySet.as_manager()

    class Meta:
        verbose_name = _("fee filing")
        verbose_name_plural = _("fee filings")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
                name="fee_filing_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(posted_from_on__isnull=True, posted_until_on__isnull=True)
                | Q(posted_from_on__isnull=False, posted_until_on__isnull=False)
                & Q(posted_until_on__gt=F("posted_from_on")),
                name="fee_plan_hangs_a_day_at_least",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(filed_on__isnull=False),
                name="fee_filing_handed_in_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "returned", "refused"]) | Q(answered_on__isnull=False),
                name="fee_filing_answered_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["returned", "refused"]) | ~Q(answer=""), name="fee_filing_sent_back_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted", written_by__contains=[F("answered_by")]),
                name="fee_filing_is_accepted_by_somebody_else",
            ),
            models.UniqueConstraint(
                fields=["matter"], condition=Q(state="accepted", is_rise=True), name="one_rise_for_a_decision",
                violation_error_message=_("The owners' decision stands behind another rise already."),
            ),
            models.UniqueConstraint(
                fields=["contract"], condition=Q(state__in=UNDER_WAY), name="one_fee_filing_under_way",
                violation_error_message=_("This contract has a fee filing under way already."),
            ),
            ExclusionConstraint(
                name="one_accepted_fee_filing_at_a_time",
                expressions=[
                    ("estate", RangeOperators.EQUAL),
                    (DateRange("from_on", "until_on", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                condition=Q(state="accepted"),
                violation_error_message=_("This estate has an accepted fee filing in that time already."),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["filed_on"], condition=Q(state="submitted"), name="fee_filings_to_answer"),
            models.Index(fields=["contract", "-from_on"], name="fee_filings_of_a_contract"),
        ]
        triggers = recorded("fee-filing", place="h.region_id", joins="LEFT JOIN estates_estate h ON h.id = t.estate_id")

    def __str__(self) -> str:
        return self.number


class ItemKind(models.TextChoices):
    RESIDENTIAL = "residential", _("service of homes")
    SHOP = "shop", _("service of shops and offices")
    PARKING = "parking", _("parking")
    OTHER = "other", _("other service")


class FeeUnit(models.TextChoices):
    M2_MONTH = "m2_month", _("yuan per m² and month")
    HOME_MONTH = "home_month", _("yuan per home and month")
    SPACE_MONTH = "space_month", _("yuan per space and month")
    TIME = "time", _("yuan a time")


class PaidBy(models.TextChoices):
    COMPANY = "company", _("in the fee")
    OWNERS = "owners", _("shared among the owners")
    NONE = "none", _("there is none")


class OfAFiling(QuerySet):
    def visible_to(self, user: User):
        return self.filter(filing__in=FeeFiling.objects.visible_to(user))


class FeeItem(models.Model):
    """One thing that is charged. `price_fen` for each `unit`; who pays for running the lifts, and for shared water and
    power, is said for it."""

    filing = models.ForeignKey(FeeFiling, models.CASCADE, related_name="items", verbose_name=_("fee filing"))
    kind = models.CharField(_("what for"), max_length=12, choices=ItemKind, default=ItemKind.RESIDENTIAL)
    name = models.CharField(_("fee item"), max_length=60)
    unit = models.CharField(_("unit"), max_length=12, choices=FeeUnit, default=FeeUnit.M2_MONTH)
    price_fen = models.BigIntegerField(_("price, fen"), validators=[MinValueValidator(0)])
    building_kind = models.CharField(_("building"), max_length=12, choices=BuildingKind, default=BuildingKind.ANY)
    lift = models.CharField(_("lift"), max_length=8, choices=Lift, default=Lift.ANY)
    lift_paid_by = models.CharField(_("running of lifts paid"), max_length=8, choices=PaidBy, default=PaidBy.COMPANY)
    utilities_paid_by = models.CharField(
        _("shared water and power paid"), max_length=8, choices=PaidBy, default=PaidBy.COMPANY
    )

    objects = OfAFiling.as_manager()

    class Meta:
        verbose_name = _("fee item")
        verbose_name_plural = _("fee items")
        ordering = ["filing_id", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(price_fen__gte=0), name="fee_is_not_negative"),
            models.UniqueConstraint(
                fields=["filing", "kind", "name", "building_kind", "lift"], name="one_price_for_a_fee_item",
                violation_error_message=_("This filing has a price for the same already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def buildings(self) -> str:
        """For which buildings the price is, in words; empty where it is for all."""
        kind = "" if self.building_kind == BuildingKind.ANY else str(self.get_building_kind_display())
        lift = "" if self.lift == Lift.ANY else str(self.get_lift_display())
        return " · ".join(filter(None, [kind, lift]))


class FilingPaperKind(models.TextChoices):
    PLAN = "plan", _("plan of the fee, with its reasons")
    AUDIT = "audit", _("audit of last year's receipts and costs")
    POSTED = "posted", _("photo of the posted plan")
    APPROVAL = "approval", _("approval of the district")
    OTHER = "other", _("other paper")


class FeePaper(models.Model):
    """One paper handed in with a fee filing."""

    filing = models.ForeignKey(FeeFiling, models.CASCADE, related_name="papers", verbose_name=_("fee filing"))
    kind = models.CharField(_("kind of paper"), max_length=10, choices=FilingPaperKind)
    name = models.CharField(_("file name"), max_length=120)
    file = models.FileField(_("file"), storage=private_files, upload_to=private_place("fee-filings"), max_length=200)
    received_at = models.DateTimeField(_("received at"))

    objects = OfAFiling.as_manager()

    class Meta:
        verbose_name = _("paper of a fee filing")
        verbose_name_plural = _("papers of fee filings")
        ordering = ["filing_id", "kind", "id"]

    def __str__(self) -> str:
        return self.name
