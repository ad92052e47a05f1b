"""The desk of mediation committees: the bodies and who sits in them."""

from collections.abc import Sequence
from datetime import datetime

from dateutil.relativedelta import relativedelta
from django import forms
from django.contrib import admin
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import BooleanRadioFilter, ChoicesDropdownFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget, UnfoldBooleanSwitchWidget

from accounts.city import NoRuleValue
from accounts.desk import Desk
from accounts.desk_buttons import Button, DateInput, reason_field
from accounts.desk_filters import region_filter
from accounts.lifecycle import NotNow
from accounts.models import RuleValue
from accounts.sheet_desk import SheetDesk, Table
from committees.mediators import actions
from committees.mediators.actions import RIGHT, NewMediator
from committees.mediators.law import Seated, faults, mediation_law
from committees.models import MediationCommittee
from committees.models.mediation import MOST_MEMBERS

LINE, SWITCH = UnfoldAdminTextInputWidget, UnfoldBooleanSwitchWidget


def person_fields(place: int | None = None) -> dict[str, forms.Field]:
    """Name, phone and whether it is a woman or the chair, of one person or of the one in a row."""
    end, named = ("", "") if place is None else (f"_{place}", f" {place}")
    return {
        f"name{end}": forms.CharField(
            label=_("full name") + named, max_length=40, required=place is None, widget=LINE,
            help_text=_("Sealed; lists show the family name only.") if place in (None, 1) else "",
        ),
        f"phone{end}": forms.CharField(label=_("phone") + named, max_length=20, required=False, widget=LINE),
        f"is_woman{end}": forms.BooleanField(label=_("woman") + named, required=False, widget=SWITCH),
        f"is_chair{end}": forms.BooleanField(label=_("chair") + named, required=False, widget=SWITCH),
    }  # fmt: skip


class ChooseForm(forms.Form):
    def clean(self) -> dict:
        """Puts the rows with a name together as `members`."""
        given = super().clean() or self.cleaned_data
        rows = (
            NewMediator(*(given.get(f"{name}_{place}") for name in ("name", "phone", "is_chair", "is_woman")))
            for place in range(1, MOST_MEMBERS + 1)
        )
        return {"on": given.get("on"), "members": [row for row in rows if (row.name or "").strip()]}


def choose_form(committee: MediationCommittee) -> type[forms.Form]:
    fields: dict[str, forms.Field] = {
        "on": forms.DateField(label=_("chosen on"), widget=DateInput, initial=timezone.localdate)
    }
    for place in range(1, MOST_MEMBERS + 1):
        fields |= person_fields(place)
    return type("ChooseForm", (ChooseForm,), fields)


class ReplaceForm(forms.Form):
    def clean(self) -> dict:
        """Puts the person together as `coming`."""
        given = super().clean() or self.cleaned_data
        names = ("name", "phone", "is_chair", "is_woman")
        return {**{key: value for key, value in given.items() if key not in names},
                "coming": NewMediator(*(given.get(name, "") for name in names))}  # fmt: skip


def replace_form(committee: MediationCommittee) -> type[forms.Form]:
    serving = committee.mediators.serving()
    fields = {
        "leaving": forms.ModelChoiceField(label=_("who leaves"), queryset=serving, widget=UnfoldAdminSelectWidget),
        "on": forms.DateField(label=_("on"), widget=DateInput, initial=timezone.localdate),
        "reason": reason_field(_("Why")),
        **person_fields(),
    }
    return type("ReplaceForm", (ReplaceForm,), fields)


def choose(committee: MediationCommittee, *, by, at: datetime, on, members: Sequence[NewMediator]) -> str:
    held = actions.choose(committee, members=members, on=on, by=by, at=at)
    return _("%(name)s: %(count)d members are chosen.") % {"name": held, "count": held.member_count}


def replace(committee: MediationCommittee, **given) -> str:
    return _("%(name)s has taken the seat.") % {"name": actions.replace(committee, **given)}


def has_members(committee: MediationCommittee) -> bool:
    return committee.mediators.serving().exists()


class TermFilter(admin.SimpleListFilter):
    title = gettext_lazy("term")
    parameter_name = "term"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("over", _("is over"))]

    def queryset(self, request: HttpRequest, queryset):
        if self.value() != "over":
            return queryset
        return queryset.filter(is_active=True, chosen_on__lte=actions.chosen_before(timezone.localdate()))


@admin.register(MediationCommittee)
class MediationCommitteeDesk(Desk):
    view_verb = add_verb = change_verb = RIGHT
    refusals = SheetDesk.refusals
    change_form_template = "committees/mediation_committee.html"
    list_display = [
        "name", "level_shown", "region", "phone", "member_count", "women", "chosen_on", "term_shown", "is_active",
    ]  # fmt: skip
    list_select_related = ["region"]
    list_filter = [
        region_filter("region_id"), ("level", ChoicesDropdownFilter), ("is_active", BooleanRadioFilter), TermFilter,
    ]  # fmt: skip
    search_fields = ["name", "region__name"]
    search_help_text = gettext_lazy("Name or region")
    autocomplete_fields = ["region"]
    fields = [("name", "level"), ("region", "phone"), ("member_count", "chosen_on"), "is_active"]
    export_columns = (
        "name", "level", "region__code", "region__name", "phone", "member_count", "women", "chosen_on", "term_shown",
        "is_active",
    )  # fmt: skip
    buttons = (
        Button(
            "choose", gettext_lazy("Choose members"), RIGHT, choose, form_of=choose_form, icon="how_to_vote",
            question=lambda committee: _("All members anew, for a term from that day. Those of before leave."),
        ),
        Button(
            "replace", gettext_lazy("Replace a member"), RIGHT, replace, form_of=replace_form, icon="swap_horiz",
            question=lambda committee: _("One leaves and another takes the seat, so that the committee stays whole."),
            when=has_members,
        ),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest):
        """With the years of the term that was law on the day they were chosen."""
        terms = RuleValue.objects.filter(key="mediation_term_years", from_on__lte=OuterRef("chosen_on"))
        years = Subquery(terms.order_by("-from_on").values("value")[:1])
        return super().get_queryset(request).prefetch_related("mediators").annotate(term_years=years)

    def get_readonly_fields(self, request: HttpRequest, obj: MediationCommittee | None = None) -> list[str]:
        """Where members are named, they are the number and the day."""
        return ["member_count", "chosen_on"] if obj is not None and has_members(obj) else []

    def keep(self, thing: MediationCommittee, *, form, by, at) -> None:
        actions.keep_committee(thing, by=by, at=at)

    def page_facts(self, request: HttpRequest, thing: MediationCommittee | None) -> dict:
        return {} if thing is None else {"members": self.members(thing), "page_note": note(thing)}

    def members(self, thing: MediationCommittee) -> Table:
        rows = [
            (row.masked_name, _("chair") if row.is_chair else _("member"), _("woman") if row.is_woman else _("man"),
             f"{row.joined_on:%Y-%m-%d}", f"{row.left_on:%Y-%m-%d}" if row.left_on else "–")
            for row in sorted(thing.mediators.all(), key=lambda row: (bool(row.left_on), not row.is_chair, row.pk))
        ]  # fmt: skip
        heads = (_("Member"), _("Seat"), _("Sex"), _("From"), _("Until before"))
        return Table(_("Members"), heads, rows, _("Nobody is named yet: choose members."))

    @display(description=gettext_lazy("level"), ordering="level")
    def level_shown(self, committee: MediationCommittee) -> str:
        return committee.get_level_display()

    @display(description=gettext_lazy("women"))
    def women(self, committee: MediationCommittee) -> int | str:
        serving = [row for row in committee.mediators.all() if row.left_on is None]
        return sum(row.is_woman for row in serving) if serving else "–"

    @display(description=gettext_lazy("term until before"), ordering="chosen_on")
    def term_shown(self, committee: MediationCommittee) -> str:
        years = committee.term_years or ""
        return f"{committee.chosen_on + relativedelta(years=int(years)):%Y-%m-%d}" if years.isdecimal() else "–"


def note(committee: MediationCommittee) -> str:
    """What is wrong with a committee today, with the article; empty when nothing is."""
    try:
        law = mediation_law(timezone.localdate())
    except (NoRuleValue, NotNow) as fault:
        return str(fault)
    found = []
    if law.ends_on(committee.chosen_on) <= timezone.localdate():
        words = _("The term is over since %(day)s: choose members anew (%(article)s).")
        found.append(words % {"day": law.ends_on(committee.chosen_on), "article": law.years.article})
    serving = [Seated(row.is_chair, row.is_woman) for row in committee.mediators.all() if row.left_on is None]
    return " ".join([*found, *(faults(serving, law) if serving else [])])
