"""The verbs of handing over as buttons of the desks, and what each asks."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.desk_buttons import Button, ReasonForm, done, reason_field, text_field
from accounts.desk_theme import day_form, dressed
from enterprises.models import ConditionKind, Delivery, Takeover, TakeoverPaperKind, WitnessSide
from enterprises.takeovers import actions, deliveries
from enterprises.takeovers.actions import Inspection, NewDefect, Witness
from enterprises.takeovers.law import Rooms
from enterprises.takeovers.lifecycle import DELIVERY, TAKEOVER
from estates.life_desk import proof_field

MOST_DEFECTS = 100


def measured(label) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, min_value=0, max_digits=8, decimal_places=2, required=False,
        help_text=gettext_lazy("As measured on the spot; only where the rooms are checked."),
    )  # fmt: skip


class ConditionForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("condition"), choices=ConditionKind.choices)
    is_met = forms.TypedChoiceField(
        label=gettext_lazy("result"), coerce=lambda given: given == "yes", empty_value=None,
        choices=[("yes", gettext_lazy("met")), ("no", gettext_lazy("missing"))], widget=forms.RadioSelect,
    )  # fmt: skip
    missing = text_field(gettext_lazy("what is missing"), most=300, required=False)
    service_rooms_m2 = measured(gettext_lazy("rooms for the property service, m²"))
    committee_room_m2 = measured(gettext_lazy("room for the owners' committee, m²"))
    checked_on = forms.DateField(label=gettext_lazy("checked on"))
    proof = proof_field(gettext_lazy("proof"))


class RemarkForm(forms.Form):
    remark = reason_field(gettext_lazy("Why, or what is to be done"))


def check(delivery: Delivery, *, service_rooms_m2, committee_room_m2, **given) -> str:
    condition = deliveries.check(delivery, rooms=Rooms(service_rooms_m2, committee_room_m2), **given)
    left = delivery.conditions.exclude(is_met=True).count()
    return _("%(condition)s: noted. %(left)d conditions are left.") % {"condition": condition, "left": left}


DELIVERY_BUTTONS = (
    Button.of(
        DELIVERY["check"], check, gettext_lazy("One condition after the other; what is missing is told the developer."),
        form=dressed(ConditionForm), icon="fact_check", variant="primary",
    ),
    Button.of(
        DELIVERY["confirm"], done(deliveries.confirm),
        gettext_lazy("All eight conditions must be met. The confirmation is made, with a code to check it by."),
        icon="verified", variant="primary",
        when=lambda delivery: not delivery.conditions.exclude(is_met=True).exists(),
    ),
    Button.of(
        DELIVERY["give_back"], done(deliveries.give_back),
        gettext_lazy("The developer puts right what is missing; then it is checked again."), form=RemarkForm,
        icon="undo",
    ),
    Button.of(
        DELIVERY["withdraw"], done(deliveries.withdraw), gettext_lazy("It is not pursued; the reason is kept."),
        form=RemarkForm, icon="close", variant="danger",
    ),
)  # fmt: skip


class PaperForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("kind of papers"), choices=TakeoverPaperKind.choices)
    received_on = forms.DateField(label=gettext_lazy("received on"))
    remark = forms.CharField(label=gettext_lazy("remark"), max_length=100, required=False)


class InspectionForm(forms.Form):
    """A field for each side that may sign, and the defects, one a line."""

    inspected_on = forms.DateField(label=gettext_lazy("hand-over inspected on"))
    defects = forms.CharField(
        label=gettext_lazy("defects"), required=False, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("One a line: where, what is wrong. For instance: garage, pump out of order"),
    )  # fmt: skip
    proof = proof_field(gettext_lazy("signed record"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for side, label in WitnessSide.choices:
            self.fields[f"by_{side}"] = forms.CharField(
                label=_("signed by: %(side)s") % {"side": label}, max_length=100, required=False,
                help_text=_("Name of the body; name no person."),
            )  # fmt: skip
        self.order_fields(["inspected_on", *(f"by_{side}" for side in WitnessSide.values), "defects", "proof"])

    def clean_defects(self) -> list[NewDefect]:
        """Raises ValidationError that names the line."""
        lines = [line.strip() for line in self.cleaned_data["defects"].splitlines() if line.strip()]
        if len(lines) > MOST_DEFECTS:
            raise forms.ValidationError(_("At most %(n)d defects at once.") % {"n": MOST_DEFECTS})
        return [defect_of(line, number) for number, line in enumerate(lines, start=1)]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        bodies = {side: given.pop(f"by_{side}", "").strip() for side in WitnessSide.values}
        given["witnesses"] = [Witness(side, body) for side, body in bodies.items() if body]
        return given


def defect_of(line: str, number: int) -> NewDefect:
    place, _comma, words = line.replace("，", ",").partition(",")
    if not words.strip():
        told = _("Line %(number)d: say where, then what is wrong, with a comma between.")
        raise forms.ValidationError(told % {"number": number})
    return NewDefect(place.strip(), words.strip())


class DefectForm(forms.Form):
    place = forms.CharField(label=gettext_lazy("place of the defect"), max_length=60)
    words = text_field(gettext_lazy("what is wrong"), most=300)
    found_on = forms.DateField(label=gettext_lazy("found on"))


def fixed_form(takeover: Takeover) -> type[forms.Form]:
    class FixedForm(forms.Form):
        defect = forms.ModelChoiceField(
            label=gettext_lazy("which defect"), queryset=takeover.defects.filter(fixed_on__isnull=True),
            empty_label=None, widget=forms.RadioSelect,
        )  # fmt: skip
        fixed_on = forms.DateField(label=gettext_lazy("put right on"))

    return dressed(FixedForm)


def inspect(takeover: Takeover, *, by, at: datetime, **given) -> str:
    """A refusal about witnesses stands above the form: each side has a field of its own."""
    return done(actions.note_inspection)(takeover, inspection=Inspection(**given), by=by, at=at)


def receive(takeover: Takeover, **given) -> str:
    return _("%(paper)s: noted.") % {"paper": actions.receive_paper(takeover, **given)}


def add_defect(takeover: Takeover, *, place: str, words: str, **given) -> str:
    made = actions.add_defect(takeover, defect=NewDefect(place, words), **given)
    return _("To be put right by %(day)s.") % {"day": made.due_on}


def note_fixed(takeover: Takeover, **given) -> str:
    actions.note_fixed(takeover, **given)
    return _("Noted: put right.")


def has_open_defects(takeover: Takeover) -> bool:
    return takeover.defects.filter(fixed_on__isnull=True).exists()


TAKEOVER_BUTTONS = (
    Button.of(
        TAKEOVER["note_inspection"], inspect,
        gettext_lazy("Who has to sign by the city's rules is asked for; what is wrong gets its day."),
        form=dressed(InspectionForm), icon="fact_check", variant="primary",
    ),
    Button.of(
        TAKEOVER["receive_paper"], receive, gettext_lazy("Papers of one kind came in."), form=dressed(PaperForm),
        icon="description",
    ),
    Button.of(
        TAKEOVER["note_fixed"], note_fixed, gettext_lazy("Which defect, and when."), form_of=fixed_form,
        icon="task_alt", variant="primary",
        when=has_open_defects,
    ),
    Button.of(
        TAKEOVER["add_defect"], add_defect, gettext_lazy("One more defect; it gets its day."),
        form=dressed(DefectForm), icon="add",
    ),
    Button.of(
        TAKEOVER["post"], done(actions.post), gettext_lazy("The result hangs where owners see it."),
        form=day_form("posted_on", gettext_lazy("posted on")), icon="campaign",
    ),
    Button.of(
        TAKEOVER["finish"], done(actions.finish), gettext_lazy("Every defect is put right and every paper is there."),
        form=day_form("finished_on", gettext_lazy("finished on")), icon="flag", variant="primary",
        stands_out=lambda takeover: not has_open_defects(takeover),
    ),
    Button.of(
        TAKEOVER["file"], done(actions.file), gettext_lazy("The company handed the papers in; late or not, it stands."),
        form=day_form("filed_on", gettext_lazy("filed on")), icon="inventory_2", variant="primary",
    ),
    Button.of(
        TAKEOVER["strike"], done(actions.strike), gettext_lazy("It counts nowhere; the reason is kept."),
        form=ReasonForm, icon="close", variant="danger",
    ),
)  # fmt: skip
