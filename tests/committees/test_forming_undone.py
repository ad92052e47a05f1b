"""A committee stands on the result that elected it: filed once that is final, gone when the vote is stopped."""

from datetime import timedelta

import pytest

from accounts.lifecycle import NotNow
from accounts.models import AuditEntry
from committees.filing import actions as filing
from committees.forming import actions
from committees.forming.actions.founding import new_committee
from committees.forming.actions.voting import follow_votes
from committees.models import CommitteeKind, CommitteeState, Filing, FilingState, FormationState, Seat
from committees.votes import actions as votes
from tests.factories.forming import Forming, an_application, handed_in, made_final


@pytest.fixture
def road(estate) -> Forming:
    """A committee was elected, and the result hangs."""
    return Forming(estate).applied().checked().grouped().posted().with_candidates().announced().elected()


@pytest.fixture
def handed(road) -> Filing:
    """Its filing, with every paper, at the street."""
    committee = road.formation.committee
    committee.members.filter(pk=committee.members.first().pk).update(seat=Seat.CHAIR)
    return handed_in(committee.filings.get(), at=road.later())


def upheld_and_stopped(road: Forming) -> None:
    vote = road.formation.vote
    objection = votes.object_to(vote, name="王秀兰", words="有人冒名投票", at=road.at)
    votes.answer_objection(objection, answer="属实。", is_upheld=True, by=None, at=road.later())
    votes.stop(vote, reason="冒名投票属实", by=None, at=road.at)


class TestFiling:
    def test_waits_until_the_result_is_final(self, road, handed):
        with pytest.raises(NotNow, match="清远条例第十七条"):
            filing.accept(handed, by=None, at=road.at)
        road.formation.committee.refresh_from_db()
        assert road.formation.committee.state == CommitteeState.ELECTED
        at = made_final(road.formation.vote)
        assert filing.accept(handed, by=None, at=at).committee.state == CommitteeState.FILED

    def test_is_refused_when_the_vote_was_stopped_a_moment_ago(self, road, handed):
        upheld_and_stopped(road)
        with pytest.raises(NotNow):
            filing.accept(handed, by=None, at=road.at)


class TestStoppedVote:
    def test_takes_the_committee_its_filing_and_its_assembly_along(self, road, handed):
        upheld_and_stopped(road)
        assert [follow_votes(at=road.at), follow_votes(at=road.at)] == [1, 0]
        formation = road.formation
        for thing in (formation, formation.committee, handed, road.estate.assembly):
            thing.refresh_from_db()
        assert (formation.state, formation.committee.state) == (FormationState.FAILED, CommitteeState.DISSOLVED)
        assert "冒名投票属实" in formation.reason
        assert "冒名投票属实" in formation.committee.end_reason
        assert handed.state == FilingState.REFUSED
        assert road.estate.assembly.founded_on is None
        assert AuditEntry.objects.filter(verb="dissolve_committee").count() == 1

    def test_lets_the_estate_try_again_with_nobody_to_hand_over(self, road):
        upheld_and_stopped(road)
        follow_votes(at=road.at)
        again = an_application(road.estate, at=road.later())
        assert (again.state, again.succeeds) == (FormationState.APPLIED, None)
        day = again.applied_on
        assert new_committee(again, CommitteeKind.OWNERS, day, day, 5).ordinal == 1

    def test_leaves_a_committee_alone_while_its_result_stands(self, road):
        assert follow_votes(at=road.at) == 0
        made_final(road.formation.vote)
        assert follow_votes(at=road.later(20)) == 0
        road.formation.committee.refresh_from_db()
        assert road.formation.committee.state == CommitteeState.ELECTED


class TestCallingOff:
    @pytest.mark.parametrize(("act", "state"), [("stop", FormationState.STOPPED), ("fail", FormationState.FAILED)])
    def test_is_possible_once_the_filing_is_refused(self, road, handed, act, state):
        filing.refuse(handed, reason="选举程序不合法", by=None, at=road.at)
        held = getattr(actions, act)(road.formation, reason="不予备案", by=None, at=road.at)
        assert (held.state, held.committee.state) == (state, CommitteeState.DISSOLVED)
        assert an_application(road.estate, at=road.later()).state == FormationState.APPLIED

    @pytest.mark.parametrize("act", ["stop", "fail"])
    def test_waits_while_the_filing_is_under_way(self, road, act):
        with pytest.raises(NotNow):
            getattr(actions, act)(road.formation, reason="不予备案", by=None, at=road.at + timedelta(days=1))
        assert road.formation.committee.filings.get().state == FilingState.DRAFT
