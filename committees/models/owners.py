from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Kept, SealedPerson
from committees.queries import OfAnEstate, OwnershipQuerySet
from estates.models import Estate, Home
from exchange.recording import recorded


class DateRange(Func):
    """`[from, until)`; without an `until` it is open."""

    function = "daterange"
    output_field = DateRangeField()


class OwnerKind(models.TextChoices):
    PERSON = "person", _("natural person")
    ORGANISATION = "organisation", _("organisation")
    DEVELOPER = "developer", _("developer")
    PUBLIC = "public", _("public body")


class Owner(Kept):
    """One head of an estate: whoever holds the same homes together, be it one person with three homes, a couple, or the
    developer with all that is unsold. `key` tells who that is without naming anybody.
    """

    estate = models.ForeignKey(Estate, models.PROTECT, related_name="owners", verbose_name=_("estate"))
    kind = models.CharField(_("kind"), max_length=12, choices=OwnerKind, default=OwnerKind.PERSON)
    key = models.CharField(max_length=64, editable=False)
    erase_on = models.DateField(_("to be erased on"), null=True, blank=True)
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)

    objects = OfAnEstate.as_manager()

    class Meta:
        verbose_name = _("owner")
        verbose_name_plural = _("owners")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["estate", "key"], name="one_head_for_the_same_holders"),
            models.UniqueConstraint(
                fields=["estate"], condition=Q(kind="developer"), name="unsold_homes_are_one_head",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["erase_on"], condition=Q(erased_at__isnull=True), name="owners_to_erase"),
        ]
        triggers = recorded("owner", place="h.region_id", joins="LEFT JOIN estates_estate h ON h.id = t.estate_id")

    def __str__(self) -> str:
        return f"#{self.pk}"


class Holder(SealedPerson, models.Model):
    """One of those who are an owner together (共有人). The first votes for all of them."""

    owner = models.ForeignKey(Owner, models.CASCADE, related_name="holders", verbose_name=_("owner"))
    place = models.PositiveSmallIntegerField(_("place in order"), default=0)
    document_digest = models.CharField(max_length=64, blank=True, editable=False)
    phone_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("holder")
        verbose_name_plural = _("holders")
        ordering = ["owner_id", "place"]
        constraints = [models.UniqueConstraint(fields=["owner", "place"], name="one_holder_per_place")]
        indexes = [models.Index(fields=["phone_digest"], condition=~Q(phone_digest=""), name="holders_by_phone")]

    def __str__(self) -> str:
        return self.masked_name


class Ownership(Kept):
    """Whose a home is, from `from_on` up to but not including `until_on` (open while null)."""

    home = models.ForeignKey(Home, models.PROTECT, related_name="ownerships", verbose_name=_("home"))
    owner = models.ForeignKey(Owner, models.PROTECT, related_name="ownerships", verbose_name=_("owner"))
    from_on = models.DateField(_("owner from"))
    until_on = models.DateField(_("owner until before"), null=True, blank=True)

    objects = OwnershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("ownership")
        verbose_name_plural = _("ownerships")
        ordering = ["home_id", "-from_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")), name="ownership_ends_after_it_begins"
            ),
            ExclusionConstraint(
                name="one_owner_of_a_home_at_a_time",
                expressions=[
                    ("home", RangeOperators.EQUAL),
                    (DateRange("from_on", "until_on", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This home has another owner in that time."),
            ),
        ]
        indexes = [models.Index(fields=["owner"], condition=Q(until_on__isnull=True), name="homes_of_an_owner")]

    def __str__(self) -> str:
        return f"{self.home_id} {self.owner_id} {self.from_on}"
