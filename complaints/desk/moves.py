"""The verbs of a case as buttons: what each asks, what it says will follow, and the action behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints import flooding
from complaints.actions import answering, handling, joining
from complaints.desk import forms
from complaints.lifecycle import COMPLAINT, FLAGGED
from complaints.models import Complaint, State

MOVES = COMPLAINT | FLAGGED


@dataclass(frozen=True)
class Ask:
    """One button. `question` is what stands above the form, `action` is called with what `form.given()` says."""

    verb: str
    action: Callable[..., Any]
    form: type[forms.MoveForm]
    question: Any
    icon: str
    variant: str = ""

    @property
    def label(self) -> str:
        return str(MOVES[self.verb].label)

    @property
    def right(self) -> str:
        return MOVES[self.verb].right


def accept_and_dispatch(complaint: Complaint, *, by, at, version: int | None = None, **given) -> Complaint:
    """Dispatching what was not accepted yet accepts it first: two steps of the history, one press."""
    with transaction.atomic():
        if complaint.state in (State.FILED, State.SUPPLEMENT):
            complaint = handling.accept(complaint, by=by, at=at, version=version)
            version = complaint.version
        return handling.dispatch(complaint, by=by, at=at, version=version, **given)


ASKS = {
    ask.verb: ask
    for ask in (
        Ask("accept", handling.accept, forms.AcceptForm,
            gettext_lazy("The street takes it on. It is to be dispatched before the same term ends."), "task_alt"),
        Ask("dispatch", accept_and_dispatch, forms.DispatchForm,
            gettext_lazy("Who gets it answers it, and may hand it back once at most. The resident is told."), "send"),
        Ask("refuse", handling.refuse, forms.RefuseForm,
            gettext_lazy("It ends here. The resident reads the reason and where to go instead."), "block", "danger"),
        Ask("ask", handling.ask, forms.AskForm,
            gettext_lazy("The resident is asked for more. Until the answer comes, no term runs."), "help"),
        Ask("redispatch", handling.redispatch, forms.HandlerForm,
            gettext_lazy("Somebody else handles it from now on. The term of the answer stays as it is."),
            "alt_route"),
        Ask("name_owner", handling.name_owner, forms.HandlerForm,
            gettext_lazy("The city says who handles it. Nobody can hand it on afterwards."), "gavel"),
        Ask("contact", answering.contact, forms.ContactForm,
            gettext_lazy("The resident was spoken to, or somebody has been at the place."), "call"),
        Ask("answer", answering.answer, forms.AnswerForm,
            gettext_lazy("Another officer reviews the answer before the resident is asked whether it is solved."),
            "rate_review"),
        Ask("ask_extension", answering.ask_extension, forms.ExtensionForm,
            gettext_lazy("Ask for more time, once. The resident is told when it is granted."), "more_time"),
        Ask("hand_back", answering.hand_back, forms.ReasonForm,
            gettext_lazy("It is not yours. Who gets it next may not pass it on."), "undo"),
        Ask("grant_extension", handling.grant_extension, forms.OptionalNoteForm,
            gettext_lazy("The answer may take longer. The resident is told, with the reason."), "more_time"),
        Ask("refuse_extension", handling.refuse_extension, forms.NoteForm,
            gettext_lazy("The term stays as it is."), "timer_off"),
        Ask("review", handling.review, forms.ReviewForm,
            gettext_lazy("The answer goes to the resident, who says whether it is solved."), "forward_to_inbox"),
        Ask("return_answer", handling.return_answer, forms.ReturnForm,
            gettext_lazy("The answer does not do. Whoever gave it gives a better one."), "undo"),
        Ask("find_false", handling.find_false, forms.FindingForm,
            gettext_lazy("It is not solved. The answer was false and goes on record; the case goes back with a new "
                         "term."),
            "cancel", "danger"),
        Ask("find_solved", handling.find_solved, forms.FindingForm,
            gettext_lazy("It is solved after all. The case is closed."), "verified"),
        Ask("find_unfounded", handling.find_unfounded, forms.FindingForm,
            gettext_lazy("What was told is not so. The case is closed and counts in no grade."), "rule", "danger"),
        Ask("join", joining.join, forms.JoinForm,
            gettext_lazy("It follows another complaint about the same thing and gets its answer."), "merge"),
        Ask("part", joining.part, forms.ReasonForm,
            gettext_lazy("It was another matter after all and is handled by itself, with its own term."), "call_split"),
        Ask("escalate", handling.escalate, forms.EscalateForm,
            gettext_lazy("The next stage takes it over. The resident sees it."), "north"),
        Ask("clear", flooding.clear, forms.ReasonForm,
            gettext_lazy("It is one of many from one source. You looked: it is a real one and counts."), "done"),
        Ask("discount", flooding.discount, forms.ReasonForm,
            gettext_lazy("It is one of many from one source, filed to make numbers. It is answered like any other, but "
                         "counts neither in grades nor in figures."),
            "filter_alt_off", "danger"),
    )
}  # fmt: skip
"""In the order of the row of buttons: the first that is open is the one to press."""


def asks_for(verbs: list[str], complaint: Complaint) -> list[Ask]:
    """The buttons for these verbs. What was only filed can be dispatched at once."""
    at_once = {"dispatch"} if "accept" in verbs and complaint.state == State.FILED else set()
    return [ask for verb, ask in ASKS.items() if verb in {*verbs, *at_once}]


def first_of(asks: list[Ask]) -> Ask | None:
    """The one to press: the first that moves the case on. Dispatching a new case accepts it as well."""
    named = {ask.verb: ask for ask in asks}
    return next((named[verb] for verb in FIRST if verb in named), None)


FIRST = ("dispatch", "grant_extension", "review", "contact", "answer", "accept")


def done_sentence(ask: Ask, complaint: Complaint) -> str:
    return _("“%(verb)s”: done for %(number)s.") % {"verb": ask.label, "number": complaint.number}
