"""What the desks of an estate share: the fact whose it is, and the files that lie behind a thing."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.proofs import proof_response
from accounts.sheet_desk import Fact, SheetDesk
from estates.models import Estate

VIEW = "life.view"
ANY_PROOF = gettext_lazy("A PDF or a picture.")


def proof_field(label, help_text=ANY_PROOF, *, required: bool = False) -> forms.FileField:
    return forms.FileField(label=label, help_text=help_text, required=required)


def estate_fact(estate: Estate) -> Fact:
    return Fact(_("Estate"), estate, reverse("admin:estates_estate_change", args=[estate.pk]))


class LifeDesk(SheetDesk):
    """A desk whose things have files behind them: `files(thing)` names those that there are."""

    view_verb = VIEW

    def files(self, thing: Any) -> dict[str, FieldFile]:
        return {"proof": thing.proof} if getattr(thing, "proof", None) else {}

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_file"
        return [
            path("<path:object_id>/files/<slug:name>/", self.admin_site.admin_view(self.file), name=name),
            *super().get_urls(),
        ]

    def file(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        thing = self.get_object(request, object_id)
        found = self.files(thing).get(name) if thing is not None else None
        if found is None:
            raise Http404
        return proof_response(found, f"{thing}-{name}")

    def file_facts(self, thing: Any, label: str | None = None) -> list[Fact]:
        """A fact for each file, with its address."""
        address = f"admin:{self.opts.app_label}_{self.opts.model_name}_file"
        return [
            Fact(label or _("Proof"), _("Open"), reverse(address, args=[thing.pk, name])) for name in self.files(thing)
        ]
