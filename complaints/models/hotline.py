from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.hotline.queries import HotlineItemQuerySet
from complaints.models.complaints import Complaint
from complaints.models.steps import Step


class HotlineState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    SENT = "sent", _("sent")
    RECEIPTED = "receipted", _("receipt came")
    FAILED = "failed", _("failed")


class HotlineWay(models.TextChoices):
    API = "api", _("API")
    EXCEL = "excel", _("Excel")


class HotlineItem(models.Model):
    """What the hotline is still to be told, or was told: one step of a complaint, written in the step's transaction."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="hotline_items", verbose_name=_("complaint"))
    step = models.OneToOneField(Step, models.PROTECT, related_name="+", verbose_name=_("step of a complaint"))
    state = models.CharField(_("state"), max_length=10, choices=HotlineState, default=HotlineState.WAITING)
    way = models.CharField(_("sent by"), max_length=6, choices=HotlineWay, blank=True)
    made_at = models.DateTimeField(_("waiting since"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    receipted_at = models.DateTimeField(_("receipt at"), null=True, blank=True)
    reference = models.CharField(_("number of the receipt"), max_length=60, blank=True)
    fault = models.CharField(_("what went wrong"), max_length=200, blank=True)
    try_count = models.PositiveSmallIntegerField(_("times sent"), default=0)

    objects = HotlineItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item for the hotline")
        verbose_name_plural = _("items for the hotline")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="receipted") | models.Q(receipted_at__isnull=False),
                name="hotline_receipt_has_its_time",
            ),
            models.CheckConstraint(
                condition=models.Q(state="waiting") | models.Q(sent_at__isnull=False), name="hotline_item_was_sent"
            ),
        ]
        indexes = [
            models.Index(fields=["made_at"], condition=~models.Q(state="receipted"), name="hotline_items_unreceipted")
        ]

    def __str__(self) -> str:
        return f"{self.complaint.hotline_number or self.complaint.number} {self.step.verb}"
