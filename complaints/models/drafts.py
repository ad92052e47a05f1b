import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Draft(models.Model):
    """What somebody has begun to report and not sent yet: sealed, opened by the signed cookie that holds its key.

    The key becomes the complaint's `filing_key`, so that sending twice files once; what was sent is no draft any more.
    """

    key = models.UUIDField(_("key"), primary_key=True, default=uuid.uuid4, editable=False)
    sealed = models.TextField(editable=False)
    touched_at = models.DateTimeField(_("last changed at"), db_index=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")

    def __str__(self) -> str:
        return str(self.key)
