"""The desks of disclosure boards: the city's list, what hangs, and what residents object to."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.decorators import display

from accounts.desk import Desk
from accounts.desk_buttons import Button, DateInput, done, text_field
from accounts.desk_filters import region_filter
from accounts.proofs import proof_response
from accounts.sheet_desk import Fact, Sheet, SheetDesk, moment
from estates.board import actions
from estates.board.lifecycle import ENTRY, ITEMS, VIEW
from estates.life_desk import estate_fact
from estates.models import BoardEntry, BoardItem, BoardProof, EntryState

ENTRY_COLOURS = {EntryState.DUE: "warning", EntryState.POSTED: "success", EntryState.FAULTY: "danger"}


class DayForm(forms.Form):
    posted_on = forms.DateField(label=gettext_lazy("Since when does it hang?"), widget=DateInput())


class LacksForm(forms.Form):
    lacks = text_field(gettext_lazy("What is missing?"), gettext_lazy("Everybody reads it. Name no person."), most=300)


@admin.register(BoardItem)
class ItemDesk(Desk):
    """The city's list. An item is ended, never struck off."""

    view_verb, add_verb, change_verb = VIEW, ITEMS, ITEMS
    list_display = ["name", "code", "cycle_shown", "due_days", "where_shown", "from_on", "until_on"]
    list_filter = [("every_months", ChoicesDropdownFilter), ("counts_as", ChoicesDropdownFilter)]
    search_fields = ["name", "code"]
    search_help_text = gettext_lazy("Name or code")
    fields = [
        ("code", "place"), ("name", "name_en"), "content", ("every_months", "due_days"), ("only_where", "counts_as"),
        "article", ("from_on", "until_on"),
    ]  # fmt: skip
    export_columns = (
        "code", "name", "name_en", "content", "every_months", "due_days", "only_where", "counts_as", "article",
        "from_on", "until_on",
    )  # fmt: skip

    def keep(self, thing: BoardItem, *, form, by, at) -> None:
        actions.keep_item(thing, by=by, at=at)

    @display(description=gettext_lazy("how often"), ordering="every_months")
    def cycle_shown(self, item: BoardItem) -> str:
        return item.get_every_months_display()

    @display(description=gettext_lazy("which estates"), ordering="only_where")
    def where_shown(self, item: BoardItem) -> str:
        return item.get_only_where_display()


class StandingFilter(admin.SimpleListFilter):
    title = gettext_lazy("how it stands")
    parameter_name = "stands"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("late", _("left out, and late")), ("owed", _("left out, or to come"))]

    def queryset(self, request: HttpRequest, queryset):
        on = timezone.localdate()
        if self.value() == "late":
            return queryset.late(on=on)
        return queryset.owed(on=on) if self.value() == "owed" else queryset


@admin.register(BoardEntry)
class EntryDesk(SheetDesk):
    """What hangs and what does not. The night opens entries; companies report them on their phones."""

    view_verb = VIEW
    looks = {EntryState.DUE: "warm", EntryState.POSTED: "ok", EntryState.FAULTY: "late"}
    list_display = ["estate", "item", "period_shown", "due_on", "state_shown", "posted_on", "checked_on"]
    list_select_related = ["estate", "item"]
    list_filter = [
        region_filter("estate__region_id"), StandingFilter, ("state", ChoicesDropdownFilter),
        ("item", RelatedDropdownFilter),
    ]  # fmt: skip
    search_fields = ["estate__search_text"]
    search_help_text = gettext_lazy("Estate")
    export_columns = (
        "estate__code", "estate__name", "item__code", "item__name", "from_on", "until_on", "due_on", "state",
        "posted_on", "checked_on", "lacks",
    )  # fmt: skip
    buttons = (
        Button.of(
            ENTRY["put_up"], done(actions.put_up),
            gettext_lazy("It hangs, whole. Photos are added on the page for phones."), DayForm, icon="task_alt",
        ),
        Button.of(
            ENTRY["find_complete"], done(actions.find_complete),
            gettext_lazy("Somebody looked on the spot: nothing is missing."), icon="check", variant="primary",
        ),
        Button.of(
            ENTRY["find_faulty"], done(actions.find_faulty),
            gettext_lazy("Somebody looked on the spot: it counts as left out until the company reports it anew."),
            LacksForm, icon="rule",
        ),
    )  # fmt: skip

    def get_urls(self):
        photo = self.admin_site.admin_view(self.photo)
        return [path("<path:object_id>/photos/<int:pk>/", photo, name="estates_boardentry_photo"), *super().get_urls()]

    def photo(self, request: HttpRequest, object_id: str, pk: int) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = BoardProof.objects.filter(entry__in=self.get_queryset(request).filter(pk=object_id), pk=pk).first()
        if found is None:
            raise Http404
        return proof_response(found.file, f"{found.entry.estate.code}-{found.pk}")

    def sheet(self, thing: BoardEntry) -> Sheet:
        is_late = thing.state == EntryState.DUE and thing.due_on < timezone.localdate()
        return Sheet(
            note=_("Its day is over.") if is_late else "",
            facts=[
                estate_fact(thing.estate),
                Fact(_("Disclosed item"), thing.item),
                Fact(_("Period"), thing.told_period or _("for good")),
                Fact(_("Last day"), thing.due_on),
                Fact(_("Posted on"), thing.posted_on),
                Fact(_("Hangs at least until"), thing.hangs_until_on),
                Fact(_("Time of the report"), moment(thing.reported_at)),
                Fact(_("Checked on the spot on"), thing.checked_on),
                *([Fact(_("Fault"), thing.fault, fault_address(thing.fault_id))] if thing.fault_id else []),
                *[Fact(_("Photo"), f"{each.added_at:%F}", self.photo_address(each)) for each in thing.proofs.all()],
            ],
            texts=[(_("What has to be told"), thing.item.content), (_("What is missing"), thing.lacks)],
        )

    def photo_address(self, proof: BoardProof) -> str:
        return reverse("admin:estates_boardentry_photo", args=[proof.entry_id, proof.pk]) if proof.file else ""

    @display(description=gettext_lazy("period"), ordering="from_on")
    def period_shown(self, entry: BoardEntry) -> str:
        return entry.told_period or _("for good")

    @display(description=gettext_lazy("state"), ordering="state", label=ENTRY_COLOURS)
    def state_shown(self, entry: BoardEntry) -> tuple[str, str]:
        return entry.state, entry.get_state_display()


def fault_address(pk: int) -> str:
    return reverse("admin:estates_boardfault_change", args=[pk])
