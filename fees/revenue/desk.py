"""What the desks of public revenue have in common."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from accounts.proofs import proof_response
from accounts.sheet_desk import Fact, SheetDesk
from fees.revenue.lifecycle import VIEW
from fees.revenue.periods import Period


def looks(table) -> dict:
    return {state: look for state, (_label, look) in table.items()}


def labels(table) -> dict:
    return {state: label for state, (label, _look) in table.items()}


def of_estate(thing) -> Fact:
    return Fact(_("Estate"), thing.estate, reverse("admin:estates_estate_change", args=[thing.estate_id]))


class RevenueDesk(SheetDesk):
    """What all of them share. `file` is the column with a file that an officer may open."""

    view_verb = VIEW
    file = ""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_file"
        return [
            path("<path:object_id>/file/", self.admin_site.admin_view(self.hand_out), name=name),
            *super().get_urls(),
        ]

    def hand_out(self, request: HttpRequest, object_id: str) -> HttpResponse:
        thing = self.get_object(request, object_id) if self.has_view_permission(request) else None
        if thing is None or not self.file:
            raise Http404
        return proof_response(getattr(thing, self.file), thing.number)

    def link_to_file(self, thing, label: str) -> list[Fact]:
        if not getattr(thing, self.file):
            return []
        url = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_file", args=[thing.pk])
        return [Fact(label, _("Download"), url)]


def period_of(report) -> str:
    return Period(report.from_on, report.until_on).label
