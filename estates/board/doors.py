"""Who may open the pages on which boards are reported and checked, and whose boards lie there."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.authority import may
from accounts.pages import page_for
from estates.belonging import in_charge
from estates.board.lifecycle import CHECK, REPORT
from estates.models import BoardEntry, BoardObjection, Estate

for_reporters = page_for(
    lambda user: may(user, REPORT) or may(user, CHECK), _("Boards are reported by companies, and checked by officers.")
)


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
