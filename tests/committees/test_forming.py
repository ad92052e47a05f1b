"""A committee is being formed: each verb in its time, and what the law of the day has against it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.authority import NotAllowed
from accounts.lifecycle import NotNow
from accounts.models import AuditEntry, RuleValue
from committees.forming import actions
from committees.forming.actions.voting import follow_votes
from committees.models import (
    Candidate,
    CandidateState,
    Committee,
    CommitteeKind,
    CommitteeState,
    Condition,
    Formation,
    FormationKind,
    FormationState,
    From,
    GroupMember,
    MatterKind,
    Posting,
    PostingKind,
    Vote,
    VoteState,
)
from committees.votes import actions as votes
from tests.factories.forming import ALL_MET, APPLIED, NAMES, Forming, an_application
from tests.factories.owners import a_committee, owners_of
from tests.factories.places import an_estate


@pytest.fixture
def forming(estate) -> Forming:
    return Forming(estate)


def fault(act, *args, **values) -> str:
    """What the person reads: every sentence, and the fields."""
    with pytest.raises(ValidationError) as raised:
        act(*args, **values)
    return str(raised.value.message_dict)


class TestApply:
    def test_writes_it_down(self, estate):
        made = an_application(estate)
        assert made.number.startswith("ZJ-20260901-")
        assert made.state == FormationState.APPLIED
        assert AuditEntry.objects.filter(verb="apply_formation", thing_id=str(made.pk)).exists()

    def test_is_for_officers_of_the_place(self, estate, people):
        with pytest.raises(NotAllowed):
            an_application(estate, by=people["neighbour"])
        with pytest.raises(NotAllowed):
            an_application(estate, by=people["company"])
        assert an_application(estate, by=people["street"]).pk

    def test_is_refused_while_another_is_under_way(self, estate):
        an_application(estate)
        with pytest.raises(ValidationError):
            an_application(estate)

    def test_for_a_first_one_is_refused_where_a_committee_is_in_office(self, estate):
        a_committee(estate)
        assert "指导规则第四十七条" in fault(an_application, estate)

    def test_for_a_reelection_is_refused_where_there_never_was_one(self, estate):
        assert "kind" in fault(an_application, estate, kind=FormationKind.REELECTION, condition=Condition.TERM_ENDS)

    def test_for_a_management_committee_says_why_the_one_in_office_is_replaced(self, estate):
        a_committee(estate)
        told = {"kind": FormationKind.MANAGEMENT, "applicants": None}
        assert "condition" in fault(an_application, estate, condition=Condition.NOT_READY, **told)
        assert an_application(estate, condition=Condition.IDLE, **told).pk

    def test_takes_no_share_of_more_than_all(self, estate):
        assert "delivered_percent" in fault(an_application, estate, delivered_percent=101)

    def test_names_whom_it_succeeds(self, estate):
        old = a_committee(estate, kind=CommitteeKind.MANAGEMENT)
        assert an_application(estate).succeeds == old


class TestCheck:
    def test_passes_what_meets_the_conditions(self, forming):
        assert forming.applied().checked().formation.state == FormationState.CHECKED

    def test_refuses_too_little_area_with_the_article(self, forming):
        forming.applied(delivered_percent=49)
        said = fault(actions.check, forming.formation, by=None, at=forming.at)
        assert "delivered_percent" in said
        assert "北京" in said

    def test_refuses_too_few_applicants(self, estate):
        Forming(estate, owners=owners_of(estate, [100] * 300)).applied(applicants=9)
        assert "applicants" in fault(actions.check, Formation.objects.get(), by=None, at=APPLIED)

    def test_goes_by_the_law_of_its_day(self, forming):
        forming.applied(delivered_percent=55)
        RuleValue.objects.create(
            key="forming_area_percent", value="60", unit="%", article="新条例第八条", from_on=date(2026, 9, 5)
        )
        assert "新条例第八条" in fault(actions.check, forming.formation, by=None, at=APPLIED + timedelta(days=4))
        assert actions.check(forming.formation, by=None, at=APPLIED + timedelta(days=3)).checked_on == date(2026, 9, 4)

    @pytest.mark.parametrize("condition", [Condition.TERM_ENDS, Condition.IDLE])
    def test_looks_at_the_committee_in_office(self, estate, condition):
        """Its term has years to go, and it met three months ago."""
        committee = a_committee(estate, filed_on=date(2026, 6, 1))
        made = an_application(estate, kind=FormationKind.REELECTION, condition=condition)
        assert "condition" in fault(actions.check, made, by=None, at=APPLIED)
        Committee.objects.filter(pk=committee.pk).update(term_until=date(2026, 12, 1), filed_on=date(2025, 9, 1))
        assert actions.check(made, by=None, at=APPLIED).state == FormationState.CHECKED

    def test_passes_a_reelection_after_the_committee_ended_and_handed_over(self, estate):
        a_committee(
            estate, state=CommitteeState.DISSOLVED, ended_on=date(2026, 3, 1), handover_due_on=date(2026, 3, 11),
            handed_over_on=date(2026, 3, 5),
        )  # fmt: skip
        made = an_application(estate, kind=FormationKind.REELECTION, condition=Condition.TERM_ENDS)
        assert made.succeeds is None
        assert actions.check(made, by=None, at=APPLIED).state == FormationState.CHECKED

    def test_happens_once(self, forming):
        forming.applied().checked()
        with pytest.raises(NotNow, match=forming.formation.number):
            actions.check(forming.formation, by=None, at=forming.at)

    def test_is_out_of_sight_for_a_neighbour(self, forming, people):
        forming.applied()
        with pytest.raises(Formation.DoesNotExist):
            actions.check(forming.formation, by=people["neighbour"], at=forming.at)


class TestGroup:
    def test_of_seven_is_formed(self, forming):
        assert forming.applied().checked().grouped().formation.state == FormationState.GROUPED

    def test_of_eight_is_refused_with_the_article(self, forming):
        forming.applied().checked().named(owners=5)
        said = fault(actions.form_group, forming.formation, by=None, at=forming.at)
        assert "业主大会和业主委员会指导规则第十条" in said

    def test_has_owners_of_this_estate_alone(self, forming, rules):
        forming.applied().checked()
        stranger = owners_of(an_estate(), [80])[0]
        person = actions.NewPerson("钱多多", From.OWNER, owner=stranger)
        assert "第三十一条" in fault(actions.add_to_group, forming.formation, person, by=None, at=forming.at)

    def test_has_nobody_with_an_interest_in_the_company(self, forming):
        forming.applied().checked()
        person = actions.NewPerson(NAMES[0], From.OWNER, owner=forming.owners[0], has_interest=True)
        assert "北京条例第三十九条" in fault(actions.add_to_group, forming.formation, person, by=None, at=forming.at)

    def test_has_an_owner_once_and_one_head(self, forming):
        forming.applied().checked().named()
        again = actions.NewPerson(NAMES[0], From.OWNER, owner=forming.owners[0])
        assert "owner" in fault(actions.add_to_group, forming.formation, again, by=None, at=forming.at)
        head = actions.NewPerson("何主任", From.COMMUNITY, is_head=True)
        assert "is_head" in fault(actions.add_to_group, forming.formation, head, by=None, at=forming.at)

    def test_may_lose_somebody_before_it_is_formed(self, forming):
        forming.applied().checked().named(owners=5)
        actions.drop_from_group(forming.formation.group.first(), by=None, at=forming.at)
        assert forming.formation.group.count() == 7

    def test_is_posted_once_for_its_days(self, forming):
        forming.applied().checked().grouped().posted()
        hung = Posting.objects.get(kind=PostingKind.GROUP)
        assert (hung.until_on - hung.posted_on).days == 8
        assert NAMES[0] in hung.text
        with pytest.raises(NotNow):
            actions.post_group(forming.formation, by=None, at=forming.at)

    def test_keeps_names_sealed_and_out_of_the_log(self, forming):
        forming.applied().checked().grouped()
        assert not GroupMember.objects.filter(sealed_name__contains="王秀兰").exists()
        assert not AuditEntry.objects.filter(after__icontains="王秀兰").exists()


class TestCandidates:
    @pytest.fixture
    def forming(self, forming):
        return forming.applied().checked().grouped().posted()

    def test_are_sound_when_every_condition_is_met(self, forming):
        assert forming.stands(0).state == CandidateState.SOUND

    def test_are_open_while_one_is_not_looked_into(self, forming):
        some = {name: True for name in ALL_MET if name != "not_dishonest"}
        assert forming.stands(0, checks=some).state == CandidateState.PROPOSED

    def test_related_to_the_company_are_refused_with_the_article(self, forming):
        made = forming.stands(0, checks={**ALL_MET, "no_interest": False})
        assert made.state == CandidateState.REFUSED
        assert "北京条例第三十九条" in made.refusal

    def test_who_declare_a_relation_to_the_company_are_not_taken(self, forming):
        new = actions.NewCandidate(forming.owners[0], NAMES[0], declared={"no_interest": False})
        said = fault(actions.propose, forming.formation, new, by=None, at=forming.at)
        assert "北京条例第三十九条" in said
        assert not Candidate.objects.exists()

    def test_who_sold_their_home_are_refused(self, forming):
        made = forming.stands(0, checks=None)
        made.owner.ownerships.update(until_on=forming.at.date())
        assert actions.check_candidate(made, ALL_MET, by=None, at=forming.at).state == CandidateState.REFUSED

    def test_may_be_found_sound_after_all(self, forming):
        made = forming.stands(0, checks={**ALL_MET, "no_interest": False})
        assert (
            actions.check_candidate(made, {"no_interest": True}, by=None, at=forming.at).state == CandidateState.SOUND
        )

    def test_stand_once_for_a_head(self, forming):
        forming.stands(0)
        assert "owner" in fault(forming.stands, 0)

    def test_are_not_checked_for_what_nobody_knows(self, forming):
        assert "checks" in fault(actions.check_candidate, forming.stands(0), {"rich": True}, by=None, at=forming.at)

    def test_who_withdrew_are_not_checked_any_more(self, forming):
        gone = actions.withdraw_candidate(forming.stands(0), by=None, at=forming.at)
        with pytest.raises(NotNow):
            actions.check_candidate(gone, ALL_MET, by=None, at=forming.at)


class TestAnnounce:
    @pytest.fixture
    def forming(self, forming):
        return forming.applied().checked().grouped().posted().with_candidates()

    def test_drafts_the_vote_with_its_candidates(self, forming):
        vote = forming.announced(with_rules=True).formation.vote
        assert [matter.kind for matter in vote.matters.all()] == [
            MatterKind.RULES, MatterKind.COVENANT, MatterKind.ELECT,
        ]  # fmt: skip
        assert vote.matters.get(kind=MatterKind.ELECT).options.count() == 6
        assert Posting.objects.filter(kind=PostingKind.CANDIDATES).count() == 1

    @pytest.mark.parametrize(("days", "refused"), [(7, True), (8, False)])
    def test_waits_until_the_list_of_the_group_has_hung(self, forming, days, refused):
        election = forming.election(opens_at=forming.at + timedelta(days=40), closes_at=forming.at + timedelta(days=50))
        at = forming.later(days)
        if refused:
            assert "group_posted_on" in fault(actions.announce, forming.formation, election, by=None, at=at)
        else:
            assert actions.announce(forming.formation, election, by=None, at=at).state == FormationState.ANNOUNCED

    @pytest.mark.parametrize(("days", "refused"), [(14, True), (15, False)])
    def test_gives_notice_of_fifteen_days(self, forming, days, refused):
        at = forming.later(8)
        election = forming.election(opens_at=at + timedelta(days=days), closes_at=at + timedelta(days=30))
        if refused:
            assert "opens_at" in fault(actions.announce, forming.formation, election, by=None, at=at)
        else:
            assert actions.announce(forming.formation, election, by=None, at=at).vote.opens_at == election.opens_at

    @pytest.mark.parametrize(("seats", "field"), [(6, "members"), (3, "members"), (7, "candidates")])
    def test_refuses_an_unlawful_number_of_seats(self, forming, seats, field):
        at = forming.later(8)
        assert field in fault(actions.announce, forming.formation, forming.election(seats=seats), by=None, at=at)

    def test_refuses_while_a_candidate_is_unchecked(self, forming):
        forming.stands(6, checks=None)
        at = forming.later(8)
        assert "candidates" in fault(actions.announce, forming.formation, forming.election(), by=None, at=at)

    def test_a_stopped_vote_frees_the_formation_again(self, forming):
        vote = forming.announced().formation.vote
        Vote.objects.filter(pk=vote.pk).update(state=VoteState.STOPPED)
        assert follow_votes(at=forming.at) == 1
        forming.formation.refresh_from_db()
        assert (forming.formation.state, forming.formation.vote) == (FormationState.GROUPED, None)
        forming.announced()
        assert forming.formation.vote != vote

    def test_an_open_vote_is_followed_once(self, forming):
        vote = forming.announced().formation.vote
        assert follow_votes(at=forming.at) == 0
        Vote.objects.filter(pk=vote.pk).update(
            state=VoteState.OPEN, roll_confirmed_at=forming.at, posted_on=forming.at.date()
        )
        assert [follow_votes(at=forming.at), follow_votes(at=forming.at)] == [1, 0]
        assert Formation.objects.get().state == FormationState.VOTING


class TestTakeResult:
    @pytest.fixture
    def forming(self, forming):
        return forming.applied().checked().grouped().posted().with_candidates().announced()

    def test_makes_the_elected_a_committee(self, forming):
        forming.result_posted(5)
        made = actions.take_result(forming.formation, actions.Term(5), by=None, at=forming.at).committee
        assert made.kind == CommitteeKind.OWNERS
        assert made.state == CommitteeState.ELECTED
        assert made.seat_count == 5
        assert (made.term_until.year - made.term_from.year) == 5
        assert {member.name for member in made.members.all()} == set(NAMES[:5])
        assert forming.estate.assembly.founded_on == made.formed_on

    def test_drafts_the_filing_with_its_day(self, forming):
        forming.result_posted(5)
        made = actions.take_result(forming.formation, actions.Term(5), by=None, at=forming.at).committee
        assert made.filings.get().due_on >= made.formed_on + timedelta(days=30)

    def test_fails_where_too_few_were_elected(self, forming):
        forming.result_posted(4)
        held = actions.take_result(forming.formation, actions.Term(5), by=None, at=forming.at)
        assert held.state == FormationState.FAILED
        assert "第三十一条" in held.reason
        assert not Committee.objects.exists()

    def test_waits_for_the_posted_result(self, forming):
        forming.voted(5)
        with pytest.raises(NotNow):
            actions.take_result(forming.formation, actions.Term(5), by=None, at=forming.at)

    def test_fails_where_too_few_took_part(self, forming):
        forming.result_posted(5, part=7)
        held = actions.take_result(forming.formation, actions.Term(5), by=None, at=forming.at)
        assert held.state == FormationState.FAILED
        assert "民法典第二百七十八条" in held.reason
        assert "第三十一条" not in held.reason

    def test_waits_for_objections_to_be_answered(self, forming):
        forming.result_posted(5)
        votes.object_to(forming.formation.vote, name="王秀兰", words="漏计了我的票。", at=forming.at)
        with pytest.raises(NotNow):
            actions.take_result(forming.formation, actions.Term(5), by=None, at=forming.at)

    @pytest.mark.parametrize("years", [2, 6])
    def test_refuses_a_term_of_unlawful_length(self, forming, years):
        forming.result_posted(5)
        said = fault(actions.take_result, forming.formation, actions.Term(years), by=None, at=forming.at)
        assert "term_years" in said


class TestTermStart:
    """A term of four years, so that the longest lawful one (five) is not in the way."""

    @pytest.fixture
    def road(self, forming):
        road = forming.applied().checked().grouped().posted().with_candidates().announced().result_posted(5)
        road.formation.vote.refresh_from_db()
        return road

    def chosen_on(self, road) -> date:
        return timezone.localdate(road.formation.vote.counted_at)

    def take(self, road, from_on: date, years: int = 4) -> Committee:
        term = actions.Term(years, from_on)
        return actions.take_result(road.formation, term, by=None, at=road.at).committee

    def test_is_sixty_days_after_the_count_at_most(self, road):
        last = self.chosen_on(road) + timedelta(days=60)
        assert "from_on" in fault(self.take, road, last + timedelta(days=1))
        made = self.take(road, last)
        assert (made.term_from, made.term_until) == (last, last.replace(year=last.year + 4))

    @pytest.mark.parametrize("day", [date(2036, 1, 1), date(9999, 1, 1)])
    def test_in_a_far_year_is_refused(self, road, day):
        assert "from_on" in fault(self.take, road, day)

    def test_does_not_make_the_longest_term_longer(self, road):
        later = self.chosen_on(road) + timedelta(days=1)
        assert "第三十二条" in fault(self.take, road, later, years=5)
        assert self.take(road, self.chosen_on(road), years=5).term_until.year == later.year + 5

    def test_may_be_the_end_of_the_committee_in_office(self, road):
        ends = self.chosen_on(road) + timedelta(days=100)
        before = a_committee(road.estate, term_until=ends)
        assert "from_on" in fault(self.take, road, ends)
        Formation.objects.update(succeeds=before)
        assert "from_on" in fault(self.take, road, ends + timedelta(days=1))
        assert self.take(road, ends).term_from == ends
