"""Every verb of a use in every state and on both roads, for every role, against a table written by hand."""

import pytest

from accounts.lifecycle import open_to
from accounts.models import Role, User
from fees.fund_uses.acts import ACTS, open_acts
from fees.fund_uses.lifecycle import FUND_USE
from fees.models import FundUse, FundUseKind, FundUseState

(DRAFT, POSTED, VOTED, CONFIRMED, FILED, RETURNED, APPROVED, ACCEPTED, AUDITED, OVER, SETTLED, PAID, REFUSED,
 WITHDRAWN) = FundUseState.values  # fmt: skip
OPEN_IN = {
    "amend": [DRAFT],
    "choose_homes": [DRAFT, CONFIRMED, RETURNED],
    "add_quote": [DRAFT, CONFIRMED, RETURNED],
    "drop_quote": [DRAFT, CONFIRMED, RETURNED],
    "choose_quote": [DRAFT, CONFIRMED, RETURNED],
    "attach": [DRAFT, POSTED, VOTED, CONFIRMED, FILED, RETURNED, APPROVED, ACCEPTED, AUDITED, OVER, SETTLED],
    "post": [DRAFT, OVER],
    "post_afterwards": [CONFIRMED, FILED, RETURNED, APPROVED, ACCEPTED, AUDITED],
    "draft_vote": [POSTED],
    "take_decision": [POSTED],
    "confirm": [DRAFT, OVER],
    "decline": [DRAFT, OVER],
    "file": [VOTED, CONFIRMED, RETURNED],
    "give_back": [FILED],
    "refuse": [FILED],
    "approve": [FILED],
    "advance": [APPROVED],
    "return_advance": [APPROVED],
    "accept_work": [APPROVED],
    "audit": [ACCEPTED],
    "settle": [ACCEPTED, AUDITED],
    "stay_within": [OVER, POSTED, VOTED, CONFIRMED, FILED, RETURNED],
    "pay_rest": [SETTLED],
    "withdraw": [DRAFT, POSTED, VOTED, CONFIRMED, FILED, RETURNED, APPROVED],
}
PROPOSES = {Role.BUREAU, Role.DISTRICT, Role.STREET, Role.COMPANY, Role.COMMITTEE}
DECIDES, CONFIRMS = {Role.BUREAU, Role.DISTRICT}, {Role.STREET}
BY = {
    **dict.fromkeys(OPEN_IN, PROPOSES),
    **dict.fromkeys(("give_back", "refuse", "approve", "advance", "return_advance", "pay_rest"), DECIDES),
    **dict.fromkeys(("confirm", "decline"), CONFIRMS),
    "draft_vote": {Role.BUREAU, Role.DISTRICT, Role.STREET},
}
ORDINARY_ONLY = {"post", "draft_vote", "take_decision"}
EMERGENCY_ONLY = {"confirm", "decline", "post_afterwards"}
PREPARES = {"choose_homes", "add_quote", "drop_quote", "choose_quote"}


def test_both_desks_know_these_verbs():
    assert set(FUND_USE) == set(OPEN_IN) == set(ACTS)


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("state", FundUseState.values)
def test_each_role_may_what_the_table_says(role, state):
    person = User(role=role, is_active=True)
    expected = {verb for verb, states in OPEN_IN.items() if state in states and role in BY[verb]}
    assert set(open_to(person, state, FUND_USE.values())) == expected


@pytest.mark.parametrize("round", [1, 2])
@pytest.mark.parametrize(("kind", "not_its"), [("ordinary", EMERGENCY_ONLY), ("emergency", ORDINARY_ONLY)])
@pytest.mark.parametrize("state", FundUseState.values)
def test_a_road_offers_no_verb_of_the_other_and_no_round_what_stands(round, kind, not_its, state):
    use = FundUse(kind=FundUseKind(kind), state=state, round=round)
    lead, others = open_acts(User(role=Role.STREET, is_active=True), use)
    street = {act.verb for act in lead + others}
    stands = round > 1 or (kind == "ordinary" and state == RETURNED)
    closed = not_its | (PREPARES if stands else set()) | ({"stay_within"} if round == 1 else set())
    assert street == {
        verb for verb, states in OPEN_IN.items() if state in states and Role.STREET in BY[verb]
    } - closed  # fmt: skip
