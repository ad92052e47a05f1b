"""The desk of webhooks: made and amended by their person, run by them and by who manages people."""

from datetime import datetime

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminIntegerFieldWidget

from accounts.api.resources import Resource
from accounts.authority import NotAllowed
from accounts.desk import Desk
from accounts.desk_buttons import Button, PageLink, reason_field
from accounts.desk_keys import NewKey, ShowsKeys
from accounts.lifecycle import NotNow
from accounts.models import User
from exchange.admin_deliveries import LOOKS as DELIVERY_LOOKS
from exchange.admin_deliveries import content_of
from exchange.api.changes import VERBS
from exchange.lifecycle import OF_ITS_PERSON, RIGHT, WEBHOOK
from exchange.models import Subscription, SubscriptionState
from exchange.webhooks import actions
from exchange.webhooks.addresses import for_others

DELIVERIES_PER_PAGE = 20
LOOKS = {
    SubscriptionState.ACTIVE: ("success", "ok"),
    SubscriptionState.PAUSED: ("warning", "warm"),
    SubscriptionState.DISABLED: ("danger", "late"),
}
"""The colour of a state in a list, and at the head of a page."""


def resource_choices() -> list[tuple[str, str]]:
    known = Resource.known().items()
    return sorted((name, capfirst(str(each.model._meta.verbose_name))) for name, each in known if each.own_fields)


class WebhookForm(forms.ModelForm):
    resources = forms.MultipleChoiceField(
        label=gettext_lazy("resources"), required=False, choices=resource_choices,
        widget=UnfoldAdminCheckboxSelectMultipleWidget, help_text=gettext_lazy("None chosen: all of them."),
    )  # fmt: skip
    verbs = forms.MultipleChoiceField(
        label=gettext_lazy("kinds of change"), required=False, choices=tuple(VERBS.items()),
        widget=UnfoldAdminCheckboxSelectMultipleWidget, help_text=gettext_lazy("None chosen: all of them."),
    )  # fmt: skip

    class Meta:
        model = Subscription
        fields = ["name", "address", "region", "resources", "verbs"]
        help_texts = {
            "address": gettext_lazy("Such as https://example.org/hooks; port 443, 80 or from 8000 to 8999."),
            "region": gettext_lazy("Empty: all that you see."),
        }


class PauseForm(forms.Form):
    why = reason_field(gettext_lazy("Reason"), required=False)


class OverlapForm(forms.Form):
    overlap_hours = forms.IntegerField(
        label=gettext_lazy("the previous one signs too for, hours"),
        min_value=0,
        max_value=actions.LONGEST_OVERLAP_HOURS,
        initial=actions.OVERLAP_HOURS,
        help_text=gettext_lazy("Time to put the new one in place. 0: the previous one signs nothing any more."),
        widget=UnfoldAdminIntegerFieldWidget(),
    )


def pause(webhook: Subscription, *, by: User, at: datetime, why: str) -> str:
    actions.pause(webhook, by=by, at=at, why=why)
    return _("Nothing is sent until it is resumed.")


def resume(webhook: Subscription, *, by: User, at: datetime) -> str:
    actions.resume(webhook, by=by, at=at)
    return _("It goes on where it stopped.")


def ping(webhook: Subscription, *, by: User, at: datetime) -> str:
    actions.ping(webhook, by=by, at=at)
    return _("The ping goes out within seconds; load this page again to read the answer.")


def rotate(webhook: Subscription, *, by: User, at: datetime, overlap_hours: int) -> NewKey:
    return NewKey(*actions.rotate_secret(webhook, by=by, at=at, overlap_hours=overlap_hours))


def remove(webhook: Subscription, *, by: User, at: datetime) -> HttpResponseRedirect:
    actions.remove(webhook, by=by, at=at)
    return HttpResponseRedirect(reverse("admin:exchange_subscription_changelist"))


def button(verb: str, act, question, **options) -> Button:
    def asked(webhook) -> str:
        return question % {"name": webhook.name, "address": for_others(webhook.address)}

    return Button.of(WEBHOOK[verb], act, asked, **options)


BUTTONS = (
    button(
        "test", ping, gettext_lazy("A message without news is sent to %(address)s, to see what answers there."),
        icon="send",
    ),
    button(
        "pause", pause, gettext_lazy("“%(name)s” is told nothing until somebody resumes it. Changes are kept for it."),
        form=PauseForm, icon="pause",
    ),
    button(
        "resume", resume, gettext_lazy("“%(name)s” is told everything since it stopped, in order."),
        icon="play_arrow", variant="primary",
    ),
    button(
        "rotate-secret", rotate, gettext_lazy("“%(name)s” gets a new signing secret, shown on the next page."),
        form=OverlapForm, icon="autorenew",
    ),
    Button(
        "remove", gettext_lazy("Remove"), RIGHT, remove,
        question=lambda webhook: _("“%(name)s” and its log are removed; nothing is sent there any more.")
        % {"name": webhook.name},
        icon="delete", variant="danger",
    ),
)  # fmt: skip


@admin.register(Subscription)
class WebhookDesk(ShowsKeys, Desk):
    view_verb = add_verb = change_verb = RIGHT
    refusals = (ValidationError, NotAllowed, NotNow)
    list_display = ["name", "address_shown", "person", "state_shown", "last_delivered_at", "failure_count"]
    list_select_related = ["person__region", "region"]
    list_filter = [("state", ChoicesDropdownFilter)]
    search_fields = ["name", "place", "person__username", "person__full_name"]
    search_help_text = gettext_lazy("What it is for, its address, or whose")
    autocomplete_fields = ["region"]
    form = WebhookForm
    fieldsets = [(None, {"fields": ["name", "address", "region", "resources", "verbs"]})]
    change_form_outer_after_template = "desk/webhook.html"
    key_template = "desk/webhook_secret.html"
    buttons = BUTTONS

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).as_shown_to(request.user)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Subscription | None:
        """As this person sees it; only whose webhook it is has a form to save."""
        found = super().get_object(request, object_id, from_field)
        if found is not None:
            found.address = found.address_shown
        return found

    def has_change_permission(self, request: HttpRequest, obj: Subscription | None = None) -> bool:
        """Only its person says where their changes go."""
        mine = obj is None or obj.person_id == request.user.pk
        return mine and super().has_change_permission(request, obj)

    def button_links(self, request: HttpRequest, thing: Model | None) -> list[PageLink]:
        links = super().button_links(request, thing)
        if thing is None or thing.person_id == request.user.pk:
            return links
        return [link for link in links if not any(link.url.endswith(f"/{verb}/") for verb in OF_ITS_PERSON)]

    def save_model(self, request: HttpRequest, obj: Subscription, form: WebhookForm, change: bool) -> None:
        if change:
            actions.amend(obj, by=request.user, at=timezone.now())
        else:
            _made, request.new_key = actions.subscribe(obj, by=request.user, at=timezone.now())

    def page_facts(self, request: HttpRequest, thing: Subscription | None) -> dict:
        if thing is None:
            return {
                "page_note": _(
                    "It is told of what you see, and of no more. Its signing secret is shown on the next page."
                )
            }
        silence = actions.silence_of(thing) if thing.is_active else ""
        rows = Paginator(thing.deliveries.with_last_attempt(), DELIVERIES_PER_PAGE).get_page(request.GET.get("p"))
        for each in rows:
            each.content, each.look = content_of(each), DELIVERY_LOOKS[each.state][1]
        return {
            "page_state": {"word": thing.get_state_display(), "kind": LOOKS[thing.state][1]},
            "page_note": thing.get_ending_display() or silence,
            "webhook": thing,
            "deliveries": rows,
        }

    @display(description=gettext_lazy("address"), ordering="place")
    def address_shown(self, webhook: Subscription) -> str:
        return webhook.address_shown

    @display(
        description=gettext_lazy("state"), ordering="state", label={state: look[0] for state, look in LOOKS.items()}
    )
    def state_shown(self, webhook: Subscription) -> tuple[str, str]:
        return webhook.state, webhook.get_state_display()
