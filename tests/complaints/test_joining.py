"""One event, several complaints: who follows whom, and what becomes of the others."""

import pytest
from django.core.exceptions import ValidationError

from complaints.actions import joining, residents
from complaints.models import Complaint, State
from tests.factories.complaints import a_complaint
from tests.factories.places import an_estate


class TestJoin:
    def test_counts_households_and_makes_ten_a_joint_case(self, complaint, estate, road, people):
        for _ in range(8):
            joining.join(a_complaint(estate), to=complaint, by=people["street"], at=road.later())
        complaint.refresh_from_db()
        assert (complaint.households, complaint.is_joint) == (9, False)
        a_complaint(estate, join_to=complaint)
        complaint.refresh_from_db()
        assert (complaint.households, complaint.is_joint) == (10, True)

    def test_is_for_one_estate(self, complaint, road, people):
        elsewhere = a_complaint(an_estate("130102001001"))
        with pytest.raises(ValidationError) as fault:
            joining.join(elsewhere, to=complaint, by=people["street"], at=road.later())
        assert "to" in fault.value.message_dict

    def test_takes_along_those_that_follow(self, complaint, estate, road, people):
        second, third = a_complaint(estate), a_complaint(estate)
        joining.join(third, to=second, by=people["street"], at=road.later())
        joining.join(second, to=complaint, by=people["street"], at=road.later())
        third.refresh_from_db()
        assert third.joined_to == complaint

    def test_one_that_follows_may_deny_the_answer_to_all(self, complaint, estate, road):
        follower = a_complaint(estate, join_to=complaint)
        complaint.refresh_from_db()
        road.to(complaint, State.REVIEWED)
        residents.deny(Complaint.objects.get(pk=follower.pk), text="我家还停", at=road.later())
        complaint.refresh_from_db()
        assert complaint.state == State.DENIED

    def test_who_withdraws_the_lead_leaves_the_case_to_the_next(self, complaint, estate, road, enterprise):
        second, third = a_complaint(estate, join_to=complaint), a_complaint(estate, join_to=complaint)
        complaint.refresh_from_db()
        road.to(complaint, State.DISPATCHED)
        residents.withdraw(complaint, at=road.later())
        second.refresh_from_db()
        third.refresh_from_db()
        assert (second.state, second.enterprise, second.households) == (State.DISPATCHED, enterprise, 2)
        assert third.joined_to == second

    def test_who_takes_the_lead_has_the_answer_in_the_history(self, complaint, estate, road):
        second = a_complaint(estate, join_to=complaint)
        complaint.refresh_from_db()
        road.to(complaint, State.REVIEWED)
        residents.withdraw(complaint, at=road.later())
        second.refresh_from_db()
        assert second.state == State.REVIEWED
        assert second.steps.get(verb="answer").text == "已约维保单位明天上门。"
        assert second.steps.filter(verb="file").count() == 1

    def test_one_household_does_not_close_the_case_of_all(self, complaint, estate, road):
        second = a_complaint(estate, join_to=complaint)
        complaint.refresh_from_db()
        road.to(complaint, State.REVIEWED)
        residents.confirm(complaint, at=road.later())
        assert complaint.state == State.REVIEWED
        residents.deny(Complaint.objects.get(pk=second.pk), text="我家还停", at=road.later())
        complaint.refresh_from_db()
        assert complaint.state == State.DENIED

    def test_can_be_undone(self, complaint, estate, road, people):
        second = a_complaint(estate, join_to=complaint)
        second.refresh_from_db()
        joining.part(second, reason="不是一部电梯", by=people["street"], at=road.later())
        complaint.refresh_from_db()
        assert (second.state, complaint.households) == (State.FILED, 1)
