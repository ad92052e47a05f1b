from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Kept
from enterprises.models import Enterprise, ServiceContract
from estates.models import Estate
from exchange.recording import recorded
from fees.queries import OfACompany

WHOSE = settings.AUTH_USER_MODEL


class FindingKind(models.TextChoices):
    """What is odd. Its words and its article: `fees.findings.wording`."""

    ABOVE_CAP = "above_cap", _("fee above the guide price's upper limit")
    LEVEL_LOWER = "level_lower", _("level of service lower than charged")
    RISE_UNDECIDED = "rise_undecided", _("no owners' resolution behind a rise")
    PRICE_OUTLIER = "price_outlier", _("fee out of line with its peers")
    PREPAID_LONG = "prepaid_long", _("fees taken too far in advance")
    TERM_OVER = "term_over", _("fees taken after the term ended")
    OVERCHARGED = "overcharged", _("charged twice, or for what was not agreed")
    REVENUE_MISSING = "revenue_missing", _("public revenue not posted in time")
    REVENUE_IDLE = "revenue_idle", _("contract without public revenue")
    REVENUE_UNEVEN = "revenue_uneven", _("balances of public revenue do not roll forward")
    REVENUE_UNBANKED = "revenue_unbanked", _("public revenue differs from its bank account")
    REVENUE_WITHHELD = "revenue_withheld", _("public revenue not paid into the fund")
    REVENUE_AUDITED = "revenue_audited", _("faults found by an audit of public revenue")
    FUND_UNEVEN = "fund_uneven", _("maintenance fund does not add up")
    FUND_UNMATCHED = "fund_unmatched", _("bank statement unreconciled for long")
    MONEY_MISUSED = "money_misused", _("maintenance fund or public revenue misused")


class FindingState(models.TextChoices):
    FOUND = "found", _("found, to be checked")
    ASKED = "asked", _("company asked for its statement")
    ORDERED = "ordered", _("found so, to be put right")
    UNFOUNDED = "unfounded", _("not so")
    PUT_RIGHT = "put_right", _("put right")
    DECIDED = "decided", _("not put right: counts")
    REVOKED = "revoked", _("decision revoked")
    GONE = "gone", _("gone before it was checked")


OPEN = (FindingState.FOUND, FindingState.ASKED, FindingState.ORDERED)
"""Somebody still has to do something."""
SETTLES = (*OPEN, FindingState.UNFOUNDED, FindingState.DECIDED, FindingState.REVOKED)
"""In these a finding stands for its key: the machine opens no other. What was put right, or went, may come back."""


class Finding(Kept):
    """One oddity about fees or money of an estate. `key` says what it is about, so that no night finds it twice.

    `facts` are figures, days and numbers, never a person; the sentence is built from them (`wording.py`).
    `happened_on` is the day that it dates from. `gone_on`: since then the machine finds it no longer. None of the texts
    names a person.
    """

    number = models.CharField(_("number"), max_length=24, unique=True)
    key = models.CharField(_("what it is about"), max_length=120, editable=False)
    estate = models.ForeignKey(Estate, models.PROTECT, related_name="findings", verbose_name=_("estate"))
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, blank=True, related_name="findings", verbose_name=_("enterprise")
    )
    contract = models.ForeignKey(
        ServiceContract, models.PROTECT, null=True, blank=True, related_name="findings", verbose_name=_("contract")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=FindingKind)
    state = models.CharField(_("state"), max_length=10, choices=FindingState, default=FindingState.FOUND)
    facts = models.JSONField(_("facts"), default=dict)
    is_by_machine = models.BooleanField(_("found by machine"), default=True)
    happened_on = models.DateField(_("dates from"))
    found_on = models.DateField(_("found on"))
    raised_by = models.ForeignKey(
        WHOSE, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("raised by")
    )
    gone_on = models.DateField(_("gone on"), null=True, blank=True)
    asked_at = models.DateTimeField(_("company asked at"), null=True, blank=True)
    asked_by = models.ForeignKey(
        WHOSE, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )
    answer_due_on = models.DateField(_("statement due on"), null=True, blank=True)
    statement = models.TextField(_("what the company said"), max_length=2000, blank=True)
    stated_at = models.DateTimeField(_("statement received at"), null=True, blank=True)
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)
    checked_by = models.ForeignKey(
        WHOSE, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("checked by")
    )
    result = models.TextField(_("what the check found"), max_length=2000, blank=True)
    put_right_by = models.DateField(_("to be put right by"), null=True, blank=True)
    decided_at = models.DateTimeField(_("time of the decision"), null=True, blank=True)
    decided_by = models.ForeignKey(
        WHOSE, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who decided")
    )
    decision = models.CharField(_("conclusion"), max_length=300, blank=True)
    revoked_at = models.DateTimeField(_("time of the revocation"), null=True, blank=True)
    revoke_reason = models.CharField(_("why it was revoked"), max_length=300, blank=True)

    objects = OfACompany.as_manager()

    class Meta:
        verbose_name = _("finding about money")
        verbose_name_plural = _("findings about money")
        ordering = ["-found_on", "-id"]
        indexes = [
            models.Index(F("decided_at"), name="findings_by_decision", condition=Q(state="decided")),
            models.Index(fields=["estate", "-found_on"], name="findings_of_an_estate"),
            models.Index(fields=["state", "kind"], name="findings_by_state"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(state__in=SETTLES), name="one_finding_for_the_same_oddity"
            ),
            models.CheckConstraint(
                condition=~Q(state="asked") | Q(asked_at__isnull=False, answer_due_on__isnull=False),
                name="asked_company_has_a_day_to_answer",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["found", "asked", "gone"]) | (Q(checked_at__isnull=False) & ~Q(result="")),
                name="checked_finding_says_what_was_found",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["ordered", "put_right", "decided", "revoked"])
                | Q(asked_at__isnull=False, put_right_by__isnull=False),
                name="ordered_finding_heard_the_company",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["decided", "put_right", "revoked"])
                | (Q(decided_at__isnull=False) & ~Q(decision="")),
                name="decided_finding_has_its_decision",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["decided", "revoked"])
                | Q(checked_by__isnull=True)
                | Q(decided_by__isnull=True)
                | ~Q(decided_by=F("checked_by")),
                name="finding_is_decided_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["decided", "revoked"])
                | Q(raised_by__isnull=True)
                | Q(decided_by__isnull=True)
                | ~Q(decided_by=F("raised_by")),
                name="finding_is_not_decided_by_who_raised_it",
            ),
            models.CheckConstraint(
                condition=~Q(state="revoked") | (Q(revoked_at__isnull=False) & ~Q(revoke_reason="")),
                name="revoked_finding_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state="gone") | Q(gone_on__isnull=False),
                name="gone_finding_has_its_day",
            ),
        ]
        triggers = recorded(
            "finding", key="number", place="h.region_id", joins="LEFT JOIN estates_estate h ON h.id = t.estate_id"
        )

    def __str__(self) -> str:
        return self.number


class Breadth(models.TextChoices):
    """Which estates a price is compared with: the narrowest of these in which there are enough."""

    CLOSE = "close", _("same district, level, age and lifts")
    ANY_AGE = "any_age", _("same district, level and lifts")
    CITY = "city", _("same level, age and lifts in the whole city")
    CITY_ANY_AGE = "city_any_age", _("same level and lifts in the whole city")
    NONE = "none", _("too few to compare with")


class PricePosition(models.Model):
    """What an estate's homes pay per m² and month, beside its peers on a day. Whole fen; quartiles are prices that a
    peer pays. Without peers enough the quartiles are null. `group` tells peers apart: equal text, same group.
    """

    estate = models.OneToOneField(Estate, models.CASCADE, related_name="price_position", verbose_name=_("estate"))
    price_fen = models.BigIntegerField(_("fee, fen per m² and month"))
    breadth = models.CharField(_("compared with"), max_length=12, choices=Breadth)
    group = models.CharField(_("group"), max_length=120, blank=True)
    district = models.CharField(_("district"), max_length=12)
    level = models.CharField(_("service level"), max_length=20, blank=True)
    age = models.PositiveSmallIntegerField(_("age band"), null=True, blank=True)
    has_lifts = models.BooleanField(_("with lifts"))
    peers = models.PositiveIntegerField(_("peers"), default=0)
    least_fen = models.BigIntegerField(_("lowest"), null=True, blank=True)
    q1_fen = models.BigIntegerField(_("first quartile"), null=True, blank=True)
    median_fen = models.BigIntegerField(_("median"), null=True, blank=True)
    q3_fen = models.BigIntegerField(_("third quartile"), null=True, blank=True)
    most_fen = models.BigIntegerField(_("highest"), null=True, blank=True)
    is_high = models.BooleanField(_("out of line upwards"), default=False)
    is_low = models.BooleanField(_("out of line downwards"), default=False)
    taken_on = models.DateField(_("as of"))

    class Meta:
        verbose_name = _("price beside its peers")
        verbose_name_plural = _("prices beside their peers")
        ordering = ["estate_id"]
        indexes = [models.Index(fields=["district", "level", "has_lifts"], name="prices_of_peers")]
        constraints = [
            models.CheckConstraint(condition=Q(price_fen__gt=0), name="price_beside_peers_is_positive"),
            models.CheckConstraint(
                condition=Q(breadth="none", median_fen__isnull=True)
                | Q(
                    least_fen__lte=F("q1_fen"), q1_fen__lte=F("median_fen"), median_fen__lte=F("q3_fen"),
                    q3_fen__lte=F("most_fen"), peers__gt=0,
                ),
                name="quartiles_of_peers_are_in_order",
            ),
            models.CheckConstraint(condition=~Q(is_high=True, is_low=True), name="price_is_high_or_low"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.estate_id}: {self.price_fen}"
