"""Other ends of a formation: a management committee is named, somebody stops it, people are forgotten."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.lifecycle import NotNow
from committees.forming import actions
from committees.forming.actions.voting import follow_votes
from committees.forming.erasing import erase_people
from committees.forming.facts import place_of
from committees.models import (
    Candidate,
    CommitteeKind,
    Condition,
    FormationKind,
    FormationState,
    GroupMember,
    Option,
    Posting,
    Seat,
    Vote,
    VoteState,
)
from committees.seats.actions import post_names
from committees.votes.sweeping import forget_persons
from tests.factories.forming import NAMES, Forming, an_application


@pytest.fixture
def forming(estate) -> Forming:
    return Forming(estate)


def fault(act, *args, **values) -> str:
    """What the person reads: every sentence, and the fields."""
    with pytest.raises(ValidationError) as raised:
        act(*args, **values)
    return str(raised.value.message_dict)


class TestManagementCommittee:
    @pytest.fixture
    def forming(self, estate):
        road = Forming(estate).applied(
            kind=FormationKind.MANAGEMENT, condition=Condition.NOT_READY, delivered_percent=20, applicants=None
        )
        return road.checked()

    def test_is_named_posted_and_formed(self, forming):
        forming.grouped().posted()
        held = actions.found(forming.formation, actions.Term(3), by=None, at=forming.later(8))
        assert held.committee.kind == CommitteeKind.MANAGEMENT
        assert held.committee.members.filter(seat=Seat.CHAIR).count() == 1
        assert held.committee.members.count() == 7

    def test_waits_until_its_list_has_hung(self, forming):
        forming.grouped().posted()
        said = fault(actions.found, forming.formation, actions.Term(3), by=None, at=forming.later(7))
        assert "杭州条例" in said

    def test_needs_somebody_of_the_community(self, forming):
        forming.named(owners=6, others=1)
        assert "members" in fault(actions.form_group, forming.formation, by=None, at=forming.at)

    def test_sits_three_years_at_most(self, forming):
        forming.grouped().posted()
        said = fault(actions.found, forming.formation, actions.Term(4), by=None, at=forming.later(8))
        assert "北京条例" in said

    def test_is_not_voted_on(self, forming):
        forming.grouped().posted()
        with pytest.raises(NotNow):
            actions.announce(forming.formation, forming.election(), by=None, at=forming.later(8))


class TestStop:
    def test_ends_it_with_a_reason(self, forming):
        forming.applied()
        assert "reason" in fault(actions.stop, forming.formation, reason=" ", by=None, at=forming.at)
        held = actions.stop(forming.formation, reason="申请人撤回", by=None, at=forming.at)
        assert (held.state, held.reason) == (FormationState.STOPPED, "申请人撤回")
        assert an_application(forming.estate).state == FormationState.APPLIED

    @pytest.mark.parametrize(("act", "state"), [("stop", FormationState.STOPPED), ("fail", FormationState.FAILED)])
    def test_stops_the_vote_as_well(self, forming, act, state):
        forming.applied().checked().grouped().posted().with_candidates().announced()
        held = getattr(actions, act)(forming.formation, reason="程序有误", by=None, at=forming.at)
        follow_votes(at=forming.at)
        held.refresh_from_db()
        vote = Vote.objects.get()
        assert (vote.state, vote.stop_reason, held.state) == (VoteState.STOPPED, "程序有误", state)

    def test_waits_for_a_result_that_somebody_knows(self, forming):
        forming.applied().checked().grouped().posted().with_candidates().announced().voted()
        with pytest.raises(NotNow):
            actions.stop(forming.formation, reason="程序有误", by=None, at=forming.at)


class TestNobodyElected:
    """The ground of a management committee that the owners could not elect one."""

    def has_failed(self, forming) -> bool:
        return place_of(an_application(forming.estate, at=forming.later()), forming.at.date()).failed_before

    def test_is_a_vote_without_enough_owners(self, forming):
        forming.applied().checked().grouped().posted().with_candidates().announced().elected(part=3)
        assert forming.formation.state == FormationState.FAILED
        assert self.has_failed(forming)

    def test_is_no_formation_that_never_came_to_a_vote(self, forming):
        forming.applied()
        actions.fail(forming.formation, reason="条件不具备", by=None, at=forming.at)
        assert not self.has_failed(forming)

    def test_is_no_vote_that_was_called_off(self, forming):
        forming.applied().checked().grouped().posted().with_candidates().announced()
        actions.fail(forming.formation, reason="程序有误", by=None, at=forming.at)
        assert not self.has_failed(forming)


class TestErasing:
    def test_forgets_people_after_the_citys_time(self, forming):
        forming.applied().checked().grouped().posted().with_candidates(1)
        actions.stop(forming.formation, reason="申请人撤回", by=None, at=forming.at)
        assert erase_people(at=forming.at + timedelta(days=3 * 365)) == 0
        assert erase_people(at=forming.at + timedelta(days=3 * 366)) == 8
        assert {person.name for person in GroupMember.objects.all()} == {""}
        assert Candidate.objects.get().phone == ""
        assert Posting.objects.get().text
        assert erase_people(at=forming.at + timedelta(days=3 * 370)) == 1
        assert Posting.objects.get().text == ""

    def test_leaves_no_name_on_the_board(self, forming):
        forming.applied().checked().grouped().posted().with_candidates().announced().elected()
        post_names(forming.formation.committee, by=None, at=forming.at)
        named = Posting.objects.filter(text__contains=NAMES[0])
        assert {posting.kind for posting in named} == {"group", "candidates", "members", "result"}
        late = forming.at + timedelta(days=3 * 400)
        erase_people(at=late)
        forget_persons(at=late)
        assert not named.all().exists()
        assert Posting.objects.get(kind="vote").title

    def test_forgets_whom_a_vote_that_is_long_over_named(self, forming):
        forming.applied().checked().grouped().posted().with_candidates().announced()
        actions.stop(forming.formation, reason="程序有误", by=None, at=forming.at)
        erase_people(at=forming.at + timedelta(days=3 * 366))
        assert not set(Option.objects.values_list("label", flat=True)) & set(NAMES)
