"""Questions about complaints: who sees them, whose turn it is, what is late."""

from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.authority import may
from accounts.models import Role, User
from accounts.scope import NOTHING, by_region, stem_for

STREET_STEM = 9
"""Length of a street's code prefix: what `Complaint.street` holds."""


class ComplaintQuerySet(QuerySet):
    def visible_to(self, user: User):
        """Complaints of the person's region; staff of a company: those dispatched to it."""
        if getattr(user, "role", None) == Role.COMPANY:
            return self.of_company_of(user)
        stem = stem_for(user)
        if stem and len(stem) == STREET_STEM:
            return self.filter(street=stem)
        return self.filter(by_region(user, "region_id"))

    def of_company_of(self, user: User):
        if not getattr(user, "is_active", False):
            return self.filter(NOTHING)
        return self.filter(enterprise__staff__user=user)

    def open(self):
        """Those in which something is still to be done by somebody."""
        from complaints.lifecycle import OPEN_STATES

        return self.filter(state__in=OPEN_STATES)

    def cases(self):
        """Those that are handled by themselves: not joined to another."""
        return self.filter(joined_to__isnull=True)

    def overdue(self, *, at: datetime):
        """Open ones whose term has run out. What waits for the resident is never late."""
        return self.filter(due_at__lt=at).exclude(state__in=["supplement", "reviewed"])

    def due_before(self, at: datetime):
        return self.filter(due_at__lt=at).exclude(state__in=["supplement", "reviewed"])

    def waiting_for(self, user: User):
        """What is this person's to do now: officers by stage and state, staff of a company by what was dispatched."""
        from complaints.lifecycle import states_waiting_for

        return self.visible_to(user).filter(state__in=states_waiting_for(user)).filter(turn_filter(user))


def turn_filter(user: User) -> Q:
    """When a case is an officer's own: a street's all along, a district's and the city's once it rose to them."""
    if user.role == Role.DISTRICT:
        return Q(level="district") | Q(handler="district")
    if user.role == Role.BUREAU:
        return Q(level="city")
    return Q()


def may_read_words(user) -> bool:
    """Whether somebody has a part in handling complaints, and so reads what residents wrote; auditors need not."""
    return may(user, "complaints.handle") or may(user, "complaints.answer")
