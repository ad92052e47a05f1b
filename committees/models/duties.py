from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Kept
from committees.queries import OfAnEstate
from estates.models import Estate


class DutyKind(models.TextChoices):
    """What the company of an estate owes its owners' self-government."""

    OWNER_LIST = "owner_list", _("did not hand over the list of owners")
    ASSEMBLY = "assembly", _("obstructed an owners' assembly")
    VOTE = "vote", _("did not support a vote")


class DutyState(models.TextChoices):
    REPORTED = "reported", _("reported")
    ORDERED = "ordered", _("found so, to be put right")
    UNFOUNDED = "unfounded", _("not so")
    PUT_RIGHT = "put_right", _("put right")
    DECIDED = "decided", _("not put right: counts")
    REVOKED = "revoked", _("decision revoked")


COUNT_ONCE = (DutyState.REPORTED, DutyState.ORDERED, DutyState.PUT_RIGHT, DutyState.DECIDED)
"""In these a report stands for what happened; a further one of the same day and kind would count it twice."""


class DutyReport(Kept):
    """A report that a company failed its duty to the owners of an estate: reported, checked, decided.

    It names the estate and the day; which company had it that day is the contract's answer, upstairs. `statement` is
    what the company said to it; none of the texts names a person.
    """

    number = models.CharField(_("number"), max_length=24, unique=True)
    estate = models.ForeignKey(Estate, models.PROTECT, related_name="duty_reports", verbose_name=_("estate"))
    kind = models.CharField(_("breach of duty"), max_length=12, choices=DutyKind)
    state = models.CharField(_("state"), max_length=10, choices=DutyState, default=DutyState.REPORTED)
    happened_on = models.DateField(_("happened on"))
    words = models.TextField(_("in words"), max_length=2000)
    reported_at = models.DateTimeField(_("reported at"))
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reported by")
    )
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("checked by")
    )
    statement = models.TextField(_("what the company said"), max_length=2000, blank=True)
    finding = models.TextField(_("what the check found"), max_length=2000, blank=True)
    put_right_by = models.DateField(_("to be put right by"), null=True, blank=True)
    decided_at = models.DateTimeField(_("time of the decision"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who decided")
    )
    decision = models.CharField(_("conclusion"), max_length=300, blank=True)
    revoked_at = models.DateTimeField(_("time of the revocation"), null=True, blank=True)
    revoke_reason = models.CharField(_("why it was revoked"), max_length=300, blank=True)

    objects = OfAnEstate.as_manager()

    class Meta:
        verbose_name = _("report of a company's duty")
        verbose_name_plural = _("reports of companies' duties")
        ordering = ["-reported_at", "-id"]
        indexes = [
            models.Index(F("decided_at"), name="duty_reports_by_decision", condition=Q(state="decided")),
            models.Index(fields=["estate", "-happened_on"], name="duty_reports_of_an_estate"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "kind", "happened_on"], condition=Q(state__in=COUNT_ONCE),
                name="duty_counts_once_a_day",
                violation_error_message=_("This breach of that day was reported already."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["reported"]) | (Q(checked_at__isnull=False) & ~Q(finding="")),
                name="checked_duty_report_says_what_was_found",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["decided", "put_right", "revoked"])
                | (Q(decided_at__isnull=False, put_right_by__isnull=False) & ~Q(decision="")),
                name="decided_duty_report_has_its_decision",
            ),
            models.CheckConstraint(
                condition=~Q(state="revoked") | (Q(revoked_at__isnull=False) & ~Q(revoke_reason="")),
                name="revoked_duty_report_says_why",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number
