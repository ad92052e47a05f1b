"""Who may open the pages on which boards are reported and checked, and whose boards lie there."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.authority import may
from accounts.pages import own_page
from estates.belonging import in_charge
from estates.board.lifecycle import CHECK, REPORT
from estates.models import BoardEntry, BoardObjection, Estate


def for_reporters(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for staff of companies and for officers. Others are asked to log in, or told that it is not theirs."""

    @own_page
    @wraps(view)
    def page(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        if not (may(request.user, REPORT) or may(request.user, CHECK)):
            raise PermissionDenied(_("Boards are reported by companies, and checked by officers."))
        return view(request, *args, **kwargs)

    return page


def boards_of(request: HttpRequest) -> QuerySet[Estate]:
    """The estates for which the person may write today."""
    return Estate.objects.filter(in_charge(request.user, on=timezone.localdate()))


def own_estate(request: HttpRequest, code: str) -> Estate:
    """Raises Http404 for any other, as for none."""
    found = boards_of(request).filter(code=code).first()
    if found is None:
        raise Http404
    return found


def own_entry(request: HttpRequest, estate: Estate, pk: int) -> BoardEntry:
    found = BoardEntry.objects.filter(estate=estate, pk=pk).select_related("item", "estate").first()
    if found is None:
        raise Http404
    return found


def own_objection(request: HttpRequest, estate: Estate, number: str) -> BoardObjection:
    found = BoardObjection.objects.filter(estate=estate, number=number).select_related("item", "estate").first()
    if found is None:
        raise Http404
    return found
