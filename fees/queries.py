"""Questions about money: who sees it."""

from django.db.models import Q, QuerySet

from accounts.models import Role, User
from estates.belonging import seen_with_estates


class OfACompany(QuerySet):
    """Rows with an `estate` that are about one company: its staff see theirs, not those of who came before or after."""

    company = "enterprise"

    def visible_to(self, user: User):
        if getattr(user, "role", None) == Role.COMPANY:
            return self.filter(Q(**{f"{self.company}__staff__user": user}))
        return self.filter(seen_with_estates(user))


class OfAContract(OfACompany):
    company = "contract__enterprise"
