from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Kept, Region, Role, User
from accounts.scope import by_region
from committees.models.bodies import Member
from committees.queries import with_committees_of


class Audience(models.TextChoices):
    ALL = "all", _("all members")
    NEW = "new", _("new members")
    CHAIRS = "chairs", _("chairs and vice chairs")


class TrainingState(models.TextChoices):
    PLANNED = "planned", _("arranged")
    HELD = "held", _("held")
    CANCELLED = "cancelled", _("cancelled")


class TrainingResult(models.TextChoices):
    PASSED = "passed", _("passed")
    FAILED = "failed", _("not passed")
    ABSENT = "absent", _("did not come")


class TrainingQuerySet(models.QuerySet):
    def visible_to(self, user: User):
        """Trainings of the person's region; to a committee's member those to which the own committee was asked."""
        role = getattr(user, "role", None)
        if role == Role.COMPANY:
            return self.none()
        if role == Role.COMMITTEE:
            asked = Attendance.objects.filter(with_committees_of(user, "member__committee"))
            return self.filter(pk__in=asked.values("training"))
        return self.filter(by_region(user, "region_id"))


class Training(Kept):
    """A session in which members of committees are trained: planned, then held with sign-in and results."""

    number = models.CharField(_("number"), max_length=24, unique=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("for committees of"))
    title = models.CharField(_("title"), max_length=100)
    content = models.TextField(_("what is taught"), max_length=2000)
    organiser = models.CharField(_("held by"), max_length=100)
    audience = models.CharField(_("for whom"), max_length=8, choices=Audience, default=Audience.ALL)
    state = models.CharField(_("state"), max_length=10, choices=TrainingState, default=TrainingState.PLANNED)
    begins_at = models.DateTimeField(_("begins at"))
    hours = models.DecimalField(_("hours"), max_digits=4, decimal_places=1)
    place = models.CharField(_("place"), max_length=100)
    cancel_reason = models.CharField(_("why it was cancelled"), max_length=200, blank=True)

    objects = TrainingQuerySet.as_manager()

    class Meta:
        verbose_name = _("training")
        verbose_name_plural = _("trainings")
        ordering = ["-begins_at", "-id"]
        indexes = [models.Index(fields=["region", "-begins_at"], name="trainings_of_a_region")]
        constraints = [
            models.CheckConstraint(condition=Q(hours__gt=0), name="training_takes_time"),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancel_reason=""), name="cancelled_training_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class AttendanceQuerySet(models.QuerySet):
    def visible_to(self, user: User):
        return self.filter(training__in=Training.objects.visible_to(user))


class Attendance(models.Model):
    """A member who is asked to a training; `result` is empty until it was held."""

    training = models.ForeignKey(Training, models.CASCADE, related_name="attendances", verbose_name=_("training"))
    member = models.ForeignKey(Member, models.CASCADE, related_name="attendances", verbose_name=_("committee member"))
    result = models.CharField(_("result"), max_length=8, choices=TrainingResult, blank=True)
    points = models.PositiveSmallIntegerField(_("points"), null=True, blank=True, validators=[MaxValueValidator(100)])

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["training", "member"], name="asked_once_to_a_training")]

    def __str__(self) -> str:
        return f"{self.training_id} {self.member}"
