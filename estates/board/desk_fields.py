"""What the desks of boards share: a field for a text, a fact about an estate, the answer of a button."""

from collections.abc import Callable, Mapping
from types import ModuleType

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminTextareaWidget

from accounts.desk_buttons import Button, reason_field
from accounts.lifecycle import Move
from accounts.sheet_desk import Fact
from estates.models import Estate


def text_field(label, help_text="", *, most: int = 2000) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, max_length=most, widget=UnfoldAdminTextareaWidget(attrs={"rows": 4})
    )


def estate_fact(estate: Estate) -> Fact:
    return Fact(_("Estate"), estate, reverse("admin:estates_estate_change", args=[estate.pk]))


def done(action: Callable) -> Callable[..., str]:
    """The action as a button calls it; what it did is said with the thing's number and state."""

    def act(thing, **given) -> str:
        held = action(thing, **given)
        return _("%(number)s: %(state)s.") % {"number": held.number, "state": held.get_state_display()}

    return act


def button(
    verbs: Mapping[str, Move], room: ModuleType, verb: str, question, form: type[forms.Form] = forms.Form, **options
) -> Button:
    """The button of a verb: `room` has the action of that name."""
    move = verbs[verb]
    return Button(
        verb.replace("_", "-"), move.label, move.right, done(getattr(room, verb)), form=form,
        question=lambda thing: str(question), when=lambda thing: thing.state in move.open_in, **options,
    )  # fmt: skip


class ReasonForm(forms.Form):
    reason = reason_field(gettext_lazy("Why"))


def moment(at) -> str | None:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else None
