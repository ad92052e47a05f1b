import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models.complaints import Complaint
from complaints.models.steps import Step
from complaints.photo_queries import PhotoQuerySet


class PhotoState(models.TextChoices):
    REMOTE = "remote", _("to be fetched")
    WAITING = "waiting", _("being prepared")
    CLEAN = "clean", _("ready")
    REFUSED = "refused", _("cannot be read")


class PhotoKind(models.TextChoices):
    BEFORE = "before", _("before")
    AFTER = "after", _("after")


class Photo(models.Model):
    """A photo of a draft, of a complaint as it was filed (without `step`), or of one of its steps.

    The files lie in the storage `photos` under `key`: what came in until the worker has made clean copies of it, and
    from then on only those. `name` and `source` (where to fetch it from) are forgotten with what came in.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    draft_key = models.CharField(_("draft"), max_length=64, blank=True)
    complaint = models.ForeignKey(
        Complaint, models.PROTECT, null=True, blank=True, related_name="photos", verbose_name=_("complaint")
    )
    step = models.ForeignKey(
        Step, models.PROTECT, null=True, blank=True, related_name="photos", verbose_name=_("step of a complaint")
    )
    kind = models.CharField(_("before or after"), max_length=6, choices=PhotoKind, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=PhotoState, default=PhotoState.WAITING)
    name = models.CharField(_("name of the file"), max_length=100, blank=True)
    source = models.CharField(_("fetched from"), max_length=1000, blank=True)
    taken_at = models.DateTimeField(_("received at"))
    cleaned_at = models.DateTimeField(_("prepared at"), null=True, blank=True)
    width = models.PositiveIntegerField(_("width, pixels"), null=True, blank=True)
    height = models.PositiveIntegerField(_("height, pixels"), null=True, blank=True)
    try_count = models.PositiveSmallIntegerField(_("tries"), default=0)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(draft_key="") ^ models.Q(complaint__isnull=True),
                name="photo_of_a_draft_or_a_complaint",
            ),
            models.CheckConstraint(
                condition=models.Q(step__isnull=True) | models.Q(complaint__isnull=False),
                name="photo_of_a_step_has_its_complaint",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="clean") | models.Q(width__gt=0, height__gt=0, cleaned_at__isnull=False),
                name="clean_photo_has_its_size",
            ),
        ]
        indexes = [
            models.Index(fields=["draft_key"], condition=~models.Q(draft_key=""), name="photos_of_drafts"),
            models.Index(fields=["id"], condition=models.Q(state__in=["remote", "waiting"]), name="photos_waiting"),
        ]

    def __str__(self) -> str:
        return str(self.key)

    @property
    def is_clean(self) -> bool:
        return self.state == PhotoState.CLEAN

    @property
    def is_refused(self) -> bool:
        return self.state == PhotoState.REFUSED
