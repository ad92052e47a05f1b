from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from committees.models.bodies import Committee
from committees.models.postings import Posting
from committees.queries import OfACommittee


class AuditKind(models.TextChoices):
    YEARLY = "yearly", _("yearly")
    TERM = "term", _("at the end of the term")
    TREASURER = "treasurer", _("when the treasurer leaves")


class Audit(models.Model):
    """An audit of a committee's accounts by somebody from outside: of the time from `from_on`, before `until_on`."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="audits", verbose_name=_("committee"))
    kind = models.CharField(_("kind"), max_length=10, choices=AuditKind)
    from_on = models.DateField(_("accounts from"))
    until_on = models.DateField(_("accounts up to before"))
    done_on = models.DateField(_("report of"))
    auditor = models.CharField(_("who audited"), max_length=100)
    report_number = models.CharField(_("number of the report"), max_length=60, blank=True)
    result = models.TextField(_("result"), max_length=4000)
    posting = models.OneToOneField(
        Posting, models.PROTECT, related_name="audit", verbose_name=_("posting on the board")
    )

    objects = OfACommittee.as_manager()

    class Meta:
        verbose_name = _("audit")
        verbose_name_plural = _("audits")
        ordering = ["-until_on", "-id"]
        indexes = [models.Index(fields=["committee", "-until_on"], name="audits_of_a_committee")]
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="audit_is_of_some_days"),
            models.CheckConstraint(condition=Q(done_on__gte=F("until_on")), name="audit_follows_its_time"),
        ]

    def __str__(self) -> str:
        return f"{self.committee} {self.until_on}"
