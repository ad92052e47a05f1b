from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from committees.models.bodies import Committee, Member
from committees.models.postings import Posting
from committees.queries import MeetingQuerySet


class MeetingKind(models.TextChoices):
    REGULAR = "regular", _("regular")
    EXTRA = "extra", _("at members' request")


class MeetingState(models.TextChoices):
    CALLED = "called", _("called")
    HELD = "held", _("held, minutes to be posted")
    POSTED = "posted", _("minutes posted")
    CANCELLED = "cancelled", _("did not take place")


class Meeting(models.Model):
    """One meeting of a committee: called, held by more than half of its members, minutes posted.

    `members_all` is how many had a seat that day, substitutes not counted. `due_on` is the last day on which a meeting
    that members asked for has to be held; `minutes_due_on` the last day for posting the minutes.
    """

    number = models.CharField(_("number"), max_length=24, unique=True)
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="meetings", verbose_name=_("committee"))
    kind = models.CharField(_("kind"), max_length=10, choices=MeetingKind, default=MeetingKind.REGULAR)
    state = models.CharField(_("state"), max_length=10, choices=MeetingState, default=MeetingState.CALLED)
    called_on = models.DateField(_("called on"))
    meets_at = models.DateTimeField(_("meets at"))
    place = models.CharField(_("place"), max_length=100)
    agenda = models.TextField(_("agenda"), max_length=2000)
    asked_by = models.ManyToManyField(Member, related_name="+", blank=True, verbose_name=_("asked for by"))
    due_on = models.DateField(_("to be held by"), null=True, blank=True)
    notice = models.OneToOneField(
        Posting, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("notice")
    )
    held_on = models.DateField(_("met on"), null=True, blank=True)
    members_all = models.PositiveSmallIntegerField(_("members in all"), null=True, blank=True)
    present = models.ManyToManyField(Member, related_name="meetings", blank=True, verbose_name=_("present"))
    minutes = models.TextField(_("minutes"), max_length=8000, blank=True)
    minutes_due_on = models.DateField(_("minutes due on"), null=True, blank=True)
    posting = models.OneToOneField(
        Posting, models.PROTECT, null=True, blank=True, related_name="meeting", verbose_name=_("posting on the board")
    )
    posted_on = models.DateField(_("minutes posted on"), null=True, blank=True)
    reason = models.CharField(_("why it did not take place"), max_length=300, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("committee meeting")
        verbose_name_plural = _("committee meetings")
        ordering = ["-meets_at", "-id"]
        indexes = [models.Index(fields=["committee", "-held_on"], name="meetings_of_a_committee")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["held", "posted"])
                | Q(held_on__isnull=False, members_all__gt=0, minutes_due_on__gte=F("held_on")),
                name="meeting_that_was_held_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(state="posted", posted_on__isnull=False)
                | (~Q(state="posted") & Q(posted_on__isnull=True, posting__isnull=True)),
                name="posted_minutes_have_their_day",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_late(self) -> bool:
        """Whether the minutes were posted after their last day."""
        return bool(self.posted_on and self.minutes_due_on and self.posted_on > self.minutes_due_on)


class Decision(models.Model):
    """What was put to a meeting, and who signed for it: it is decided when more than half of all members did."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="decisions", verbose_name=_("meeting"))
    place = models.PositiveSmallIntegerField(_("place in order"))
    text = models.TextField(_("what was decided"), max_length=1000)
    signers = models.ManyToManyField(Member, related_name="+", blank=True, verbose_name=_("signed by"))
    signed = models.PositiveSmallIntegerField(_("members who signed"))
    passed = models.BooleanField(_("passed"))

    class Meta:
        verbose_name = _("committee decision")
        verbose_name_plural = _("committee decisions")
        ordering = ["meeting_id", "place"]
        constraints = [models.UniqueConstraint(fields=["meeting", "place"], name="one_decision_per_place")]

    def __str__(self) -> str:
        return self.text[:60]
