"""Votes before they open: what the law forbids is refused with its article, what is announced stands."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext

from accounts.authority import NotAllowed
from accounts.lifecycle import NotNow
from accounts.models import AuditEntry
from committees.models import (
    Candidate,
    CandidateState,
    CommitteeState,
    Formation,
    Holder,
    MatterKind,
    Organiser,
    Ownership,
    Posting,
    Vote,
    VoteState,
)
from committees.votes import actions, wording
from committees.votes.actions import NewMatter
from estates.models import Home
from tests.factories.owners import a_committee, an_owner, owners_of, some_homes
from tests.factories.places import an_estate
from tests.factories.votes import (
    CLOSES,
    DRAFTED,
    DURING,
    HIRE,
    OPENS,
    a_draft,
    a_posted_vote,
    an_open_vote,
    announced,
    new_vote,
    votes_for,
)

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
USE_FUND = NewMatter(MatterKind.USE_FUND, "是否动用维修资金更换2单元电梯？")


def faults(action, *args, **kwargs) -> str:
    with pytest.raises(ValidationError) as fault:
        action(*args, **kwargs)
    return " ".join(fault.value.messages)


def propose(estate, *matters, **values) -> Vote:
    return actions.propose(new_vote(estate, *matters, **values), by=None, at=DRAFTED)


@pytest.fixture
def owners(estate):
    return owners_of(estate, [90, 100, 110])


class TestPropose:
    def test_asks_yes_no_or_abstain(self, estate):
        vote = propose(estate)
        assert vote.state == VoteState.DRAFT
        assert [(each.label, each.stance) for each in vote.matters.get().options.all()] == [
            ("同意", "yes"),
            ("反对", "no"),
            ("弃权", "abstain"),
        ]

    @pytest.mark.parametrize(("days", "word"), [(7 * DAY - MINUTE, "7"), (30 * DAY + MINUTE, "30")])
    def test_refuses_a_vote_that_is_open_too_short_or_too_long_by_the_article(self, estate, days, word):
        said = faults(propose, estate, closes_at=OPENS + days)
        assert word in said
        assert "默认值（杭州" in said

    @pytest.mark.parametrize("days", [7 * DAY, 30 * DAY])
    def test_takes_the_shortest_and_the_longest(self, estate, days):
        assert propose(estate, closes_at=OPENS + days).closes_at == OPENS + days

    def test_lets_a_part_of_the_owners_decide_on_their_fund_only(self, estate):
        assert "民法典第二百七十八条" in faults(propose, estate, USE_FUND, HIRE, affects_all=False)
        assert propose(estate, USE_FUND, affects_all=False).affects_all is False

    @pytest.mark.parametrize("state", [CommitteeState.DISSOLVED, CommitteeState.ENDED])
    def test_a_committee_that_is_no_longer_in_office_holds_none(self, estate, state):
        gone = a_committee(estate, state=state, ended_on=DRAFTED.date())
        said = faults(propose, estate, organiser=Organiser.COMMITTEE, committee=gone)
        assert str(CommitteeState(state).label) in said
        assert "指导规则第四十八条" in said

    def test_a_committee_of_another_estate_holds_none_here(self, estate):
        other = a_committee(an_estate("130102001001"))
        assert faults(propose, estate, organiser=Organiser.COMMITTEE, committee=other)

    def test_only_where_one_sees(self, estate, people):
        with pytest.raises(NotAllowed):
            actions.propose(new_vote(estate), by=people["neighbour"], at=DRAFTED)

    def test_only_with_the_right(self, estate, people):
        with pytest.raises(NotAllowed):
            actions.propose(new_vote(estate), by=people["inspector"], at=DRAFTED)

    @pytest.mark.parametrize(
        "matter",
        [
            NewMatter(MatterKind.HIRE, "  "),
            NewMatter("party", "是否聚餐？"),
        ],
    )
    def test_refuses_odd_matters(self, estate, matter):
        assert faults(propose, estate, matter)


@pytest.fixture
def candidates(estate, owners):
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


class TestElection:
    def election(self, candidates, **values) -> NewMatter:
        return NewMatter(MatterKind.ELECT, "选举业主委员会委员", candidates=candidates, **values)

    def test_has_its_candidates_for_options(self, estate, candidates):
        vote = propose(estate, self.election(candidates, choose_most=2))
        assert [each.label for each in vote.matters.get().options.all()] == ["赵一", "钱二", "孙三"]

    @pytest.mark.parametrize("seats", [0, 4])
    def test_has_a_seat_at_least_and_no_more_than_candidates(self, estate, candidates, seats):
        assert faults(propose, estate, self.election(candidates, choose_most=seats))

    def test_takes_no_candidate_who_was_not_found_sound(self, estate, candidates):
        candidates[0].state = CandidateState.PROPOSED
        assert faults(propose, estate, self.election(candidates))

    def test_only_an_election_has_candidates(self, estate, candidates):
        assert faults(propose, estate, NewMatter(MatterKind.HIRE, "是否聘请？", candidates=candidates))


class TestAmend:
    def test_puts_the_whole_draft_anew(self, estate, owners):
        vote = a_draft(estate)
        actions.amend(vote, new_vote(estate, USE_FUND, title="第二次"), by=None, at=DRAFTED)
        vote.refresh_from_db()
        assert (vote.title, vote.matters.get().question) == ("第二次", USE_FUND.question)
        assert vote.roll_confirmed_at is not None

    def test_asks_for_another_roll_where_others_decide(self, estate, owners):
        vote = a_draft(estate)
        held = actions.amend(vote, new_vote(estate, USE_FUND, affects_all=False), by=None, at=DRAFTED)
        assert (held.roll.count(), held.roll_confirmed_at) == (0, None)

    def test_is_over_once_announced(self, estate, owners):
        with pytest.raises(NotNow):
            actions.amend(a_posted_vote(estate), new_vote(estate), by=None, at=DRAFTED)

    def test_notices_that_somebody_else_was_faster(self, estate):
        vote = propose(estate)
        actions.amend(vote, new_vote(estate, title="甲"), by=None, at=DRAFTED, version=0)
        with pytest.raises(actions.Conflict):
            actions.amend(vote, new_vote(estate, title="乙"), by=None, at=DRAFTED, version=0)


class TestRoll:
    def test_has_the_owners_of_the_day_with_their_areas(self, estate, owners):
        vote = a_draft(estate)
        assert [line.area_m2 for line in vote.roll.order_by("label")] == [90, 100, 110]
        assert set(vote.invitations.values_list("owner", flat=True)) == {owner.pk for owner in owners}

    def test_refuses_homes_that_are_nobodys_by_the_article(self, estate, owners):
        some_homes(estate, [80, 80])
        said = faults(actions.make_roll, propose(estate), by=None, at=DRAFTED)
        assert "1号楼1单元104、1号楼1单元105" in said
        assert "民法典第二百七十八条" in said

    def test_refuses_an_estate_without_homes(self, estate):
        assert faults(actions.make_roll, propose(estate), by=None, at=DRAFTED)

    def test_of_the_affected_has_them_alone(self, estate, owners):
        homes = [owner.ownerships.get().home for owner in owners[:2]]
        vote = a_draft(estate, USE_FUND, affects_all=False, homes=homes)
        assert {line.home for line in vote.roll.all()} == set(homes)

    def test_of_the_affected_takes_no_homes_of_another_estate(self, estate, owners):
        strangers = some_homes(an_estate("130102001001"), [70])
        vote = propose(estate, USE_FUND, affects_all=False)
        assert faults(actions.make_roll, vote, homes=strangers, by=None, at=DRAFTED)

    def test_of_the_affected_needs_to_be_told_who_they_are(self, estate, owners):
        assert faults(actions.make_roll, propose(estate, USE_FUND, affects_all=False), by=None, at=DRAFTED)

    def test_gives_one_code_to_a_head_of_three_homes(self, estate):
        an_owner(*some_homes(estate, [90, 100, 110]))
        vote = a_draft(estate)
        assert (vote.roll.count(), vote.invitations.count()) == (3, 1)

    def test_has_new_codes_when_it_is_made_again(self, estate, owners):
        vote = a_draft(estate)
        code = vote.invitations.get(owner=owners[0]).code
        actions.make_roll(vote, by=None, at=DRAFTED)
        actions.confirm_roll(vote, by=None, at=DRAFTED)
        assert vote.invitations.get(owner=owners[0]).code != code

    @pytest.mark.parametrize(("one", "other"), [({"phone": ""}, {"phone": ""}), ({"phone": ""}, {}), ({}, {})])
    def test_with_two_heads_that_may_be_one_cannot_be_confirmed(self, estate, one, other):
        homes = some_homes(estate, [90, 100, 110])
        an_owner(homes[0], **one)
        an_owner(homes[1], **other)
        an_owner(homes[2], name="李建国")
        Holder.objects.update(document_digest="")
        vote = actions.make_roll(propose(estate), by=None, at=DRAFTED)
        said = faults(actions.confirm_roll, vote, by=None, at=DRAFTED)
        assert "1号楼1单元101、1号楼1单元102" in said
        assert "103" not in said
        assert "民法典第二百七十八条" in said

    def test_with_namesakes_whom_a_number_tells_apart_is_confirmed(self, estate):
        one, two = some_homes(estate, [90, 100])
        an_owner(one, phone="13911112222"), an_owner(two, phone="13933334444")
        Holder.objects.update(document_digest="")
        assert a_draft(estate).roll_confirmed_at is not None

    def test_that_is_not_as_the_register_is_now_cannot_be_confirmed(self, estate, owners):
        vote = actions.make_roll(propose(estate), by=None, at=DRAFTED)
        (new,) = some_homes(estate, [80])
        assert "1号楼1单元104" in faults(actions.confirm_roll, vote, by=None, at=DRAFTED)
        an_owner(new)
        said = faults(actions.confirm_roll, vote, by=None, at=DRAFTED)
        assert "1号楼1单元104" in said
        assert "1号楼1单元101" not in said
        assert "民法典第二百七十八条" in said
        actions.make_roll(vote, by=None, at=DRAFTED)
        assert actions.confirm_roll(vote, by=None, at=DRAFTED).roll_confirmed_at == DRAFTED

    @pytest.mark.parametrize("change", [{"area_m2": 91}, {"owner": 1}])
    def test_that_went_stale_is_not_announced(self, estate, owners, change):
        vote = a_draft(estate)
        if "owner" in change:
            Ownership.objects.filter(owner=owners[0]).update(owner=owners[1])
        else:
            Home.objects.filter(ownerships__owner=owners[0]).update(**change)
        said = faults(actions.post, vote, by=None, at=DRAFTED)
        assert "1号楼1单元101" in said
        assert "102" not in said

    def test_that_is_empty_cannot_be_confirmed(self, estate):
        assert faults(actions.confirm_roll, propose(estate), by=None, at=DRAFTED)


class TestCorrectRoll:
    @pytest.fixture
    def vote(self, estate, owners):
        return an_open_vote(estate)

    def test_changes_the_area_with_a_reason_that_is_kept(self, vote, owners):
        home = owners[0].ownerships.get().home
        actions.correct_roll(vote, home, area_m2=Decimal("91.50"), reason="测绘报告更正", by=None, at=DURING)
        assert vote.roll.get(home=home).area_m2 == Decimal("91.50")
        entry = AuditEntry.objects.get(verb="correct_roll")
        assert (entry.why, entry.before["area_m2"], entry.after["area_m2"]) == ("测绘报告更正", "90.00", "91.50")

    def test_takes_no_owner_but_the_one_on_the_register(self, vote, owners):
        home = owners[0].ownerships.get().home
        said = faults(actions.correct_roll, vote, home, owner=owners[1], reason="更正", by=None, at=DURING)
        assert "民法典第二百七十八条" in said
        home.ownerships.update(owner=owners[1])
        line = actions.correct_roll(vote, home, owner=owners[1], reason="更正", by=None, at=DURING)
        assert line.owner == owners[1]

    def test_leaves_the_area_of_a_home_that_has_voted(self, vote, owners):
        home = owners[0].ownerships.get().home
        votes_for(vote, owners[:1], "yes")
        said = faults(actions.correct_roll, vote, home, area_m2=Decimal(91), reason="更正", by=None, at=DURING)
        assert "民法典第二百七十八条" in said
        assert vote.roll.get(home=home).area_m2 == 90

    def test_is_told_with_the_result_how_often(self, vote, owners):
        assert vote.roll_corrections == 0
        home = owners[0].ownerships.get().home
        for area in ("91.50", "91.60"):
            actions.correct_roll(vote, home, area_m2=Decimal(area), reason="更正", by=None, at=DURING)
        votes_for(vote, owners, "yes")
        announced(vote)
        with translation.override(wording.LANGUAGE):
            told = gettext("Corrections of the roll after it was confirmed: %(count)d") % {"count": 2}
        assert told in Posting.objects.get(vote=vote, kind="result").text

    def test_needs_a_reason(self, vote, owners):
        home = owners[0].ownerships.get().home
        assert faults(actions.correct_roll, vote, home, area_m2=Decimal(91), reason=" ", by=None, at=DURING)

    def test_is_over_with_the_vote(self, vote, owners):
        actions.close(vote, by=None, at=CLOSES)
        with pytest.raises(NotNow):
            actions.correct_roll(
                vote, owners[0].ownerships.get().home, area_m2=Decimal(91), reason="更正", by=None, at=CLOSES
            )

    def test_the_register_may_change_without_it(self, vote, owners):
        home = owners[0].ownerships.get().home
        home.area_m2 = Decimal("95.00")
        home.save()
        assert vote.roll.get(home=home).area_m2 == 90


class TestPost:
    def test_hangs_on_the_board_until_the_end(self, estate, owners):
        vote = a_posted_vote(estate)
        posting = Posting.objects.get(vote=vote)
        assert vote.state == VoteState.POSTED
        assert HIRE.question in posting.text
        assert (posting.posted_on.isoformat(), posting.until_on.isoformat()) == ("2026-09-01", "2026-10-01")

    def test_needs_a_confirmed_roll(self, estate, owners):
        vote = propose(estate)
        actions.make_roll(vote, by=None, at=DRAFTED)
        assert faults(actions.post, vote, by=None, at=DRAFTED)

    @pytest.mark.parametrize(("is_temporary", "days", "article"), [(False, 15, "默认值"), (True, 7, "杭州条例")])
    def test_is_announced_so_many_days_ahead_by_the_article(self, estate, owners, is_temporary, days, article):
        vote = a_draft(estate, is_temporary=is_temporary)
        last = OPENS - days * DAY
        said = faults(actions.post, vote, by=None, at=last + DAY)
        assert str(days) in said
        assert article in said
        assert actions.post(vote, by=None, at=last).state == VoteState.POSTED


class TestStop:
    @pytest.mark.parametrize("make", [a_draft, a_posted_vote, an_open_vote])
    def test_ends_a_vote_with_a_reason(self, estate, owners, make):
        held = actions.stop(make(estate), reason="事项撤回", by=None, at=DURING)
        assert (held.state, held.stop_reason) == (VoteState.STOPPED, "事项撤回")

    def test_needs_a_reason(self, estate, owners):
        assert faults(actions.stop, a_posted_vote(estate), reason="", by=None, at=DURING)
