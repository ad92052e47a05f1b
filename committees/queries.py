"""Questions about owners, committees and votes: who sees them.

Officers see their region. A committee member sees what belongs to the own committee, or to its estate, as long as that
committee stands: of one that is over only that it is (`CommitteeQuerySet`), since it still has to hand over.
"""

from datetime import date

from django.db.models import OuterRef, Q, QuerySet

from accounts.models import Role, User
from accounts.scope import NOTHING, by_region
from estates.belonging import seen_with_estates

STANDS = ("elected", "filed")
"""The states of a committee that is not over."""


def own_estates(user: User) -> QuerySet:
    """The estate of a committee member's own committee, while that stands."""
    from estates.models import Estate

    return Estate.objects.filter(committees__logins__user=user, committees__state__in=STANDS)


def charged_to(user: User, on: date | OuterRef) -> QuerySet:
    """The estate for which a committee member may write: as long as the committee stands, whatever the day."""
    return own_estates(user).values("pk")


def with_estates_of(user: User, field: str = "estate") -> Q:
    """Rows whose `field` is an estate that the person sees. What owners do among themselves companies do not see."""
    return NOTHING if getattr(user, "role", None) == Role.COMPANY else seen_with_estates(user, field)


def with_committees_of(user: User, field: str = "committee") -> Q:
    """Rows whose `field` is a committee that the person sees; a member's is the own one."""
    if getattr(user, "role", None) == Role.COMMITTEE:
        return Q(**{f"{field}__logins__user": user, f"{field}__state__in": STANDS})
    return by_region(user, f"{field}__estate__region_id")


class OfAnEstate(QuerySet):
    """Rows with an `estate`."""

    def visible_to(self, user: User):
        return self.filter(with_estates_of(user))


class OwnershipQuerySet(QuerySet):
    def visible_to(self, user: User):
        return self.filter(with_estates_of(user, "owner__estate"))

    def on(self, day: date):
        """Whose homes are on a day: at most one row for a home."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gt=day), from_on__lte=day)


class CommitteeQuerySet(QuerySet):
    def visible_to(self, user: User):
        if getattr(user, "role", None) == Role.COMMITTEE:
            return self.filter(logins__user=user)
        return self.filter(by_region(user, "estate__region_id"))

    def in_office(self):
        """Those that are filed and have neither handed over nor been dissolved, be their term over or not."""
        return self.filter(state="filed")

    def running_out(self, *, on: date, before: date):
        """Those in office whose term ends before a day, or has ended already."""
        return self.in_office().filter(term_until__lte=before).order_by("term_until")


class OfACommittee(QuerySet):
    """Rows with a `committee`."""

    def visible_to(self, user: User):
        return self.filter(with_committees_of(user))


class MeetingQuerySet(QuerySet):
    """Meetings. Of a committee that is over its members see them until the handover: they still owe the minutes."""

    def visible_to(self, user: User):
        if getattr(user, "role", None) == Role.COMMITTEE:
            return self.filter(committee__logins__user=user, committee__handed_over_on__isnull=True)
        return self.filter(with_committees_of(user))


class OfAFormation(QuerySet):
    def visible_to(self, user: User):
        return self.filter(with_estates_of(user, "formation__estate"))


class OfAFiling(QuerySet):
    def visible_to(self, user: User):
        return self.filter(with_committees_of(user, "filing__committee"))


class OfAVote(QuerySet):
    """Rows with a `vote`."""

    def visible_to(self, user: User):
        return self.filter(with_estates_of(user, "vote__estate"))


class PostingQuerySet(QuerySet):
    def visible_to(self, user: User):
        return self.filter(with_estates_of(user))

    def shown(self, *, on: date):
        """What hangs on a day."""
        return self.filter(Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=on), posted_on__lte=on, until_on__gt=on)


class MediationCommitteeQuerySet(QuerySet):
    def visible_to(self, user: User):
        if getattr(user, "role", None) in (Role.COMPANY, Role.COMMITTEE):
            return self.none()
        return self.filter(by_region(user, "region_id"))
