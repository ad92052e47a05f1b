from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Kept, Region, Role, User
from accounts.scope import by_region
from committees.queries import with_estates_of
from estates.models import Estate


class JointTopic(models.TextChoices):
    """What a joint meeting (联席会议) may deal with."""

    IDLE = "idle", _("a committee that does not do its duty")
    FORMATION = "formation", _("forming or re-electing a committee")
    HANDOVER = "handover", _("exit or handover of a company")
    EMERGENCY = "emergency", _("an emergency")
    COMMUNITY = "community", _("work together with the community")
    OTHER = "other", _("other matters")


class JointState(models.TextChoices):
    CALLED = "called", _("called")
    HELD = "held", _("held")
    CANCELLED = "cancelled", _("cancelled")


class Partner(models.TextChoices):
    """Who sits at the table."""

    STREET = "street", _("street or town")
    COMMUNITY = "community", _("community")
    BUREAU = "bureau", _("housing bureau")
    POLICE = "police", _("police station")
    JUSTICE = "justice", _("justice office")
    COMPANY = "company", _("property company")
    COMMITTEE = "committee", _("owners' or management committee")
    OWNERS = "owners", _("owners")
    DEVELOPER = "developer", _("developer")
    PARTY = "party", _("party organisation")
    OTHER = "other", _("others")


class JointMeetingQuerySet(models.QuerySet):
    def visible_to(self, user: User):
        """Meetings of the person's region; to a committee's member those about the own estate."""
        role = getattr(user, "role", None)
        if role == Role.COMPANY:
            return self.none()
        if role == Role.COMMITTEE:
            return self.filter(with_estates_of(user))
        return self.filter(by_region(user, "region_id"))

    def with_overdue(self, *, on):
        """Those one of whose resolutions should be done by now and is not."""
        late = Resolution.objects.filter(meeting=OuterRef("pk"), done_on__isnull=True, due_on__lt=on)
        return self.filter(Exists(late))


class JointMeeting(Kept):
    """A joint meeting of a street or community with everybody whom a matter concerns, about an estate or several."""

    number = models.CharField(_("number"), max_length=24, unique=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("called by"))
    estate = models.ForeignKey(
        Estate, models.PROTECT, null=True, blank=True, related_name="joint_meetings", verbose_name=_("about the estate")
    )
    topic = models.CharField(_("topic"), max_length=12, choices=JointTopic)
    subject = models.CharField(_("subject of the meeting"), max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=JointState, default=JointState.CALLED)
    meets_at = models.DateTimeField(_("meets at"))
    place = models.CharField(_("place"), max_length=100)
    record = models.TextField(_("record of the meeting"), max_length=8000, blank=True)
    cancel_reason = models.CharField(_("why it was cancelled"), max_length=200, blank=True)
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("written down by"),
    )

    objects = JointMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("joint meeting")
        verbose_name_plural = _("joint meetings")
        ordering = ["-meets_at", "-id"]
        indexes = [models.Index(fields=["region", "-meets_at"], name="joint_meetings_of_a_region")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancel_reason=""), name="cancelled_joint_meeting_says_why"
            )
        ]

    def __str__(self) -> str:
        return self.number


class Participant(models.Model):
    """A body that is asked to a joint meeting; `attended` is not known before it was held."""

    meeting = models.ForeignKey(
        JointMeeting, models.CASCADE, related_name="participants", verbose_name=_("joint meeting")
    )
    partner = models.CharField(_("kind of body"), max_length=10, choices=Partner)
    name = models.CharField(_("name of the body"), max_length=100)
    attended = models.BooleanField(_("attended"), null=True)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "name"], name="asked_once_to_a_joint_meeting"),
        ]

    def __str__(self) -> str:
        return self.name


class Resolution(Kept):
    """What a joint meeting resolved: who does what until when, and when it was done."""

    meeting = models.ForeignKey(
        JointMeeting, models.CASCADE, related_name="resolutions", verbose_name=_("joint meeting")
    )
    text = models.CharField(_("resolved"), max_length=400)
    charged = models.CharField(_("who sees to it"), max_length=100)
    due_on = models.DateField(_("to be done by"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_note = models.CharField(_("how it was done"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("resolution")
        verbose_name_plural = _("resolutions")
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | ~Q(done_note=""), name="resolution_that_is_done_says_how"
            )
        ]
        indexes = [models.Index(F("due_on"), name="resolutions_open", condition=Q(done_on__isnull=True))]

    def __str__(self) -> str:
        return self.text

    def is_overdue(self, on) -> bool:
        return self.done_on is None and self.due_on < on
