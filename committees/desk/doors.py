"""Who may open the desk, and which committees lie on it."""

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.authority import may
from accounts.pages import page_for
from committees.models import Committee, Meeting

RIGHT = "committees.run"


for_committee = page_for(
    lambda user: may(user, RIGHT), _("This is the desk of committee members and of the street that guides them.")
)


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
