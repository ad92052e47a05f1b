"""The desk of the ledger: records with their state as of today; recorded once, corrected by steps, never changed."""

import secrets
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldAdminSelectWidget

from accounts.authority import NotAllowed, may
from accounts.desk import Desk
from accounts.desk_filters import region_filter
from accounts.models import Role
from accounts.templatetags.site import signed
from committees.models import DutyReport
from complaints.models import Complaint
from credit import actions, law
from credit.actions import EvidenceFault, NewEvidence, NotNow
from credit.admin.evidence_filters import STATES, CompanyFilter, ItemFilter, NobodyFilter, StateFilter
from credit.admin.evidence_steps import STEPS, has_open_objection
from credit.models import Evidence, Item, Source
from credit.queries import nameable_by
from estates.models import BoardFault
from fees.models import Finding

FIELD_OF_FAULT = {
    "item_code": "item",
    "enterprise_id": "enterprise",
    "estate_id": "estate",
    "manager_id": "manager",
    "centipoints": "points",
}


class RecordForm(forms.ModelForm):
    """One record. Its number is given by the portal; its points only where the item leaves a range."""

    points = forms.DecimalField(
        label=gettext_lazy("points"), required=False, max_digits=7, decimal_places=2,
        widget=UnfoldAdminDecimalFieldWidget(),
        help_text=gettext_lazy("Only where the item leaves a range; taken points are negative."),
    )  # fmt: skip

    class Meta:
        model = Evidence
        fields = [
            "item", "enterprise", "estate", "manager", "level", "points", "matter", "fact",
            "occurred_on", "decided_on", "effective_on", "source", "document",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "effective_on" not in self.fields:
            return
        self.fields["effective_on"].required = False
        self.fields["effective_on"].help_text = _("Empty: the day it was decided.")
        self.fields["matter"].help_text = _("Records of one matter share a word here, such as the number of the case.")
        self.fields["level"].help_text = _("Only where the points depend on the level, as the item writes it.")

    def clean(self) -> dict:
        given = super().clean()
        if given.get("decided_on") and not given.get("effective_on"):
            given["effective_on"] = given["decided_on"]
        return given

    def entry(self) -> NewEvidence:
        given = self.cleaned_data
        number = f"{timezone.localdate():%Y%m%d}-{secrets.token_hex(4).upper()}"
        named = {f"{name}_id": given[name].pk if given[name] else None for name in ("enterprise", "estate", "manager")}
        kept = {name: given[name] for name in ("level", "matter", "fact", "source", "document")}
        days = {name: given[name] for name in ("occurred_on", "decided_on", "effective_on")}
        taken = None if given["points"] is None else int(given["points"] * Decimal(100))
        return NewEvidence(number=number, item_code=given["item"].code, centipoints=taken, **named, **kept, **days)


@admin.register(Evidence)
class EvidenceDesk(Desk):
    view_verb = "evidence.view"
    add_verb = "evidence.record"
    refusals = (ValidationError, NotAllowed, NotNow, EvidenceFault)
    form = RecordForm
    list_display = ["number", "item", "about", "points_shown", "decided", "source_shown", "state_shown"]
    list_select_related = ["item", "enterprise", "estate", "manager"]
    list_filter = [
        region_filter("estate__region_id"),
        ItemFilter,
        StateFilter,
        ("source", ChoicesDropdownFilter),
        ("decided_on", RangeDateFilter),
        CompanyFilter,
        NobodyFilter,
    ]
    search_fields = ["number", "document"]
    search_help_text = gettext_lazy("Record number or document, from its beginning")
    ordering = ["-decided_on", "-id"]
    autocomplete_fields = ["enterprise", "estate", "manager"]
    change_form_template = "desk/evidence.html"
    export_columns = (
        "number", "item__code", "item__title", "enterprise__name", "estate__name", "points_shown", "occurred_on",
        "decided_on", "effective_on", "expires_on", "source", "document", "state_shown",
    )  # fmt: skip
    buttons = STEPS

    def seen_by(self, user):
        return super().seen_by(user).with_state(on=timezone.localdate())

    def get_search_results(self, request: HttpRequest, queryset, search_term: str):
        term = search_term.strip()
        return queryset.filter(Q(number__startswith=term) | Q(document__startswith=term)), False

    def get_object(self, request: HttpRequest, object_id: str, from_field=None) -> Evidence | None:
        record = super().get_object(request, object_id, from_field)
        if record is not None:
            record.verbs = set(record.steps.values_list("verb", flat=True))
        return record

    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **kwargs):
        if db_field.name == "item":
            kwargs["queryset"] = items_in_force()
            kwargs["widget"] = UnfoldAdminSelectWidget()
        else:
            kwargs["queryset"] = nameable_by(request.user)[db_field.name]
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @display(description=gettext_lazy("about"))
    def about(self, record: Evidence) -> str:
        named = [record.estate, record.enterprise, record.manager]
        return " · ".join(str(thing) for thing in named if thing) or "–"

    @display(description=gettext_lazy("points"), ordering="centipoints")
    def points_shown(self, record: Evidence) -> str:
        return _("veto") if record.item.points_mode == "veto" else signed(record.centipoints)

    @display(description=gettext_lazy("decided on"), ordering="decided_on")
    def decided(self, record: Evidence) -> str:
        return f"{record.decided_on:%Y-%m-%d}"

    @display(description=gettext_lazy("source"), ordering="source")
    def source_shown(self, record: Evidence) -> str:
        return record.get_source_display()

    @display(description=gettext_lazy("state today"), label={key: kind for key, (_word, kind) in STATES.items()})
    def state_shown(self, record: Evidence) -> tuple[str, str]:
        return record.state, str(STATES[record.state][0])

    def export_value(self, thing: Evidence, column):
        if column == "points_shown" and thing.item.points_mode != "veto":
            return thing.centipoints / 100
        return self.state_shown(thing)[1] if column == "state_shown" else super().export_value(thing, column)

    def page_facts(self, request: HttpRequest, thing: Evidence | None) -> dict:
        if thing is None:
            return {
                "page_note": _("A record is never changed afterwards; it can be withdrawn or repaired with a reason.")
            }
        word, kind = STATES[thing.state]
        return {
            "page_title": _("Record %(number)s") % {"number": thing.number},
            "crumbs": [
                {"label": self.opts.verbose_name_plural, "url": self.url("changelist")},
                {"label": thing.number},
            ],
            "page_state": {"word": word, "kind": {"success": "ok", "warning": "warm"}.get(kind, "quiet")},
            "objected": has_open_objection(thing),
            "record": thing,
            "behind_url": behind(thing, request.user),
            "steps": thing.steps.select_related("by"),
            "names_officers": request.user.role != Role.COMPANY,
            "postings": thing.postings.visible_to(request.user).select_related("enterprise", "estate").order_by("pk"),
        }

    def faults_in(self, refusal: Exception) -> dict[str | None, list[str]]:
        if not isinstance(refusal, EvidenceFault):
            return super().faults_in(refusal)
        found: dict[str | None, list[str]] = {}
        for _place, name, sentence in refusal.faults:
            found.setdefault(FIELD_OF_FAULT.get(name, name), []).append(sentence)
        return found

    def save_model(self, request: HttpRequest, obj: Evidence, form: RecordForm, change: bool) -> None:
        (obj.pk,) = actions.record_evidence([form.entry()], by=request.user, at=timezone.now())
        obj.number = Evidence.objects.values_list("number", flat=True).get(pk=obj.pk)


PAPERS: dict[str, type[Model]] = {
    Source.COMMITTEE: DutyReport,
    Source.BOARD: BoardFault,
    Source.MONEY: Finding,
}
"""What papers behind records are; they lie on desks of their own."""


def behind(record: Evidence, user) -> str:
    """The address of what a record comes from, on the person's own desk; empty where they see none."""
    if not record.document:
        return ""
    if record.source == Source.COMPLAINT:
        return complaint_behind(record, user)
    return paper_behind(record, user) if record.source in PAPERS else ""


def complaint_behind(record: Evidence, user) -> str:
    if not may(user, "complaints.view"):
        return ""
    complaint = Complaint.objects.visible_to(user).filter(number=record.document).first()
    if complaint is None:
        return ""
    if user.role == Role.COMPANY:
        return reverse("complaints:desk-case", args=[complaint.number])
    return reverse("admin:complaints_complaint_change", args=[complaint.pk])


def paper_behind(record: Evidence, user) -> str:
    desk: Any = admin.site.get_model_admin(PAPERS[record.source])
    paper = desk.seen_by(user).filter(number=record.document).first() if may(user, desk.view_verb) else None
    return desk.url("change", paper.pk) if paper else ""


def items_in_force():
    """The items of the rulebook in force today; none where there is no rulebook yet."""
    try:
        return law.in_force(timezone.localdate()).items.order_by("code")
    except law.NoRulebook:
        return Item.objects.none()
