"""Questions about places."""

from django.db.models import Q, QuerySet

from accounts.models import Region, User
from accounts.scope import by_region, within


class EstateQuerySet(QuerySet):
    def visible_to(self, user: User):
        """Estates in the person's region. Staff of a company see theirs through `enterprises.queries.estates_for`."""
        return self.filter(by_region(user, "region_id"))

    def within(self, region: Region | str):
        return self.filter(within("region_id", region))

    def find(self, text: str):
        """Estates whose name, former name, address, code or pinyin initials contain every word of `text`."""
        found = self
        for word in text.split()[:6]:
            found = found.filter(Q(search_text__icontains=word))
        return found


class BuildingQuerySet(QuerySet):
    def visible_to(self, user: User):
        return self.filter(by_region(user, "estate__region_id"))
