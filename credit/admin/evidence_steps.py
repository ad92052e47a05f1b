"""The verbs of a record on its page: objection, answer, repair, withdrawal. Each is a step with a day and a reason."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.desk_buttons import Button, DateInput, reason_field
from credit import actions
from credit.models import Evidence, StepVerb


class StepForm(forms.Form):
    on = forms.DateField(label=gettext_lazy("Day"), widget=DateInput(), initial=timezone.localdate)
    reason = reason_field(gettext_lazy("Reason"), gettext_lazy("It is kept with the record and shown to the company."))


def stands(record: Evidence) -> bool:
    return not record.verbs & {StepVerb.WITHDRAW, StepVerb.REPAIR}


def may_be_objected_to(record: Evidence) -> bool:
    return stands(record) and StepVerb.OBJECT not in record.verbs


def has_open_objection(record: Evidence) -> bool:
    return StepVerb.OBJECT in record.verbs and not record.verbs & {StepVerb.UPHOLD, StepVerb.WITHDRAW}


def step(name: str, label, action, *, question, done, when, icon: str, variant: str = "") -> Button:
    """A button that adds one step. `question` and `done` are sentences with the record's `%(number)s`."""

    def act(record: Evidence, *, on, reason: str, by, at) -> str:
        action(record, on=on, reason=reason, by=by, at=at)
        return done % {"number": record.number}

    def ask(record: Evidence) -> str:
        return question % {"number": record.number}

    return Button(name, label, "evidence.decide", act, ask, form=StepForm, icon=icon, variant=variant, when=when)


STEPS = (
    step(
        "object",
        gettext_lazy("Receive an objection"),
        actions.object_to,
        question=gettext_lazy(
            "The company objects to record %(number)s. It is marked as being looked into, and goes on counting until "
            "you decide."
        ),
        done=gettext_lazy("The objection to %(number)s is noted. The record counts until it is decided."),
        when=may_be_objected_to,
        icon="contact_support",
    ),
    step(
        "uphold",
        gettext_lazy("Answer: the record stands"),
        actions.uphold,
        question=gettext_lazy(
            "The objection to record %(number)s is answered: the record stands and goes on counting."
        ),
        done=gettext_lazy("Record %(number)s stands."),
        when=has_open_objection,
        icon="verified",
    ),
    step(
        "repair",
        gettext_lazy("Repaired"),
        actions.repair,
        question=gettext_lazy(
            "The company has made good. Record %(number)s counts no more from the day that you give; past nights stay "
            "as they were."
        ),
        done=gettext_lazy("Record %(number)s counts no more; the next night takes it into account."),
        when=stands,
        icon="handyman",
    ),
    step(
        "withdraw",
        gettext_lazy("Withdraw"),
        actions.withdraw,
        question=gettext_lazy(
            "Record %(number)s should not have been made. It counts no more from the day that you give; it stays on "
            "the ledger with your reason."
        ),
        done=gettext_lazy("Record %(number)s is withdrawn; the next night takes it into account."),
        when=stands,
        icon="undo",
        variant="danger",
    ),
)
