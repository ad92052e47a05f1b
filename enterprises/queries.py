"""Questions about companies: who they are, who sees them, and who managed an estate on a day."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Region, Role, User
from accounts.scope import EVERYTHING, NOTHING, by_region, stem_for, within


def seen_from(stem: str) -> QuerySet:
    """The ids of the companies that those see whose code prefix is `stem`; see `enterprises.reach`."""
    from enterprises.models import Reach

    return Reach.objects.filter(stem=stem).values("enterprise_id")


def with_companies_of(user: User) -> Q:
    """Rows whose `enterprise` the person sees."""
    if getattr(user, "role", None) == Role.COMPANY:
        return Q(enterprise__staff__user=user)
    stem = stem_for(user)
    if stem is None:
        return NOTHING
    return Q(enterprise__in=seen_from(stem)) if stem else EVERYTHING


class EnterpriseQuerySet(QuerySet):
    def visible_to(self, user: User):
        """Companies registered in the person's region or managing (now or before) an estate there; staff: their own."""
        if getattr(user, "role", None) == Role.COMPANY:
            return self.filter(staff__user=user)
        stem = stem_for(user)
        if stem is None:
            return self.none()
        return self.ever_in(stem) if stem else self

    def ever_in(self, region: Region | str):
        """Companies registered in a division or managing, now or before, an estate there."""
        stem = region.stem if isinstance(region, Region) else region
        return self.filter(pk__in=seen_from(stem)) if stem else self

    def present_in(self, region: Region | str, *, on: date):
        """Companies registered in a division or managing an estate there on a day."""
        from enterprises.models import ServiceContract

        here = ServiceContract.objects.running(on=on).filter(within("estate__region_id", region))
        return self.filter(within("region_id", region) | Q(pk__in=here.values("enterprise")))

    def find(self, text: str):
        """Companies whose name, pinyin initials or credit code contain every word of `text`."""
        found = self
        for word in text.split()[:6]:
            found = found.filter(search_text__icontains=word)
        return found


class ManagerQuerySet(QuerySet):
    def visible_to(self, user: User):
        return self.filter(with_companies_of(user))


class ContractQuerySet(QuerySet):
    def visible_to(self, user: User):
        """Contracts for estates in the person's region; staff: their company's."""
        if getattr(user, "role", None) == Role.COMPANY:
            return self.filter(enterprise__staff__user=user)
        return self.filter(by_region(user, "estate__region_id"))

    def running(self, *, on: date | OuterRef):
        """Contracts in force on a day: at most one for an estate."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on), begins_on__lte=on)


def resolutions_for(user: User):
    """What the owners of estates that a person sees passed on hiring a company: a contract may cite it."""
    from committees.models import Matter, MatterKind

    passed = Matter.objects.filter(kind=MatterKind.HIRE, passed=True, vote__estate__in=estates_for(user))
    return passed.select_related("vote__estate").order_by("-vote__counted_at", "place")


def estates_for(user: User):
    """The estates a person sees: by region, or, for staff of a company, those that it manages or managed."""
    from enterprises.models import ServiceContract
    from estates.models import Estate

    if getattr(user, "role", None) == Role.COMPANY:
        mine = ServiceContract.objects.filter(enterprise__staff__user=user, estate_id=OuterRef("pk"))
        return Estate.objects.filter(Exists(mine))
    return Estate.objects.visible_to(user)


def charged_to(user: User, on: date | OuterRef):
    """The estates that the company of a member of staff manages on a day, which may be an outer row's own."""
    from enterprises.models import ServiceContract

    return ServiceContract.objects.running(on=on).filter(enterprise__staff__user=user).values("estate")
