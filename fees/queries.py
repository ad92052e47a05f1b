"""Questions about money: who sees it."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Role, User
from enterprises.models import ServiceContract
from estates.belonging import OfAnEstate, in_charge, seen_with_estates
from estates.models import Estate


class OfACompany(QuerySet):
    """Rows with an `estate` that are about one company: its staff see theirs, not those of who came before or after."""

    company = "enterprise"

    def visible_to(self, user: User):
        if getattr(user, "role", None) == Role.COMPANY:
            return self.filter(Q(**{f"{self.company}__staff__user": user}))
        return self.filter(seen_with_estates(user))


class OfAContract(OfACompany):
    company = "contract__enterprise"


def managed_its_last_day(user: User) -> Exists:
    """Whether the company of a member of staff managed the estate on the last day of a period."""
    ends_later = Q(ends_on__isnull=True) | Q(ends_on__gte=OuterRef("until_on"))
    theirs = ServiceContract.objects.filter(ends_later, estate=OuterRef("estate"), begins_on__lt=OuterRef("until_on"))
    return Exists(theirs.filter(enterprise__staff__user=user))


class RevenueReportQuerySet(OfAnEstate):
    """Staff of a company read what was posted, and what is owed for periods that ended while the estate was theirs."""

    def visible_to(self, user: User):
        seen = super().visible_to(user)
        if getattr(user, "role", None) != Role.COMPANY:
            return seen
        return seen.filter(Q(state__in=["posted", "replaced"]) | managed_its_last_day(user))

    def written_by(self, user: User):
        """What a person may write; see `fees.revenue.charge`."""
        seen = self.visible_to(user)
        return seen.filter(managed_its_last_day(user)) if user.role == Role.COMPANY else seen


class RevenueContractQuerySet(OfAnEstate):
    """Staff of a company see those of estates that it manages today, and those that ran in its time."""

    def visible_to(self, user: User):
        seen = super().visible_to(user)
        if getattr(user, "role", None) != Role.COMPANY:
            return seen
        ends_later = Q(ends_on__isnull=True) | Q(ends_on__gt=OuterRef("from_on"))
        theirs = ServiceContract.objects.filter(
            ends_later, estate=OuterRef("estate"), begins_on__lt=Coalesce(OuterRef("ended_on"), OuterRef("until_on")),
            enterprise__staff__user=user,
        )  # fmt: skip
        today = Estate.objects.filter(in_charge(user, on=timezone.localdate()))
        return seen.filter(Q(estate__in=today.values("pk")) | Exists(theirs))
