from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class KeptAnswer(models.Model):
    """What a call with an `Idempotency-Key` was answered, for the caller who did not get the answer and asks again.

    Kept for a day. It belongs to the person as they were: after a change of role or region it is not found any more.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    standing = models.CharField(_("role and region"), max_length=30)
    key = models.CharField(_("key"), max_length=255)
    digest = models.CharField(_("digest of the request"), max_length=32)
    status = models.PositiveSmallIntegerField(_("status"))
    headers = models.JSONField(_("headers"))
    body = models.BinaryField(_("body"), null=True)
    """None: what was answered must not be kept."""
    at = models.DateTimeField(_("answered at"), db_index=True)

    class Meta:
        verbose_name = _("kept answer")
        verbose_name_plural = _("kept answers")
        constraints = [models.UniqueConstraint(fields=["person", "standing", "key"], name="one_answer_for_each_key")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.key}"
