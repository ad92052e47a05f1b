"""Who may file fees on these pages, and for which contracts."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.authority import may
from accounts.pages import page_for
from enterprises.models import ServiceContract
from fees.filings.lifecycle import FILE
from fees.models import FeeFiling

for_filers = page_for(lambda user: may(user, FILE), _("Companies file their fees here."))
"""Staff of companies, and officers who write down what came on paper."""


def own_contract(request: HttpRequest, code: str) -> ServiceContract:
    """The contract that runs at an estate, of those that the person sees. Raises Http404 for any other, as for none."""
    running = ServiceContract.objects.visible_to(request.user).running(on=timezone.localdate())
    return get_object_or_404(running.select_related("estate", "enterprise"), estate__code=code)


def own_filing(request: HttpRequest, number: str) -> FeeFiling:
    """Raises Http404 for any other, as for none."""
    rows = FeeFiling.objects.visible_to(request.user)
    told = rows.select_related("estate", "contract__enterprise", "level__standard", "matter__vote")
    return get_object_or_404(told, number=number)
