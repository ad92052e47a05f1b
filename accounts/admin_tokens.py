"""The desk of API tokens: issued, shown once, revoked; never changed."""

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display
from unfold.widgets import UnfoldAdminIntegerFieldWidget

from accounts.desk import Desk
from accounts.desk_buttons import Button, reason_field
from accounts.models import ApiToken
from accounts.tokens import TOKEN_DAYS, issue_token, revoke_token


class TokenForm(forms.ModelForm):
    days = forms.IntegerField(
        label=gettext_lazy("good for, days"), min_value=1, max_value=3650, initial=TOKEN_DAYS,
        widget=UnfoldAdminIntegerFieldWidget(),
    )  # fmt: skip

    class Meta:
        model = ApiToken
        fields = ["user", "name", "read_only"]


class Reason(forms.Form):
    why = reason_field(gettext_lazy("Reason"))


def revoke(token: ApiToken, *, by, at, why: str) -> str:
    revoke_token(token, by=by, at=at, why=why)
    return _("%(token)s opens nothing any more.") % {"token": token}


@admin.register(ApiToken)
class TokenDesk(Desk):
    view_verb = "people.view"
    add_verb = "people.manage"
    list_display = ["name", "hint_shown", "user", "read_only", "state", "expires_at", "last_used_at"]
    list_select_related = ["user"]
    list_filter = ["read_only"]
    search_fields = ["name", "user__username", "user__full_name"]
    search_help_text = gettext_lazy("What it is for, or whose")
    autocomplete_fields = ["user"]
    form = TokenForm
    buttons = (
        Button(
            "revoke",
            gettext_lazy("Revoke"),
            "people.manage",
            revoke,
            question=lambda token: (
                _("Programs that use “%(token)s” will be turned away from now on.") % {"token": token}
            ),
            form=Reason,
            icon="block",
            variant="danger",
            when=lambda token: token.revoked_at is None,
        ),
    )

    def get_fields(self, request: HttpRequest, obj: ApiToken | None = None) -> list[str]:
        if obj is None:
            return ["user", "name", "read_only", "days"]
        return ["name", "hint", "user", "read_only", "issued_at", "expires_at", "revoked_at", "last_used_at"]

    def get_readonly_fields(self, request: HttpRequest, obj: ApiToken | None = None) -> list[str]:
        return self.get_fields(request, obj) if obj else []

    @display(description=gettext_lazy("begins with"))
    def hint_shown(self, token: ApiToken) -> str:
        return f"{token.hint}…"

    @display(
        description=gettext_lazy("state"),
        label={"good": "success", "over": "warning", "revoked": "danger"},
    )
    def state(self, token: ApiToken) -> tuple[str, str]:
        if token.revoked_at:
            return "revoked", _("revoked")
        return ("good", _("good")) if token.is_good(timezone.now()) else ("over", _("run out"))

    def save_model(self, request: HttpRequest, obj: ApiToken, form: TokenForm, change: bool) -> None:
        made, request.token_key = issue_token(
            obj.user, name=obj.name, read_only=obj.read_only, days=form.cleaned_data["days"],
            by=request.user, at=timezone.now(),
        )  # fmt: skip
        obj.pk, obj.hint, obj.expires_at = made.pk, made.hint, made.expires_at

    def response_add(self, request: HttpRequest, obj: ApiToken, post_url_continue=None):
        """The key is shown on this one page and kept nowhere."""
        return self.page(
            request, "desk/token.html", obj, _("The key of “%(name)s”") % {"name": obj.name},
            key=request.token_key, back=self.url("changelist"),
        )  # fmt: skip
