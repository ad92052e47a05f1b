import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from credit.models.rulebooks import Rulebook
from credit.queries import GradeQuerySet, NightQuerySet
from enterprises.models import Enterprise
from exchange.recording import recorded


class NightState(models.TextChoices):
    RUNNING = "running", _("running")
    PUBLISHED = "published", _("published")


class NightKind(models.TextChoices):
    SCHEDULED = "scheduled", _("on schedule")
    BUTTON = "button", _("by hand")
    COMMAND = "command", _("by command")


class NightStage(models.TextChoices):
    COLLECT = "collect", _("collect")
    SUM = "sum", _("sum up")
    JUDGE = "judge", _("judge")
    PUBLISH = "publish", _("publish")


class Night(models.Model):
    """One run of the nightly job, as people read it.

    Nights go forward only: a later run is of the same day or a later one, and its number is higher.
    """

    on = models.DateField(_("night of"), db_index=True)
    state = models.CharField(_("state"), max_length=10, choices=NightState, default=NightState.RUNNING)
    stage = models.CharField(_("stage"), max_length=10, choices=NightStage, default=NightStage.COLLECT)
    kind = models.CharField(_("started"), max_length=10, choices=NightKind)
    by = models.CharField(_("started by"), max_length=60, blank=True)
    worker = models.CharField(_("worker"), max_length=100, blank=True)
    started_at = models.DateTimeField(_("started at"))
    resumed_at = models.DateTimeField(_("taken up again at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    rulebook = models.ForeignKey(Rulebook, models.PROTECT, related_name="nights", verbose_name=_("rulebook"))
    is_full = models.BooleanField(_("everybody judged again"), default=False)
    record_count = models.PositiveIntegerField(_("records on the ledger"), default=0)
    new_record_count = models.PositiveIntegerField(_("records that changed"), default=0)
    enterprise_count = models.PositiveIntegerField(_("companies"), default=0)
    attempt = models.PositiveIntegerField(_("times judged"), default=0)
    touched_count = models.PositiveIntegerField(_("companies to judge again"), default=0)
    judged_count = models.PositiveIntegerField(_("companies judged"), default=0)
    up_count = models.PositiveIntegerField(_("moved up"), default=0)
    down_count = models.PositiveIntegerField(_("moved down"), default=0)
    first_count = models.PositiveIntegerField(_("graded for the first time"), default=0)
    score_only_count = models.PositiveIntegerField(_("only the score changed"), default=0)
    same_count = models.PositiveIntegerField(_("judged again, unchanged"), default=0)
    stage_seconds = models.JSONField(_("seconds per stage"), default=dict, blank=True)
    digest = models.CharField(_("digest"), max_length=16, blank=True)
    checked_at = models.DateTimeField(_("last recomputed at"), null=True, blank=True)
    checked_same = models.BooleanField(_("recomputed the same"), null=True)
    error = models.TextField(_("error"), blank=True)

    objects = NightQuerySet.as_manager()

    class Meta:
        verbose_name = _("nightly run")
        verbose_name_plural = _("nightly runs")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state=NightState.RUNNING), name="one_night_runs_at_a_time"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="nights_are_never_deleted", operation=pgtrigger.Delete),
            *recorded("run", place="'*'", compared="ROW(t.state, t.checked_at)"),
        ]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d}"

    @property
    def moved_count(self) -> int:
        return self.up_count + self.down_count

    @property
    def carried_count(self) -> int:
        return self.enterprise_count - self.judged_count


class NightNotice(models.Model):
    """Something that a person should look at after a night."""

    night = models.ForeignKey(Night, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=20)
    count = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("notice of a night")
        verbose_name_plural = _("notices of nights")
        constraints = [models.UniqueConstraint(fields=["night", "kind"], name="one_notice_per_kind_and_night")]

    def __str__(self) -> str:
        return self.kind


class Grade(models.Model):
    """A company's published grade: a snapshot that holds from `from_on` until another takes its place.

    A second run on the same day ends the first one's rows on their own first day.

    Its three parents carry no foreign-key constraint of the database: each is kept from deletion by one of its own (a
    published night and rulebook by triggers, a company by its standing), and a rebuild of a big city would check a
    million of them at commit.

    The lines are three arrays of one length: item, centipoints, number of records. The score is the base plus their
    sum. The records behind a line are `story.records_behind(grade, item)`.
    """

    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="grades", db_index=False, db_constraint=False
    )
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until before"), null=True)
    until_night = models.IntegerField(_("ended by night"), null=True)
    night = models.ForeignKey(
        Night, models.PROTECT, related_name="grades", verbose_name=_("made by"), db_index=False, db_constraint=False
    )
    rulebook = models.ForeignKey(Rulebook, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    county_code = models.CharField(_("registered in"), max_length=12)
    grade = models.CharField(_("grade"), max_length=8)
    score_centipoints = models.IntegerField(_("score, hundredths"))
    is_vetoed = models.BooleanField(_("veto"))
    base_centipoints = models.IntegerField(_("base, hundredths"))
    line_items = ArrayField(models.IntegerField())
    line_centipoints = ArrayField(models.IntegerField())
    line_counts = ArrayField(models.IntegerField())
    digest = models.BigIntegerField()

    objects = GradeQuerySet.as_manager()

    class Meta:
        verbose_name = _("grade")
        verbose_name_plural = _("grades")
        ordering = ["enterprise_id", "-from_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise"], condition=Q(until_on__isnull=True), name="one_current_grade",
                include=["grade", "score_centipoints", "digest", "county_code"],
            ),
            models.UniqueConstraint(fields=["enterprise", "night"], name="one_grade_per_company_and_night"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")), name="grade_ends_after_it_begins"
            ),
        ]  # fmt: skip
        indexes = [
            BrinIndex(fields=["night"], name="grades_of_a_night", pages_per_range=16),
            models.Index(
                fields=["grade", "-score_centipoints"],
                condition=Q(until_on__isnull=True),
                name="grade_current_list",
            ),
        ]
        triggers = recorded("grade", companies="ARRAY[t.enterprise_id]", compared="")

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.grade}"


class GradeCount(models.Model):
    """How many companies registered in a county held a grade after a night."""

    night = models.ForeignKey(Night, models.CASCADE, related_name="counts")
    county_code = models.CharField(max_length=12)
    grade = models.CharField(max_length=8)
    count = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("count of grades")
        verbose_name_plural = _("counts of grades")
        constraints = [
            models.UniqueConstraint(fields=["night", "county_code", "grade"], name="one_count_per_night_county_grade")
        ]

    def __str__(self) -> str:
        return f"{self.county_code} {self.grade} {self.count}"


class Draft(models.Model):
    """A result that tonight's judgement changes, before it is published. Unlogged, emptied by every run."""

    night_id = models.IntegerField()
    enterprise_id = models.BigIntegerField()
    county_code = models.CharField(max_length=12)
    grade = models.CharField(max_length=8)
    score_centipoints = models.IntegerField()
    is_vetoed = models.BooleanField()
    base_centipoints = models.IntegerField()
    line_items = ArrayField(models.IntegerField())
    line_centipoints = ArrayField(models.IntegerField())
    line_counts = ArrayField(models.IntegerField())
    digest = models.BigIntegerField()

    class Meta:
        verbose_name = _("draft of a grade")
        verbose_name_plural = _("drafts of grades")

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.grade}"


class Touched(models.Model):
    """A company that a night judged again. Not kept for a night that judged everybody."""

    night = models.ForeignKey(Night, models.CASCADE, related_name="touched", db_index=False)
    enterprise_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("company judged again")
        verbose_name_plural = _("companies judged again")
        constraints = [models.UniqueConstraint(fields=["night", "enterprise_id"], name="touched_once_a_night")]

    def __str__(self) -> str:
        return f"{self.night_id} {self.enterprise_id}"


class Touch(models.Model):
    """A company whose register data changed since the last night. Filled by database triggers, emptied by the night."""

    enterprise_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("touch")
        verbose_name_plural = _("touches")

    def __str__(self) -> str:
        return str(self.enterprise_id)
