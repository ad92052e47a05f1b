"""Who may open the companies' desk, and which cases lie on it."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.authority import may
from accounts.models import Role
from accounts.pages import own_page
from complaints.models import Complaint
from estates.finding import WITH_PLACE

WITH_ALL = ("estate", WITH_PLACE, "topic__parent", "enterprise", "body")


def for_company(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for staff of a company. Others are asked to log in, or told where their own desk is."""

    @own_page
    @wraps(view)
    def page(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        if request.user.role != Role.COMPANY or not may(request.user, "complaints.answer"):
            raise PermissionDenied(
                _("This is the desk of companies' staff. Officers find complaints in the web admin.")
            )
        return view(request, *args, **kwargs)

    return page


def own_case(request: HttpRequest, number: str) -> Complaint:
    """A case of the person's company. Raises Http404 for any other, as for none."""
    found = Complaint.objects.visible_to(request.user).select_related(*WITH_ALL).filter(number=number).first()
    if found is None:
        raise Http404
    return found
