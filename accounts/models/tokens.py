from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.people import User


class ApiToken(models.Model):
    """A key to the API. Only a peppered digest is kept; the key itself is shown once, when it is issued."""

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens", verbose_name=_("person"))
    name = models.CharField(_("what it is for"), max_length=60)
    digest = models.CharField(_("digest"), max_length=64, unique=True, editable=False)
    hint = models.CharField(_("begins with"), max_length=8, editable=False)
    read_only = models.BooleanField(_("read only"), default=False)
    issued_at = models.DateTimeField(_("issued at"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("expires at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True, editable=False)
    last_used_at = models.DateTimeField(_("last used at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ["-issued_at"]

    def __str__(self) -> str:
        return f"{self.name} ({self.hint}…)"

    def is_good(self, at) -> bool:
        return self.revoked_at is None and at < self.expires_at
