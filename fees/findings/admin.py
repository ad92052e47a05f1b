"""The desk of findings: what is odd about fees and money, and what becomes of it."""

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget

from accounts.city import rule_values
from accounts.desk_buttons import Button, ReasonForm, done, text_field
from accounts.desk_filters import region_filter
from accounts.sheet_desk import Fact, Sheet, SheetDesk, Table, known
from estates.reports_desk import NOBODY_NAMED, DecisionForm
from fees import evidence
from fees.findings import actions
from fees.findings.lifecycle import FINDING, HANDLE, VIEW
from fees.findings.positions import of_group
from fees.findings.wording import article, sentence_of
from fees.models import Finding, FindingKind, FindingState, PricePosition
from fees.models.findings import OPEN
from intake.money import yuan

COLOURS = {
    FindingState.FOUND: "info",
    FindingState.ASKED: "info",
    FindingState.ORDERED: "warning",
    FindingState.UNFOUNDED: "default",
    FindingState.PUT_RIGHT: "success",
    FindingState.DECIDED: "danger",
    FindingState.REVOKED: "default",
    FindingState.GONE: "default",
}
DECIDABLE = {FindingState.ORDERED, FindingState.DECIDED}
PEERS_SHOWN = 60


class AnswerForm(forms.Form):
    statement = text_field(gettext_lazy("what the company said"), NOBODY_NAMED)


class ResultForm(forms.Form):
    result = text_field(gettext_lazy("what the check found"), NOBODY_NAMED)


class RaiseForm(forms.ModelForm):
    """For what no check of the machine can see."""

    kind = forms.ChoiceField(
        label=gettext_lazy("kind"), widget=UnfoldAdminSelectWidget,
        choices=[(kind.value, kind.label) for kind in actions.BY_HAND],
    )  # fmt: skip
    words = text_field(gettext_lazy("in words"), NOBODY_NAMED)

    class Meta:
        model = Finding
        fields = ("estate", "kind", "happened_on")


def what_follows(finding: Finding) -> str:
    """What a decision brings, told before it is made."""
    if why := evidence.uncounted(finding, on=timezone.localdate()):
        return _("It does not go into the credit ledger: %(why)s") % {"why": why}
    return _("It goes into the credit ledger of the company whose contract it was that day.")


BUTTONS = (
    Button.of(
        FINDING["ask"], done(actions.ask), gettext_lazy("The company is told, and has the city's term to answer."),
        icon="forum", variant="primary",
    ),
    Button.of(
        FINDING["explain"], done(actions.explain),
        gettext_lazy("What the company says to it stands on this page. It is written down once."), form=AnswerForm,
        icon="chat",
    ),
    Button.of(
        FINDING["find_so"], done(actions.find_so),
        gettext_lazy("The company gets the city's term to put it right; then somebody else decides."),
        form=ResultForm, icon="rule", variant="primary",
    ),
    Button.of(
        FINDING["find_unfounded"], done(actions.find_unfounded),
        gettext_lazy("It is not so. The machine does not ask again about the same."), form=ResultForm, icon="close",
    ),
    Button.of(
        FINDING["note_put_right"], done(actions.note_put_right),
        gettext_lazy("The company put it right: nothing counts."), form=DecisionForm, icon="task_alt",
    ),
    Button.of(
        FINDING["decide"], done(actions.decide), what_follows, form=DecisionForm, icon="gavel", variant="danger"
    ),
    Button.of(
        FINDING["revoke"], done(actions.revoke),
        gettext_lazy("What it brought into the credit ledger is withdrawn before the next night."), form=ReasonForm,
        icon="undo",
    ),
)  # fmt: skip


class OpenFilter(DropdownFilter):
    title = gettext_lazy("in hand")
    parameter_name = "open"

    def lookups(self, request, model_admin):
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request, queryset):
        if self.value() == "yes":
            return queryset.filter(state__in=OPEN)
        return queryset.exclude(state__in=OPEN) if self.value() == "no" else queryset


@admin.register(Finding)
class FindingDesk(SheetDesk):
    view_verb, add_verb = VIEW, HANDLE
    buttons = BUTTONS
    form = RaiseForm
    looks = {
        FindingState.FOUND: "", FindingState.ASKED: "", FindingState.ORDERED: "warm", FindingState.PUT_RIGHT: "ok",
        FindingState.DECIDED: "late",
    }  # fmt: skip
    list_display = ["number", "estate", "kind_shown", "enterprise", "happened_on", "state_shown", "due_shown"]
    list_select_related = ["estate", "enterprise"]
    list_filter = [
        region_filter("estate__region_id"), OpenFilter, ("state", ChoicesDropdownFilter),
        ("kind", ChoicesDropdownFilter),
    ]  # fmt: skip
    search_fields = ["number", "estate__search_text", "enterprise__search_text"]
    search_help_text = gettext_lazy("Number, estate or company")
    autocomplete_fields = ["estate"]
    fields = ["estate", ("kind", "happened_on"), "words"]
    export_columns = (
        "number", "estate__code", "estate__name", "enterprise__uscc", "enterprise__name", "kind", "in_words", "state",
        "happened_on", "found_on", "gone_on", "asked_at", "answer_due_on", "checked_at", "put_right_by", "decided_at",
        "decision", "revoked_at",
    )  # fmt: skip

    def save_model(self, request, obj: Finding, form, change: bool) -> None:
        given = form.cleaned_data
        made = actions.raise_by_hand(
            estate=given["estate"], kind=given["kind"], happened_on=given["happened_on"], words=given["words"],
            by=request.user, at=timezone.now(),
        )  # fmt: skip
        obj.pk, obj.number = made.pk, made.number

    def sheet(self, thing: Finding) -> Sheet:
        return Sheet(
            lead=sentence_of(thing), note=note_of(thing), facts=facts_of(thing), tables=peers_of(thing),
            texts=[
                (_("What the company said"), thing.statement),
                (_("What the check found"), thing.result),
                (_("Why it was revoked"), thing.revoke_reason),
            ],
        )  # fmt: skip

    @display(description=gettext_lazy("in words"))
    def in_words(self, finding: Finding) -> str:
        return sentence_of(finding)

    @display(description=gettext_lazy("kind"), ordering="kind")
    def kind_shown(self, finding: Finding) -> str:
        return finding.get_kind_display()

    @display(description=gettext_lazy("state"), ordering="state", label=COLOURS)
    def state_shown(self, finding: Finding) -> tuple[str, str]:
        return finding.state, finding.get_state_display()

    @display(description=gettext_lazy("next day"))
    def due_shown(self, finding: Finding):
        return finding.put_right_by if finding.state == FindingState.ORDERED else open_until(finding)


def open_until(finding: Finding):
    return finding.answer_due_on if finding.state == FindingState.ASKED else None


def facts_of(thing: Finding) -> list[Fact]:
    company = thing.enterprise
    link = reverse("admin:enterprises_enterprise_change", args=[company.pk]) if company else ""
    return [
        Fact(_("Estate"), thing.estate, reverse("admin:estates_estate_change", args=[thing.estate_id])),
        Fact(_("Company"), company or _("no contract ran on that day"), link),
        Fact(_("Contract"), thing.contract),
        Fact(_("Kind"), thing.get_kind_display()),
        Fact(_("Article"), article(thing.kind, rule_values(on=thing.found_on)) or None),
        Fact(_("Dates from"), thing.happened_on),
        Fact(_("Found on"), thing.found_on),
        *known(
            Fact(_("Company asked"), thing.asked_at),
            Fact(_("To be answered by"), thing.answer_due_on),
            Fact(_("Answered"), thing.stated_at),
            Fact(_("Checked"), thing.checked_at),
            Fact(_("Put right by"), thing.put_right_by),
            Fact(_("Decided"), thing.decided_at),
            Fact(_("Decision"), thing.decision),
            Fact(_("Credit ledger"), thing.state in DECIDABLE and counted(thing)),
            Fact(_("Revoked"), thing.revoked_at),
        ),
    ]


def counted(thing: Finding) -> str:
    on = timezone.localdate(thing.decided_at) if thing.decided_at else timezone.localdate()
    if why := evidence.uncounted(thing, on=on):
        return _("not counted: %(why)s") % {"why": why}
    return _("counts for %(day)s") % {"day": evidence.counts_for(thing)}


def note_of(thing: Finding) -> str:
    today = timezone.localdate()
    if thing.gone_on is not None:
        return _("Since %(day)s the machine finds this no longer.") % {"day": thing.gone_on}
    if thing.state == FindingState.ORDERED and is_over(thing.put_right_by, today):
        return _("The day to put it right is over: decide.")
    if thing.state == FindingState.ASKED and (thing.statement or is_over(thing.answer_due_on, today)):
        return _("The company was heard, or let its day pass: check it.")
    return ""


def is_over(day, today) -> bool:
    return day is not None and day < today


def peers_of(thing: Finding) -> list[Table]:
    """Of a price out of line: each estate that it is compared with, as things stand now."""
    if thing.kind != FindingKind.PRICE_OUTLIER:
        return []
    position = PricePosition.objects.filter(estate=thing.estate_id).first()
    rows = of_group(position)[:PEERS_SHOWN] if position else []
    return [
        Table(
            _("Similar estates, from the highest fee down"),
            [_("Estate"), _("Street"), _("Yuan per m² and month")],
            [[row.estate.name, row.estate.region.name, yuan(row.price_fen)] for row in rows],
            _("There are too few to compare with now."),
        )
    ]
