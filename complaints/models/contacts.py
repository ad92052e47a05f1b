from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import SealedPerson
from complaints.models.complaints import Complaint


class Contact(SealedPerson, models.Model):
    """Who told, as far as they said: sealed. Digests tell whether two are the same; on `erase_on` all of it goes."""

    complaint = models.OneToOneField(
        Complaint, models.CASCADE, primary_key=True, related_name="contact", verbose_name=_("complaint")
    )
    phone_digest = models.CharField(max_length=64, blank=True)
    address_digest = models.CharField(max_length=64, blank=True)
    device_digest = models.CharField(max_length=64, blank=True)
    consent_version = models.CharField(_("version of the notice"), max_length=20, blank=True)
    consented_at = models.DateTimeField(_("agreed at"), null=True, blank=True)
    erase_on = models.DateField(_("to be erased on"))
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)

    class Meta:
        verbose_name = _("who filed")
        verbose_name_plural = _("who filed")
        indexes = [
            models.Index(fields=["phone_digest"], condition=~models.Q(phone_digest=""), name="contacts_by_phone"),
            models.Index(fields=["address_digest"], condition=~models.Q(address_digest=""), name="contacts_by_address"),
            models.Index(fields=["device_digest"], condition=~models.Q(device_digest=""), name="contacts_by_device"),
            models.Index(fields=["erase_on"], condition=models.Q(erased_at__isnull=True), name="contacts_to_erase"),
        ]

    def __str__(self) -> str:
        return str(self.complaint_id)
