"""The verbs of forming a committee, in the order in which they are used."""

from committees.forming.actions.applying import NewFormation, apply, check, fail, stop
from committees.forming.actions.founding import Term, found
from committees.forming.actions.grouping import NewPerson, add_to_group, drop_from_group, form_group, post_group
from committees.forming.actions.standing import NewCandidate, check_candidate, propose, withdraw_candidate
from committees.forming.actions.voting import Election, announce, open_vote, take_result

__all__ = [
    "Election",
    "NewCandidate",
    "NewFormation",
    "NewPerson",
    "Term",
    "add_to_group",
    "announce",
    "apply",
    "check",
    "check_candidate",
    "drop_from_group",
    "fail",
    "form_group",
    "found",
    "open_vote",
    "post_group",
    "propose",
    "stop",
    "take_result",
    "withdraw_candidate",
]
