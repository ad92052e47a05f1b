import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from intake.queries import BatchQuerySet


class BatchState(models.TextChoices):
    RECEIVED = "received", _("received")
    CHECKING = "checking", _("being checked")
    FAULTY = "faulty", _("has faults")
    CLEAN = "clean", _("ready to import")
    APPLYING = "applying", _("being imported")
    APPLIED = "applied", _("imported")
    UNDOING = "undoing", _("being undone")
    UNDONE = "undone", _("undone")
    FAILED = "failed", _("could not be read")


class OnExisting(models.TextChoices):
    REFUSE = "refuse", _("a row already on the register is a fault")
    UPDATE = "update", _("a row already on the register is updated")


def place_of_upload(batch: "ImportBatch", name: str) -> str:
    return f"imports/{batch.key}/{name[-100:]}"


class ImportBatch(models.Model):
    """One uploaded file and what became of it."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sheet = models.CharField(_("register"), max_length=40)
    file = models.FileField(_("file"), upload_to=place_of_upload, max_length=300)
    file_name = models.CharField(_("file name"), max_length=200)
    marked_file = models.FileField(_("copy with the faults"), upload_to=place_of_upload, max_length=300, blank=True)
    on_existing = models.CharField(
        _("rows already on the register"), max_length=10, choices=OnExisting, default=OnExisting.REFUSE
    )
    state = models.CharField(_("state"), max_length=10, choices=BatchState, default=BatchState.RECEIVED)
    row_count = models.PositiveIntegerField(_("rows"), default=0)
    fault_count = models.PositiveIntegerField(_("faults"), default=0)
    warning_count = models.PositiveIntegerField(_("warnings"), default=0)
    done_count = models.PositiveIntegerField(_("rows done"), default=0)
    attempt_count = models.PositiveIntegerField(_("times begun"), default=0)
    """Since somebody last decided what is to be done."""
    faults = models.JSONField(_("faults"), default=list, blank=True)
    message = models.TextField(_("message"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("uploaded by")
    )
    received_at = models.DateTimeField(_("uploaded at"))
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("imported by")
    )
    applied_at = models.DateTimeField(_("imported at"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("undone by")
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undo_reason = models.CharField(_("why it was undone"), max_length=300, blank=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name


class ImportedRow(models.Model):
    """What one row of a batch touched: a thing that it added (`before` is null) or one that it changed."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="touched")
    row_number = models.PositiveIntegerField()
    thing_id = models.BigIntegerField()
    before = models.JSONField(null=True)
    after = models.JSONField()

    class Meta:
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")
        ordering = ["row_number"]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.row_number}"
