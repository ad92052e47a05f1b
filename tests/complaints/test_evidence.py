from datetime import date, timedelta

import pgtrigger
import pytest

from accounts.models import RuleValue
from complaints import evidence
from complaints.actions import answering, handling, joining, residents
from complaints.models import Complaint, Flood, State
from tests.factories.companies import a_contract, an_enterprise
from tests.factories.complaints import FILED, a_complaint

SINCE, UNTIL = FILED - timedelta(days=30), FILED + timedelta(days=60)
DUE = date(2026, 11, 24)
"""Five working days after the Tuesday on which it was filed."""


def facts(**more):
    return evidence.facts(**{"since": SINCE, "until": UNTIL, **more})


def kinds(**more):
    return [(fact.kind, fact.key.rpartition("-")[2]) for fact in facts(**more)]


@pytest.fixture
def solved(monkeypatch):
    """Answers that say «solved»: the photo itself is the photos' own matter."""
    monkeypatch.setattr("complaints.photos.attach", lambda *args, **more: [])

    def answer(complaint, road, **later):
        answering.answer(complaint, text="已更换门锁。", solved=True, photo_ids=["1"], by=None, at=road.later(**later))

    return answer


def checked_false(complaint, road, answer):
    answer(complaint, road)
    road.review(complaint)
    road.deny(complaint)
    handling.find_false(complaint, text="现场看过,还是坏的。", by=road.other, at=road.later())


@pytest.mark.django_db
class TestOverdue:
    def test_is_there_once_the_term_is_over(self, complaint, road, estate, enterprise):
        road.to(complaint, State.DISPATCHED)
        assert facts(until=complaint.answer_due_at) == []
        (fact,) = facts(until=complaint.answer_due_at + timedelta(seconds=1))
        assert (fact.kind, fact.key, fact.number) == ("overdue", f"{complaint.number}-O1", complaint.number)
        assert (fact.estate_id, fact.enterprise_id, fact.on) == (estate.pk, enterprise.pk, DUE)
        assert fact.topic == complaint.topic.name

    def test_stays_the_same_when_the_answer_comes_at_last(self, complaint, road):
        road.to(complaint, State.CONTACTED)
        before = facts()
        road.later(days=20)
        road.answer(complaint)
        assert facts() == before != []
        road.review(complaint)
        road.confirm(complaint)
        assert facts() == before

    def test_is_not_there_for_an_answer_in_time_or_another_handler(self, complaint, estate, road):
        road.to(complaint, State.ANSWERED)
        other = a_complaint(estate)
        road.accept(other)
        handling.dispatch(other, handler="street", by=road.officer, at=road.later())
        assert facts() == []

    def test_goes_when_more_time_is_granted(self, complaint, road):
        road.to(complaint, State.CONTACTED)
        answering.ask_extension(complaint, workdays=5, reason="等配件到货", by=None, at=road.later())
        (asked,) = facts()
        assert asked.on == DUE
        handling.grant_extension(complaint, by=road.officer, at=road.later())
        (granted,) = facts()
        assert granted.on > asked.on
        assert (asked.key, granted.key) == (f"{complaint.number}-O1", f"{complaint.number}-O2")

    def test_is_not_that_of_a_company_that_got_the_case_when_it_was_over(self, complaint, road):
        road.accept(complaint)
        road.at = complaint.answer_due_at
        road.dispatch(complaint)
        assert facts() == []
        road.contact(complaint)
        road.answer(complaint)
        assert facts() == []

    def test_is_not_that_of_the_next_company_either(self, complaint, road, estate):
        second = an_enterprise()
        road.to(complaint, State.CONTACTED)
        estate.contracts.update(ends_on=DUE)
        a_contract(estate, second, begins_on=DUE)
        road.at = complaint.answer_due_at
        handling.redispatch(
            complaint, handler="company", enterprise=second, note="已更换物业", by=road.officer, at=road.later()
        )
        assert facts() == []

    def test_dispatched_before_companies_were_written_into_the_step(self, complaint, road, enterprise):
        road.to(complaint, State.CONTACTED)
        with pgtrigger.ignore():
            complaint.steps.filter(verb="dispatch").update(values={"handler": "company", "name": str(enterprise)})
        assert kinds() == [("overdue", "O1")]

    def test_each_term_has_its_own(self, complaint, road, solved):
        road.to(complaint, State.CONTACTED)
        road.later(days=20)
        checked_false(complaint, road, solved)
        assert kinds() == [("overdue", "O1"), ("false_answer", "F1"), ("overdue", "O2")]

    def test_belongs_to_the_day_on_which_it_was_due_however_late_the_answer(self, complaint, road):
        road.to(complaint, State.CONTACTED)
        due = complaint.answer_due_at
        road.later(days=20)
        road.answer(complaint)
        assert facts(since=due + timedelta(seconds=1)) == []
        assert len(facts(since=due)) == 1

    def test_of_two_companies_in_one_term_the_first_has_it(self, complaint, road, estate, enterprise):
        road.to(complaint, State.CONTACTED)
        road.later(days=20)
        road.answer(complaint)
        handling.return_answer(complaint, note="请写明日期", by=road.officer, at=road.later())
        second = an_enterprise()
        estate.contracts.update(ends_on=road.at.date())
        a_contract(estate, second, begins_on=road.at.date())
        road.enterprise = second
        handling.redispatch(
            complaint, handler="company", enterprise=second, note="已更换物业", by=road.officer, at=road.later()
        )
        road.contact(complaint)
        road.later(days=20)
        road.answer(complaint)
        assert [(fact.key, fact.enterprise_id) for fact in facts()] == [(f"{complaint.number}-O1", enterprise.pk)]


@pytest.mark.django_db
class TestFalseAnswer:
    def test_is_one_that_said_solved_and_was_found_not_to_be(self, complaint, road, solved, enterprise):
        road.to(complaint, State.CONTACTED)
        checked_false(complaint, road, solved)
        (fact,) = facts(until=road.at + timedelta(hours=1))
        assert (fact.kind, fact.enterprise_id) == ("false_answer", enterprise.pk)

    def test_found_unsolved_again_it_is_a_fault(self, complaint, road, solved):
        road.to(complaint, State.CONTACTED)
        checked_false(complaint, road, solved)
        checked_false(complaint, road, solved)
        assert kinds(until=road.at + timedelta(hours=1)) == [("false_answer", "F1"), ("fault", "F2")]

    def test_denying_alone_proves_nothing(self, complaint, road, solved):
        road.to(complaint, State.CONTACTED)
        solved(complaint, road)
        road.review(complaint)
        road.deny(complaint)
        assert facts() == []
        handling.find_solved(complaint, text="看过,已修好。", by=road.other, at=road.later())
        assert facts() == []

    def test_who_said_that_it_is_not_solved_yet_told_the_truth(self, complaint, road):
        road.to(complaint, State.DENIED)
        handling.find_false(complaint, text="还没修好。", by=road.other, at=road.later())
        assert facts(until=road.at + timedelta(hours=1)) == []


@pytest.mark.django_db
class TestMassEvent:
    @pytest.fixture
    def twenty(self, complaint, estate, road):
        """One lift, one night, twenty complaints."""
        for n in range(19):
            a_complaint(estate, at=FILED + timedelta(minutes=n), join_to=complaint, phone=f"1390000{n:04d}")
        return Complaint.objects.get(pk=complaint.pk)

    def test_counts_once(self, twenty, road):
        road.to(twenty, State.DISPATCHED)
        assert [fact.number for fact in facts()] == [twenty.number]

    def test_of_ten_households_is_a_joint_case_when_it_turns_out_so(self, twenty, road, solved):
        road.to(twenty, State.CONTACTED)
        solved(twenty, road)
        road.review(twenty)
        assert facts() == []
        road.confirm(twenty)
        assert kinds() == [("joint", "J")]

    def test_is_joint_by_those_whom_nobody_doubts(self, twenty, road, solved):
        road.to(twenty, State.CONTACTED)
        solved(twenty, road)
        road.review(twenty)
        road.confirm(twenty)
        doubted = twenty.joined.filter(pk__in=twenty.joined.order_by("pk")[:11])
        for flood, held_back in [(Flood.FLAGGED, [True]), (Flood.DISCOUNTED, []), (Flood.CLEARED, [False])]:
            doubted.update(flood=flood)
            assert [fact.is_held_back for fact in facts()] == held_back
        twenty.joined.filter(pk=twenty.joined.first().pk).update(flood=Flood.DISCOUNTED)
        assert kinds() == [("joint", "J")]

    def test_stays_joint_when_the_city_asks_for_more_households_later(self, twenty, road, solved):
        road.to(twenty, State.CONTACTED)
        solved(twenty, road)
        road.review(twenty)
        road.confirm(twenty)
        more = RuleValue(key="complaint_joint_households", value="30", unit="-", article="-", from_on=DUE)
        more.save()
        assert kinds(until=road.at + timedelta(hours=1)) == [("joint", "J")]
        RuleValue.objects.filter(pk=more.pk).update(from_on=FILED.date())
        assert kinds(until=road.at + timedelta(hours=1)) == []

    def test_is_joint_on_the_day_of_the_first_end_also_when_reopened(self, twenty, road, solved):
        road.to(twenty, State.CONTACTED)
        solved(twenty, road)
        road.review(twenty)
        ended = twenty.verdict_due_at + timedelta(minutes=1)
        handling.close(twenty, by=None, at=ended)
        road.at = ended
        residents.reopen(twenty, text="电梯又停了。", at=road.later())
        for step in (road.dispatch, road.contact):
            step(twenty)
        solved(twenty, road)
        road.review(twenty)
        road.confirm(twenty)
        assert kinds(since=ended) == [("joint", "J")]
        assert kinds(since=ended + timedelta(seconds=1)) == []

    def test_what_is_taken_out_again_counts_by_itself(self, twenty, road):
        road.to(twenty, State.DISPATCHED)
        parted = Complaint.objects.filter(joined_to=twenty).first()
        joining.part(parted, reason="是另一部电梯", by=road.officer, at=road.later())
        road.to(parted, State.DISPATCHED)
        assert {fact.number for fact in facts()} == {twenty.number, parted.number}


@pytest.mark.django_db
class TestNoFact:
    @pytest.fixture
    def late(self, complaint, road):
        road.to(complaint, State.CONTACTED)
        assert len(facts()) == 1
        return complaint

    def test_of_what_was_withdrawn(self, late, road):
        residents.withdraw(late, at=road.later(days=10))
        assert facts() == []

    def test_of_what_is_unfounded(self, late, road):
        road.later(days=20)
        road.answer(late)
        assert len(facts()) == 1
        handling.find_unfounded(late, text="现场没有这部电梯。", by=road.officer, at=road.later())
        assert facts() == []

    def test_of_what_was_discounted_and_what_is_flagged_is_held_back(self, late):
        for flood, held_back in [(Flood.FLAGGED, [True]), (Flood.CLEARED, [False]), (Flood.DISCOUNTED, [])]:
            Complaint.objects.update(flood=flood)
            assert [fact.is_held_back for fact in facts()] == held_back

    def test_of_a_question(self, late):
        Complaint.objects.update(kind="question")
        assert facts() == []

    def test_once_another_company_is_in_charge(self, late, estate):
        estate.contracts.update(ends_on=DUE)
        assert len(facts()) == 1
        a_contract(estate, an_enterprise(), begins_on=DUE)
        assert facts() == []

    def test_names_anybody(self, late):
        told = " ".join(str(value) for value in vars(facts()[0]).values())
        for secret in (late.words, late.spot, late.title, "王秀兰", "13800000021", late.secret):
            assert secret not in told
