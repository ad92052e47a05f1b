"""The life of a vote: its states and one table of verbs.

draft > posted > open > closed > counted > announced > final
and from any of them up to closed: stopped, with a reason that is shown. A vote that was counted has its result, and is
stopped only where that is posted and an objection to it was upheld

`owner` in place of a right means: whoever proved to be on the roll; for objections, anybody.
"""

from django.utils.translation import gettext_lazy as _

from accounts.lifecycle import Move, table
from committees.models import VoteState

HOLD, ENTER, FOR_OWNERS = "votes.hold", "votes.enter", "owner"
DRAFT, POSTED, OPEN, CLOSED = VoteState.DRAFT, VoteState.POSTED, VoteState.OPEN, VoteState.CLOSED
COUNTED, ANNOUNCED, FINAL, STOPPED = VoteState.COUNTED, VoteState.ANNOUNCED, VoteState.FINAL, VoteState.STOPPED

ROLL_MAY_CHANGE = (DRAFT, POSTED, OPEN)
TAKES_PAPERS = (OPEN, CLOSED)
NOT_OVER = (DRAFT, POSTED, OPEN)
HAS_RESULT = (ANNOUNCED, FINAL)
CLOSED_NOW = _("Vote %(number)s is “%(now)s”: this cannot be done now.")


def move(verb: str, label, right: str, *states: VoteState) -> Move:
    return Move(verb, label, right, frozenset(states), CLOSED_NOW)


VOTE = table(
    move("amend", _("Amend"), HOLD, DRAFT),
    move("make_roll", _("Make the roll"), HOLD, DRAFT),
    move("correct_roll", _("Correct the roll"), HOLD, *ROLL_MAY_CHANGE),
    move("confirm_roll", _("Confirm the roll"), HOLD, DRAFT),
    move("post", _("Announce the vote"), HOLD, DRAFT),
    move("open", _("Open the vote"), HOLD, POSTED),
    move("give_proxy", _("Record a proxy"), HOLD, POSTED, OPEN),
    move("cast", _("Vote"), FOR_OWNERS, OPEN),
    move("enter_paper", _("Enter a paper ballot"), ENTER, *TAKES_PAPERS),
    move("settle_paper", _("Settle a paper ballot"), ENTER, *TAKES_PAPERS),
    move("close", _("Close the vote"), HOLD, OPEN),
    move("count", _("Count the ballots"), HOLD, CLOSED),
    move("announce", _("Post the result"), HOLD, COUNTED),
    move("object", _("Object"), FOR_OWNERS, ANNOUNCED),
    move("answer_objection", _("Answer an objection"), HOLD, ANNOUNCED),
    move("finalise", _("Make final"), HOLD, ANNOUNCED),
    move("stop", _("Stop"), HOLD, DRAFT, POSTED, OPEN, CLOSED, ANNOUNCED),
)
