from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models.complaints import Complaint
from complaints.models.steps import Step


class ReceivedUpdate(models.Model):
    """An update that a client of Open311 sent, by its own id: sent again, it is the same."""

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="received_updates")
    key = models.CharField(max_length=60)
    step = models.ForeignKey(Step, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("update received by Open311")
        verbose_name_plural = _("updates received by Open311")
        constraints = [models.UniqueConstraint(fields=["complaint", "key"], name="one_update_per_id_of_a_request")]

    def __str__(self) -> str:
        return self.key
