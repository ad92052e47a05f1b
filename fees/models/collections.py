from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Kept, SealedPerson
from accounts.proofs import private_files, private_place
from accounts.sealing import unseal
from committees.models.owners import DateRange
from enterprises.models import ServiceContract
from estates.models import Estate
from exchange.recording import recorded
from fees.queries import OfAContract

WHOSE = settings.AUTH_USER_MODEL


class Collection(Kept):
    """What a company was due in a period at an estate, and how much of it was paid: counts and sums, never whose.

    `arrears_fen` is all that stands open at the end of the period, older debts too. `prepaid_months_most`: how far in
    advance the one who paid furthest has paid.
    """

    estate = models.ForeignKey(Estate, models.PROTECT, related_name="fee_collections", verbose_name=_("estate"))
    contract = models.ForeignKey(
        ServiceContract, models.PROTECT, related_name="collections", verbose_name=_("contract")
    )
    from_on = models.DateField(_("first day"))
    until_on = models.DateField(_("until before"))
    due_fen = models.BigIntegerField(_("due, fen"))
    collected_fen = models.BigIntegerField(_("collected, fen"))
    homes_due = models.PositiveIntegerField(_("homes that owe fees"))
    homes_in_arrears = models.PositiveIntegerField(_("homes in arrears"))
    arrears_fen = models.BigIntegerField(_("arrears, fen"))
    prepaid_months_most = models.PositiveSmallIntegerField(_("furthest paid in advance, months"), default=0)
    reported_at = models.DateTimeField(_("reported at"))
    reported_by = models.ForeignKey(
        WHOSE, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reported by")
    )

    objects = OfAContract.as_manager()

    class Meta:
        verbose_name = _("collection of fees")
        verbose_name_plural = _("collections of fees")
        ordering = ["-until_on", "estate_id"]
        indexes = [models.Index(fields=["contract", "-until_on"], name="collections_of_a_contract")]
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="collection_has_a_period"),
            models.CheckConstraint(
                condition=Q(due_fen__gte=0, collected_fen__gte=0, collected_fen__lte=F("due_fen")),
                name="no_more_collected_than_due",
                violation_error_message=_("No more can be collected for a period than is due for it."),
            ),
            models.CheckConstraint(
                condition=Q(arrears_fen__gte=F("due_fen") - F("collected_fen")),
                name="arrears_hold_what_is_open",
                violation_error_message=_("Arrears are at least what was due and not collected."),
            ),
            models.CheckConstraint(
                condition=Q(homes_in_arrears__lte=F("homes_due"))
                & (Q(homes_in_arrears=0, arrears_fen=0) | Q(homes_in_arrears__gt=0, arrears_fen__gt=0)),
                name="arrears_are_of_homes",
                violation_error_message=_("Arrears and the homes in arrears go together; no more homes than owe fees."),
            ),
            ExclusionConstraint(
                name="one_collection_for_a_time_of_a_contract",
                expressions=[
                    ("contract", RangeOperators.EQUAL),
                    (DateRange("from_on", "until_on", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("The collection of a part of this time was reported already."),
            ),
        ]
        triggers = recorded(
            "fee-collection", place="h.region_id", joins="LEFT JOIN estates_estate h ON h.id = t.estate_id"
        )

    def __str__(self) -> str:
        return f"{self.estate} {self.from_on} – {self.until_on}"


class ReferralState(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    NOTICED = "noticed", _("notice given, may be answered")
    REFERRED = "referred", _("referred, in force")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")
    PAID = "paid", _("paid: ended")
    ENDED = "ended", _("term over")
    LAPSED = "lapsed", _("lapsed: not decided in time")
    REVOKED = "revoked", _("decision revoked")


REFERRAL_OPEN = (ReferralState.PROPOSED, ReferralState.NOTICED, ReferralState.REFERRED)


class ArrearsReferral(SealedPerson, Kept):
    """A proposal that one owner's malicious arrears, found by a court, be disciplined by several bodies together.

    Who and which home is sealed; `home_digest` tells that a home has one already. `until_on` is the day on which it
    ends at the latest. Once it is over the person is forgotten (`erase_on`, `erased_at`).
    """

    number = models.CharField(_("number"), max_length=24, unique=True)
    estate = models.ForeignKey(Estate, models.PROTECT, related_name="arrears_referrals", verbose_name=_("estate"))
    contract = models.ForeignKey(
        ServiceContract, models.PROTECT, related_name="arrears_referrals", verbose_name=_("contract")
    )
    state = models.CharField(_("state"), max_length=10, choices=ReferralState, default=ReferralState.PROPOSED)
    sealed_home = models.TextField(blank=True, editable=False)
    home_digest = models.CharField(max_length=64, blank=True, editable=False)
    arrears_fen = models.BigIntegerField(_("arrears, fen"))
    arrears_since_on = models.DateField(_("in arrears since"))
    proposed_at = models.DateTimeField(_("proposed at"))
    proposed_by = models.ForeignKey(
        WHOSE, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("proposed by")
    )
    noticed_on = models.DateField(_("notice served on"), null=True, blank=True)
    noticed_by = models.ForeignKey(
        WHOSE, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("notice given by")
    )
    statement_due_on = models.DateField(_("may be answered until"), null=True, blank=True)
    sealed_statement = models.TextField(blank=True, editable=False)
    stated_at = models.DateTimeField(_("statement received at"), null=True, blank=True)
    decided_at = models.DateTimeField(_("time of the decision"), null=True, blank=True)
    decided_by = models.ForeignKey(
        WHOSE, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who decided")
    )
    decision = models.CharField(_("conclusion"), max_length=300, blank=True)
    revoked_at = models.DateTimeField(_("time of the revocation"), null=True, blank=True)
    revoke_reason = models.CharField(_("why it was revoked"), max_length=300, blank=True)
    until_on = models.DateField(_("ends on"), null=True, blank=True)
    over_on = models.DateField(_("over since"), null=True, blank=True)
    erase_on = models.DateField(_("to be erased on"), null=True, blank=True)
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)

    objects = OfAContract.as_manager()

    class Meta:
        verbose_name = _("referral of malicious arrears")
        verbose_name_plural = _("referrals of malicious arrears")
        ordering = ["-proposed_at", "-id"]
        indexes = [
            models.Index(fields=["until_on"], condition=Q(state="referred"), name="referrals_by_end"),
            models.Index(fields=["erase_on"], condition=Q(erased_at__isnull=True), name="referrals_to_erase"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(arrears_fen__gt=0), name="referral_is_of_arrears"),
            models.UniqueConstraint(
                fields=["home_digest"], condition=Q(state__in=REFERRAL_OPEN), name="one_open_referral_for_a_home",
                violation_error_message=_("A referral for this home is open already."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["noticed", "referred"])
                | Q(noticed_on__isnull=False, statement_due_on__isnull=False, statement_due_on__gt=F("noticed_on")),
                name="referral_gave_notice_and_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="referred")
                | (Q(decided_at__isnull=False, until_on__isnull=False) & ~Q(decision="")),
                name="referral_in_force_has_decision_and_end",
            ),
            models.CheckConstraint(
                condition=~Q(state="referred")
                | Q(noticed_by__isnull=True)
                | Q(decided_by__isnull=True)
                | ~Q(decided_by=F("noticed_by")),
                name="referral_is_decided_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=~Q(state="revoked") | (Q(revoked_at__isnull=False) & ~Q(revoke_reason="")),
                name="revoked_referral_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state__in=REFERRAL_OPEN) | Q(over_on__isnull=False, erase_on__isnull=False),
                name="referral_that_is_over_will_be_erased",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True)
                | Q(sealed_name="", sealed_phone="", sealed_home="", sealed_statement="", home_digest=""),
                name="erased_referral_holds_nobody",
            ),
        ]  # fmt: skip
        triggers = recorded(
            "arrears-referral", key="number", place="h.region_id",
            joins="LEFT JOIN estates_estate h ON h.id = t.estate_id",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.number

    @property
    def home(self) -> str:
        return unseal(self.sealed_home) if self.sealed_home else ""

    @property
    def statement(self) -> str:
        return unseal(self.sealed_statement) if self.sealed_statement else ""


class PaperKind(models.TextChoices):
    """The papers behind a referral. Which of them a city asks for: rule values `arrears_paper_…`."""

    DEMAND = "demand", _("written demands for payment, with proof of service")
    JUDGMENT = "judgment", _("judgment, award or payment order in force")
    SERVED = "served", _("proof that it is in force and was served")
    ENFORCEMENT = "enforcement", _("enforcement notice of the court")
    OTHER = "other", _("other paper")


class ArrearsPaper(models.Model):
    """One legal paper of a referral, kept in private and deleted with the person."""

    referral = models.ForeignKey(ArrearsReferral, models.CASCADE, related_name="papers", verbose_name=_("referral"))
    kind = models.CharField(_("kind"), max_length=12, choices=PaperKind)
    reference = models.CharField(_("document number"), max_length=80, blank=True)
    issued_on = models.DateField(_("issued on"))
    file = models.FileField(
        _("file"), storage=private_files, upload_to=private_place("arrears"), max_length=200, blank=True
    )
    added_at = models.DateTimeField(_("added at"))

    class Meta:
        verbose_name = _("paper of a referral")
        verbose_name_plural = _("papers of a referral")
        ordering = ["referral_id", "kind", "issued_on", "id"]

    def __str__(self) -> str:
        return self.get_kind_display()
