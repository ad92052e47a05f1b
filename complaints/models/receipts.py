from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models.complaints import Complaint


class Receipt(models.Model):
    """Another system has taken a complaint over, under a number of its own."""

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="receipts", verbose_name=_("complaint"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    reference = models.CharField(_("number in the other system"), max_length=60)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["complaint", "by"], name="one_receipt_of_each_system")]

    def __str__(self) -> str:
        return self.reference
