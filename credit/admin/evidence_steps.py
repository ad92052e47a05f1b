"""The verbs of a record on its page: objection, answer, repair, withdrawal. Each is a step with a day and a reason."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.desk_buttons import Button, DateInput, reason_field
from credit import actions
from credit.lifecycle import RECORD, state_of_record
from credit.models import Evidence


class StepForm(forms.Form):
    on = forms.DateField(label=gettext_lazy("Day"), widget=DateInput(), initial=timezone.localdate)
    reason = reason_field(gettext_lazy("Reason"), gettext_lazy("It is kept with the record and shown to the company."))


def has_open_objection(record: Evidence) -> bool:
    return state_of_record(record.verbs) in RECORD["uphold"].open_in


def step(name: str, action, *, question, done, icon: str, variant: str = "") -> Button:
    """A button that adds one step. `question` and `done` are sentences with the record's `%(number)s`."""
    move = RECORD[name]

    def act(record: Evidence, *, on, reason: str, by, at) -> str:
        action(record, on=on, reason=reason, by=by, at=at)
        return done % {"number": record.number}

    def ask(record: Evidence) -> str:
        return question % {"number": record.number}

    def is_open(record: Evidence) -> bool:
        return state_of_record(record.verbs) in move.open_in

    return Button(name, move.label, move.right, act, ask, form=StepForm, icon=icon, variant=variant, when=is_open)


STEPS = (
    step(
        "object",
        actions.object_to,
        question=gettext_lazy(
            "The company objects to record %(number)s. It is marked as being looked into, and goes on counting until "
            "you decide."
        ),
        done=gettext_lazy("The objection to %(number)s is noted. The record counts until it is decided."),
        icon="contact_support",
    ),
    step(
        "uphold",
        actions.uphold,
        question=gettext_lazy(
            "The objection to record %(number)s is answered: the record stands and goes on counting."
        ),
        done=gettext_lazy("Record %(number)s stands."),
        icon="verified",
    ),
    step(
        "repair",
        actions.repair,
        question=gettext_lazy(
            "The company has made good. Record %(number)s counts no more from the day that you give; past nights stay "
            "as they were."
        ),
        done=gettext_lazy("Record %(number)s counts no more; the next night takes it into account."),
        icon="handyman",
    ),
    step(
        "withdraw",
        actions.withdraw,
        question=gettext_lazy(
            "Record %(number)s should not have been made. It counts no more from the day that you give; it stays on "
            "the ledger with your reason."
        ),
        done=gettext_lazy("Record %(number)s is withdrawn; the next night takes it into account."),
        icon="undo",
        variant="danger",
    ),
)
