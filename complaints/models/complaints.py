import uuid

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Left, Lower
from django.utils.translation import gettext_lazy as _

from accounts.models import Region
from accounts.sealing import derived, new_salt, opens
from complaints.models.topics import Body, Handler, RefusalReason, Topic
from complaints.queries import ComplaintQuerySet
from enterprises.models import Enterprise
from estates.models import Estate
from exchange.recording import recorded

SECRET_LENGTH = 10


class Kind(models.TextChoices):
    COMPLAINT = "complaint", _("complaint")
    SUGGESTION = "suggestion", _("suggestion")
    QUESTION = "question", _("question")


class Channel(models.TextChoices):
    QR = "qr", _("poster")
    WEB = "web", _("web page")
    CLERK = "clerk", _("clerk")
    HOTLINE = "hotline", _("hotline")
    OPEN311 = "open311", _("Open311")
    API = "api", _("API")


class State(models.TextChoices):
    FILED = "filed", _("waits to be accepted")
    SUPPLEMENT = "supplement", _("waits for more from the resident")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("not accepted")
    DISPATCHED = "dispatched", _("dispatched")
    CONTACTED = "contacted", _("resident contacted")
    ANSWERED = "answered", _("answered")
    REVIEWED = "reviewed", _("waits for the resident's verdict")
    DENIED = "denied", _("resident says it is not solved")
    CLOSED = "closed", _("case closed")
    WITHDRAWN = "withdrawn", _("withdrawn")
    JOINED = "joined", _("joined to another")


class Stage(models.TextChoices):
    """Whose eyes are on it. It rises by itself when time runs out."""

    STREET = "street", _("street")
    DISTRICT = "district", _("district")
    CITY = "city", _("city")


class Outcome(models.TextChoices):
    CONFIRMED = "confirmed", _("confirmed by the resident")
    SILENT = "silent", _("closed without a verdict")
    FOUND_SOLVED = "found_solved", _("found solved by a check")
    UNFOUNDED = "unfounded", _("unfounded")


class Extension(models.TextChoices):
    ASKED = "asked", _("asked for")
    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("not granted")


class Flood(models.TextChoices):
    NONE = "none", _("nothing odd")
    FLAGGED = "flagged", _("to be looked at: many from one source")
    CLEARED = "cleared", _("looked at: counts")
    DISCOUNTED = "discounted", _("looked at: does not count")


OPEN = (
    State.FILED, State.SUPPLEMENT, State.ACCEPTED, State.DISPATCHED, State.CONTACTED, State.ANSWERED, State.REVIEWED,
    State.DENIED,
)  # fmt: skip
IS_OPEN = Q(state__in=[str(state) for state in OPEN])
"""For indexes of what is on somebody's desk: the few among all that ever were."""
HAS_RISEN = IS_OPEN & (~Q(level=Stage.STREET) | Q(handler=Handler.DISTRICT))
"""Of those, the district's and the city's own."""


class Complaint(models.Model):
    """What a resident told, and how far it has come. Its history is in `Step`, who told it in `Contact`.

    `due_at` is the term that runs now, one of those beside it; nothing runs while it is null. What was joined to one
    (`joined_to`) follows that one. `version` grows with each act, so that of two officers the second one notices.
    """

    number = models.CharField(_("number"), max_length=24, unique=True)
    salt = models.CharField(max_length=32, default=new_salt, editable=False)
    filing_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    estate = models.ForeignKey(Estate, models.PROTECT, related_name="complaints", verbose_name=_("estate"))
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("street or community"))
    spot = models.CharField(_("where in the estate"), max_length=60, blank=True)
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="complaints", verbose_name=_("topic"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.COMPLAINT)
    title = models.CharField(_("title"), max_length=80)
    words = models.CharField(_("the resident's words"), max_length=1000)
    channel = models.CharField(_("came by"), max_length=8, choices=Channel)
    filed_at = models.DateTimeField(_("filed at"))
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("filed by")
    )
    hotline_number = models.CharField(_("number at the hotline"), max_length=40, null=True, blank=True, unique=True)

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.FILED)
    state_since = models.DateTimeField(_("since"))
    handler = models.CharField(_("handled by"), max_length=10, choices=Handler, blank=True)
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, blank=True, related_name="complaints", verbose_name=_("company")
    )
    body = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("other body")
    )
    hand_offs = models.PositiveSmallIntegerField(_("times handed back"), default=0)
    owner_named = models.BooleanField(_("handler named by the city"), default=False)
    level = models.CharField(_("stage"), max_length=8, choices=Stage, default=Stage.STREET)
    is_urgent = models.BooleanField(_("danger"), default=False)

    due_at = models.DateTimeField(_("due at"), null=True, blank=True)
    accept_due_at = models.DateTimeField(_("acceptance due at"))
    contact_due_at = models.DateTimeField(_("contact due at"), null=True, blank=True)
    answer_due_at = models.DateTimeField(_("answer due at"))
    review_due_at = models.DateTimeField(_("review due at"), null=True, blank=True)
    verdict_due_at = models.DateTimeField(_("verdict until"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    dispatched_at = models.DateTimeField(_("dispatched at"), null=True, blank=True)
    contacted_at = models.DateTimeField(_("contacted at"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    reopened_at = models.DateTimeField(_("reopened at"), null=True, blank=True)

    claims_solved = models.BooleanField(_("the answer says solved"), null=True, blank=True)
    extension = models.CharField(_("extension"), max_length=8, choices=Extension, blank=True)
    extension_workdays = models.PositiveSmallIntegerField(_("working days more"), null=True, blank=True)
    extension_reason = models.CharField(_("reason for the extension"), max_length=200, blank=True)
    joined_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="joined", verbose_name=_("joined to")
    )
    households = models.PositiveIntegerField(_("households"), default=1)
    is_joint = models.BooleanField(_("joint case"), default=False)
    false_answers = models.PositiveSmallIntegerField(_("answers found false"), default=0)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, blank=True)
    refusal = models.ForeignKey(
        RefusalReason, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("why not accepted")
    )
    flood = models.CharField(_("flooding"), max_length=10, choices=Flood, default=Flood.NONE)
    screened_at = models.DateTimeField(_("looked through at"), null=True, blank=True)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reviewed by")
    )
    version = models.PositiveIntegerField(_("version"), default=1)
    street = models.GeneratedField(
        expression=Left("region", 9), output_field=models.CharField(max_length=9), db_persist=True
    )
    search_text = models.GeneratedField(
        expression=Lower(Concat("number", Value(" "), "title", Value(" "), "spot", Value(" "), "words")),
        output_field=models.TextField(_("what search looks at")),
        db_persist=True,
    )

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        ordering = ["-filed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.JOINED, joined_to__isnull=False)
                | (~Q(state=State.JOINED) & Q(joined_to__isnull=True)),
                name="joined_complaint_names_the_other",
            ),
            models.CheckConstraint(
                condition=Q(joined_to__isnull=True) | ~Q(joined_to=F("id")), name="complaint_is_not_joined_to_itself"
            ),
            models.CheckConstraint(
                condition=~Q(handler=Handler.COMPANY) | Q(enterprise__isnull=False), name="company_case_names_it"
            ),
            models.CheckConstraint(
                condition=~Q(handler=Handler.BODY) | Q(body__isnull=False), name="case_of_another_body_names_it"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.REFUSED) | Q(refusal__isnull=False), name="refused_complaint_says_why"
            ),
            models.CheckConstraint(condition=Q(hand_offs__lte=1), name="complaint_is_handed_back_once"),
            models.CheckConstraint(
                condition=Q(state__in=[State.CLOSED, State.WITHDRAWN, State.REFUSED]) | Q(closed_at__isnull=True),
                name="open_complaint_was_not_closed",
            ),
        ]
        indexes = [
            models.Index(fields=["-filed_at", "-id"], name="complaints_newest_first"),
            models.Index(fields=["estate", "-filed_at"], name="complaints_of_an_estate"),
            models.Index(fields=["enterprise", "due_at", "id"], name="complaints_of_a_company"),
            models.Index(fields=["street", "due_at", "id"], condition=IS_OPEN, name="complaints_open_in_a_street"),
            models.Index(fields=["due_at", "id"], condition=IS_OPEN, name="complaints_open"),
            models.Index(fields=["due_at", "id"], condition=HAS_RISEN, name="complaints_risen"),
            models.Index(fields=["due_at", "id"], condition=Q(due_at__isnull=False), name="complaints_due"),
            models.Index(fields=["street", "id"], condition=Q(flood="flagged"), name="complaints_flagged"),
            models.Index(fields=["id"], condition=Q(screened_at__isnull=True), name="complaints_not_looked_through"),
            models.Index(fields=["region", "-filed_at", "-id"], name="complaints_of_a_region"),
            GinIndex(OpClass(F("search_text"), name="gin_trgm_ops"), name="complaints_by_trigram"),
        ]
        triggers = recorded(
            "complaint", key="number", place="t.region_id", compared="ROW(t.version, t.flood, t.joined_to_id)"
        )

    def __str__(self) -> str:
        return self.number

    @property
    def secret(self) -> str:
        """What opens it, along with its number. Kept nowhere: it follows from the salt and a key of the portal."""
        return derived("complaint", self.number, self.salt, length=SECRET_LENGTH)

    def opens_with(self, text: str) -> bool:
        """Whether this is its secret, however it was typed."""
        return opens(self.secret, text)

    @property
    def lead(self) -> "Complaint":
        """The one that is handled: itself, or the one to which it was joined."""
        return self.joined_to or self
