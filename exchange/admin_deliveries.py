"""The desk of deliveries: what was sent, and what the receivers answered. It is only read; one may be sent again."""

from datetime import datetime

import orjson
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateTimeFilter
from unfold.decorators import display

from accounts.authority import NotAllowed
from accounts.desk import Desk
from accounts.desk_buttons import Button
from accounts.lifecycle import NotNow
from accounts.models import User
from exchange.lifecycle import RIGHT
from exchange.models import Delivery, DeliveryKind, DeliveryState
from exchange.webhooks import actions
from exchange.webhooks.addresses import for_others
from exchange.webhooks.readers import may_read_body

LOOKS = {
    DeliveryState.WAITING: ("info", ""),
    DeliveryState.DELIVERED: ("success", "ok"),
    DeliveryState.FAILED: ("danger", "late"),
    DeliveryState.WITHDRAWN: ("default", "quiet"),
}
"""The colour of a state in a list, and elsewhere."""


def redeliver(delivery: Delivery, *, by: User, at: datetime) -> str:
    actions.redeliver(delivery, by=by, at=at)
    return _("It goes out within seconds; load this page again to read the answer.")


@admin.register(Delivery)
class DeliveryDesk(Desk):
    view_verb = RIGHT
    refusals = (ValidationError, NotAllowed, NotNow)
    list_display = ["made_at", "subscription", "content_shown", "state_shown", "try_count", "next_try_at", "key"]
    list_select_related = ["subscription__person__region"]
    list_filter = [
        ("state", ChoicesDropdownFilter),
        ("kind", ChoicesDropdownFilter),
        ("made_at", RangeDateTimeFilter),
    ]
    search_fields = ["key", "subscription__name"]
    search_help_text = gettext_lazy("Message id, or what the webhook is for")
    change_form_template = "desk/delivery.html"
    buttons = (
        Button(
            "redeliver",
            gettext_lazy("Send again"),
            RIGHT,
            redeliver,
            question=lambda delivery: (
                _("The same message, with the same id, is sent to %(address)s.")
                % {"address": for_others(delivery.subscription.address)}
            ),
            icon="replay",
        ),
    )

    @display(description=gettext_lazy("content"))
    def content_shown(self, delivery: Delivery) -> str:
        return content_of(delivery)

    @display(
        description=gettext_lazy("state"), ordering="state", label={state: look[0] for state, look in LOOKS.items()}
    )
    def state_shown(self, delivery: Delivery) -> tuple[str, str]:
        return delivery.state, delivery.get_state_display()

    def page_facts(self, request: HttpRequest, thing: Delivery | None) -> dict:
        if thing is None:
            return {}
        readable = may_read_body(request.user, thing)
        return {
            "page_title": _("Delivery of %(moment)s") % {"moment": f"{thing.made_at.astimezone():%Y-%m-%d %H:%M:%S}"},
            "page_state": {"word": thing.get_state_display(), "kind": LOOKS[thing.state][1]},
            "delivery": thing,
            "content": content_of(thing),
            "readable": readable,
            "message": orjson.dumps(orjson.loads(thing.body), option=orjson.OPT_INDENT_2).decode() if readable else "",
            "attempts": thing.attempts.all(),
        }


def content_of(delivery: Delivery) -> str:
    if delivery.kind == DeliveryKind.PING:
        return str(delivery.get_kind_display())
    count = delivery.change_count
    return ngettext("%(count)d change", "%(count)d changes", count) % {"count": count}
