from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from complaints.models.complaints import Complaint
from complaints.models.steps import Step


class AppealQuerySet(models.QuerySet):
    def visible_to(self, user: User):
        return self.filter(complaint__in=Complaint.objects.visible_to(user))

    def running(self):
        """Those that wait for a decision."""
        return self.filter(decided_at__isnull=True)


class Appeal(models.Model):
    """A company says that a finding about its answer is wrong. Once for each finding; an officer decides.

    `step` is the finding. `upheld`: the company was right, and the finding counts for nothing.
    """

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="appeals", verbose_name=_("complaint"))
    step = models.OneToOneField(Step, models.PROTECT, related_name="appeal", verbose_name=_("finding"))
    reason = models.TextField(_("reason"), max_length=1000)
    lodged_at = models.DateTimeField(_("lodged at"))
    lodged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("lodged by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    upheld = models.BooleanField(_("the company was right"), null=True, blank=True)
    decision = models.TextField(_("decision"), max_length=1000, blank=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("appeal against a finding")
        verbose_name_plural = _("appeals against findings")
        ordering = ["-lodged_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, upheld__isnull=True, decision="")
                | (Q(decided_at__isnull=False, decided_by__isnull=False, upheld__isnull=False) & ~Q(decision="")),
                name="appeal_is_decided_whole_or_not_at_all",
            ),
        ]
        indexes = [
            models.Index(fields=["lodged_at"], condition=Q(decided_at__isnull=True), name="appeals_running"),
        ]

    def __str__(self) -> str:
        return f"{self.complaint} {self.lodged_at:%Y-%m-%d}"
