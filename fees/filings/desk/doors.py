"""Who may file fees on these pages, and for which contracts."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.authority import may
from accounts.pages import own_page
from enterprises.models import ServiceContract
from fees.filings.lifecycle import FILE
from fees.models import FeeFiling


def for_filers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for staff of companies, and for officers who write down what came on paper."""

    @own_page
    @wraps(view)
    def page(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        if not may(request.user, FILE):
            raise PermissionDenied(_("Companies file their fees here."))
        return view(request, *args, **kwargs)

    return page


def own_contract(request: HttpRequest, code: str) -> ServiceContract:
    """The contract that runs at an estate, of those that the person sees. Raises Http404 for any other, as for none."""
    running = ServiceContract.objects.visible_to(request.user).running(on=timezone.localdate())
    found = running.select_related("estate", "enterprise").filter(estate__code=code).first()
    if found is None:
        raise Http404
    return found


def own_filing(request: HttpRequest, number: str) -> FeeFiling:
    """Raises Http404 for any other, as for none."""
    rows = FeeFiling.objects.visible_to(request.user).select_related(
        "estate", "contract__enterprise", "level__standard", "matter__vote"
    )
    found = rows.filter(number=number).first()
    if found is None:
        raise Http404
    return found
