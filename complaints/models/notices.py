import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Kept, Region
from accounts.sealing import unseal
from complaints.models.complaints import Complaint
from complaints.models.topics import Body
from complaints.notice_queries import NoticeQuerySet
from enterprises.models import Enterprise

STANDS_FOR = ("number", "estate", "topic", "due", "handler", "city", "hotline")
"""What may stand in braces in a notice."""


class Audience(models.TextChoices):
    """Who is told."""

    RESIDENT = "resident", _("resident")
    HANDLER = "handler", _("who handles it")
    STAGE = "stage", _("office at whose stage it is")


class Way(models.TextChoices):
    """How somebody is told. `settings.NOTICE_WAYS` says by which adapter."""

    SMS = "sms", _("text message")
    EMAIL = "email", _("e-mail")
    WECHAT = "wechat", _("WeChat")


class NoticeState(models.TextChoices):
    WAITING = "waiting", _("waits to be sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("not deliverable")
    REPLACED = "replaced", _("replaced by a later one")


class NoticeTemplate(Kept):
    """What one audience is told of one event. An event without one tells that audience nothing."""

    event = models.SlugField(_("event"), max_length=20)
    audience = models.CharField(_("who is told"), max_length=10, choices=Audience)
    subject = models.CharField(_("subject"), max_length=60)
    words = models.TextField(
        _("words"), max_length=300,
        help_text=_("{number}, {estate}, {topic}, {due}, {handler}, {city} and {hotline} are filled in."),
    )  # fmt: skip
    is_active = models.BooleanField(_("is sent"), default=True)

    class Meta:
        verbose_name = _("notice template")
        verbose_name_plural = _("notice templates")
        ordering = ["event", "audience"]
        constraints = [
            models.UniqueConstraint(fields=["event", "audience"], name="one_notice_template_per_event_and_audience")
        ]

    def __str__(self) -> str:
        return f"{self.subject} · {self.get_audience_display()}"

    def clean(self) -> None:
        """Raises ValidationError for words in braces that stand for nothing."""
        unknown = sorted(set(re.findall(r"\{(.*?)\}", self.subject + self.words)) - set(STANDS_FOR))
        if unknown:
            known = ", ".join(f"{{{name}}}" for name in STANDS_FOR)
            sentence = _("“{%(word)s}” stands for nothing. Use %(known)s.")
            raise ValidationError({"words": sentence % {"word": unknown[0], "known": known}})


class NoticeAddress(Kept):
    """Where an office is told: a company's, another body's, or a street's, district's or the city's duty desk."""

    enterprise = models.ForeignKey(
        Enterprise, models.CASCADE, null=True, blank=True, related_name="notice_addresses", verbose_name=_("company")
    )
    body = models.ForeignKey(
        Body, models.CASCADE, null=True, blank=True, related_name="notice_addresses", verbose_name=_("other body")
    )
    region = models.ForeignKey(
        Region, models.CASCADE, null=True, blank=True, related_name="notice_addresses", verbose_name=_("office of")
    )
    way = models.CharField(_("how"), max_length=10, choices=Way)
    address = models.CharField(_("phone or e-mail"), max_length=120)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("address for notices")
        verbose_name_plural = _("addresses for notices")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(enterprise__isnull=False, body__isnull=True, region__isnull=True)
                | Q(enterprise__isnull=True, body__isnull=False, region__isnull=True)
                | Q(enterprise__isnull=True, body__isnull=True, region__isnull=False),
                name="notice_address_is_of_one_office",
                violation_error_message=_("Choose one: a company, another body, or an office."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise or self.body or self.region} · {self.address}"


class Notice(models.Model):
    """One message that is to go out, or went: the outbox. Written in the transaction of what it tells.

    `key` names what is told to whom, so that it is told once. `words` hold neither personal data nor the secret of a
    complaint; the address is sealed.
    """

    key = models.CharField(max_length=80, unique=True)
    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="notices", verbose_name=_("complaint"))
    event = models.CharField(_("event"), max_length=20)
    audience = models.CharField(_("who is told"), max_length=10, choices=Audience)
    way = models.CharField(_("how"), max_length=10, choices=Way)
    sealed_address = models.TextField(blank=True)
    masked_address = models.CharField(_("address"), max_length=120)
    subject = models.CharField(_("subject"), max_length=100)
    words = models.TextField(_("words"), max_length=600)
    state = models.CharField(_("state"), max_length=10, choices=NoticeState, default=NoticeState.WAITING)
    made_at = models.DateTimeField(_("written at"))
    next_try_at = models.DateTimeField(_("goes out from"))
    try_count = models.PositiveSmallIntegerField(_("tries"), default=0)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    fault = models.CharField(_("what went wrong"), max_length=200, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["next_try_at", "id"], condition=Q(state="waiting"), name="notices_to_send"),
            models.Index(fields=["complaint", "audience"], name="notices_of_a_complaint"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="notice_is_sent_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} · {self.masked_address}"

    @property
    def address(self) -> str:
        """Raises `accounts.sealing.NotOpened`."""
        return unseal(self.sealed_address)


class DueMark(models.Model):
    """That the sweep has dealt with a term of a complaint: reminded of it, or noted that it ran out. Once each."""

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="due_marks", verbose_name=_("complaint"))
    kind = models.CharField(max_length=10, choices=[("nearly_due", _("nearly due")), ("overdue", _("overdue"))])
    due_at = models.DateTimeField(_("due at"))

    class Meta:
        verbose_name = _("mark of a term")
        verbose_name_plural = _("marks of terms")
        constraints = [models.UniqueConstraint(fields=["complaint", "kind", "due_at"], name="term_is_marked_once")]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.kind}"
