import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exchange.recording import recorded


class RulebookState(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")


class Combine(models.TextChoices):
    SUM = "sum", _("base score plus and minus points")
    MEAN = "mean", _("mean of the components that were assessed")


class RollUp(models.TextChoices):
    FULL = "full", _("a project's and manager's points count in full for the company")
    AREA = "area", _("they count by the project's share of the company's floor area")
    NONE = "none", _("they do not count for the company")


class Rulebook(models.Model):
    """One version of the city's rules for grading. In force from `effective_from`; immutable once published."""

    code = models.SlugField(_("series"), max_length=40)
    version = models.CharField(_("version"), max_length=20)
    title = models.CharField(_("title"), max_length=100)
    source = models.CharField(_("source"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=RulebookState, default=RulebookState.DRAFT)
    effective_from = models.DateField(_("first day in force"), null=True, blank=True)
    combine = models.CharField(_("how points become a score"), max_length=5, choices=Combine, default=Combine.SUM)
    base_centipoints = models.IntegerField(_("base score, hundredths"), default=10000)
    floor_centipoints = models.IntegerField(_("lowest score, hundredths"), null=True, blank=True)
    roll_up = models.CharField(_("roll-up"), max_length=5, choices=RollUp, default=RollUp.FULL)
    new_months = models.PositiveSmallIntegerField(_("months a newly registered company stays unrated"), default=0)
    why = models.TextField(_("why this version"), blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    published_by = models.CharField(_("published by"), max_length=60, blank=True, editable=False)

    class Meta:
        verbose_name = _("rulebook")
        verbose_name_plural = _("rulebooks")
        ordering = ["-effective_from", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="one_rulebook_per_series_and_version"),
            models.UniqueConstraint(
                fields=["effective_from"],
                condition=Q(state=RulebookState.PUBLISHED),
                name="one_published_rulebook_per_first_day",
            ),
            models.CheckConstraint(
                condition=Q(state=RulebookState.DRAFT) | Q(effective_from__isnull=False, published_at__isnull=False),
                name="published_rulebook_has_a_first_day",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="published_rulebook_is_immutable",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state=RulebookState.PUBLISHED),
            ),
            *recorded("rulebook", place="'*'", only="t.state = 'published'"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.version}"

    @property
    def is_draft(self) -> bool:
        return self.state == RulebookState.DRAFT


def only_in_a_draft(name: str) -> pgtrigger.Trigger:
    """Rows of a published rulebook may be neither added, changed nor removed."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("holder", "bigint")],
        func="""
            IF TG_OP = 'DELETE' THEN holder := OLD.rulebook_id; ELSE holder := NEW.rulebook_id; END IF;
            IF EXISTS (SELECT 1 FROM credit_rulebook WHERE id = holder AND state = 'published')
               OR (TG_OP = 'UPDATE' AND EXISTS (
                   SELECT 1 FROM credit_rulebook WHERE id = OLD.rulebook_id AND state = 'published')) THEN
                RAISE EXCEPTION 'a published rulebook is immutable' USING ERRCODE = 'restrict_violation';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )


class Direction(models.TextChoices):
    BASIC = "basic", _("basic")
    GOOD = "good", _("good")
    BAD = "bad", _("bad")


class Category(models.Model):
    """A group of items, such as good or bad information, with the most that it may add or take."""

    rulebook = models.ForeignKey(Rulebook, models.CASCADE, related_name="categories")
    name = models.CharField(_("category"), max_length=30)
    direction = models.CharField(_("direction"), max_length=5, choices=Direction)
    cap_centipoints = models.PositiveIntegerField(_("cap, hundredths"), null=True, blank=True)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["rulebook", "name"], name="one_category_per_name")]
        triggers = [only_in_a_draft("published_categories_are_immutable")]

    def __str__(self) -> str:
        return self.name


class BandWhen(models.TextChoices):
    ALWAYS = "always", _("always")
    NO_BAD = "no_bad", _("without a bad record")
    HAS_BAD = "has_bad", _("with a bad record")


class Band(models.Model):
    """From which score to which a grade goes. Bands are tried in order; the first that fits is the grade."""

    rulebook = models.ForeignKey(Rulebook, models.CASCADE, related_name="bands")
    position = models.PositiveSmallIntegerField(_("order"))
    grade = models.CharField(_("grade"), max_length=8)
    word = models.CharField(_("word"), max_length=20)
    shape = models.CharField(_("shape"), max_length=1, choices=[(s, s) for s in "ABCD"])
    lower_centipoints = models.IntegerField(_("from, hundredths"), null=True, blank=True)
    lower_closed = models.BooleanField(_("including it"), default=True)
    upper_centipoints = models.IntegerField(_("to, hundredths"), null=True, blank=True)
    upper_closed = models.BooleanField(_("including that"), default=False)
    when = models.CharField(_("only"), max_length=7, choices=BandWhen, default=BandWhen.ALWAYS)
    is_veto = models.BooleanField(_("the grade of a veto"), default=False)

    class Meta:
        verbose_name = _("band")
        verbose_name_plural = _("bands")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["rulebook", "position"], name="bands_have_an_order")]
        triggers = [only_in_a_draft("published_bands_are_immutable")]

    def __str__(self) -> str:
        return f"{self.grade} {self.word}"


class PointsMode(models.TextChoices):
    FIXED = "fixed", _("fixed")
    BY_LEVEL = "by_level", _("by level of the awarding body")
    RANGE = "range", _("within a range, decided case by case")
    VETO = "veto", _("veto")


class Repeat(models.TextChoices):
    EACH = "each", _("every record counts")
    HIGHEST = "highest", _("same matter: only the highest")
    ONCE = "once", _("once only")


class Validity(models.TextChoices):
    MONTHS = "months", _("for some months")
    YEAR_END = "year_end", _("to the end of the year")
    OPEN = "open", _("until it is repaired")


class CountsFrom(models.TextChoices):
    OCCURRED = "occurred", _("the day it happened")
    DECIDED = "decided", _("the day it was decided")


class Subject(models.TextChoices):
    ENTERPRISE = "enterprise", _("enterprise")
    PROJECT = "project", _("project")
    MANAGER = "manager", _("project manager")


class Item(models.Model):
    """One rule: what counts, for whom, how many points, how often, how long, by which article.

    `levels` maps a level's name to centipoints, best first. `also` maps further subjects to the centipoints that the
    same event posts to them, or to "same".
    """

    id = models.AutoField(primary_key=True)
    rulebook = models.ForeignKey(Rulebook, models.CASCADE, related_name="items")
    code = models.CharField(_("code"), max_length=20)
    title = models.CharField(_("public saying"), max_length=40)
    wording = models.CharField(_("wording"), max_length=300)
    article = models.CharField(_("article"), max_length=300)
    category = models.ForeignKey(Category, models.PROTECT, verbose_name=_("category"))
    subject = models.CharField(_("subject"), max_length=10, choices=Subject)
    points_mode = models.CharField(_("points"), max_length=8, choices=PointsMode)
    fixed_centipoints = models.IntegerField(_("points, hundredths"), null=True, blank=True)
    levels = models.JSONField(_("points by level"), default=dict, blank=True)
    least_centipoints = models.IntegerField(_("least, hundredths"), null=True, blank=True)
    most_centipoints = models.IntegerField(_("most, hundredths"), null=True, blank=True)
    also = models.JSONField(_("also posted to"), default=dict, blank=True)
    repeat = models.CharField(_("repeats"), max_length=7, choices=Repeat, default=Repeat.EACH)
    cap_centipoints = models.PositiveIntegerField(_("cap, hundredths"), null=True, blank=True)
    validity = models.CharField(_("validity"), max_length=8, choices=Validity, default=Validity.MONTHS)
    validity_months = models.PositiveSmallIntegerField(_("months"), null=True, blank=True)
    counts_from = models.CharField(_("counted from"), max_length=8, choices=CountsFrom, default=CountsFrom.DECIDED)
    exclusions = ArrayField(
        models.CharField(max_length=30), verbose_name=_("does not count when"), default=list, blank=True
    )
    recorded_by = ArrayField(
        models.CharField(max_length=20), verbose_name=_("who may record"), default=list, blank=True
    )
    examples = models.JSONField(_("worked examples"), default=list, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("rulebook item")
        verbose_name_plural = _("rulebook items")
        ordering = ["rulebook_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["rulebook", "code"], name="one_item_per_code"),
            models.CheckConstraint(
                condition=~Q(points_mode=PointsMode.FIXED) | Q(fixed_centipoints__isnull=False),
                name="fixed_item_has_points",
            ),
            models.CheckConstraint(
                condition=~Q(points_mode=PointsMode.RANGE)
                | Q(least_centipoints__isnull=False, most_centipoints__isnull=False),
                name="range_item_has_two_ends",
            ),
            models.CheckConstraint(
                condition=~Q(validity=Validity.MONTHS) | Q(validity_months__gt=0),
                name="validity_has_its_months",
            ),
        ]
        triggers = [only_in_a_draft("published_items_are_immutable")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
