"""The desks of notices: the outbox with its age, the words, the addresses."""

from datetime import datetime

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.contrib.filters.admin import BooleanRadioFilter, ChoicesDropdownFilter, RangeDateTimeFilter
from unfold.decorators import display

from accounts.authority import NotAllowed
from accounts.desk import Desk
from accounts.desk_buttons import Button
from accounts.lifecycle import NotNow
from accounts.models import User
from complaints.actions import outbox
from complaints.desk.lists import ListDesk
from complaints.lifecycle import COMPLAINT
from complaints.models import Notice, NoticeAddress, NoticeState, NoticeTemplate

LOOKS = {
    NoticeState.WAITING: ("info", ""),
    NoticeState.SENT: ("success", "ok"),
    NoticeState.FAILED: ("danger", "late"),
    NoticeState.REPLACED: ("default", "quiet"),
}
"""The colour of a state in a list, and at the head of a page."""
BY_THE_CLOCK = {
    "file": gettext_lazy("Filed"),
    "nearly_due": gettext_lazy("Nearly due"),
    "overdue": gettext_lazy("Overdue"),
    "joined_by": gettext_lazy("Joint case"),
}


def event_word(event: str) -> str:
    move = COMPLAINT.get(event)
    return str(move.label if move else BY_THE_CLOCK.get(event, event))


def hurry(notice: Notice, *, by: User, at: datetime) -> str:
    outbox.hurry(notice, by=by, at=at)
    return _("It goes out within seconds; load this page again to see.")


@admin.register(Notice)
class NoticeDesk(Desk):
    """The outbox. It is only read; what waits may be hurried."""

    view_verb = outbox.OUTBOX
    refusals = (ValidationError, NotAllowed, NotNow)
    list_display = ["made", "about", "event_shown", "audience_shown", "masked_address", "state_shown", "age", "fault"]
    list_display_links = ["made"]
    list_select_related = ["complaint"]
    list_filter = [
        ("state", ChoicesDropdownFilter),
        ("way", ChoicesDropdownFilter),
        ("audience", ChoicesDropdownFilter),
        ("made_at", RangeDateTimeFilter),
    ]
    search_fields = ["complaint__number"]
    search_help_text = gettext_lazy("Number of the complaint")
    ordering = ["-id"]
    fields = [
        ("about", "event_shown"), ("audience_shown", "way"), "masked_address", "subject", "words",
        ("made_at", "next_try_at"), ("try_count", "sent_at"), "fault",
    ]  # fmt: skip
    readonly_fields = ["about", "event_shown", "audience_shown"]
    buttons = (
        Button(
            "send-now", gettext_lazy("Send now"), outbox.OUTBOX, hurry, icon="send",
            question=lambda notice: _("“%(notice)s” is sent at once, whatever the hour.") % {"notice": notice},
            when=lambda notice: notice.state == NoticeState.WAITING,
        ),
    )  # fmt: skip

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        context = {"page_note": alarm(request.user, at=timezone.now()), **(extra_context or {})}
        return super().changelist_view(request, context)

    def page_facts(self, request: HttpRequest, thing: Notice | None) -> dict:
        if thing is None:
            return {}
        return {"page_state": {"word": thing.get_state_display(), "kind": LOOKS[NoticeState(thing.state)][1]}}

    @display(description=gettext_lazy("written at"), ordering="made_at")
    def made(self, notice: Notice) -> str:
        return f"{timezone.localtime(notice.made_at):%Y-%m-%d %H:%M}"

    @display(description=gettext_lazy("complaint"), ordering="complaint__number")
    def about(self, notice: Notice) -> str:
        return notice.complaint.number

    @display(description=gettext_lazy("event"), ordering="event")
    def event_shown(self, notice: Notice) -> str:
        return event_word(notice.event)

    @display(description=gettext_lazy("who is told"), ordering="audience")
    def audience_shown(self, notice: Notice) -> str:
        return f"{notice.get_audience_display()} · {notice.get_way_display()}"

    @display(
        description=gettext_lazy("state"), ordering="state", label={state: look[0] for state, look in LOOKS.items()}
    )
    def state_shown(self, notice: Notice) -> tuple[str, str]:
        return notice.state, notice.get_state_display()

    @display(description=gettext_lazy("waits for"))
    def age(self, notice: Notice) -> str:
        return timesince(notice.made_at) if notice.state == NoticeState.WAITING else "–"


def alarm(user: User, *, at: datetime) -> str:
    """What is wrong with the outbox, in a sentence; "" while nothing is."""
    old = Notice.objects.visible_to(user).old(at=at).order_by("made_at")
    count = old.count()
    if not count:
        return ""
    sentence = ngettext(
        "%(count)d notice could not be sent so far; it waits for %(age)s. What went wrong stands beside it.",
        "%(count)d notices could not be sent so far, the oldest for %(age)s. What went wrong stands beside them.",
        count,
    )
    return sentence % {"count": count, "age": timesince(old[0].made_at, at)}


@admin.register(NoticeTemplate)
class NoticeTemplateDesk(ListDesk):
    """What is said on which event. Who is to hear nothing of it has no template, or one that is switched off."""

    list_display = ["subject", "event_shown", "audience_shown", "words", "is_active"]
    list_filter = [("audience", ChoicesDropdownFilter), ("is_active", BooleanRadioFilter)]
    search_fields = ["subject", "words", "event"]
    search_help_text = gettext_lazy("Subject or words")
    fields = [("event", "audience"), "subject", "words", "is_active"]
    export_columns = ("event", "audience", "subject", "words", "is_active")

    def get_readonly_fields(self, request: HttpRequest, obj: NoticeTemplate | None = None) -> list[str]:
        return ["event", "audience"] if obj else []

    def keep(self, thing: NoticeTemplate, *, form, by, at) -> None:
        outbox.keep_template(thing, by=by, at=at)

    @display(description=gettext_lazy("event"), ordering="event")
    def event_shown(self, template: NoticeTemplate) -> str:
        return event_word(template.event)

    @display(description=gettext_lazy("who is told"), ordering="audience")
    def audience_shown(self, template: NoticeTemplate) -> str:
        return template.get_audience_display()


@admin.register(NoticeAddress)
class NoticeAddressDesk(ListDesk):
    """Where offices and companies are told."""

    view_verb = outbox.LISTS
    list_display = ["whose", "way_shown", "address", "is_active"]
    list_select_related = ["enterprise", "body", "region"]
    list_filter = [("way", ChoicesDropdownFilter), ("is_active", BooleanRadioFilter)]
    search_fields = ["enterprise__name", "body__name", "region__name", "address"]
    search_help_text = gettext_lazy("Company, body, office or address")
    autocomplete_fields = ["enterprise", "region"]
    fields = ["enterprise", "body", "region", ("way", "address"), "is_active"]
    export_columns = ("enterprise__name", "body__name", "region__name", "way", "address", "is_active")

    def keep(self, thing: NoticeAddress, *, form, by, at) -> None:
        outbox.keep_address(thing, by=by, at=at)

    @display(description=gettext_lazy("whose"))
    def whose(self, address: NoticeAddress) -> str:
        return str(address.enterprise or address.body or address.region)

    @display(description=gettext_lazy("how"), ordering="way")
    def way_shown(self, address: NoticeAddress) -> str:
        return address.get_way_display()
