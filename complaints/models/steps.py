from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.protection import append_only
from complaints.models.complaints import Complaint, State


class Actor(models.TextChoices):
    RESIDENT = "resident", _("resident")
    COMPANY = "company", _("property company")
    COMMUNITY = "community", _("community committee")
    STREET = "street", _("street office")
    DISTRICT = "district", _("district housing bureau")
    CITY = "city", _("city housing bureau")
    BODY = "body", _("another body")
    PORTAL = "portal", _("the portal")


class Step(models.Model):
    """One act in the life of a complaint. Never changed.

    `actor_name` is the name of the body as residents read it, never a person's. `text` is for the resident where
    `is_public`; `note` is for officers only; `values` holds what the act decided, without personal data.
    """

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="steps", verbose_name=_("complaint"))
    verb = models.CharField(_("act"), max_length=20)
    state = models.CharField(_("state afterwards"), max_length=10, choices=State)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    actor = models.CharField(_("who acted"), max_length=10, choices=Actor)
    actor_name = models.CharField(_("body that acted"), max_length=100, blank=True)
    text = models.TextField(_("words"), max_length=2000, blank=True)
    note = models.CharField(_("note for officers"), max_length=300, blank=True)
    is_public = models.BooleanField(_("shown to the resident"), default=True)
    values = models.JSONField(_("what it decided"), default=dict, blank=True)

    class Meta:
        verbose_name = _("step of a complaint")
        verbose_name_plural = _("steps of complaints")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["verb", "at"], name="steps_by_verb"),
            models.Index(fields=["at", "id"], name="steps_by_time"),
        ]
        triggers = append_only("complaint_steps")

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.verb}"
