from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.models.complaints import Complaint

ONE_TO_FIVE = [MinValueValidator(1), MaxValueValidator(5)]


class Rating(models.Model):
    """How the resident found the service and the result, once, from 1 to 5."""

    complaint = models.OneToOneField(Complaint, models.CASCADE, related_name="rating", verbose_name=_("complaint"))
    service = models.PositiveSmallIntegerField(_("service"), validators=ONE_TO_FIVE)
    result = models.PositiveSmallIntegerField(_("result"), validators=ONE_TO_FIVE)
    words = models.CharField(_("words"), max_length=300, blank=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        constraints = [
            models.CheckConstraint(
                condition=Q(service__range=(1, 5), result__range=(1, 5)), name="rating_is_from_one_to_five"
            )
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.service}/{self.result}"
