"""Who may open the desk, and which estates and reports lie on it."""

from datetime import date

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.authority import may
from accounts.models import Role, User
from accounts.pages import page_for
from estates.belonging import in_charge
from estates.models import Estate
from fees.models.revenue import RevenueContract, RevenueReport
from fees.revenue.lifecycle import WRITE

INSIDE = (Role.COMPANY, Role.COMMITTEE)


for_reporters = page_for(
    lambda user: user.role in INSIDE and may(user, WRITE),
    _("This is the desk of companies and committees. Officers find their reports in the web admin."),
)


def estates_of(user: User, *, on: date) -> QuerySet[Estate]:
    """The estates for which a person may write on a day."""
    return Estate.objects.filter(in_charge(user, on=on)).order_by("name", "code")


def reports_of(user: User) -> QuerySet[RevenueReport]:
    """Reports that a person may write: a company those of periods that ended while the estate was its own."""
    return RevenueReport.objects.filter(pk__in=RevenueReport.objects.written_by(user).values("pk"))


def own_estate(request: HttpRequest, code: str) -> Estate:
    """Raises Http404 for any other, as for none."""
    return get_object_or_404(estates_of(request.user, on=timezone.localdate()), code=code)


def own_report(request: HttpRequest, number: str) -> RevenueReport:
    """Raises Http404 for any other, as for none."""
    return get_object_or_404(reports_of(request.user).select_related("estate", "corrects"), number=number)


def own_contract(request: HttpRequest, number: str) -> RevenueContract:
    """Raises Http404 for any other, as for none."""
    mine = estates_of(request.user, on=timezone.localdate()).order_by().values("pk")
    return get_object_or_404(RevenueContract.objects.select_related("estate"), number=number, estate__in=mine)
