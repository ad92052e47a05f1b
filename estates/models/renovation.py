import uuid

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Kept
from accounts.proofs import private_files, private_place
from estates.belonging import OfAnEstate
from estates.models.places import Estate
from exchange.recording import recorded


class RenovationState(models.TextChoices):
    PLANNED = "planned", _("planned")
    UNDER_WAY = "under_way", _("under way")
    FINISHED = "finished", _("work finished")
    ACCEPTED = "accepted", _("passed the acceptance")
    DROPPED = "dropped", _("dropped from the plan")


GOES_ON = (RenovationState.PLANNED, RenovationState.UNDER_WAY, RenovationState.FINISHED)


class RenovationPlan(Kept):
    """The renovation (改造) of an old estate in the plan of a year. Money in fen."""

    number = models.CharField(_("number"), max_length=24, unique=True)
    estate = models.ForeignKey(Estate, models.PROTECT, related_name="renovations", verbose_name=_("estate"))
    year = models.PositiveSmallIntegerField(_("year of the plan"))
    title = models.CharField(_("title"), max_length=100)
    state = models.CharField(_("state"), max_length=10, choices=RenovationState, default=RenovationState.PLANNED)
    builder = models.CharField(_("building company"), max_length=100, blank=True)
    begins_on = models.DateField(_("work is to begin on"), null=True, blank=True)
    due_on = models.DateField(_("work is to be finished by"))
    began_on = models.DateField(_("work began on"), null=True, blank=True)
    finished_on = models.DateField(_("work finished on"), null=True, blank=True)
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True)
    dropped_reason = models.CharField(_("why it was dropped"), max_length=300, blank=True)

    objects = OfAnEstate.as_manager()

    class Meta:
        verbose_name = _("renovation of an estate")
        verbose_name_plural = _("renovations")
        ordering = ["-year", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["estate"], condition=Q(state__in=GOES_ON), name="one_renovation_at_a_time",
                violation_error_message=_("This estate has a renovation that is not finished."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "dropped"]) | Q(began_on__isnull=False),
                name="renovation_under_way_has_begun",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["finished", "accepted"])
                | Q(finished_on__isnull=False, began_on__isnull=False, finished_on__gte=F("began_on")),
                name="finished_renovation_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted")
                | Q(accepted_on__isnull=False, finished_on__isnull=False, accepted_on__gte=F("finished_on")),
                name="accepted_renovation_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="dropped") | ~Q(dropped_reason=""), name="dropped_renovation_says_why"
            ),
        ]  # fmt: skip
        triggers = recorded(
            "renovation", key="number", place="h.region_id",
            joins="LEFT JOIN estates_estate h ON h.id = t.estate_id",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.number


class RenovationGroup(models.TextChoices):
    """The three groups of work in renovating old estates."""

    BASIC = "basic", _("basic works")
    IMPROVING = "improving", _("improving works")
    RAISING = "raising", _("raising works")


class RenovationItem(Kept):
    """One piece of work in a renovation, how far it is, what it was to cost and what it cost."""

    plan = models.ForeignKey(
        RenovationPlan, models.CASCADE, related_name="items", verbose_name=_("renovation of an estate")
    )
    place = models.PositiveSmallIntegerField(_("place in the list"))
    group = models.CharField(_("group of works"), max_length=10, choices=RenovationGroup)
    name = models.CharField(_("piece of work"), max_length=60)
    budget_fen = models.BigIntegerField(_("budget, fen"), validators=[MinValueValidator(0)])
    cost_fen = models.BigIntegerField(_("cost, fen"), null=True, blank=True, validators=[MinValueValidator(0)])
    progress_percent = models.PositiveSmallIntegerField(
        _("progress, percent"), default=0, validators=[MaxValueValidator(100)]
    )
    progress_on = models.DateField(_("progress as of"), null=True, blank=True)

    class Meta:
        verbose_name = _("work of a renovation")
        verbose_name_plural = _("works of renovations")
        ordering = ["plan_id", "place"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "place"], name="one_renovation_item_in_a_place"),
            models.UniqueConstraint(
                fields=["plan", "name"], name="one_renovation_item_of_a_name",
                violation_error_message=_("This piece of work stands in the plan already."),
            ),
            models.CheckConstraint(
                condition=Q(progress_percent__lte=100, budget_fen__gte=0)
                & (Q(cost_fen__isnull=True) | Q(cost_fen__gte=0)),
                name="renovation_item_has_sound_figures",
            ),
        ]  # fmt: skip
        triggers = [
            pgtrigger.Trigger(
                name="accepted_renovation_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("held", "bigint")],
                func="""
                held := CASE WHEN TG_OP = 'DELETE' THEN OLD.plan_id ELSE NEW.plan_id END;
                IF EXISTS (SELECT FROM estates_renovationplan WHERE id = held AND state IN ('accepted', 'dropped'))
                THEN RAISE EXCEPTION 'the renovation is over' USING ERRCODE = 'restrict_violation';
                END IF;
                IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Moment(models.TextChoices):
    BEFORE = "before", _("before the renovation")
    AFTER = "after", _("after the renovation")


class RenovationPicture(Kept):
    """A picture of the same place before or after the work; anybody may see it. `key` is its public name."""

    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(
        RenovationPlan, models.CASCADE, related_name="pictures", verbose_name=_("renovation of an estate")
    )
    item = models.ForeignKey(
        RenovationItem, models.SET_NULL, null=True, blank=True, related_name="pictures",
        verbose_name=_("piece of work"),
    )  # fmt: skip
    moment = models.CharField(_("before or after the renovation"), max_length=6, choices=Moment)
    taken_on = models.DateField(_("picture taken on"))
    caption = models.CharField(_("what it shows"), max_length=60)
    file = models.FileField(_("picture"), storage=private_files, upload_to=private_place("renovation"), max_length=200)
    added_at = models.DateTimeField(_("added at"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("added by")
    )

    masks = {"file": str}

    class Meta:
        verbose_name = _("picture of a renovation")
        verbose_name_plural = _("pictures of renovations")
        ordering = ["plan_id", "-moment", "id"]

    def __str__(self) -> str:
        return self.caption
