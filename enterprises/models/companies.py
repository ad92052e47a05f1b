from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Upper
from django.utils.translation import gettext_lazy as _

from accounts.codes import credit_code_fault
from accounts.models import Kept, Region
from committees.models import Matter, MatterKind
from committees.models.owners import DateRange
from enterprises import reach
from enterprises.queries import ContractQuerySet, EnterpriseQuerySet, ManagerQuerySet
from estates.models import Estate
from exchange.recording import moves_with, recorded


class EnterpriseStatus(models.TextChoices):
    OPERATING = "operating", _("operating")
    CLOSED = "closed", _("closed")


class Enterprise(Kept):
    """A property service enterprise. `joined_on` is the day it entered the credit system; none means it never did."""

    uscc = models.CharField(
        _("unified social credit code"),
        max_length=18,
        unique=True,
        validators=[RegexValidator(r"^[0-9A-Z]{18}$", _("A unified social credit code has 18 digits and capitals."))],
    )
    name = models.CharField(_("name"), max_length=100)
    initials = models.CharField(_("pinyin initials"), max_length=100, blank=True, db_index=True)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("registered in"))
    legal_representative = models.CharField(_("legal representative"), max_length=60, blank=True)
    contact_name = models.CharField(_("contact"), max_length=60, blank=True)
    contact_phone = models.CharField(_("business phone"), max_length=30, blank=True)
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    joined_on = models.DateField(_("entered the credit system on"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=EnterpriseStatus, default=EnterpriseStatus.OPERATING)
    search_text = models.GeneratedField(
        expression=Concat("name", Value(" "), "initials", Value(" "), "uscc"),
        output_field=models.TextField(_("what search looks at")),
        db_persist=True,
    )

    objects = EnterpriseQuerySet.as_manager()

    class Meta:
        verbose_name = _("enterprise")
        verbose_name_plural = _("enterprises")
        ordering = ["uscc"]
        constraints = [
            models.CheckConstraint(condition=Q(uscc__regex=r"^[0-9A-Z]{18}$"), name="uscc_is_eighteen_characters"),
        ]
        indexes = [
            GinIndex(OpClass(Upper("search_text"), name="gin_trgm_ops"), name="enterprise_search_by_trigram"),
        ]
        triggers = [
            *recorded("enterprise", key="uscc", companies="ARRAY[t.id]"),
            *reach.WAYS_OF_COMPANIES,
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def code_fault(self) -> str | None:
        """What is odd about the code: a warning, never a bar."""
        return credit_code_fault(self.uscc)


class Employment(models.Model):
    """Which company a person with the role «company staff» belongs to."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("person"))
    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="staff", verbose_name=_("enterprise"))

    class Meta:
        verbose_name = _("company login")
        verbose_name_plural = _("company logins")

    def __str__(self) -> str:
        return f"{self.user} · {self.enterprise}"


class ProjectManager(Kept):
    """A project manager (项目经理), registered with the company that employs them."""

    number = models.CharField(_("registration number"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=60)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="managers", verbose_name=_("enterprise"))
    registered_on = models.DateField(_("registered on"))
    left_on = models.DateField(_("left on"), null=True, blank=True)

    objects = ManagerQuerySet.as_manager()

    class Meta:
        verbose_name = _("project manager")
        verbose_name_plural = _("project managers")
        ordering = ["number"]
        triggers = recorded("manager", companies="ARRAY[t.enterprise_id]")

    def __str__(self) -> str:
        return f"{self.name} {self.number}"


class ContractStage(models.TextChoices):
    EARLY = "early", _("early stage, chosen by the developer")
    OWNERS = "owners", _("chosen by the owners")
    BASIC = "basic", _("basic service set by the street")


class ServiceContract(Kept):
    """Who manages an estate, from `begins_on` up to but not including `ends_on` (open while null)."""

    number = models.CharField(_("contract number"), max_length=40, unique=True)
    estate = models.ForeignKey(Estate, models.PROTECT, related_name="contracts", verbose_name=_("estate"))
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="contracts", verbose_name=_("enterprise"))
    manager = models.ForeignKey(
        ProjectManager, models.PROTECT, null=True, blank=True, related_name="contracts",
        verbose_name=_("project manager"),
    )  # fmt: skip
    stage = models.CharField(_("stage"), max_length=10, choices=ContractStage)
    service_level = models.CharField(_("service level"), max_length=20, blank=True)
    fee_fen_per_m2_month = models.PositiveIntegerField(_("fee, fen per m² and month"), null=True, blank=True)
    begins_on = models.DateField(_("begins on"))
    ends_on = models.DateField(_("ends before"), null=True, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    filed_on = models.DateField(_("filed on"), null=True, blank=True)
    resolution = models.ForeignKey(
        Matter, models.PROTECT, null=True, blank=True, related_name="contracts",
        verbose_name=_("decided by the owners in"),
        help_text=_("What the owners of this estate decided about hiring a company."),
    )  # fmt: skip

    objects = ContractQuerySet.as_manager()

    class Meta:
        verbose_name = _("service contract")
        verbose_name_plural = _("service contracts")
        ordering = ["-begins_on", "number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("begins_on")), name="contract_ends_after_it_begins"
            ),
            ExclusionConstraint(
                name="one_running_contract_per_estate",
                expressions=[
                    ("estate", RangeOperators.EQUAL),
                    (DateRange("begins_on", "ends_on", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This estate already has a contract running in that time."),
            ),
        ]
        indexes = [
            models.Index(fields=["enterprise", "begins_on"], name="contracts_of_an_enterprise"),
            models.Index(fields=["-begins_on", "number"], name="contracts_newest_first"),
            models.Index(fields=["ends_on", "id"], name="contracts_by_end"),
        ]
        triggers = [
            *recorded("contract", place="h.region_id", joins="LEFT JOIN estates_estate h ON h.id = t.estate_id"),
            *reach.WAYS_OF_CONTRACTS,
        ]

    def __str__(self) -> str:
        return self.number

    def clean(self) -> None:
        """A fault of `ends_on` keeps its constraints unasked: the database has no range that runs backwards."""
        if self.begins_on and self.ends_on and self.ends_on <= self.begins_on:
            raise ValidationError({"ends_on": _("A contract ends after it begins.")})
        if self.resolution is not None and not self.is_of_this_estate(self.resolution):
            raise ValidationError({"resolution": _("Choose a matter on hiring that the owners of this estate passed.")})

    def is_of_this_estate(self, resolution: Matter) -> bool:
        return (
            resolution.vote.estate_id == self.estate_id
            and resolution.kind == MatterKind.HIRE
            and resolution.passed is True
        )

    @property
    def fee_yuan_per_m2_month(self) -> float | None:
        return None if self.fee_fen_per_m2_month is None else self.fee_fen_per_m2_month / 100


class Reach(models.Model):
    """One way in which a company is seen by those whose code prefix is `stem`: it is registered there, or a contract.

    Kept by triggers: see `enterprises.reach`.
    """

    pk = models.CompositePrimaryKey("enterprise_id", "stem", "contract_id")
    enterprise_id = models.BigIntegerField()
    stem = models.CharField(max_length=12)
    contract_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("reach of a company")
        verbose_name_plural = _("reach of companies")
        indexes = [models.Index(fields=["stem", "enterprise_id"], name="companies_seen")]
        triggers = [
            *reach.comes_with_company(
                1, "enterprise", "enterprises_enterprise t ON t.id = reach.enterprise_id", key="uscc"
            ),
            *reach.comes_with_company(
                2, "manager", "enterprises_projectmanager t ON t.enterprise_id = reach.enterprise_id"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.stem}"


class EstateThatMoves(Estate):
    """What else moves when an estate comes into another division."""

    class Meta:
        proxy = True
        verbose_name = _("estate")
        verbose_name_plural = _("estates")
        triggers = [
            *reach.WAYS_OF_ESTATES,
            moves_with("moves_2_contract", "contract", "enterprises_servicecontract t ON t.estate_id = moved.id"),
        ]
