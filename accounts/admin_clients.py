"""The desk of programs that fetch their own tokens: made, given a new secret, revoked; never changed."""

from datetime import datetime, timedelta

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from accounts.admin_tokens import TermsOnDesk, TokenForm
from accounts.authority import NotAllowed
from accounts.desk import Desk
from accounts.desk_buttons import Button
from accounts.desk_keys import NewKey, Overlap, Reason, ShowsKeys
from accounts.lifecycle import NotNow
from accounts.models import ApiClient, TokenState, User
from accounts.tokens import make_client, revoke_client, rotate_client


class ClientForm(TokenForm):
    days: forms.Field = None  # type: ignore[assignment]

    class Meta(TokenForm.Meta):
        model = ApiClient


def rotate(client: ApiClient, *, by: User, at: datetime, overlap_days: int) -> NewKey:
    return NewKey(client, rotate_client(client, by=by, at=at, overlap=timedelta(days=overlap_days)))


def revoke(client: ApiClient, *, by: User, at: datetime, why: str) -> str:
    revoke_client(client, by=by, at=at, why=why)
    return _("%(client)s fetches no more tokens, and those it has have ended.") % {"client": client}


def is_open(client: ApiClient) -> bool:
    return client.revoked_at is None


@admin.register(ApiClient)
class ClientDesk(ShowsKeys, TermsOnDesk, Desk):
    view_verb = "people.view"
    add_verb = "people.manage"
    refusals = (ValidationError, NotAllowed, NotNow)
    list_display = ["name", "client_id", "user", "may_shown", "state_shown", "last_used_at"]
    list_select_related = ["user"]
    list_filter = ["read_only"]
    search_fields = ["name", "client_id", "user__username", "user__full_name"]
    search_help_text = gettext_lazy("What it is for, its id, or whose")
    autocomplete_fields = ["user"]
    form = ClientForm
    key_template = "desk/client.html"
    buttons = (
        Button(
            "rotate",
            gettext_lazy("New secret"),
            "people.manage",
            rotate,
            question=lambda client: (
                _("“%(client)s” gets a new secret, which is shown on the next page.") % {"client": client}
            ),
            form=Overlap,
            icon="autorenew",
            when=is_open,
        ),
        Button(
            "revoke",
            gettext_lazy("Revoke"),
            "people.manage",
            revoke,
            question=lambda client: (
                _("“%(client)s” will fetch no more tokens, and those that it has end at once.") % {"client": client}
            ),
            form=Reason,
            icon="block",
            variant="danger",
            when=is_open,
        ),
    )

    def get_fields(self, request: HttpRequest, obj: ApiClient | None = None) -> list[str]:
        if obj is None:
            return ["user", "name", "read_only", "networks", "calls_per_minute"]
        return [
            "name", "client_id", "user", "may_shown", "networks_shown", "calls_shown", "issued_at", "revoked_at",
            "last_used_at", "old_secret_until",
        ]  # fmt: skip

    @display(
        description=gettext_lazy("state"),
        label={TokenState.GOOD: "success", TokenState.REVOKED: "danger"},
    )
    def state_shown(self, client: ApiClient) -> tuple[str, str]:
        state = TokenState.GOOD if is_open(client) else TokenState.REVOKED
        return state.value, str(state.label)

    def save_model(self, request: HttpRequest, obj: ApiClient, form: ClientForm, change: bool) -> None:
        asked = form.cleaned_data
        made, request.new_key = make_client(
            obj.user, name=obj.name, read_only=obj.read_only, networks=asked["networks"],
            calls_per_minute=asked["calls_per_minute"], by=request.user, at=timezone.now(),
        )  # fmt: skip
        obj.pk, obj.client_id = made.pk, made.client_id
