"""Who may open the desk, and which estates and reports lie on it."""

from collections.abc import Callable
from datetime import date
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.authority import may
from accounts.models import Role, User
from accounts.pages import own_page
from estates.belonging import in_charge
from estates.models import Estate
from fees.models.revenue import RevenueContract, RevenueReport
from fees.revenue.lifecycle import WRITE

INSIDE = (Role.COMPANY, Role.COMMITTEE)


def for_reporters(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for staff of companies and members of committees. Others log in, or are told where their desk is."""

    @own_page
    @wraps(view)
    def page(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        if request.user.role not in INSIDE or not may(request.user, WRITE):
            raise PermissionDenied(
                _("This is the desk of companies and committees. Officers find their reports in the web admin.")
            )
        return view(request, *args, **kwargs)

    return page


def estates_of(user: User, *, on: date) -> QuerySet[Estate]:
    """The estates for which a person may write on a day."""
    return Estate.objects.filter(in_charge(user, on=on)).order_by("name", "code")


def reports_of(user: User) -> QuerySet[RevenueReport]:
    """Reports that a person may write: a company those of periods that ended while the estate was its own."""
    return RevenueReport.objects.filter(pk__in=RevenueReport.objects.written_by(user).values("pk"))


def own_estate(request: HttpRequest, code: str) -> Estate:
    """Raises Http404 for any other, as for none."""
    return found(estates_of(request.user, on=timezone.localdate()).filter(code=code))


def own_report(request: HttpRequest, number: str) -> RevenueReport:
    """Raises Http404 for any other, as for none."""
    rows = reports_of(request.user).select_related("estate", "corrects")
    return found(rows.filter(number=number))


def own_contract(request: HttpRequest, number: str) -> RevenueContract:
    """Raises Http404 for any other, as for none."""
    mine = estates_of(request.user, on=timezone.localdate()).order_by().values("pk")
    return found(RevenueContract.objects.filter(number=number, estate__in=mine).select_related("estate"))


def found(rows: QuerySet):
    row = rows.first()
    if row is None:
        raise Http404
    return row
