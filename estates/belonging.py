"""Whose an estate is besides its officers': the floors above know, and say so when they start.

Staff of a company see what their company manages or managed (`enterprises`), members of a committee their own estate
(`committees`). What belongs to an estate is seen with it: `seen_with_estates`.
"""

from collections.abc import Callable
from datetime import date

from django.db.models import OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.authority import NotAllowed
from accounts.models import User
from accounts.scope import BELONGS, EVERYTHING, NOTHING, by_region

Ways = dict[str, Callable[[User], QuerySet]]
WAYS: Ways = {}
"""By role: the estates of a person with it."""
CHARGES: dict[str, Callable[[User, date | OuterRef], QuerySet]] = {}
"""By role: those of them for which the person may write on a day, which may be a row's own."""


def seen_with_estates(user: User, field: str = "estate") -> Q:
    """Rows whose `field` is an estate that the person sees: officers by region, others what is theirs."""
    role = getattr(user, "role", "")
    if role in BELONGS:
        return Q(**{f"{field}__in": WAYS[role](user)}) if role in WAYS and user.is_active else NOTHING
    return by_region(user, f"{field}__region_id")


class OfAnEstate(QuerySet):
    """Rows with an `estate`."""

    def visible_to(self, user: User):
        return self.filter(seen_with_estates(user))


class OfItsTime(OfAnEstate):
    """Rows with an `estate` about a day (`day`). Who left an estate sees what was while it was theirs, and no more."""

    day: str

    def visible_to(self, user: User):
        seen = super().visible_to(user)
        if getattr(user, "role", "") not in CHARGES:
            return seen
        mine = CHARGES[user.role]
        return seen.filter(
            Q(estate__in=mine(user, timezone.localdate())) | Q(estate__in=mine(user, OuterRef(self.day)))
        )


def in_charge(user: User | None, *, on: date) -> Q:
    """Estates for which a person may write on a day: officers by region; staff of a company what it manages then."""
    if user is None:
        return EVERYTHING
    if user.role in BELONGS:
        ways = CHARGES.get(user.role)
        return Q(pk__in=ways(user, on)) if ways and user.is_active else NOTHING
    return by_region(user, "region_id")


def refuse_without_charge(by: User | None, estate, *, on: date) -> None:
    """Raises NotAllowed unless the person may write for the estate on a day."""
    if not type(estate).objects.filter(in_charge(by, on=on), pk=estate.pk).exists():
        raise NotAllowed(_("Nobody may write for this estate but its officers and the company that manages it today."))
