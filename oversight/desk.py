"""The web admin as a whole: its first page, and one search over everything a person may see."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from unfold.sites import UnfoldAdminSite

from accounts.models import Role


class DeskSite(UnfoldAdminSite):
    """The admin site in Django's place (see `config.desk`)."""

    def extra_urls(self):
        return [
            path("find/", self.admin_view(self.find), name="find"),
            path("wall/", self.admin_view(self.wall), name="wall"),
        ]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """Every page is given it, few read it, and it asks all desks what the reader may."""
        return SimpleLazyObject(partial(super().get_app_list, request, app_label))  # type: ignore[return-value]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The overview; a committee member's first page is the own desk."""
        if request.user.role == Role.COMMITTEE:
            return redirect("committees:desk-home")
        return super().index(request, extra_context)

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The theme's page with our form."""
        from django.contrib.auth.views import PasswordChangeView

        from accounts.admin_password import OwnPasswordForm

        request.current_app = self.name
        return PasswordChangeView.as_view(
            form_class=OwnPasswordForm,
            template_name=self.password_change_template or PasswordChangeView.template_name,
            success_url=reverse("admin:password_change_done", current_app=self.name),
            extra_context={**self.each_context(request), **(extra_context or {})},
        )(request)

    def find(self, request: HttpRequest) -> HttpResponse:
        """What one word finds: estates, companies, managers, records."""
        from oversight.desk_find import found

        text = request.GET.get("q", "").strip()[:80]
        context = {
            **self.each_context(request),
            "title": _("Found"),
            "find_text": text,
            "groups": found(text, user=request.user) if text else [],
        }
        request.current_app = self.name
        return TemplateResponse(request, "desk/find.html", context)

    def wall(self, request: HttpRequest) -> HttpResponse:
        """The big screen: the reader's own part of the city, or a place within it."""
        from oversight.wall.view import wall

        return wall(request)
