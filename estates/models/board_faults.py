"""Faults of disclosure boards, and what residents object to."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Kept, SealedPerson
from estates.models.places import Estate
from estates.queries import BoardFaultQuerySet, BoardObjectionQuerySet
from exchange.recording import recorded

OF_ITS_ESTATE = "LEFT JOIN estates_estate e ON e.id = t.estate_id"


class FaultKind(models.TextChoices):
    MISSING = "missing", _("no board, or items left out")
    UTILITIES = "utilities", _("shares of water and power not told")
    OBJECTION = "objection", _("objection not answered in time")


class FaultState(models.TextChoices):
    REPORTED = "reported", _("reported")
    ORDERED = "ordered", _("found so, to be put right")
    UNFOUNDED = "unfounded", _("not so")
    PUT_RIGHT = "put_right", _("put right")
    DECIDED = "decided", _("not put right: counts")
    REVOKED = "revoked", _("decision revoked")


OPEN_FAULT = (FaultState.REPORTED, FaultState.ORDERED)


class BoardFault(Kept):
    """What is wrong with the board of an estate: reported by the portal or an officer, checked, decided.

    It names the estate and the day; which company had it that day is the contract's answer, upstairs. What it is about
    stands in its `entries` and `objections`; `statement` is what the company said. None of the texts names a person.
    """

    number = models.CharField(_("number"), max_length=24, unique=True)
    estate = models.ForeignKey(Estate, models.PROTECT, related_name="board_faults", verbose_name=_("estate"))
    kind = models.CharField(_("fault"), max_length=12, choices=FaultKind)
    state = models.CharField(_("state"), max_length=10, choices=FaultState, default=FaultState.REPORTED)
    happened_on = models.DateField(_("happened on"))
    words = models.TextField(_("in words"), max_length=2000, blank=True)
    reported_at = models.DateTimeField(_("reported at"))
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reported by")
    )
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("checked by")
    )
    statement = models.TextField(_("what the company said"), max_length=2000, blank=True)
    finding = models.TextField(_("what the check found"), max_length=2000, blank=True)
    put_right_by = models.DateField(_("last day to put it right"), null=True, blank=True)
    decided_at = models.DateTimeField(_("time of the decision"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who decided")
    )
    decision = models.CharField(_("conclusion"), max_length=300, blank=True)
    revoked_at = models.DateTimeField(_("time of the revocation"), null=True, blank=True)
    revoke_reason = models.CharField(_("why it was revoked"), max_length=300, blank=True)

    objects = BoardFaultQuerySet.as_manager()

    class Meta:
        verbose_name = _("fault of a disclosure board")
        verbose_name_plural = _("faults of disclosure boards")
        ordering = ["-reported_at", "-id"]
        indexes = [
            models.Index(F("decided_at"), name="board_faults_by_decision", condition=Q(state="decided")),
            models.Index(fields=["estate", "-happened_on"], name="board_faults_of_an_estate"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "kind"], condition=Q(state__in=OPEN_FAULT), name="one_open_board_fault_per_kind",
                violation_error_message=_("A fault of this kind is being worked through already."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["ordered", "unfounded", "decided", "revoked"])
                | (Q(checked_at__isnull=False) & ~Q(finding="")),
                name="checked_board_fault_says_what_was_found",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["decided", "put_right", "revoked"])
                | (Q(decided_at__isnull=False) & ~Q(decision="")),
                name="decided_board_fault_has_its_decision",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["ordered", "decided", "revoked"]) | Q(put_right_by__isnull=False),
                name="ordered_board_fault_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["decided", "revoked"])
                | Q(decided_by__isnull=True)
                | (
                    (Q(reported_by__isnull=True) | ~Q(decided_by=F("reported_by")))
                    & (Q(checked_by__isnull=True) | ~Q(decided_by=F("checked_by")))
                ),
                name="board_fault_is_decided_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=~Q(state="revoked") | (Q(revoked_at__isnull=False) & ~Q(revoke_reason="")),
                name="revoked_board_fault_says_why",
            ),
        ]  # fmt: skip
        triggers = recorded("board-fault", key="number", place="e.region_id", joins=OF_ITS_ESTATE)

    def __str__(self) -> str:
        return self.number


class ObjectionKind(models.TextChoices):
    NOT_HANGING = "not_hanging", _("does not hang there")
    INCOMPLETE = "incomplete", _("is incomplete")
    WRONG = "wrong", _("is not true")
    UNREADABLE = "unreadable", _("is not readable")


class ObjectionState(models.TextChoices):
    FILED = "filed", _("to be answered")
    ANSWERED = "answered", _("has its answer")
    SET_ASIDE = "set_aside", _("set aside")


class BoardObjection(Kept, SealedPerson):
    """What somebody objects to on the board of an estate, and the answer, which everybody reads.

    `words`, name and phone go once they were kept long enough; item, kind and answer stay.
    """

    number = models.CharField(_("number"), max_length=24, unique=True)
    estate = models.ForeignKey(Estate, models.PROTECT, related_name="board_objections", verbose_name=_("estate"))
    item = models.ForeignKey(
        "estates.BoardItem",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="objections",
        verbose_name=_("disclosed item"),
    )
    kind = models.CharField(_("objection"), max_length=12, choices=ObjectionKind)
    state = models.CharField(_("state"), max_length=10, choices=ObjectionState, default=ObjectionState.FILED)
    words = models.TextField(_("in words"), max_length=500, blank=True)
    filed_at = models.DateTimeField(_("filed at"))
    due_on = models.DateField(_("answer due on"))
    answer = models.TextField(_("answer"), max_length=500, blank=True)
    answered_at = models.DateTimeField(_("time of the answer"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )
    set_aside_reason = models.CharField(_("why it was set aside"), max_length=300, blank=True)
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)
    fault = models.ForeignKey(
        BoardFault, models.PROTECT, null=True, blank=True, related_name="objections",
        verbose_name=_("reported as a fault"),
    )  # fmt: skip

    objects = BoardObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("objection to a disclosure board")
        verbose_name_plural = _("objections to disclosure boards")
        ordering = ["-filed_at", "-id"]
        indexes = [
            models.Index(fields=["due_on"], name="board_objections_still_due", condition=Q(state="filed")),
            models.Index(fields=["estate", "-filed_at"], name="board_objections_of_an_estate"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="answered") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="answered_board_objection_has_its_answer",
            ),
            models.CheckConstraint(
                condition=~Q(state="set_aside") | (Q(answered_at__isnull=False) & ~Q(set_aside_reason="")),
                name="board_objection_is_set_aside_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(words="", sealed_name="", sealed_phone=""),
                name="erased_board_objection_names_nobody",
            ),
        ]
        triggers = recorded("board-objection", key="number", place="e.region_id", joins=OF_ITS_ESTATE)

    def __str__(self) -> str:
        return self.number

    def is_late(self, on: date) -> bool:
        """Whether it still waits for its answer, and the day for that is over."""
        return self.state == ObjectionState.FILED and self.due_on < on
