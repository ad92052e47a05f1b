"""Questions about papers."""

from datetime import date

from django.db.models import Q, QuerySet

from accounts.authority import may
from accounts.models import User
from committees.papers.kinds import KINDS


class PaperQuerySet(QuerySet):
    def visible_to(self, user: User):
        """Those of the person's estates, of the kinds that their role may see."""
        from committees.queries import with_estates_of

        seen = [kind for kind, rights in KINDS.items() if may(user, rights.view)]
        return self.filter(with_estates_of(user), kind__in=seen)

    def due_for_erasing(self, *, on: date):
        return self.filter(~Q(sealed_place=""), erase_on__lte=on)
