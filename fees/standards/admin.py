"""The desks of service standards and of the levels of estates."""

from collections.abc import Iterable, Iterator

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import RangeDateFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminSelectWidget

from accounts.city import profile
from accounts.desk_buttons import Button, DateInput, ReasonForm
from accounts.desk_filters import region_filter
from accounts.sheet_desk import Fact, Sheet, SheetDesk, Table
from fees.models import EstateLevel, Standard, StandardItem, StandardLevel
from fees.prices.actions import set_prices_of
from fees.standards import actions
from fees.standards.promises import StandardSheet
from fees.standards.table_file import FeeTable, TableFault, read, shipped, table_names

MOST_BYTES = 1024 * 1024


class TableForm(forms.Form):
    """A table that comes with the portal, or a file of the same shape."""

    name = forms.ChoiceField(
        label=gettext_lazy("A table that comes with the portal"), required=False, widget=UnfoldAdminSelectWidget
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file (YAML) of the same shape"), required=False, widget=UnfoldAdminFileFieldWidget
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].choices = [("", "–"), *((name, name) for name in table_names())]  # type: ignore[attr-defined]

    def clean(self) -> dict:
        """`table` in place of both. What is wrong with a file is said at it."""
        given = super().clean() or {}
        name, file = given.pop("name", ""), given.pop("file", None)
        if bool(name) == bool(file):
            raise forms.ValidationError(_("Choose a table, or a file: one of the two."))
        try:
            given["table"] = shipped(name) if name else read(text_of(file))
        except TableFault as fault:
            raise forms.ValidationError({"file" if file else "name": str(fault)}) from fault
        return given


def text_of(file) -> str:
    """Raises TableFault."""
    if file.size > MOST_BYTES:
        raise TableFault(_("The file is larger than 1 MB."))
    try:
        return file.read().decode("utf-8")
    except UnicodeDecodeError as fault:
        raise TableFault(_("The file is not text in UTF-8.")) from fault


class PublishForm(forms.Form):
    effective_from = forms.DateField(label=gettext_lazy("in force from"), widget=DateInput)


def draft(_thing, *, table: FeeTable, by, at) -> HttpResponseRedirect:
    city = profile()
    if city is None:
        raise forms.ValidationError(_("This portal has no city yet."))
    made = actions.draft_table(table, city.region, by=by, at=at)
    return HttpResponseRedirect(reverse("admin:fees_standard_change", args=[made.pk]))


def publish(standard: Standard, **given) -> str:
    held = actions.publish(standard, **given)
    return _("“%(standard)s” is in force from %(day)s on.") % {"standard": held, "day": held.effective_from}


def drop(standard: Standard, **given) -> HttpResponseRedirect:
    actions.drop(standard, **given)
    return HttpResponseRedirect(reverse("admin:fees_standard_changelist"))


def take_prices(standard: Standard, *, table: FeeTable, by, at) -> str:
    levels = set(standard.levels.values_list("name", flat=True))
    if table.prices is None or not {row.level for row in table.prices.rows} <= levels:
        raise forms.ValidationError(_("The prices of this table are not for the levels of this standard."))
    made = set_prices_of(table.prices, standard, by=by, at=at)
    return _("%(count)d guide prices are laid down.") % {"count": len(made)}


def is_draft(standard) -> bool:
    return standard.published_at is None


@admin.register(Standard)
class StandardDesk(SheetDesk):
    view_verb = "fees.view"
    buttons = (
        Button(
            "draft", gettext_lazy("Draft from a table"), actions.EDIT, draft, form=TableForm, icon="upload_file",
            variant="primary", on_list=True,
            question=lambda thing: _("A draft is made, with levels, areas and promises. It is published by itself."),
        ),
        Button(
            "publish", gettext_lazy("Publish"), actions.EDIT, publish, form=PublishForm, icon="publish",
            variant="primary", when=is_draft,
            question=lambda thing: _("From that day on it is in force and stands as it is; the edition before ends."),
        ),
        Button(
            "take-prices", gettext_lazy("Guide prices from a table"), "prices.edit", take_prices, form=TableForm,
            icon="sell", when=lambda standard: not is_draft(standard),
            question=lambda thing: _("Each price of the table becomes a guide price of the level that it names."),
        ),
        Button(
            "drop", gettext_lazy("Drop the draft"), actions.EDIT, drop, icon="delete", variant="danger", when=is_draft,
            question=lambda thing: _("The draft goes, with all it says."),
        ),
    )  # fmt: skip
    list_display = ["name", "edition", "state_shown", "effective_from", "effective_until", "is_example"]
    list_filter = [("effective_from", RangeDateFilter)]
    search_fields = ["name", "code"]
    export_columns = ("code", "edition", "name")

    def export_lines(self, things: Iterable[Standard]) -> Iterator[list]:
        """Every promise in a line of its own, as the import takes them."""
        yield [column.heading for column in StandardSheet.columns]
        for thing in things:
            for item in promises_in_order(thing):
                level = item.level
                yield [
                    thing.code, thing.edition, thing.name, yes_no(thing.is_example), thing.note, level.name, level.rank,
                    item.area.name, item.text, yes_no(item.is_headline),
                ]  # fmt: skip

    def sheet(self, thing: Standard) -> Sheet:
        return Sheet(
            note=_("An example, of no force.") if thing.is_example else "",
            facts=[
                Fact(_("Series"), thing.code),
                Fact(_("Laid down for"), thing.region),
                Fact(_("State"), state_of(thing)),
                Fact(_("In force from"), thing.effective_from),
                Fact(_("In force until before"), thing.effective_until),
                Fact(_("Source"), thing.note or None),
            ],
            tables=[levels_of(thing), *promises_of(thing)],
        )

    @display(description=gettext_lazy("state"))
    def state_shown(self, standard: Standard) -> str:
        return state_of(standard)


def yes_no(holds: bool) -> str:
    return "是" if holds else "否"


def state_of(standard: Standard) -> str:
    return _("draft") if is_draft(standard) else _("published")


def levels_of(standard: Standard) -> Table:
    rows = [
        (level.name, level.rank, level.estates.on(timezone.localdate()).count())
        for level in standard.levels.order_by("-rank")
    ]
    heads = (_("Level"), _("Rank (1 is the least service)"), _("Estates today"))
    return Table(_("Levels"), heads, rows, _("No level yet."))


def promises_in_order(standard: Standard) -> QuerySet[StandardItem]:
    items = StandardItem.objects.filter(level__standard=standard).select_related("level", "area")
    return items.order_by("-level__rank", "area__place", "place")


def promises_of(standard: Standard) -> list[Table]:
    """One table for each level: area and promise."""
    tables: dict[str, list] = {}
    for item in promises_in_order(standard):
        tables.setdefault(item.level.name, []).append((item.area.name, item.text))
    heads = (_("Area of service"), _("What is promised"))
    return [Table(_("Level %(level)s") % {"level": name}, heads, rows) for name, rows in tables.items()]


class VerifyForm(forms.ModelForm):
    class Meta:
        model = EstateLevel
        fields = ("estate", "level", "verified_on", "from_on", "verified_by", "note")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "level" in self.fields:
            in_force = Standard.objects.in_force(on=timezone.localdate())
            levels = StandardLevel.objects.filter(standard__in=in_force).select_related("standard")
            self.fields["level"].queryset = levels  # type: ignore[attr-defined]
            self.fields["level"].label_from_instance = lambda level: f"{level.standard.name} · {level.name}"  # type: ignore[attr-defined]


def strike(level: EstateLevel, **given) -> HttpResponseRedirect:
    actions.strike_level(level, **given)
    return HttpResponseRedirect(reverse("admin:fees_estatelevel_changelist"))


@admin.register(EstateLevel)
class EstateLevelDesk(SheetDesk):
    view_verb, add_verb = "fees.view", actions.VERIFY
    form = VerifyForm
    buttons = (
        Button(
            "strike", gettext_lazy("Strike off"), actions.VERIFY, strike, form=ReasonForm, icon="undo",
            variant="danger",
            question=lambda thing: _("It was written down wrongly: it goes, and the level before it counts again."),
        ),
    )  # fmt: skip
    list_display = ["estate", "level", "from_on", "until_on", "verified_on", "verified_by"]
    list_select_related = ["estate", "level"]
    list_filter = [region_filter("estate__region_id"), ("verified_on", RangeDateFilter)]
    search_fields = ["estate__search_text"]
    search_help_text = gettext_lazy("Estate")
    autocomplete_fields = ["estate"]
    fields = ["estate", "level", ("verified_on", "from_on"), "verified_by", "note"]
    export_columns = (
        "estate__code", "estate__name", "level__standard__code", "level__name", "level__rank", "from_on", "until_on",
        "verified_on", "verified_by", "note",
    )  # fmt: skip

    def save_model(self, request, obj: EstateLevel, form, change: bool) -> None:
        made = actions.verify_level(**form.cleaned_data, by=request.user, at=timezone.now())
        obj.pk = made.pk
        messages.info(request, _("The fee filed for this estate is compared with this level tonight."))

    def sheet(self, thing: EstateLevel) -> Sheet:
        standard = thing.level.standard
        return Sheet(
            facts=[
                Fact(_("Estate"), thing.estate, reverse("admin:estates_estate_change", args=[thing.estate_id])),
                Fact(_("Level"), thing.level),
                Fact(_("Standard"), standard, reverse("admin:fees_standard_change", args=[standard.pk])),
                Fact(_("Counts from"), thing.from_on),
                Fact(_("Until before"), thing.until_on),
                Fact(_("Verified on site on"), thing.verified_on),
                Fact(_("Verified by"), thing.verified_by),
                Fact(_("Note"), thing.note or None),
            ],
            tables=[self.others(thing)],
        )

    def others(self, thing: EstateLevel) -> Table:
        rows = [
            (each.level.name, f"{each.from_on}", f"{each.until_on or '–'}", each.verified_by)
            for each in EstateLevel.objects.filter(estate=thing.estate_id).exclude(pk=thing.pk).select_related("level")
        ]
        heads = (_("Level"), _("From"), _("Until before"), _("Verified by"))
        return Table(_("Other levels of this estate"), heads, rows, _("None."))
