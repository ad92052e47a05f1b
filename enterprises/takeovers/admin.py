"""The desks of handing over: delivery verifications and inspections at hand-over."""

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from accounts.desk_filters import region_filter
from accounts.sheet_desk import Fact, Sheet, Table
from enterprises.models import Delivery, DeliveryState, Takeover, TakeoverState
from enterprises.takeovers import actions, deliveries
from enterprises.takeovers.buttons import DELIVERY_BUTTONS, TAKEOVER_BUTTONS
from enterprises.takeovers.law import CONDITIONS
from enterprises.takeovers.lifecycle import RECORD, VERIFY
from estates.life_desk import LifeDesk, estate_fact

DELIVERY_COLOURS = {
    DeliveryState.APPLIED: "info", DeliveryState.RETURNED: "warning", DeliveryState.CONFIRMED: "success",
    DeliveryState.WITHDRAWN: "default",
}  # fmt: skip
TAKEOVER_COLOURS = {
    TakeoverState.OPEN: "info", TakeoverState.INSPECTED: "warning", TakeoverState.FINISHED: "warning",
    TakeoverState.FILED: "success", TakeoverState.STRUCK: "default",
}  # fmt: skip


@admin.register(Delivery)
class DeliveryDesk(LifeDesk):
    add_verb = VERIFY
    buttons = DELIVERY_BUTTONS
    looks = {DeliveryState.APPLIED: "", DeliveryState.RETURNED: "warm", DeliveryState.CONFIRMED: "ok"}
    list_display = ["number", "estate", "phase", "developer", "handover_on", "state_shown", "confirmed_on"]
    list_select_related = ["estate"]
    list_filter = [region_filter("estate__region_id"), ("state", ChoicesDropdownFilter)]
    search_fields = ["number", "estate__search_text", "developer"]
    search_help_text = gettext_lazy("Number, estate or developer")
    autocomplete_fields = ["estate"]
    fields = ["estate", ("phase", "homes"), ("developer", "floor_area_m2"), "handover_on"]
    export_columns = (
        "number", "estate__code", "estate__name", "phase", "developer", "homes", "floor_area_m2", "service_rooms_m2",
        "committee_room_m2", "state", "applied_on", "handover_on", "confirmed_on", "paper__number",
    )  # fmt: skip

    def keep(self, thing: Delivery, *, form, by, at) -> None:
        deliveries.apply(thing, by=by, at=at)

    def files(self, thing: Delivery):
        return {each.kind: each.proof for each in thing.conditions.all() if each.proof}

    def sheet(self, thing: Delivery) -> Sheet:
        rows = [
            [
                CONDITIONS[each.kind], {True: _("met"), False: _("missing"), None: _("not checked yet")}[each.is_met],
                each.checked_on or "", each.missing,
            ]
            for each in thing.conditions.all()
        ]  # fmt: skip
        return Sheet(
            facts=[
                estate_fact(thing.estate),
                Fact(_("Part that is handed over"), thing.phase),
                Fact(_("Homes handed over"), thing.homes),
                Fact(_("Floor area handed over, m²"), thing.floor_area_m2),
                Fact(_("Rooms for the property service, m²"), thing.service_rooms_m2),
                Fact(_("Room for the owners' committee, m²"), thing.committee_room_m2),
                Fact(_("Developer"), thing.developer),
                Fact(_("Applied for on"), thing.applied_on),
                Fact(_("To be handed over from"), thing.handover_on),
                Fact(_("Confirmed on"), thing.confirmed_on),
                *([paper_fact(thing)] if thing.paper_id else []),
                *self.file_facts(thing),
            ],
            tables=[Table(_("Conditions"), [_("Condition"), _("Result"), _("Checked on"), _("What is missing")], rows)],
            texts=[(_("Remark"), thing.remark)],
        )

    @display(description=gettext_lazy("state"), ordering="state", label=DELIVERY_COLOURS)
    def state_shown(self, delivery: Delivery) -> tuple[str, str]:
        return delivery.state, delivery.get_state_display()


def paper_fact(delivery: Delivery) -> Fact:
    """The confirmation, which the desk of papers hands out."""
    address = reverse("admin:committees_paper_change", args=[delivery.paper_id])
    return Fact(_("Confirmation"), delivery.paper, address)


class OwingFilter(admin.SimpleListFilter):
    title = gettext_lazy("what is late")
    parameter_name = "owing"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("yes", _("inspection, defects, posting or filing late"))]

    def queryset(self, request: HttpRequest, queryset):
        if self.value() != "yes":
            return queryset
        return queryset.filter(pk__in=Takeover.objects.owing(on=timezone.localdate()).values("pk"))


@admin.register(Takeover)
class TakeoverDesk(LifeDesk):
    add_verb = RECORD
    buttons = TAKEOVER_BUTTONS
    looks = {
        TakeoverState.OPEN: "", TakeoverState.INSPECTED: "warm", TakeoverState.FINISHED: "warm",
        TakeoverState.FILED: "ok",
    }  # fmt: skip
    list_display = ["number", "estate", "enterprise", "handover_on", "inspect_by", "inspected_on", "state_shown"]
    list_select_related = ["estate", "enterprise"]
    list_filter = [
        region_filter("estate__region_id"), OwingFilter, ("state", ChoicesDropdownFilter),
        ("kind", ChoicesDropdownFilter),
    ]  # fmt: skip
    search_fields = ["number", "estate__search_text", "enterprise__search_text"]
    search_help_text = gettext_lazy("Number, estate or company")
    autocomplete_fields = ["estate", "enterprise", "delivery"]
    fields = ["estate", ("enterprise", "kind"), "hands_over", ("delivery", "handover_on")]
    export_columns = (
        "number", "estate__code", "estate__name", "enterprise__uscc", "enterprise__name", "kind", "hands_over",
        "state", "handover_on", "inspect_by", "inspected_on", "post_by", "posted_on", "finished_on", "file_by",
        "filed_on",
    )  # fmt: skip

    def keep(self, thing: Takeover, *, form, by, at) -> None:
        actions.register(thing, by=by, at=at)

    def sheet(self, thing: Takeover) -> Sheet:
        on = timezone.localdate()
        is_owing = Takeover.objects.owing(on=on).filter(pk=thing.pk).exists()
        return Sheet(
            note=_("Its inspection, a defect, the posting or the filing of its papers is late.") if is_owing else "",
            facts=[
                estate_fact(thing.estate),
                Fact(_("Company that takes over"), thing.enterprise),
                Fact(_("Kind"), thing.get_kind_display()),
                Fact(_("Who hands over"), thing.hands_over),
                Fact(_("Delivery verification"), thing.delivery),
                Fact(_("Homes handed over, or service begins, on"), thing.handover_on),
                Fact(_("Papers due by"), thing.papers_due_on),
                Fact(_("Inspection due by"), thing.inspect_by),
                Fact(_("Hand-over inspected on"), thing.inspected_on),
                Fact(_("Result to be posted by"), thing.post_by),
                Fact(_("Result posted on"), thing.posted_on),
                Fact(_("Finished on"), thing.finished_on),
                Fact(_("To be filed by"), thing.file_by),
                Fact(_("Papers filed on"), thing.filed_on),
                *self.file_facts(thing, _("Signed record")),
            ],
            tables=[witnesses_table(thing), papers_table(thing), defects_table(thing)],
            texts=[(_("Why it was struck"), thing.struck_reason)],
        )

    @display(description=gettext_lazy("state"), ordering="state", label=TAKEOVER_COLOURS)
    def state_shown(self, takeover: Takeover) -> tuple[str, str]:
        return takeover.state, takeover.get_state_display()


def witnesses_table(takeover: Takeover) -> Table:
    rows = [[each.get_side_display(), each.body, each.signed_on] for each in takeover.witnesses.all()]
    return Table(
        _("Witnesses"), [_("Side of the witness"), _("Body"), _("Signature on")], rows, _("Nobody signed yet.")
    )


def papers_table(takeover: Takeover) -> Table:
    rows = [[each.get_kind_display(), each.received_on, each.remark] for each in takeover.papers.all()]
    return Table(_("Papers handed over"), [_("Kind"), _("Received on"), _("Remark")], rows, _("No paper came in yet."))


def defects_table(takeover: Takeover) -> Table:
    rows = [
        [each.words, each.place, each.found_on, each.due_on, each.fixed_on or ""] for each in takeover.defects.all()
    ]
    heads = [_("Defect"), _("Standing place"), _("Found on"), _("Day to put it right"), _("Put right on")]
    return Table(_("Defects"), heads, rows, _("No defect was found."))
