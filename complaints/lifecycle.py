"""The life of a complaint: its states and one table of verbs.

    filed > accepted > dispatched > contacted > answered > reviewed > closed
              refused                               reviewed > denied > dispatched (answer false) or closed (solved)

Beside that road: the officer asks for more (`supplement`), joins it to another (`joined`), the resident withdraws.
A closed one is reopened once. `resident` in place of a right means: whoever holds number and secret.
"""

from django.utils.translation import gettext_lazy as _

from accounts.lifecycle import Move, table
from accounts.models import Role
from complaints.models import Actor, Handler, State
from complaints.models.complaints import OPEN

HANDLE, ANSWER, FOR_RESIDENTS, FOR_THE_PORTAL = "complaints.handle", "complaints.answer", "resident", "portal"

FILED, SUPPLEMENT, ACCEPTED, REFUSED = State.FILED, State.SUPPLEMENT, State.ACCEPTED, State.REFUSED
DISPATCHED, CONTACTED, ANSWERED, REVIEWED = State.DISPATCHED, State.CONTACTED, State.ANSWERED, State.REVIEWED
DENIED, CLOSED, WITHDRAWN, JOINED = State.DENIED, State.CLOSED, State.WITHDRAWN, State.JOINED

OPEN_STATES = frozenset(OPEN)
WITH_HANDLER = frozenset({DISPATCHED, CONTACTED})
NEW = frozenset({FILED, SUPPLEMENT})

CLOSED_NOW = _("Complaint %(number)s is “%(now)s”: this cannot be done now.")

NOT_FLAGGED = _("Complaint %(number)s does not wait to be looked at as one of many.")


def move(verb: str, label, right: str, *states: State) -> Move:
    return Move(verb, label, right, frozenset(states), CLOSED_NOW)


COMPLAINT = table(
    move("accept", _("Accept"), HANDLE, FILED, SUPPLEMENT),
    move("refuse", _("Do not accept"), HANDLE, FILED, SUPPLEMENT, ACCEPTED),
    move("ask", _("Ask for more"), HANDLE, FILED, ACCEPTED),
    move("dispatch", _("Dispatch"), HANDLE, ACCEPTED),
    move("redispatch", _("Dispatch to somebody else"), HANDLE, DISPATCHED, CONTACTED),
    move("name_owner", _("Name the handler"), "complaints.name_owner", ACCEPTED, DISPATCHED, CONTACTED),
    move("hand_back", _("Hand back"), ANSWER, DISPATCHED),
    move("contact", _("Resident contacted"), ANSWER, DISPATCHED),
    move("answer", _("Answer"), ANSWER, DISPATCHED, CONTACTED),
    move("ask_extension", _("Ask for an extension"), ANSWER, DISPATCHED, CONTACTED),
    move("grant_extension", _("Grant the extension"), HANDLE, DISPATCHED, CONTACTED),
    move("refuse_extension", _("Do not grant the extension"), HANDLE, DISPATCHED, CONTACTED),
    move("review", _("Pass the answer on"), HANDLE, ANSWERED),
    move("return_answer", _("Send the answer back"), HANDLE, ANSWERED),
    move("find_false", _("Checked: not solved"), HANDLE, DENIED),
    move("find_solved", _("Checked: solved"), HANDLE, DENIED),
    move("find_unfounded", _("Checked: unfounded"), HANDLE, ANSWERED, DENIED),
    move("join", _("Join to another"), HANDLE, FILED, SUPPLEMENT, ACCEPTED, DISPATCHED, CONTACTED),
    move("part", _("Take out again"), HANDLE, JOINED),
    move("escalate", _("Report to the next stage"), HANDLE, *OPEN_STATES - {SUPPLEMENT, REVIEWED}),
    move("close", _("Close without a verdict"), FOR_THE_PORTAL, REVIEWED),
    move("supplement", _("Add words or photos"), FOR_RESIDENTS, *OPEN_STATES),
    move("confirm", _("It is solved"), FOR_RESIDENTS, REVIEWED),
    move("deny", _("It is not solved"), FOR_RESIDENTS, REVIEWED),
    move("withdraw", _("Withdraw"), FOR_RESIDENTS, *OPEN_STATES),
    move("reopen", _("Ask to reopen"), FOR_RESIDENTS, CLOSED),
    move("rate", _("Rate"), FOR_RESIDENTS, CLOSED),
)

FLAGGED = table(
    Move("clear", _("They count"), HANDLE, frozenset({"flagged"}), NOT_FLAGGED),
    Move("discount", _("They do not count"), HANDLE, frozenset({"flagged"}), NOT_FLAGGED),
)
"""What an officer decides of complaints that were flagged as a flood, whatever their state."""

TURNS = {
    FILED: "street", SUPPLEMENT: "resident", ACCEPTED: "street", DISPATCHED: "handler", CONTACTED: "handler",
    ANSWERED: "street", REVIEWED: "resident", DENIED: "street",
}  # fmt: skip


def turn_of(state: str, handler: str) -> str:
    """Whose turn it is, as an `Actor`; "" when nobody has anything left to do."""
    whose = TURNS.get(State(state), "")
    return Actor(Handler(handler)).value if whose == "handler" and handler else whose


def states_waiting_for(user) -> frozenset[str]:
    """The states in which it may be this person's turn."""
    if user.role == Role.COMPANY:
        return WITH_HANDLER
    return frozenset(state for state, whose in TURNS.items() if whose == "street")
