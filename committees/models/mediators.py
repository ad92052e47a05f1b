from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Kept, Role, SealedPerson, User
from accounts.scope import by_region
from committees.models.mediation import MediationCommittee


class MediatorQuerySet(models.QuerySet):
    def visible_to(self, user: User):
        if getattr(user, "role", None) in (Role.COMPANY, Role.COMMITTEE):
            return self.none()
        return self.filter(by_region(user, "committee__region_id"))

    def serving(self):
        return self.filter(left_on__isnull=True)


class Mediator(SealedPerson, Kept):
    """Somebody with a seat in a mediation committee, from `joined_on` up to but not including `left_on`."""

    committee = models.ForeignKey(
        MediationCommittee, models.CASCADE, related_name="mediators", verbose_name=_("mediation committee")
    )
    is_chair = models.BooleanField(_("chair"), default=False)
    is_woman = models.BooleanField(_("woman"), default=False)
    joined_on = models.DateField(_("in the seat from"))
    left_on = models.DateField(_("in the seat until before"), null=True, blank=True)
    left_reason = models.CharField(_("why they left"), max_length=200, blank=True)

    objects = MediatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("mediator")
        verbose_name_plural = _("mediators")
        ordering = ["committee_id", "-is_chair", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee"], condition=Q(is_chair=True, left_on__isnull=True),
                name="one_chair_of_a_mediation_committee",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")), name="mediator_leaves_after_joining"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.masked_name
