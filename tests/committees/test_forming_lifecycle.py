"""Every verb of formations, filings and committees in every state, for every role, against tables made by hand."""

import pytest

from accounts.lifecycle import open_to
from accounts.models import Role
from committees.filing.lifecycle import FILING
from committees.forming.lifecycle import FORMATION
from committees.models import CommitteeState, FilingState, FormationState
from committees.seats.lifecycle import COMMITTEE

APPLIED, CHECKED, GROUPED, ANNOUNCED, VOTING, ELECTED, DONE, FAILED, STOPPED = FormationState.values
CHOSEN, IN_OFFICE, ENDED, DISSOLVED = CommitteeState.values
DRAFT, SUBMITTED, RETURNED, FILED, REFUSED = FilingState.values
NOT_DONE = [APPLIED, CHECKED, GROUPED, ANNOUNCED, VOTING, ELECTED]
OF_A_FORMATION = {
    "check": [APPLIED],
    "add_to_group": [CHECKED],
    "drop_from_group": [CHECKED],
    "form_group": [CHECKED],
    "post_group": [GROUPED],
    "propose": [GROUPED],
    "check_candidate": [GROUPED],
    "withdraw_candidate": [GROUPED],
    "announce": [GROUPED],
    "open_vote": [ANNOUNCED],
    "take_result": [ANNOUNCED, VOTING],
    "found": [GROUPED],
    "fail": NOT_DONE,
    "stop": NOT_DONE,
}
OF_A_FILING = {
    "take_paper": [DRAFT, RETURNED],
    "drop_paper": [DRAFT, RETURNED],
    "submit": [DRAFT, RETURNED],
    "accept": [SUBMITTED],
    "give_back": [SUBMITTED],
    "refuse": [SUBMITTED],
}
OF_A_COMMITTEE = {
    "choose_officers": [CHOSEN, IN_OFFICE],
    "post_names": [CHOSEN, IN_OFFICE],
    "keep_office": [CHOSEN, IN_OFFICE],
    "remove_member": [CHOSEN, IN_OFFICE],
    "fill_seat": [CHOSEN, IN_OFFICE],
    "end": [CHOSEN, IN_OFFICE],
    "dissolve": [CHOSEN, IN_OFFICE],
    "hand_over": [ENDED, DISSOLVED],
}
GUIDED = ("fill_seat", "end", "dissolve")
HANDED_IN_BY = {Role.STREET, Role.COMMITTEE}
OFFICERS = {Role.BUREAU, Role.DISTRICT, Role.STREET}
NAMES = ["system", "auditor", "bureau", "district", "street", "inspector", "company", "committee"]


def open_in(verbs: dict, state: str) -> list[str]:
    return [verb for verb, states in verbs.items() if state in states]


@pytest.mark.parametrize(
    ("table", "verbs"), [(FORMATION, OF_A_FORMATION), (FILING, OF_A_FILING), (COMMITTEE, OF_A_COMMITTEE)]
)
def test_has_these_verbs_open_in_these_states(table, verbs):
    assert {verb: sorted(move.open_in) for verb, move in table.items()} == {
        verb: sorted(states) for verb, states in verbs.items()
    }


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("state", FormationState.values)
def test_a_formation_is_for_officers(people, name, state):
    expected = open_in(OF_A_FORMATION, state) if people[name].role in OFFICERS else []
    assert open_to(people[name], state, FORMATION.values()) == expected


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("state", FilingState.values)
def test_a_filing_is_handed_in_by_some_and_answered_by_others(people, name, state):
    role = people[name].role
    hands_in = [verb for verb in ("take_paper", "drop_paper", "submit") if role in HANDED_IN_BY]
    answers = [verb for verb in ("accept", "give_back", "refuse") if role in OFFICERS]
    expected = [verb for verb in open_in(OF_A_FILING, state) if verb in {*hands_in, *answers}]
    assert open_to(people[name], state, FILING.values()) == expected


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("state", CommitteeState.values)
def test_a_committee_is_run_by_some_and_guided_by_others(people, name, state):
    role = people[name].role
    may = [verb for verb in OF_A_COMMITTEE if role in (OFFICERS if verb in GUIDED else HANDED_IN_BY)]
    expected = [verb for verb in open_in(OF_A_COMMITTEE, state) if verb in may]
    assert open_to(people[name], state, COMMITTEE.values()) == expected
