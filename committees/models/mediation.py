from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Kept, Region
from committees.queries import MediationCommitteeQuerySet

FEWEST_MEMBERS, MOST_MEMBERS = 3, 9
"""People's Mediation Law, article 8."""


class MediationLevel(models.TextChoices):
    """Whose committee it is. What fails goes one up."""

    COMMUNITY = "community", _("community")
    STREET = "street", _("street")
    DISTRICT = "district", _("district")
    CITY = "city", _("city")


class MediationCommittee(Kept):
    """A committee for mediation of a community, a street, a district or the city. It costs the parties nothing."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    level = models.CharField(_("level"), max_length=10, choices=MediationLevel)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("region"))
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    member_count = models.PositiveSmallIntegerField(
        _("members"), validators=[MinValueValidator(FEWEST_MEMBERS), MaxValueValidator(MOST_MEMBERS)]
    )
    chosen_on = models.DateField(_("chosen on"))
    is_active = models.BooleanField(_("takes on cases"), default=True)

    objects = MediationCommitteeQuerySet.as_manager()

    class Meta:
        verbose_name = _("mediation committee")
        verbose_name_plural = _("mediation committees")
        ordering = ["region_id", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(member_count__range=(FEWEST_MEMBERS, MOST_MEMBERS)),
                name="mediation_committee_has_three_to_nine_members",
            )
        ]

    def __str__(self) -> str:
        return self.name
