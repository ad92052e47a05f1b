"""Who may open the companies' desk, and which cases lie on it."""

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.authority import may
from accounts.models import Role
from accounts.pages import page_for
from complaints.models import Complaint
from estates.finding import WITH_PLACE

WITH_ALL = ("estate", WITH_PLACE, "topic__parent", "enterprise", "body")


for_company = page_for(
    lambda user: user.role == Role.COMPANY and may(user, "complaints.answer"),
    _("This is the desk of companies' staff. Officers find complaints in the web admin."),
)


def own_case(request: HttpRequest, number: str) -> Complaint:
    """A case of the person's company. Raises Http404 for any other, as for none."""
    found = Complaint.objects.visible_to(request.user).select_related(*WITH_ALL).filter(number=number).first()
    if found is None:
        raise Http404
    return found
