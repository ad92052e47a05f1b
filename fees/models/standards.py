"""What a service level promises, edition by edition, and which estate was found to have which level on site."""

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.authority import may
from accounts.models import Kept, Region
from committees.models.owners import DateRange
from estates.belonging import OfAnEstate
from estates.models import Estate
from exchange.recording import recorded


class ForAll(QuerySet):
    """What the city lays down for everybody: who may see fees sees all of it."""

    def visible_to(self, user):
        return self if may(user, "fees.view") else self.none()


class StandardQuerySet(ForAll):
    def in_force(self, *, on):
        """Published editions that hold on a day: at most one of each series."""
        return self.filter(
            Q(effective_until__isnull=True) | Q(effective_until__gt=on),
            effective_from__lte=on, published_at__isnull=False,
        )  # fmt: skip


class Standard(Kept):
    """One edition of a service standard: levels by content areas. In force in [`effective_from`, `effective_until`).

    Drafts may be worked on; a published edition stands still, and the next one takes its place. `note` says where it
    comes from.
    """

    code = models.SlugField(_("series"), max_length=40)
    edition = models.CharField(_("edition"), max_length=20)
    name = models.CharField(_("name"), max_length=80)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("laid down for"))
    effective_from = models.DateField(_("in force from"))
    effective_until = models.DateField(_("in force until before"), null=True, blank=True)
    is_example = models.BooleanField(_("example, of no force"), default=False)
    note = models.CharField(_("note"), max_length=300, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)

    objects = StandardQuerySet.as_manager()

    class Meta:
        verbose_name = _("service standard")
        verbose_name_plural = _("service standards")
        ordering = ["code", "-effective_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "edition"], name="one_standard_per_series_and_edition"),
            models.CheckConstraint(
                condition=Q(effective_until__isnull=True) | Q(effective_until__gt=F("effective_from")),
                name="standard_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="one_edition_of_a_standard_in_force",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    (DateRange("effective_from", "effective_until", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                condition=Q(published_at__isnull=False),
                violation_error_message=_("Another edition of this standard is in force in that time."),
            ),
        ]
        triggers = recorded("service-standard", place="'*'", only="t.published_at IS NOT NULL")

    def __str__(self) -> str:
        return f"{self.name} {self.edition}"


def only_in_a_draft(name: str, holder: str) -> pgtrigger.Trigger:
    """What a published standard says is neither added to, changed nor removed. `holder`: SQL for its id, of `row`."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF TG_OP <> 'INSERT' AND EXISTS (
                SELECT FROM fees_standard WHERE id = {holder.format(row="OLD")} AND published_at IS NOT NULL)
            OR TG_OP <> 'DELETE' AND EXISTS (
                SELECT FROM fees_standard WHERE id = {holder.format(row="NEW")} AND published_at IS NOT NULL) THEN
                RAISE EXCEPTION 'a published standard does not change' USING ERRCODE = 'restrict_violation';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,  # noqa: S608 - the words of this file
    )


class StandardLevel(Kept):
    """One level of a standard. `rank` 1 is the least service, whatever cities call it: names run either way."""

    standard = models.ForeignKey(Standard, models.CASCADE, related_name="levels", verbose_name=_("standard"))
    name = models.CharField(_("service level"), max_length=20)
    rank = models.PositiveSmallIntegerField(
        _("rank"), validators=[MinValueValidator(1)], help_text=_("1 is the least service.")
    )

    class Meta:
        verbose_name = _("service level")
        verbose_name_plural = _("service levels")
        ordering = ["standard_id", "-rank"]
        constraints = [
            models.UniqueConstraint(fields=["standard", "rank"], name="one_level_per_rank"),
            models.UniqueConstraint(fields=["standard", "name"], name="one_level_per_name"),
            models.CheckConstraint(condition=Q(rank__gte=1), name="least_rank_is_one"),
        ]
        triggers = [only_in_a_draft("levels_of_a_published_standard", "{row}.standard_id")]

    def __str__(self) -> str:
        return self.name


class StandardArea(Kept):
    """One field of the service: cleaning, public order, the shared equipment."""

    standard = models.ForeignKey(Standard, models.CASCADE, related_name="areas", verbose_name=_("standard"))
    place = models.PositiveSmallIntegerField(_("order"))
    name = models.CharField(_("area of service"), max_length=40)

    class Meta:
        verbose_name = _("area of service")
        verbose_name_plural = _("areas of service")
        ordering = ["standard_id", "place"]
        constraints = [models.UniqueConstraint(fields=["standard", "place"], name="one_area_per_place")]
        triggers = [only_in_a_draft("areas_of_a_published_standard", "{row}.standard_id")]

    def __str__(self) -> str:
        return self.name


class StandardItem(Kept):
    """One promise of a level in an area. Headlines are what a resident reads first."""

    level = models.ForeignKey(StandardLevel, models.CASCADE, related_name="items", verbose_name=_("service level"))
    area = models.ForeignKey(StandardArea, models.CASCADE, related_name="items", verbose_name=_("area of service"))
    place = models.PositiveSmallIntegerField(_("order"))
    text = models.CharField(_("what is promised"), max_length=200)
    is_headline = models.BooleanField(_("read first"), default=False)

    class Meta:
        verbose_name = _("promise of a level")
        verbose_name_plural = _("promises of levels")
        ordering = ["level_id", "area_id", "place"]
        constraints = [models.UniqueConstraint(fields=["level", "area", "place"], name="one_promise_per_place")]
        triggers = [
            only_in_a_draft(
                "items_of_a_published_standard",
                "(SELECT standard_id FROM fees_standardlevel WHERE id = {row}.level_id)",
            )
        ]

    def __str__(self) -> str:
        return self.text


class EstateLevelQuerySet(OfAnEstate):
    def on(self, day):
        """The level of each estate on a day: at most one."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gt=day), from_on__lte=day)


class EstateLevel(Kept):
    """The level that an estate was found to have when officers looked at it on site (现场核定), in [from, until)."""

    estate = models.ForeignKey(Estate, models.PROTECT, related_name="levels", verbose_name=_("estate"))
    level = models.ForeignKey(StandardLevel, models.PROTECT, related_name="estates", verbose_name=_("service level"))
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until before"), null=True, blank=True)
    verified_on = models.DateField(_("verified on site on"))
    verified_by = models.CharField(_("verified by"), max_length=100)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = EstateLevelQuerySet.as_manager()

    class Meta:
        verbose_name = _("level of an estate")
        verbose_name_plural = _("levels of estates")
        ordering = ["-from_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
                name="estate_level_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="one_level_of_an_estate_at_a_time",
                expressions=[
                    ("estate", RangeOperators.EQUAL),
                    (DateRange("from_on", "until_on", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This estate has a level in that time already."),
            ),
        ]
        indexes = [models.Index(fields=["level", "estate"], name="estates_of_a_level")]
        triggers = recorded(
            "estate-level", place="h.region_id", joins="LEFT JOIN estates_estate h ON h.id = t.estate_id"
        )

    def __str__(self) -> str:
        return f"{self.estate} {self.level}"
