"""The desk of renovations: plans, works, progress, pictures."""

from datetime import datetime

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from accounts.desk_buttons import Button, ReasonForm, done, reason_field
from accounts.desk_filters import region_filter
from accounts.desk_theme import day_form, dressed
from accounts.sheet_desk import Fact, Sheet, Table
from estates.life_desk import LifeDesk, estate_fact, proof_field
from estates.models import Moment, RenovationGroup, RenovationItem, RenovationPicture, RenovationPlan, RenovationState
from estates.renovation import actions
from estates.renovation.actions import NewItem
from estates.renovation.lifecycle import EDIT, RENOVATION
from intake.money import YuanField, yuan

COLOURS = {
    RenovationState.PLANNED: "info", RenovationState.UNDER_WAY: "warning", RenovationState.FINISHED: "warning",
    RenovationState.ACCEPTED: "success", RenovationState.DROPPED: "default",
}  # fmt: skip
LINES = 40


class PlanForm(forms.ModelForm):
    works = forms.CharField(
        label=gettext_lazy("works"), widget=forms.Textarea(attrs={"rows": 8}), required=False,
        help_text=gettext_lazy("One a line: group, what, budget in yuan. For instance: basic works, roof, 120000.50"),
    )  # fmt: skip

    class Meta:
        model = RenovationPlan
        fields = ["estate", "year", "title", "begins_on", "due_on"]

    def clean_works(self) -> list[NewItem]:
        """Raises ValidationError that names the line."""
        lines = [line.strip() for line in self.cleaned_data["works"].splitlines() if line.strip()]
        if len(lines) > LINES:
            raise forms.ValidationError(_("At most %(n)d works at once.") % {"n": LINES})
        return [work_of(line, number) for number, line in enumerate(lines, start=1)]


def work_of(line: str, number: int) -> NewItem:
    groups = {str(label): value for value, label in RenovationGroup.choices}
    parts = [part.strip() for part in line.replace("，", ",").split(",")]
    if len(parts) != 3 or parts[0] not in groups:
        told = _("Line %(number)d: give one of %(groups)s, what is done, and the budget, with commas between.")
        raise forms.ValidationError(told % {"number": number, "groups": "、".join(groups)})
    try:
        budget = YuanField(min_value=0).clean(parts[2])
    except forms.ValidationError as fault:
        told = _("Line %(number)d: %(what)s") % {"number": number, "what": " ".join(fault.messages)}
        raise forms.ValidationError(told) from fault
    return NewItem(groups[parts[0]], parts[1], budget or 0)


class ItemForm(forms.Form):
    group = forms.ChoiceField(label=gettext_lazy("group of works"), choices=RenovationGroup.choices)
    name = forms.CharField(label=gettext_lazy("piece of work"), max_length=60)
    budget_fen = YuanField(label=gettext_lazy("budget, yuan"), min_value=0)


class BeginForm(forms.Form):
    began_on = forms.DateField(label=gettext_lazy("work began on"))
    builder = forms.CharField(label=gettext_lazy("building company"), max_length=100)


def item_field(plan: RenovationPlan, **options) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(label=gettext_lazy("piece of work"), queryset=plan.items.all(), **options)


def progress_form(plan: RenovationPlan) -> type[forms.Form]:
    class ProgressForm(forms.Form):
        item = item_field(plan, empty_label=None)
        percent = forms.IntegerField(label=gettext_lazy("progress, percent"), min_value=0, max_value=100)
        cost_fen = YuanField(label=gettext_lazy("cost so far, yuan"), min_value=0, required=False)
        on = forms.DateField(label=gettext_lazy("as of"))

    return dressed(ProgressForm)


def picture_form(plan: RenovationPlan) -> type[forms.Form]:
    class PictureForm(forms.Form):
        item = item_field(plan, required=False)
        moment = forms.ChoiceField(label=gettext_lazy("before or after the renovation"), choices=Moment.choices)
        taken_on = forms.DateField(label=gettext_lazy("picture taken on"))
        caption = forms.CharField(
            label=gettext_lazy("what it shows"), max_length=60,
            help_text=gettext_lazy("Pictures of one caption stand side by side. Everybody sees them: no faces."),
        )  # fmt: skip
        upload = proof_field(gettext_lazy("picture"), gettext_lazy("JPEG or PNG."), required=True)

    return dressed(PictureForm)


def unpicture_form(plan: RenovationPlan) -> type[forms.Form]:
    class RemoveForm(forms.Form):
        picture = forms.ModelChoiceField(
            label=gettext_lazy("picture"), queryset=plan.pictures.all(), empty_label=None, widget=forms.RadioSelect
        )
        why = reason_field(gettext_lazy("Why"))

    return RemoveForm


def add_item(plan: RenovationPlan, *, by, at: datetime, **given) -> str:
    return _("Added: %(name)s.") % {"name": actions.add_item(plan, item=NewItem(**given), by=by, at=at)}


def report_progress(plan: RenovationPlan, **given) -> str:
    item = actions.report_progress(plan, **given)
    return _("%(name)s: %(percent)d %%.") % {"name": item, "percent": item.progress_percent}


def add_picture(plan: RenovationPlan, *, upload, by, at: datetime, **given) -> str:
    actions.add_picture(plan, picture=RenovationPicture(**given), upload=upload, by=by, at=at)
    return _("The picture is added.")


def remove_picture(plan: RenovationPlan, **given) -> str:
    actions.remove_picture(plan, **given)
    return _("The picture is gone.")


def is_done(plan: RenovationPlan) -> bool:
    """Whether every piece of work is at 100 %."""
    progress = plan.items.values_list("progress_percent", flat=True)
    return bool(progress) and min(progress) == 100


BUTTONS = (
    Button.of(
        RENOVATION["report_progress"], report_progress, gettext_lazy("The page of the estate shows how far it is."),
        form_of=progress_form, icon="trending_up", variant="primary", when=lambda plan: plan.items.exists(),
        stands_out=lambda plan: not is_done(plan),
    ),
    Button.of(
        RENOVATION["begin"], done(actions.begin), gettext_lazy("The register of estates says: under way."),
        form=dressed(BeginForm), icon="construction", variant="primary",
    ),
    Button.of(
        RENOVATION["add_item"], add_item, gettext_lazy("One more piece of work."), form=dressed(ItemForm), icon="add",
    ),
    Button.of(
        RENOVATION["add_picture"], add_picture, gettext_lazy("Everybody sees it."), form_of=picture_form,
        icon="add_photo_alternate",
    ),
    Button.of(
        RENOVATION["remove_picture"], remove_picture, gettext_lazy("The picture and its file are gone for good."),
        form_of=unpicture_form, icon="hide_image", when=lambda plan: plan.pictures.exists(),
    ),
    Button.of(
        RENOVATION["finish"], done(actions.finish), gettext_lazy("Every piece of work must be at 100 %."),
        form=day_form("finished_on", gettext_lazy("work finished on")), icon="flag", variant="primary",
        when=is_done,
    ),
    Button.of(
        RENOVATION["accept"], done(actions.accept), gettext_lazy("Works and costs stay as they are from then on."),
        form=day_form("accepted_on", gettext_lazy("accepted on")), icon="verified", variant="primary",
    ),
    Button.of(
        RENOVATION["drop"], done(actions.drop), gettext_lazy("The reason is kept."), form=ReasonForm, icon="delete",
        variant="danger",
    ),
)  # fmt: skip


@admin.register(RenovationPlan)
class RenovationDesk(LifeDesk):
    add_verb = EDIT
    form = PlanForm
    buttons = BUTTONS
    looks = {
        RenovationState.PLANNED: "", RenovationState.UNDER_WAY: "warm", RenovationState.FINISHED: "warm",
        RenovationState.ACCEPTED: "ok",
    }  # fmt: skip
    list_display = ["number", "estate", "year", "title", "state_shown", "due_on", "accepted_on"]
    list_select_related = ["estate"]
    list_filter = [region_filter("estate__region_id"), ("state", ChoicesDropdownFilter), "year"]
    search_fields = ["number", "estate__search_text", "title"]
    search_help_text = gettext_lazy("Number, estate or title")
    autocomplete_fields = ["estate"]
    fieldsets = [
        (None, {"fields": ["estate", ("year", "title"), ("begins_on", "due_on")]}),
        (gettext_lazy("Works"), {"fields": ["works"]}),
    ]
    export_columns = (
        "number", "estate__code", "estate__name", "year", "title", "state", "builder", "begins_on", "due_on",
        "began_on", "finished_on", "accepted_on",
    )  # fmt: skip

    def get_form(self, request, obj=None, change=False, **kwargs):
        """The field of works is the form's own."""
        return super().get_form(request, obj, change=change, **{**kwargs, "fields": PlanForm.Meta.fields})

    def keep(self, thing: RenovationPlan, *, form, by, at) -> None:
        actions.plan(thing, items=form.cleaned_data["works"], by=by, at=at)

    def files(self, thing: RenovationPlan):
        return {str(each.key): each.file for each in thing.pictures.all()}

    def sheet(self, thing: RenovationPlan) -> Sheet:
        is_late = thing.finished_on is None and thing.due_on < timezone.localdate()
        items = list(thing.items.all())
        return Sheet(
            note=_("The day for it is over.") if is_late and thing.state != RenovationState.DROPPED else "",
            facts=[
                estate_fact(thing.estate),
                Fact(_("Year of the plan"), thing.year),
                Fact(_("Title"), thing.title),
                Fact(_("Building company"), thing.builder or None),
                Fact(_("To begin on"), thing.begins_on),
                Fact(_("To be finished by"), thing.due_on),
                Fact(_("Began on"), thing.began_on),
                Fact(_("Finished on"), thing.finished_on),
                Fact(_("Accepted on"), thing.accepted_on),
                Fact(_("Budget, yuan"), yuan(sum(item.budget_fen for item in items))),
                Fact(_("Cost so far, yuan"), yuan(sum(item.cost_fen or 0 for item in items))),
                *self.file_facts(thing, _("Picture")),
            ],
            tables=[items_table(items)],
            texts=[(_("Why it was dropped"), thing.dropped_reason)],
        )

    @display(description=gettext_lazy("state"), ordering="state", label=COLOURS)
    def state_shown(self, plan: RenovationPlan) -> tuple[str, str]:
        return plan.state, plan.get_state_display()


def items_table(items: list[RenovationItem]) -> Table:
    rows = [
        [
            item.name, item.get_group_display(), f"{item.progress_percent} %", yuan(item.budget_fen),
            "" if item.cost_fen is None else yuan(item.cost_fen), item.progress_on or "",
        ]
        for item in items
    ]  # fmt: skip
    heads = [_("Piece of work"), _("Group"), _("Progress"), _("Budget, yuan"), _("Cost, yuan"), _("As of")]
    return Table(_("Works"), heads, rows, _("No works yet."))
