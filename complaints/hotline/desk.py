"""The desk of the exchange with 12345: every item with its age, those without a receipt first in sight."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateTimeFilter
from unfold.decorators import display

from accounts.authority import NotAllowed
from accounts.desk import Desk
from accounts.desk_buttons import Button
from accounts.lifecycle import NotNow
from accounts.models import User
from complaints.hotline import actions
from complaints.hotline.alarm import alarm, hours_allowed
from complaints.hotline.export import export_waiting, label_of
from complaints.hotline.lifecycle import ITEM, RIGHT
from complaints.models import HotlineItem, HotlineState

LOOKS = {
    HotlineState.WAITING: ("info", ""),
    HotlineState.SENT: ("info", ""),
    HotlineState.RECEIPTED: ("success", "ok"),
    HotlineState.FAILED: ("danger", "late"),
}
"""The colour of a state in a list, and elsewhere."""


class ReceiptForm(forms.Form):
    reference = forms.CharField(label=gettext_lazy("Number of the receipt"), max_length=60)


class FaultForm(forms.Form):
    fault = forms.CharField(label=gettext_lazy("What went wrong"), max_length=200)


def receipt(item: HotlineItem, *, by: User, at: datetime, reference: str) -> str:
    actions.receipt(item, reference=reference, by=by, at=at)
    return _("The receipt is noted.")


def fail(item: HotlineItem, *, by: User, at: datetime, fault: str) -> str:
    actions.fail(item, fault=fault, by=by, at=at)
    return _("It is noted. Send it again when the cause is gone.")


def send_again(item: HotlineItem, *, by: User, at: datetime) -> str:
    actions.send_again(item, by=by, at=at)
    return _("It waits again, and goes out with the next export or the hotline's next call.")


def export(_thing: None, *, by: User, at: datetime) -> HttpResponse | str:
    return export_waiting(by=by, at=at) or _("Nothing waits for the hotline.")


def open_for(verb: str):
    return lambda item: item is not None and item.state in ITEM[verb].open_in


BUTTONS = (
    Button(
        "export", gettext_lazy("Export what waits"), RIGHT, export, icon="download", variant="primary", on_list=True,
        question=lambda _thing: _(
            "Up to %(most)d items go into a workbook and count as sent. Fill in the receipts and import it again."
        ) % {"most": actions.SENT_AT_ONCE},
    ),
    Button(
        "receipt", ITEM["receipt"].label, RIGHT, receipt, form=ReceiptForm, icon="task_alt", when=open_for("receipt"),
        question=lambda item: _("The hotline has “%(item)s”: under which number?") % {"item": item},
    ),
    Button(
        "fail", ITEM["fail"].label, RIGHT, fail, form=FaultForm, icon="error", variant="danger", when=open_for("fail"),
        question=lambda item: _("The hotline did not take “%(item)s”.") % {"item": item},
    ),
    Button(
        "send-again", ITEM["send_again"].label, RIGHT, send_again, icon="replay", when=open_for("send_again"),
        question=lambda item: _("“%(item)s” goes back among those that wait.") % {"item": item},
    ),
)  # fmt: skip


class StaleFilter(admin.SimpleListFilter):
    title = gettext_lazy("without a receipt for too long")
    parameter_name = "stale"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("yes", _("yes"))]

    def queryset(self, request: HttpRequest, queryset):
        now = timezone.now()
        return queryset.stale(at=now, hours=hours_allowed(at=now)) if self.value() == "yes" else queryset


@admin.register(HotlineItem)
class HotlineDesk(Desk):
    view_verb = RIGHT
    refusals = (ValidationError, NotAllowed, NotNow)
    buttons = BUTTONS
    list_display = ["order_shown", "complaint", "verb_shown", "state_shown", "age_shown", "way", "reference", "fault"]
    list_select_related = ["complaint", "step"]
    list_filter = [StaleFilter, ("state", ChoicesDropdownFilter), ("made_at", RangeDateTimeFilter)]
    search_fields = ["complaint__hotline_number", "complaint__number", "reference"]
    search_help_text = gettext_lazy("Number of the order, the complaint or the receipt")
    fields = (
        "order_shown", "complaint", "verb_shown", "state", "made_at", "way", "sent_at", "try_count", "receipted_at",
        "reference", "fault",
    )  # fmt: skip
    readonly_fields = ("order_shown", "verb_shown")

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        if request.method == "GET" and (said := alarm_in_words(request.user)):
            messages.warning(request, said)
        return super().changelist_view(request, {"page_title": _("12345 hotline"), **(extra_context or {})})

    @display(description=gettext_lazy("order of the hotline"), ordering="complaint__hotline_number")
    def order_shown(self, item: HotlineItem) -> str:
        return item.complaint.hotline_number or _("handed over by us")

    @display(description=gettext_lazy("what happened"))
    def verb_shown(self, item: HotlineItem) -> str:
        return label_of(item.step.verb)

    @display(
        description=gettext_lazy("state"), ordering="state", label={state: look[0] for state, look in LOOKS.items()}
    )
    def state_shown(self, item: HotlineItem) -> tuple[str, str]:
        return item.state, item.get_state_display()

    @display(description=gettext_lazy("waits"), ordering="made_at")
    def age_shown(self, item: HotlineItem) -> str:
        """Until the receipt; while there is none, until now."""
        end = item.receipted_at or timezone.now()
        return timesince(item.made_at, end, depth=1) if end - item.made_at > timedelta(minutes=1) else "–"

    def page_facts(self, request: HttpRequest, thing: Any) -> dict:
        if thing is None:
            return {}
        title = f"{self.order_shown(thing)} {self.verb_shown(thing)}"
        return {
            "page_title": title,
            "page_state": {"word": thing.get_state_display(), "kind": LOOKS[HotlineState(thing.state)][1]},
        }


def alarm_in_words(user: Any) -> str:
    """What is too old of what a person sees; "" when nothing is."""
    found = alarm(at=timezone.now(), user=user)
    if not found.count:
        return ""
    return ngettext(
        "%(count)d item for the hotline has no receipt after %(hours)d hours; it waits since %(oldest)s.",
        "%(count)d items for the hotline have no receipt after %(hours)d hours; the oldest waits since %(oldest)s.",
        found.count,
    ) % {"count": found.count, "hours": found.hours, "oldest": f"{timezone.localtime(found.oldest):%Y-%m-%d %H:%M}"}
