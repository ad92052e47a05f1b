"""Questions about places."""

from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import Region, User
from accounts.scope import by_region, within
from estates.belonging import OfAnEstate, OfItsTime


class EstateQuerySet(QuerySet):
    def visible_to(self, user: User):
        """Estates in the person's region. Staff of a company see theirs through `enterprises.queries.estates_for`."""
        return self.filter(by_region(user, "region_id"))

    def within(self, region: Region | str):
        return self.filter(within("region_id", region))

    def find(self, text: str):
        """Estates whose name, former name, address, code or pinyin initials contain every word of `text`."""
        if is_code_in_fours(text):
            return self.filter(code="".join(text.split()))
        found = self
        for word in text.split()[:6]:
            found = found.filter(Q(search_text__icontains=word))
        return found


def is_code_in_fours(text: str) -> bool:
    """Whether this is an estate's code as posters show it: `1301 0800 2004 7`."""
    words = text.split()
    return [len(word) for word in words] == [4, 4, 4, 1] and all(word.isascii() and word.isdigit() for word in words)


class BuildingQuerySet(QuerySet):
    def visible_to(self, user: User):
        return self.filter(by_region(user, "estate__region_id"))


class HomeQuerySet(QuerySet):
    def visible_to(self, user: User):
        return self.filter(by_region(user, "building__estate__region_id"))

    def of(self, estate) -> "HomeQuerySet":
        """The homes of an estate, with their buildings, as one walks past them."""
        return (
            self.filter(building__estate=estate).select_related("building").order_by("building__name", "unit", "room")
        )


class BoardItemQuerySet(QuerySet):
    def visible_to(self, user: User):
        """The city's list is law, and public."""
        return self

    def in_force(self, *, on: date):
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gt=on), from_on__lte=on)


class BoardEntryQuerySet(OfAnEstate):
    def owed(self, *, on: date):
        """What does not hang, or not whole, and has to: of items in force, without standing ones that were ended."""
        rows = self.exclude(state="posted").exclude(item__every_months=0, until_on__isnull=False)
        return rows.filter(Q(item__until_on__isnull=True) | Q(item__until_on__gt=on), item__from_on__lte=on)

    def late(self, *, on: date):
        return self.owed(on=on).filter(Q(state="due", due_on__lt=on) | Q(state="faulty"))


class BoardFaultQuerySet(OfItsTime):
    day = "happened_on"


class BoardObjectionQuerySet(OfItsTime):
    day = "filed_at__date"

    def late(self, *, on: date):
        """Not answered, and the day for it is over."""
        return self.filter(state="filed", due_on__lt=on)
