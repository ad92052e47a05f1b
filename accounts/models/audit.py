from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.protection import append_only


class AuditEntry(models.Model):
    """Who did what to which thing, when, from where and why. Only ever added to: the database refuses the rest."""

    at = models.DateTimeField(_("when"), db_index=True)
    who = models.CharField(_("who"), max_length=60)
    role = models.CharField(_("role"), max_length=10, blank=True)
    region_code = models.CharField(_("region"), max_length=12, blank=True)
    verb = models.CharField(_("did what"), max_length=60)
    thing = models.CharField(_("kind of thing"), max_length=60)
    thing_id = models.CharField(_("its number"), max_length=60)
    label = models.CharField(_("its name"), max_length=200)
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)
    why = models.TextField(_("why"), blank=True)
    origin = models.CharField(_("from where"), max_length=100, blank=True)
    request_id = models.CharField(_("request"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["-id"]
        indexes = [models.Index(fields=["thing", "thing_id"], name="audit_of_one_thing")]
        triggers = append_only("audit")

    def __str__(self) -> str:
        return f"{self.who} {self.verb} {self.label}"
