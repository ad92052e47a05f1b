"""After the last ballot: the result in time, its posting, objections, and what the clock does by itself."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from accounts.lifecycle import NotNow
from accounts.models import AuditEntry, DayOff
from committees.models import Candidate, CandidateState, Formation, MatterKind, Posting, VoteObjection, VoteState
from committees.votes import actions, counting, sweeping
from committees.votes.actions import NewMatter
from tests.factories.owners import owners_of
from tests.factories.votes import (
    AFTER,
    CLOSES,
    DRAFTED,
    DURING,
    OPENS,
    a_posted_vote,
    an_open_vote,
    announced,
    counted,
    option,
    votes_for,
)

DAY = timedelta(days=1)


@pytest.fixture
def owners(estate):
    return owners_of(estate, [90, 100, 110])


@pytest.fixture
def vote(estate, owners):
    vote = an_open_vote(estate)
    votes_for(vote, owners, "yes")
    return vote


class TestResultDue:
    """The vote ends with 29 September 2026, a Tuesday."""

    def test_is_the_next_working_day(self, vote):
        assert actions.close(vote, by=None, at=CLOSES).result_due_on == date(2026, 9, 30)

    def test_goes_past_days_off(self, vote):
        DayOff.objects.bulk_create([DayOff(day=date(2026, 9, 30), is_worked=False, name="国庆节", changed_at=DRAFTED)])
        assert actions.close(vote, by=None, at=CLOSES).result_due_on == date(2026, 10, 1)


class TestAnnounce:
    def test_hangs_fifteen_days_with_the_counts_and_the_digest(self, vote):
        vote = announced(vote)
        posting = Posting.objects.get(vote=vote, kind="result")
        assert (vote.announced_on, vote.announced_until_on) == (date(2026, 9, 30), date(2026, 10, 16))
        assert posting.until_on == vote.announced_until_on
        assert "300.00" in posting.text
        assert "民法典第二百七十八条" in posting.text
        assert vote.list_digest in posting.text.replace(" ", "")

    def test_hangs_whatever_its_digest_looks_like(self, vote, monkeypatch):
        """A phone number, say: a posting with one would be refused."""
        monkeypatch.setattr(counting, "digest", lambda lists: "ab13800000021" + "f" * 51)
        assert announced(vote).state == VoteState.ANNOUNCED

    def test_not_before_the_count(self, vote):
        with pytest.raises(NotNow):
            actions.announce(vote, by=None, at=AFTER)


class TestObjection:
    @pytest.fixture
    def vote(self, vote):
        return announced(vote)

    def lodge(self, vote, at=AFTER) -> VoteObjection:
        return actions.object_to(vote, name="王秀兰", phone="13800000021", words="我家没有收到表决票。", at=at)

    def test_is_answered_in_three_days(self, vote):
        objection = self.lodge(vote)
        assert (objection.lodged_on, objection.due_on) == (date(2026, 9, 30), date(2026, 10, 5))
        assert objection.name == "王秀兰"

    def test_leaves_no_name_in_the_audit_log(self, vote):
        self.lodge(vote)
        assert "王" not in str(AuditEntry.objects.filter(verb="object_to_vote").values())

    def test_is_taken_to_the_last_day_of_the_posting(self, vote):
        last = datetime(2026, 10, 15, 15, 59, tzinfo=UTC)
        assert self.lodge(vote, at=last).lodged_on == date(2026, 10, 15)
        with pytest.raises(NotNow, match="清远"):
            self.lodge(vote, at=last + timedelta(minutes=1))

    @pytest.mark.parametrize("given", [{"name": " ", "words": "不对"}, {"name": "王秀兰", "words": ""}])
    def test_says_who_and_what(self, vote, given):
        with pytest.raises(ValidationError):
            actions.object_to(vote, at=AFTER, **given)

    def test_is_answered_once(self, vote):
        objection = self.lodge(vote)
        actions.answer_objection(objection, answer="已核对送达记录。", is_upheld=False, by=None, at=AFTER + DAY)
        with pytest.raises(NotNow):
            actions.answer_objection(objection, answer="再答", is_upheld=True, by=None, at=AFTER + DAY)


class TestFinal:
    @pytest.fixture
    def vote(self, vote):
        return announced(vote)

    late = datetime(2026, 10, 15, 16, 0, tzinfo=UTC)

    def test_when_it_hung_its_time(self, vote):
        with pytest.raises(NotNow, match="清远"):
            actions.finalise(vote, by=None, at=self.late - timedelta(minutes=1))
        assert actions.finalise(vote, by=None, at=self.late).state == VoteState.FINAL

    def test_not_while_an_objection_waits(self, vote):
        objection = actions.object_to(vote, name="王秀兰", words="不对", at=AFTER)
        with pytest.raises(NotNow, match="聊城"):
            actions.finalise(vote, by=None, at=self.late)
        actions.answer_objection(objection, answer="已核对。", is_upheld=False, by=None, at=AFTER)
        assert actions.finalise(vote, by=None, at=self.late).state == VoteState.FINAL

    def test_not_when_one_was_upheld(self, vote):
        objection = actions.object_to(vote, name="王秀兰", words="不对", at=AFTER)
        actions.answer_objection(objection, answer="属实。", is_upheld=True, by=None, at=AFTER)
        with pytest.raises(ValidationError):
            actions.finalise(vote, by=None, at=self.late)
        assert actions.stop(vote, reason="送达有误", by=None, at=self.late).state == VoteState.STOPPED

    @pytest.mark.parametrize("is_upheld", [None, False])
    def test_result_is_not_stopped_because_of_what_it_is(self, vote, is_upheld):
        objection = actions.object_to(vote, name="王秀兰", words="不对", at=AFTER)
        if is_upheld is not None:
            actions.answer_objection(objection, answer="已核对。", is_upheld=is_upheld, by=None, at=AFTER)
        with pytest.raises(NotNow, match="聊城"):
            actions.stop(vote, reason="结果不理想", by=None, at=self.late)
        vote.refresh_from_db()
        assert vote.state == VoteState.ANNOUNCED


class TestCounted:
    def test_result_that_is_not_posted_yet_is_not_stopped_either(self, vote):
        with pytest.raises(NotNow):
            actions.stop(counted(vote), reason="结果不理想", by=None, at=AFTER)


class TestClock:
    """A vote whose organiser sleeps ends on time all the same."""

    def swept(self, vote, at) -> str:
        sweeping.sweep(at=at)
        vote.refresh_from_db()
        return vote.state

    def test_opens_and_closes_at_the_moment(self, estate, owners):
        vote = a_posted_vote(estate)
        assert self.swept(vote, OPENS - timedelta(seconds=1)) == VoteState.POSTED
        assert self.swept(vote, OPENS) == VoteState.OPEN
        assert self.swept(vote, CLOSES - timedelta(seconds=1)) == VoteState.OPEN
        assert self.swept(vote, CLOSES) == VoteState.CLOSED

    def test_counts_and_posts_on_the_day_the_result_is_due(self, vote):
        four = datetime(2026, 9, 30, 8, 0, tzinfo=UTC)
        assert self.swept(vote, CLOSES) == VoteState.CLOSED
        assert self.swept(vote, four - timedelta(minutes=1)) == VoteState.CLOSED
        assert self.swept(vote, four) == VoteState.ANNOUNCED

    def test_leaves_a_vote_whose_papers_are_not_settled(self, estate, owners, people):
        vote = an_open_vote(estate)
        actions.enter_paper(
            vote, owners[0], [option(vote, "yes").pk], received_on=DURING.date(), by=people["street"], at=DURING
        )
        self.swept(vote, CLOSES)
        assert self.swept(vote, CLOSES + 2 * DAY) == VoteState.CLOSED

    def test_makes_final_what_hung_its_time(self, vote):
        announced(vote)
        assert self.swept(vote, TestFinal.late) == VoteState.FINAL

    def test_does_all_that_was_missed_while_it_slept(self, estate, owners):
        vote = a_posted_vote(estate)
        assert self.swept(vote, CLOSES + 30 * DAY) == VoteState.ANNOUNCED

    def test_forgets_who_objected_and_who_was_sent_when_the_time_is_over(self, vote, owners):
        vote = announced(vote)
        objection = actions.object_to(vote, name="王秀兰", phone="13800000021", words="不对", at=AFTER)
        kept = datetime(2028, 9, 28, 12, tzinfo=UTC)
        sweeping.forget_persons(at=kept)
        objection.refresh_from_db()
        assert objection.name == "王秀兰"
        sweeping.forget_persons(at=kept + 3 * DAY)
        objection.refresh_from_db()
        assert (objection.sealed_name, objection.sealed_phone) == ("", "")
        assert not vote.invitations.exists()


class TestElection:
    @pytest.fixture
    def candidates(self, estate, owners):
        formation = Formation.objects.create(
            number="CZ-1", estate=estate, kind="first", condition="delivered", applied_on=DRAFTED.date()
        )
        made = []
        for owner, name in zip(owners, ["赵一", "钱二", "孙三"], strict=True):
            candidate = Candidate(formation=formation, owner=owner, state=CandidateState.SOUND)
            candidate.put_down(name=name)
            candidate.save()
            made.append(candidate)
        return made

    @pytest.fixture
    def election(self, estate, candidates):
        matter = NewMatter(MatterKind.ELECT, "选举业主委员会委员", candidates=candidates, choose_most=2)
        return an_open_vote(estate, matter)

    def choose(self, vote, owner, *places) -> None:
        chosen = [each.pk for each in vote.matters.get().options.filter(place__in=places)]
        actions.cast(vote, owner, chosen, "phone", by=None, at=DURING)

    def test_gives_the_seats_to_those_with_the_majority(self, election, owners):
        self.choose(election, owners[0], 1, 2)
        self.choose(election, owners[1], 1, 2)
        self.choose(election, owners[2], 1, 3)
        matter = counted(election).matters.get()
        assert (matter.passed, matter.fault) == (True, "")
        assert [each.is_elected for each in matter.options.all()] == [True, True, False]

    def test_leaves_a_seat_empty_between_two_who_stand_level(self, election, owners):
        election.roll.update(area_m2=100)
        self.choose(election, owners[0], 1, 2)
        self.choose(election, owners[1], 2, 3)
        self.choose(election, owners[2], 1, 3)
        matter = counted(election).matters.get()
        assert (matter.passed, matter.fault) == (False, "tie")

    def test_takes_no_more_marks_than_seats(self, election, owners):
        with pytest.raises(ValidationError):
            self.choose(election, owners[0], 1, 2, 3)

    def test_adds_up_though_ballots_have_several_marks(self, election, owners):
        from committees.votes import reading

        self.choose(election, owners[0], 1, 2)
        self.choose(election, owners[1], 1)
        self.choose(election, owners[2], 2)
        vote = announced(election)
        assert counting.check(vote) == []
        result = reading.result_of(vote)
        assert (result.heads_part, result.area_part_m2) == (3, Decimal(300))
        assert result.matters[0].majority is None

    def test_names_of_those_who_were_not_elected_are_forgotten_in_time(self, election, owners):
        for owner in owners:
            self.choose(election, owner, 1)
        vote = announced(election)
        actions.finalise(vote, by=None, at=TestFinal.late)
        late = datetime(2028, 10, 20, tzinfo=UTC)
        assert (sweeping.forget_persons(at=late), sweeping.forget_persons(at=late)) == (1, 0)
        assert [each.label for each in vote.matters.get().options.all()] == ["赵一", "候选人2", "候选人3"]
