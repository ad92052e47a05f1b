"""Guide prices, the indices that speak for another price, and proposals made of them, which bind nobody."""

from datetime import date
from fractions import Fraction

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.authority import may
from accounts.models import Kept, Region, User
from committees.models.owners import DateRange
from estates.belonging import seen_with_estates
from estates.models import Estate
from exchange.recording import recorded
from fees.models.standards import ForAll, StandardLevel


class BuildingKind(models.TextChoices):
    ANY = "any", _("any building")
    HIGH_RISE = "high_rise", _("high-rise")
    MULTI_STOREY = "multi_storey", _("multi-storey")


class Lift(models.TextChoices):
    ANY = "any", _("with or without a lift")
    WITH = "with", _("with a lift")
    WITHOUT = "without", _("without a lift")


class GuidePriceQuerySet(ForAll):
    def in_force(self, *, on: date):
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on), valid_from__lte=on)

    def to_review(self, *, on: date):
        """Prices in force whose day to be looked at again has come."""
        return self.in_force(on=on).filter(review_due_on__lte=on)


def percent(label, **options) -> models.DecimalField:
    return models.DecimalField(
        label, max_digits=5, decimal_places=2, validators=[MinValueValidator(0), MaxValueValidator(100)], **options
    )


class GuidePrice(Kept):
    """A government guide price (指导价), fen per m² and month: a base and how far one may go above and below it.

    Without a `float_up_percent` there is no highest price; without a `float_down_percent` no lowest. In force in
    [`valid_from`, `valid_until`). `lift_extra_fen` comes on top where there is a lift, `no_lift_less_fen` is taken off
    where there is none: before the float.
    """

    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("holds in"))
    level = models.ForeignKey(StandardLevel, models.PROTECT, related_name="prices", verbose_name=_("service level"))
    building_kind = models.CharField(_("building"), max_length=12, choices=BuildingKind, default=BuildingKind.ANY)
    lift = models.CharField(_("lift"), max_length=8, choices=Lift, default=Lift.ANY)
    base_fen = models.BigIntegerField(_("base price, fen per m² and month"), validators=[MinValueValidator(1)])
    lift_extra_fen = models.BigIntegerField(_("more with a lift, fen"), default=0, validators=[MinValueValidator(0)])
    no_lift_less_fen = models.BigIntegerField(
        _("less without a lift, fen"), default=0, validators=[MinValueValidator(0)]
    )
    float_up_percent = percent(_("at most above, %"), null=True, blank=True, help_text=_("Empty: no highest price."))
    float_down_percent = percent(_("at most below, %"), null=True, blank=True, help_text=_("Empty: no lowest price."))
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until before"), null=True, blank=True)
    review_due_on = models.DateField(_("to be reviewed by"), null=True, blank=True)
    document = models.CharField(_("pricing document"), max_length=120)
    issuers = models.CharField(_("jointly issued by"), max_length=200)
    is_example = models.BooleanField(_("example, of no force"), default=False)

    objects = GuidePriceQuerySet.as_manager()

    class Meta:
        verbose_name = _("guide price")
        verbose_name_plural = _("guide prices")
        ordering = ["region_id", "-valid_from", "-base_fen", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="guide_price_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(base_fen__gt=F("no_lift_less_fen"), lift_extra_fen__gte=0, no_lift_less_fen__gte=0),
                name="guide_price_is_more_than_nothing",
            ),
            models.CheckConstraint(
                condition=(Q(float_up_percent__isnull=True) | Q(float_up_percent__range=(0, 100)))
                & (Q(float_down_percent__isnull=True) | Q(float_down_percent__range=(0, 100))),
                name="float_is_within_a_hundred_percent",
            ),
            ExclusionConstraint(
                name="one_guide_price_for_a_thing_at_a_time",
                expressions=[
                    ("region", RangeOperators.EQUAL),
                    ("level", RangeOperators.EQUAL),
                    ("building_kind", RangeOperators.EQUAL),
                    ("lift", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_until", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("There is a guide price for the same in that time already."),
            ),
        ]
        indexes = [models.Index(fields=["review_due_on"], name="guide_prices_to_review")]
        triggers = recorded("guide-price", place="'*'")

    def __str__(self) -> str:
        return f"{self.document} {self.level} {self.get_building_kind_display()}"


class IndexKind(models.TextChoices):
    WAGE = "wage", _("wages")
    CONSUMER = "consumer", _("consumer prices")
    ENERGY = "energy", _("energy")


class PriceIndex(Kept):
    """A published index of one year, the year before being 100."""

    kind = models.CharField(_("index"), max_length=10, choices=IndexKind)
    year = models.PositiveSmallIntegerField(_("year"))
    value = models.DecimalField(
        _("value (the year before = 100)"), max_digits=7, decimal_places=2, validators=[MinValueValidator(1)]
    )
    source = models.CharField(_("source"), max_length=200)
    published_on = models.DateField(_("published on"))
    is_example = models.BooleanField(_("example, of no force"), default=False)

    objects = ForAll.as_manager()

    class Meta:
        verbose_name = _("price index")
        verbose_name_plural = _("price indices")
        ordering = ["-year", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "year"], name="one_index_per_kind_and_year"),
            models.CheckConstraint(condition=Q(value__gt=0), name="price_index_is_above_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year}"


class PriceProposalQuerySet(QuerySet):
    def visible_to(self, user: User):
        """Those for guide prices, and those for estates that the person sees."""
        if not may(user, "fees.view"):
            return self.none()
        return self.filter(Q(estate__isnull=True) | Q(seen_with_estates(user), estate__isnull=False))


class PriceProposal(models.Model):
    """What a price would be if it followed the indices of a year. Owners may vote on it, the bureau may review its
    guide price with it; by itself it changes nothing.

    `reckoning` has each index with its weight and value as texts, so that the figure can be done again by hand.
    """

    estate = models.ForeignKey(
        Estate, models.PROTECT, null=True, blank=True, related_name="price_proposals", verbose_name=_("estate")
    )
    guide_price = models.ForeignKey(
        GuidePrice, models.PROTECT, null=True, blank=True, related_name="proposals", verbose_name=_("guide price")
    )
    year = models.PositiveSmallIntegerField(_("year of the indices"))
    old_fen = models.BigIntegerField(_("price now, fen"))
    proposed_fen = models.BigIntegerField(_("price proposed, fen"))
    reckoning = models.JSONField(_("reckoning"))
    made_at = models.DateTimeField(_("made at"))

    objects = PriceProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal of a price")
        verbose_name_plural = _("proposals of prices")
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(estate__isnull=False, guide_price__isnull=True)
                | Q(estate__isnull=True, guide_price__isnull=False),
                name="proposal_is_for_an_estate_or_a_guide_price",
            ),
            models.CheckConstraint(condition=Q(old_fen__gt=0, proposed_fen__gt=0), name="proposed_price_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.estate or self.guide_price} {self.year}"

    @property
    def change(self) -> Fraction:
        return Fraction(self.proposed_fen - self.old_fen, self.old_fen)
