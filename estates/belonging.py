"""Whose an estate is besides its officers': the floors above know, and say so when they start.

Staff of a company see what their company manages or managed (`enterprises`), members of a committee their own estate
(`committees`). What belongs to an estate is seen with it: `seen_with_estates`.
"""

from collections.abc import Callable

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.scope import BELONGS, NOTHING, by_region

Ways = dict[str, Callable[[User], QuerySet]]
WAYS: Ways = {}
"""By role: the estates of a person with it."""


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
