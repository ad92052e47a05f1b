"""The desk of the notices on personal data: each version stays as residents agreed to it."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from complaints.desk.lists import ListDesk
from complaints.models import ConsentText
from complaints.reporting.consents import keep_text


@admin.register(ConsentText)
class ConsentTextDesk(ListDesk):
    list_display = ["version", "from_on", "begins"]
    ordering = ["-from_on", "-version"]
    fieldsets = [(None, {"fields": [("version", "from_on"), "words", "words_en"]})]

    @display(description=_("words"))
    def begins(self, text: ConsentText) -> str:
        return text.says[:40]

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """What people agreed to is not changed any more; a new wording is a new version."""
        return super().has_change_permission(request, obj) and (obj is None or not obj.is_agreed_to)

    def keep(self, thing: Model, *, form, by, at) -> None:
        keep_text(thing, by=by, at=at)
