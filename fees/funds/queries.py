"""Who sees what of the fund. Officers by region, members of a committee what is of their estate."""

from datetime import date

from django.db.models import QuerySet

from accounts.models import User
from estates.belonging import OfAnEstate, seen_with_estates


class OfABlock(QuerySet):
    """Rows with a `block` of the fund."""

    def visible_to(self, user: User):
        return self.filter(seen_with_estates(user, "block__estate"))


class OfABankStatement(QuerySet):
    def visible_to(self, user: User):
        return self.filter(seen_with_estates(user, "statement__block__estate"))


class Calls(OfAnEstate):
    def overdue(self, *, on: date):
        return self.filter(state="open", due_on__lt=on)
