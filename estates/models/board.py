"""The disclosure board (信息公示栏): what the city wants told, and what hangs in each estate."""

from datetime import timedelta

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Kept
from accounts.proofs import private_files, private_place
from estates.models.board_faults import BoardFault, FaultKind
from estates.models.places import Estate
from estates.queries import BoardEntryQuerySet, BoardItemQuerySet
from exchange.recording import recorded


class Cycle(models.IntegerChoices):
    """After how many months it has to be told anew; 0: it hangs for good, and is renewed when it changes."""

    STANDING = 0, _("for good")
    MONTH = 1, _("every month")
    QUARTER = 3, _("every quarter")
    HALF_YEAR = 6, _("every half-year")
    YEAR = 12, _("every year")


class OnlyWhere(models.TextChoices):
    """Which estates with a company owe an item."""

    ALL = "all", _("every estate")
    LIFTS = "lifts", _("estates with lifts")
    RENOVATION = "renovation", _("estates under renovation")


class EntryState(models.TextChoices):
    DUE = "due", _("not posted")
    POSTED = "posted", _("posted")
    FAULTY = "faulty", _("found incomplete")


class BoardItem(Kept):
    """One line of the city's list of what has to hang on a board, while it is in force.

    A told period ends, and `due_days` later the item hangs. `counts_as`: what an estate that leaves it out is reported
    for; nothing where another room looks after that.
    """

    code = models.CharField(
        _("code"), max_length=20, unique=True,
        validators=[RegexValidator(r"^[a-z][a-z0-9-]*$", _("Small letters, digits and hyphens."))],
    )  # fmt: skip
    place = models.PositiveSmallIntegerField(_("place in the list"))
    name = models.CharField(_("disclosed item"), max_length=40)
    name_en = models.CharField(_("item in English"), max_length=80, blank=True)
    content = models.CharField(_("what has to be told"), max_length=300, blank=True)
    every_months = models.PositiveSmallIntegerField(_("how often"), choices=Cycle)
    due_days = models.PositiveSmallIntegerField(
        _("days until it has to hang"), validators=[MaxValueValidator(365)],
        help_text=_("Counted from the end of the period, or from the day on which an estate comes to owe it."),
    )  # fmt: skip
    only_where = models.CharField(_("which estates"), max_length=12, choices=OnlyWhere, default=OnlyWhere.ALL)
    counts_as = models.CharField(_("left out, it is reported as"), max_length=12, choices=FaultKind, blank=True)
    article = models.CharField(_("article"), max_length=120)
    from_on = models.DateField(_("in force from"))
    until_on = models.DateField(_("in force until before"), null=True, blank=True)

    objects = BoardItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item to be disclosed")
        verbose_name_plural = _("items to be disclosed")
        ordering = ["place", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
                name="board_item_is_in_force_for_some_days",
            ),
            models.CheckConstraint(condition=Q(every_months__in=Cycle.values), name="board_item_has_a_cycle"),
        ]
        triggers = recorded("board-item", key="code", place="'*'")

    def __str__(self) -> str:
        return self.name

    @property
    def shown_name(self) -> str:
        """In the reader's language, as far as the city has given it."""
        return self.name if (get_language() or "zh").startswith("zh") else self.name_en or self.name


class BoardEntry(Kept):
    """What one estate owes of one item, for the time from `from_on`, before `until_on` (open: a standing item).

    `due_on` is the last day in time. `hangs_until_on`: it may be taken down then; `checked_*`: who looked on the spot.
    """

    estate = models.ForeignKey(Estate, models.CASCADE, related_name="board_entries", verbose_name=_("estate"))
    item = models.ForeignKey(BoardItem, models.PROTECT, related_name="entries", verbose_name=_("disclosed item"))
    from_on = models.DateField(_("about the time from"))
    until_on = models.DateField(_("about the time up to before"), null=True, blank=True)
    due_on = models.DateField(_("due on"))
    state = models.CharField(_("state"), max_length=8, choices=EntryState, default=EntryState.DUE)
    posted_on = models.DateField(_("posted on"), null=True, blank=True)
    hangs_until_on = models.DateField(_("hangs until before"), null=True, blank=True)
    reported_at = models.DateTimeField(_("reported at"), null=True, blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reported by")
    )
    checked_on = models.DateField(_("checked on the spot on"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("checked by")
    )
    lacks = models.CharField(_("what is missing"), max_length=300, blank=True)
    fault = models.ForeignKey(
        BoardFault, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name=_("reported as a fault")
    )

    objects = BoardEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of a disclosure board")
        verbose_name_plural = _("entries of disclosure boards")
        ordering = ["-due_on", "item_id", "-id"]
        indexes = [
            models.Index(fields=["due_on"], name="board_entries_still_due", condition=~Q(state="posted")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "item", "from_on"], name="one_board_entry_per_period",
                violation_error_message=_("The estate has an entry of this item and period."),
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")), name="board_entry_is_about_some_days"
            ),
            models.CheckConstraint(
                condition=Q(state="due", posted_on__isnull=True)
                | Q(state__in=["posted", "faulty"], posted_on__isnull=False),
                name="posted_board_entry_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="faulty") | (Q(checked_on__isnull=False) & ~Q(lacks="")),
                name="faulty_board_entry_says_what_is_missing",
            ),
        ]  # fmt: skip
        triggers = [
            *recorded("board-entry", place="e.region_id", joins="LEFT JOIN estates_estate e ON e.id = t.estate_id"),
            pgtrigger.Trigger(
                name="board_entry_fault_of_its_estate",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__fault__isnull=False),
                func="""
                    IF NOT EXISTS (
                        SELECT FROM estates_boardfault WHERE id = NEW.fault_id AND estate_id = NEW.estate_id
                    ) THEN
                        RAISE EXCEPTION 'the fault is about another estate' USING ERRCODE = 'restrict_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.told_period}".strip()

    @property
    def told_period(self) -> str:
        """The time that it is about, from its first to its last day; nothing for what hangs for good."""
        if self.item.every_months == Cycle.STANDING or self.until_on is None:
            return ""
        return f"{self.from_on} – {self.until_on - timedelta(days=1)}"

    @property
    def number(self) -> str:
        """What it is called in sentences."""
        return str(self)

    @property
    def is_complete(self) -> bool:
        return self.state == EntryState.POSTED

    @property
    def was_late(self) -> bool:
        """Whether it was posted after its last day."""
        return self.posted_on is not None and self.posted_on > self.due_on


class BoardProof(models.Model):
    """A photo of what hangs. Added, never amended; `file` is empty once it was kept long enough."""

    entry = models.ForeignKey(BoardEntry, models.CASCADE, related_name="proofs", verbose_name=_("entry"))
    file = models.FileField(_("file"), storage=private_files, upload_to=private_place("board"), blank=True)
    added_at = models.DateTimeField(_("added at"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("added by")
    )

    class Meta:
        verbose_name = _("photo of a disclosure board")
        verbose_name_plural = _("photos of disclosure boards")
        ordering = ["-id"]
        triggers = [
            pgtrigger.ReadOnly(name="board_proofs_stay_as_they_are", fields=["entry", "added_at", "added_by"]),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.added_at:%Y-%m-%d}"
