"""The desk of API tokens: issued, shown once, rotated, revoked; never changed."""

from datetime import datetime, timedelta

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display
from unfold.widgets import UnfoldAdminIntegerFieldWidget

from accounts.authority import NotAllowed
from accounts.desk import Desk
from accounts.desk_buttons import Button
from accounts.desk_keys import NetworksField, NewKey, Overlap, Reason, ShowsKeys
from accounts.lifecycle import NotNow
from accounts.models import ApiToken, TokenState, User
from accounts.models.tokens import Terms
from accounts.tokens import MOST_TOKEN_DAYS, TOKEN_DAYS, issue_token, revoke_token, rotate_token


class TokenForm(forms.ModelForm):
    networks = NetworksField(
        label=gettext_lazy("allowed networks"),
        help_text=gettext_lazy("One on a line, such as 10.20.0.0/16 or 2001:db8::/32. Empty: from everywhere."),
    )
    days = forms.IntegerField(
        label=gettext_lazy("good for, days"), min_value=1, max_value=MOST_TOKEN_DAYS, initial=TOKEN_DAYS,
        widget=UnfoldAdminIntegerFieldWidget(),
    )  # fmt: skip

    class Meta:
        model = ApiToken
        fields = ["user", "name", "read_only", "networks", "calls_per_minute"]


def rotate(token: ApiToken, *, by: User, at: datetime, overlap_days: int) -> NewKey:
    return NewKey(*rotate_token(token, by=by, at=at, overlap=timedelta(days=overlap_days)))


def revoke(token: ApiToken, *, by: User, at: datetime, why: str) -> str:
    revoke_token(token, by=by, at=at, why=why)
    return _("%(token)s opens nothing any more.") % {"token": token}


def is_good(token: ApiToken) -> bool:
    return token.is_good(timezone.now())


def successor_of(token: ApiToken) -> ApiToken | None:
    return ApiToken.objects.filter(predecessor=token).first()


class TermsOnDesk:
    """How the terms of a token or a client are shown. Once issued they stay as they are."""

    def get_readonly_fields(self, request: HttpRequest, obj: Terms | None = None) -> list[str]:
        return self.get_fields(request, obj) if obj else []

    @display(description=gettext_lazy("may"))
    def may_shown(self, key: Terms) -> str:
        return _("reads only") if key.read_only else _("reads and writes")

    @display(description=gettext_lazy("allowed networks"))
    def networks_shown(self, key: Terms) -> str:
        return _(", ").join(key.networks) or _("from everywhere")

    @display(description=gettext_lazy("calls per minute"))
    def calls_shown(self, key: Terms) -> str:
        usual = _("%(calls)d (as every token)") % {"calls": settings.API_CALLS_PER_MINUTE}
        return str(key.calls_per_minute or usual)


@admin.register(ApiToken)
class TokenDesk(ShowsKeys, TermsOnDesk, Desk):
    """Those that people were given. What programs fetch by OAuth ends within the hour, and stands at their desk."""

    view_verb = "people.view"
    add_verb = "people.manage"
    refusals = (ValidationError, NotAllowed, NotNow)
    list_display = ["name", "hint_shown", "user", "may_shown", "state_shown", "expires_at", "last_used_at"]
    list_select_related = ["user"]
    list_filter = ["read_only"]
    search_fields = ["name", "user__username", "user__full_name"]
    search_help_text = gettext_lazy("What it is for, or whose")
    autocomplete_fields = ["user"]
    form = TokenForm
    key_template = "desk/token.html"
    buttons = (
        Button(
            "rotate",
            gettext_lazy("Rotate"),
            "people.manage",
            rotate,
            question=lambda token: (
                _("A new key under the same terms takes over from “%(token)s”. It is shown on the next page.")
                % {"token": token}
            ),
            form=Overlap,
            icon="autorenew",
            when=lambda token: is_good(token) and successor_of(token) is None,
        ),
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

    def seen_by(self, user: User) -> QuerySet:
        return ApiToken.objects.filter(client__isnull=True)

    def get_fields(self, request: HttpRequest, obj: ApiToken | None = None) -> list[str]:
        if obj is None:
            return ["user", "name", "read_only", "networks", "calls_per_minute", "days"]
        return [
            "name", "hint_shown", "user", "may_shown", "networks_shown", "calls_shown", "issued_at", "expires_at",
            "revoked_at", "last_used_at", "predecessor", "successor_shown",
        ]  # fmt: skip

    @display(description=gettext_lazy("begins with"))
    def hint_shown(self, token: ApiToken) -> str:
        return f"{token.hint}…"

    @display(description=gettext_lazy("successor"))
    def successor_shown(self, token: ApiToken) -> SafeString | str:
        successor = successor_of(token)
        if successor is None:
            return "–"
        return format_html('<a href="{}">{}</a>', self.url("change", successor.pk), successor)

    @display(
        description=gettext_lazy("state"),
        label={TokenState.GOOD: "success", TokenState.EXPIRED: "warning", TokenState.REVOKED: "danger"},
    )
    def state_shown(self, token: ApiToken) -> tuple[str, str]:
        state = token.state(timezone.now())
        return state.value, str(state.label)

    def save_model(self, request: HttpRequest, obj: ApiToken, form: TokenForm, change: bool) -> None:
        asked = form.cleaned_data
        made, request.new_key = issue_token(
            obj.user, name=obj.name, read_only=obj.read_only, networks=asked["networks"],
            calls_per_minute=asked["calls_per_minute"], days=asked["days"], by=request.user, at=timezone.now(),
        )  # fmt: skip
        obj.pk, obj.hint, obj.expires_at = made.pk, made.hint, made.expires_at
