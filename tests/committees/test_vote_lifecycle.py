"""Every verb of a vote in every state, for every role, against a table written by hand."""

import pytest

from accounts.lifecycle import open_to
from accounts.models import Role
from committees.models import VoteState
from committees.votes.lifecycle import FOR_OWNERS, VOTE

DRAFT, POSTED, OPEN, CLOSED, COUNTED, ANNOUNCED, FINAL, STOPPED = VoteState.values
OPEN_IN = {
    "amend": [DRAFT],
    "make_roll": [DRAFT],
    "correct_roll": [DRAFT, POSTED, OPEN],
    "confirm_roll": [DRAFT],
    "post": [DRAFT],
    "open": [POSTED],
    "give_proxy": [POSTED, OPEN],
    "cast": [OPEN],
    "enter_paper": [OPEN, CLOSED],
    "settle_paper": [OPEN, CLOSED],
    "close": [OPEN],
    "count": [CLOSED],
    "announce": [COUNTED],
    "object": [ANNOUNCED],
    "answer_objection": [ANNOUNCED],
    "finalise": [ANNOUNCED],
    "stop": [DRAFT, POSTED, OPEN, CLOSED, ANNOUNCED],
}
OFFICERS = {Role.BUREAU, Role.DISTRICT, Role.STREET}
OF_OWNERS = {"cast", "object"}


def test_knows_these_verbs():
    assert set(VOTE) == set(OPEN_IN)


@pytest.mark.parametrize("verb", OPEN_IN)
def test_is_open_in_these_states(verb):
    assert VOTE[verb].open_in == set(OPEN_IN[verb])


@pytest.mark.parametrize(
    "name", ["system", "auditor", "bureau", "district", "street", "inspector", "company", "committee"]
)
@pytest.mark.parametrize("state", VoteState.values)
def test_shows_officers_what_they_may_do_and_others_nothing(people, name, state):
    person = people[name]
    expected = [verb for verb, states in OPEN_IN.items() if state in states and verb not in OF_OWNERS]
    assert open_to(person, state, VOTE.values()) == (expected if person.role in OFFICERS else [])


def test_owners_verbs_are_no_right_of_an_officer():
    assert {verb for verb, move in VOTE.items() if move.right == FOR_OWNERS} == OF_OWNERS
