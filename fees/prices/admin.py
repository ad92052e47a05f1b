"""The desks of guide prices, of indices, and of what would follow from them."""

from django import forms
from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminTextInputWidget

from accounts.desk import Desk
from accounts.desk_buttons import Button, DateInput, ReasonForm
from accounts.sheet_desk import Fact, Sheet, SheetDesk, Table
from fees.models import BuildingKind, GuidePrice, IndexKind, Lift, PriceIndex, PriceProposal, StandardLevel
from fees.prices import actions
from fees.prices.caps import Sort, Span, span
from fees.prices.telling import yuan
from intake.money import YuanField, as_yuan
from intake.money import yuan as in_yuan

SORTS = [
    Sort(BuildingKind.HIGH_RISE, Lift.WITH),
    Sort(BuildingKind.MULTI_STOREY, Lift.WITH),
    Sort(BuildingKind.MULTI_STOREY, Lift.WITHOUT),
]


IN_YUAN = {
    "base_fen": gettext_lazy("base price, yuan per m² and month"),
    "lift_extra_fen": gettext_lazy("more with a lift, yuan"),
    "no_lift_less_fen": gettext_lazy("less without a lift, yuan"),
}


class EndForm(forms.Form):
    valid_until = forms.DateField(label=gettext_lazy("valid until before"), widget=DateInput)


class ReviewForm(forms.Form):
    next_on = forms.DateField(label=gettext_lazy("to be reviewed again by"), widget=DateInput)


class YearForm(forms.Form):
    year = forms.IntegerField(
        label=gettext_lazy("year of the indices"), min_value=1990, max_value=2100, widget=UnfoldAdminIntegerFieldWidget
    )


def in_yuan_field(name: str, **options) -> YuanField:
    widget = UnfoldAdminTextInputWidget(attrs={"inputmode": "decimal"})
    return YuanField(label=IN_YUAN[name], min_value=0, widget=widget, **options)


class GuidePriceForm(forms.ModelForm):
    """Prices as documents have them: in yuan."""

    base_fen = in_yuan_field("base_fen")
    lift_extra_fen = in_yuan_field("lift_extra_fen", initial=0)
    no_lift_less_fen = in_yuan_field("no_lift_less_fen", initial=0)

    class Meta:
        model = GuidePrice
        fields = (
            "region", "level", "building_kind", "lift", "base_fen", "lift_extra_fen", "no_lift_less_fen",
            "float_up_percent", "float_down_percent", "valid_from", "valid_until", "document", "issuers", "is_example",
        )  # fmt: skip

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "level" in self.fields:
            levels = StandardLevel.objects.filter(standard__published_at__isnull=False).select_related("standard")
            self.fields["level"].queryset = levels  # type: ignore[attr-defined]
            self.fields["level"].label_from_instance = lambda level: f"{level.standard} · {level.name}"  # type: ignore[attr-defined]


def end(price: GuidePrice, **given) -> str:
    held = actions.end_guide_price(price, **given)
    return _("It is valid until before %(day)s.") % {"day": held.valid_until}


def review(price: GuidePrice, **given) -> str:
    held = actions.note_review(price, **given)
    return _("It stays as it is. The next review is due by %(day)s.") % {"day": held.review_due_on}


def propose(price: GuidePrice, **given) -> HttpResponseRedirect:
    made = actions.propose_guide_price(price, **given)
    return HttpResponseRedirect(reverse("admin:fees_priceproposal_change", args=[made.pk]))


def strike(price: GuidePrice, **given) -> HttpResponseRedirect:
    actions.strike_guide_price(price, **given)
    return HttpResponseRedirect(reverse("admin:fees_guideprice_changelist"))


def is_open(price) -> bool:
    return price.valid_until is None or price.valid_until > timezone.localdate()


@admin.register(GuidePrice)
class GuidePriceDesk(SheetDesk):
    view_verb, add_verb = "fees.view", actions.EDIT
    form = GuidePriceForm
    buttons = (
        Button(
            "review", gettext_lazy("Reviewed: it stays"), actions.EDIT, review, form=ReviewForm, icon="task_alt",
            when=is_open, question=lambda price: _("The price stays as it is until the day of the next review."),
        ),
        Button(
            "propose", gettext_lazy("Reckon by the indices"), actions.EDIT, propose, form=YearForm, icon="calculate",
            when=is_open,
            question=lambda price: _("A proposal is kept, as an input to the review. The price stays as it is."),
        ),
        Button(
            "end", gettext_lazy("End this price"), actions.EDIT, end, form=EndForm, icon="event_busy", variant="danger",
            when=is_open,
            question=lambda price: _("From that day on it holds no more. Lay down the next one from then on."),
        ),
        Button(
            "strike", gettext_lazy("Strike off"), actions.EDIT, strike, form=ReasonForm, icon="undo", variant="danger",
            question=lambda price: _("It was written down wrongly: it goes, as if it had never been laid down."),
        ),
    )  # fmt: skip
    list_display = ["level", "buildings_shown", "base_shown", "float_shown", "valid_from", "valid_until", "due_shown"]
    list_select_related = ["level__standard"]
    list_filter = [("building_kind", ChoicesDropdownFilter), ("valid_from", RangeDateFilter)]
    search_fields = ["document", "level__name"]
    fields = [
        ("region", "level"), ("building_kind", "lift"), "base_fen", ("lift_extra_fen", "no_lift_less_fen"),
        ("float_up_percent", "float_down_percent"), ("valid_from", "valid_until"), "document", "issuers", "is_example",
    ]  # fmt: skip
    export_columns = (
        "region__code", "level__standard__code", "level__name", "building_kind", "lift",
        *(as_yuan(name, label) for name, label in IN_YUAN.items()), "float_up_percent", "float_down_percent",
        "valid_from", "valid_until", "review_due_on",
        "document", "issuers", "is_example",
    )  # fmt: skip

    def keep(self, thing: GuidePrice, *, form, by, at) -> None:
        actions.set_guide_price(thing, by=by, at=at)

    def sheet(self, thing: GuidePrice) -> Sheet:
        return Sheet(
            note=_("An example, of no force.") if thing.is_example else due_note(thing),
            facts=[
                Fact(_("Holds in"), thing.region),
                Fact(_("Level"), f"{thing.level.standard} · {thing.level}"),
                Fact(_("Which buildings"), self.buildings_shown(thing)),
                Fact(_("Document"), thing.document),
                Fact(_("Jointly issued by"), thing.issuers),
                Fact(_("Valid from"), thing.valid_from),
                Fact(_("Valid until before"), thing.valid_until),
                Fact(_("To be reviewed by"), thing.review_due_on),
            ],
            tables=[limits_of(thing), proposals_of(thing)],
        )

    @display(description=gettext_lazy("for which buildings"))
    def buildings_shown(self, price: GuidePrice) -> str:
        return f"{price.get_building_kind_display()} · {price.get_lift_display()}"

    @display(description=gettext_lazy("base, yuan"), ordering="base_fen")
    def base_shown(self, price: GuidePrice) -> str:
        return in_yuan(price.base_fen)

    @display(description=gettext_lazy("float"))
    def float_shown(self, price: GuidePrice) -> str:
        return f"{percent(price.float_up_percent, '+')} / {percent(price.float_down_percent, '−')}"

    @display(
        description=gettext_lazy("to be reviewed by"), ordering="review_due_on", label={"late": "danger", "": "default"}
    )
    def due_shown(self, price: GuidePrice):
        if price.review_due_on is None or not is_open(price):
            return "–"
        is_due = price.review_due_on <= timezone.localdate()
        return ("late" if is_due else ""), f"{price.review_due_on}"


def percent(value, sign: str) -> str:
    return _("no limit") if value is None else f"{sign}{value.normalize():f}%"


def due_note(price: GuidePrice) -> str:
    is_due = price.review_due_on is not None and price.review_due_on <= timezone.localdate() and is_open(price)
    return _("The day of its review has come.") if is_due else ""


def limits_of(price: GuidePrice) -> Table:
    """What it allows for each sort of building that it is for, to the fraction of a fen."""
    rows = [
        (f"{sort.kind.label} · {sort.lift.label}", *figures(span(price, sort)))
        for sort in SORTS
        if price.building_kind in (BuildingKind.ANY, sort.kind) and price.lift in (Lift.ANY, sort.lift)
    ]
    heads = (_("Which buildings"), _("Lowest, yuan"), _("Base, yuan"), _("Highest, yuan"))
    return Table(_("What it allows, per m² and month"), heads, rows)


def figures(allowed: Span) -> tuple[str, str, str]:
    lowest = _("no limit") if allowed.lowest is None else str(yuan(allowed.lowest))
    highest = _("no limit") if allowed.highest is None else str(yuan(allowed.highest))
    return lowest, str(yuan(allowed.base)), highest


def proposals_of(price: GuidePrice) -> Table:
    rows = [(each.year, in_yuan(each.old_fen), in_yuan(each.proposed_fen)) for each in price.proposals.all()]
    heads = (_("Year"), _("Then, yuan"), _("By the indices, yuan"))
    return Table(_("Reckoned by the indices (proposals only)"), heads, rows, _("None yet."))


@admin.register(PriceIndex)
class PriceIndexDesk(Desk):
    view_verb, add_verb, change_verb = "fees.view", actions.EDIT, actions.EDIT
    list_display = ["kind", "year", "value", "source", "published_on", "is_example"]
    list_filter = [("kind", ChoicesDropdownFilter)]
    search_fields = ["source"]
    fields = [("kind", "year", "value"), ("source", "published_on"), "is_example"]
    export_columns = ("kind", "year", "value", "source", "published_on", "is_example")

    def keep(self, thing: PriceIndex, *, form, by, at) -> None:
        actions.note_index(thing, by=by, at=at)


@admin.register(PriceProposal)
class PriceProposalDesk(SheetDesk):
    view_verb = "fees.view"
    list_display = ["what_for", "year", "old_shown", "proposed_shown", "made_at"]
    list_select_related = ["estate", "guide_price__level"]
    list_filter = [("made_at", RangeDateFilter)]
    search_fields = ["estate__search_text", "guide_price__document"]
    export_columns = (
        "estate__code", "guide_price__document", "year", as_yuan("old_fen", gettext_lazy("then, yuan")),
        as_yuan("proposed_fen", gettext_lazy("by the indices, yuan")), "made_at",
    )  # fmt: skip

    def sheet(self, thing: PriceProposal) -> Sheet:
        kinds = dict(IndexKind.choices)
        rows = [
            (kinds[line["index"]], line["weight"], line["value"], line["article"])
            for line in thing.reckoning["indices"]
        ]
        heads = (_("Index"), _("Weight"), _("Value (the year before = 100)"), _("Article"))
        return Sheet(
            note=_("A proposal only: owners vote on a fee, the price authority lays down a guide price."),
            facts=[
                Fact(_("For"), thing.estate or thing.guide_price),
                Fact(_("Year of the indices"), thing.year),
                Fact(_("Price then, yuan"), in_yuan(thing.old_fen)),
                Fact(_("Factor"), thing.reckoning["factor"]),
                Fact(_("By the indices, yuan"), in_yuan(thing.proposed_fen)),
            ],
            tables=[Table(_("How it was reckoned"), heads, rows)],
        )

    @display(description=gettext_lazy("for"))
    def what_for(self, proposal: PriceProposal) -> str:
        return str(proposal.estate or proposal.guide_price)

    @display(description=gettext_lazy("then, yuan"), ordering="old_fen")
    def old_shown(self, proposal: PriceProposal) -> str:
        return in_yuan(proposal.old_fen)

    @display(description=gettext_lazy("by the indices, yuan"), ordering="proposed_fen")
    def proposed_shown(self, proposal: PriceProposal) -> str:
        return in_yuan(proposal.proposed_fen)
