"""The desk of joint meetings."""

from datetime import datetime

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from accounts.desk_buttons import Button, ReasonForm, done
from accounts.desk_filters import region_filter
from accounts.sheet_desk import Fact, Sheet, SheetDesk, Table
from committees.joint_meetings import actions, forms
from committees.joint_meetings.lifecycle import JOINT, RIGHT
from committees.models import JointMeeting, JointState

COLOURS = {JointState.CALLED: "info", JointState.HELD: "success", JointState.CANCELLED: "default"}


class FollowUpFilter(admin.SimpleListFilter):
    title = gettext_lazy("follow-up")
    parameter_name = "follow_up"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("overdue", _("a resolution is overdue"))]

    def queryset(self, request: HttpRequest, queryset):
        return queryset.with_overdue(on=timezone.localdate()) if self.value() == "overdue" else queryset


def ask(meeting: JointMeeting, *, by, at: datetime, partner: str, name: str) -> str:
    return _("%(name)s is asked.") % {
        "name": actions.ask(meeting, asked=actions.Asked(partner, name), by=by, at=at)
    }  # fmt: skip


def resolve(meeting: JointMeeting, *, by, at: datetime, **given) -> str:
    actions.resolve(meeting, resolution=actions.NewResolution(**given), by=by, at=at)
    return _("The resolution is added.")


def note_done(meeting: JointMeeting, **given) -> str:
    actions.note_done(meeting, **given)
    return _("Noted: carried out.")


def has_open_resolutions(meeting: JointMeeting) -> bool:
    return meeting.resolutions.filter(done_on__isnull=True).exists()


BUTTONS = (
    Button.of(
        JOINT["note"], done(actions.note), gettext_lazy("Who came, what was said, and what was resolved."),
        form_of=forms.note_form, icon="edit_note", variant="primary",
    ),
    Button.of(
        JOINT["ask"], ask, gettext_lazy("One more body is asked to come."), form=forms.AskForm, icon="person_add",
    ),
    Button.of(
        JOINT["note_done"], note_done, gettext_lazy("Which resolution was carried out, and how."),
        form_of=forms.done_form, icon="task_alt", variant="primary", when=has_open_resolutions,
    ),
    Button.of(
        JOINT["resolve"], resolve, gettext_lazy("A resolution that was left out."), form=forms.ResolutionForm,
        icon="add",
    ),
    Button.of(
        JOINT["cancel"], done(actions.cancel), gettext_lazy("It does not take place; the reason is kept."),
        form=ReasonForm, icon="event_busy", variant="danger",
    ),
)  # fmt: skip


@admin.register(JointMeeting)
class JointMeetingDesk(SheetDesk):
    view_verb = add_verb = RIGHT
    form = forms.CallForm
    buttons = BUTTONS
    looks = {JointState.CALLED: "", JointState.HELD: "ok"}
    list_display = ["number", "topic_shown", "subject", "region", "estate", "meets_at", "state_shown"]
    list_select_related = ["region", "estate"]
    list_filter = [
        region_filter("region_id"), ("topic", ChoicesDropdownFilter), ("state", ChoicesDropdownFilter), FollowUpFilter,
    ]  # fmt: skip
    search_fields = ["number", "subject", "estate__search_text"]
    search_help_text = gettext_lazy("Number, estate, or what it is about")
    autocomplete_fields = ["region", "estate"]
    fieldsets = [
        (None, {"fields": [("region", "estate"), ("topic", "subject"), ("on", "clock"), "place"]}),
        (gettext_lazy("Who is asked"), {"fields": forms.ASKED_FIELDS}),
    ]
    export_columns = (
        "number", "region__name", "estate__code", "estate__name", "topic", "subject", "state", "meets_at", "place",
        "came", "resolved", "open_resolutions",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).prefetch_related("participants", "resolutions")

    def get_form(self, request, obj=None, change=False, **kwargs):
        """The rows of those who are asked are made by the form itself."""
        return super().get_form(request, obj, change=change, **{**kwargs, "fields": forms.CallForm.Meta.fields})

    def save_model(self, request, obj: JointMeeting, form, change: bool) -> None:
        given = form.cleaned_data
        made = actions.call(
            region=given["region"], estate=given["estate"], topic=given["topic"], subject=given["subject"],
            meets_at=timezone.make_aware(datetime.combine(given["on"], given["clock"])), place=given["place"],
            asked=given["asked"], by=request.user, at=timezone.now(),
        )  # fmt: skip
        obj.pk, obj.number = made.pk, made.number

    def sheet(self, thing: JointMeeting) -> Sheet:
        estate = [Fact(_("Estate"), thing.estate, reverse("admin:estates_estate_change", args=[thing.estate_id]))]
        return Sheet(
            facts=[
                Fact(_("Called by"), thing.region),
                *(estate if thing.estate_id else []),
                Fact(_("Topic"), thing.get_topic_display()),
                Fact(_("Subject of the meeting"), thing.subject),
                Fact(_("Meets at"), f"{timezone.localtime(thing.meets_at):%Y-%m-%d %H:%M}"),
                Fact(_("Where it meets"), thing.place),
                *([Fact(_("Why it was cancelled"), thing.cancel_reason)] if thing.cancel_reason else []),
            ],
            tables=[self.resolutions(thing), self.participants(thing)],
            texts=[(_("Record of the meeting"), thing.record)],
        )

    def resolutions(self, thing: JointMeeting) -> Table:
        today = timezone.localdate()
        rows = [
            (row.text, row.charged, f"{row.due_on:%Y-%m-%d}", state_of(row, today)) for row in thing.resolutions.all()
        ]
        heads = (_("Resolved"), _("Who sees to it"), _("To be done by"), _("How it stands"))
        return Table(_("Resolutions"), heads, rows, _("None so far."))

    def participants(self, thing: JointMeeting) -> Table:
        words = {None: _("asked"), True: _("came"), False: _("did not come")}
        rows = [(row.name, row.get_partner_display(), words[row.attended]) for row in thing.participants.all()]
        return Table(_("Who is asked"), (_("Name of the body"), _("Kind of body"), _("Attended")), rows)

    @display(description=gettext_lazy("topic"), ordering="topic")
    def topic_shown(self, meeting: JointMeeting) -> str:
        return meeting.get_topic_display()

    @display(description=gettext_lazy("state"), ordering="state", label=COLOURS)
    def state_shown(self, meeting: JointMeeting) -> tuple[str, str]:
        return meeting.state, meeting.get_state_display()

    @admin.display(description=gettext_lazy("who came"))
    def came(self, meeting: JointMeeting) -> str:
        return _(", ").join(row.name for row in meeting.participants.all() if row.attended)

    @admin.display(description=gettext_lazy("resolutions"))
    def resolved(self, meeting: JointMeeting) -> int:
        return len(meeting.resolutions.all())

    @admin.display(description=gettext_lazy("of these open"))
    def open_resolutions(self, meeting: JointMeeting) -> int:
        return sum(row.done_on is None for row in meeting.resolutions.all())


def state_of(row, today) -> str:
    if row.done_on is not None:
        return f"{row.done_on:%Y-%m-%d} {row.done_note}"
    return _("overdue") if row.is_overdue(today) else _("open")
