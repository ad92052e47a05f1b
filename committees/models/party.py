from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Kept, SealedPerson
from committees.queries import OfAnEstate
from estates.models import Estate


class PartyKind(models.TextChoices):
    BRANCH = "branch", _("party branch")
    JOINT = "joint", _("joint party branch")
    GENERAL = "general", _("general party branch")
    GROUP = "group", _("party group")


class PartyOrganisation(SealedPerson, Kept):
    """The party organisation of an estate; the sealed person is its secretary."""

    estate = models.ForeignKey(Estate, models.PROTECT, related_name="party_organisations", verbose_name=_("estate"))
    title = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=8, choices=PartyKind, default=PartyKind.BRANCH)
    member_count = models.PositiveSmallIntegerField(_("party members"))
    founded_on = models.DateField(_("founded on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    end_reason = models.CharField(_("reason of the end"), max_length=200, blank=True)

    objects = OfAnEstate.as_manager()

    class Meta:
        verbose_name = _("party organisation")
        verbose_name_plural = _("party organisations")
        ordering = ["-founded_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["estate"], condition=Q(ended_on__isnull=True), name="one_party_organisation_of_an_estate",
                violation_error_message=_("This estate has a party organisation already."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("founded_on")),
                name="party_organisation_ends_after_its_founding",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title
