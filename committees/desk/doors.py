"""Who may open the desk, and which committees lie on it."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.authority import may
from accounts.pages import own_page
from committees.models import Committee, Meeting

RIGHT = "committees.run"


def for_committee(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for members of a committee and their street. Others are asked to log in, or told who works here."""

    @own_page
    @wraps(view)
    def page(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        if not may(request.user, RIGHT):
            raise PermissionDenied(_("This is the desk of committee members and of the street that guides them."))
        return view(request, *args, **kwargs)

    return page


def own_committee(request: HttpRequest, number: str) -> Committee:
    """A committee that the person works for or guides. Raises Http404 for any other, as for none."""
    found = Committee.objects.visible_to(request.user).select_related("estate").filter(number=number).first()
    if found is None:
        raise Http404
    return found


def own_meeting(request: HttpRequest, committee: Committee, number: str) -> Meeting:
    """Raises Http404."""
    seen = Meeting.objects.visible_to(request.user)
    found = seen.filter(committee=committee, number=number).select_related("committee__estate").first()
    if found is None:
        raise Http404
    return found
