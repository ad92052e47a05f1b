from dataclasses import replace
from datetime import date, timedelta

import pytest

from accounts.models import RuleValue
from complaints import flooding
from complaints.actions import answering, appeals, handling, residents
from complaints.models import Complaint, Flood, State, Step
from credit import actions, taking_up
from credit.complaints import COMPLAINTS
from credit.models import Evidence
from credit.taking_up import Taken
from tests.complaints.conftest import *  # noqa: F403 - the same street with its company
from tests.credit.builders import a_rulebook, entry_for
from tests.factories.complaints import FILED, a_complaint

ON = date(2026, 11, 26)
AT = FILED + timedelta(days=9)


@pytest.fixture(autouse=True)
def rulebook(rules):
    return a_rulebook()


@pytest.fixture
def late(complaint, road) -> Complaint:
    """A complaint that the company did not answer in time."""
    return road.to(complaint, State.CONTACTED)


def take_up(on=ON, at=AT):
    return taking_up.take_up(COMPLAINTS, on=on, at=at)


@pytest.mark.django_db
class TestTakingUp:
    def test_makes_a_record_that_names_the_complaint_and_nobody(self, late, estate, enterprise):
        assert take_up() == Taken(added=1)
        record = Evidence.objects.get()
        assert (record.number, record.document, record.matter) == (f"{late.number}-O1", late.number, late.number)
        assert (record.source, record.item.code, record.centipoints) == ("complaint", "R-N13", -500)
        assert (record.estate, record.enterprise, record.decided_on) == (estate, enterprise, date(2026, 11, 24))
        assert late.topic.name in record.fact
        assert "2026-11-24" in record.fact
        for personal in (late.words, late.spot, "王秀兰", "13800000021"):
            assert personal not in record.search_text
        assert [posting.enterprise for posting in record.postings.all()] == [enterprise]

    def test_twice_changes_nothing(self, late):
        take_up()
        assert take_up() == Taken()
        assert Evidence.objects.count() == 1

    def test_knows_nothing_of_the_days_after_the_night(self, late):
        assert take_up(on=date(2026, 11, 23)) == Taken()
        assert take_up(on=date(2026, 11, 24)).added == 1

    def test_a_record_older_than_the_look_back_is_not_written_twice(self, late, road):
        take_up()
        road.at = late.answer_due_at
        road.later(days=2)
        road.answer(late)
        assert take_up(on=date(2027, 12, 25), at=AT + timedelta(days=394)) == Taken()
        assert Evidence.objects.count() == 1

    def test_a_number_that_any_record_bears_is_left_alone(self, late):
        given = entry_for("R-N13", at=late.estate, on=ON, document="12345-1")
        actions.record_evidence([replace(given, number=f"{late.number}-O1")], by=None, at=AT)
        assert take_up() == Taken()

    def test_the_city_says_under_which_item_and_whether_at_all(self, late):
        RuleValue.objects.create(key="complaint_overdue_item", value="-", unit="-", article="-", from_on=ON)
        assert take_up() == Taken()
        RuleValue.objects.filter(from_on=ON).update(value="R-N14")
        take_up()
        assert Evidence.objects.get().item.code == "R-N14"

    def test_an_item_that_the_rulebook_lacks_is_left_out_and_tried_again(self, late, caplog):
        RuleValue.objects.filter(key="complaint_overdue_item").update(value="R-X99")
        assert take_up() == Taken(left_out=1)
        assert late.number in caplog.text
        RuleValue.objects.filter(key="complaint_overdue_item").update(value="R-N13")
        assert take_up().added == 1

    def test_a_mass_event_is_one_record(self, estate, complaint, road):
        for n in range(5):
            a_complaint(estate, join_to=complaint, phone=f"1390000{n:04d}")
        road.to(Complaint.objects.get(pk=complaint.pk), State.DISPATCHED)
        assert take_up().added == 1

    def test_asks_as_much_for_many_as_for_few_when_nothing_is_new(self, late, estate, road, django_assert_num_queries):
        take_up()
        with django_assert_num_queries(8):
            take_up()
        for n in range(4):
            road.to(a_complaint(estate, at=FILED + timedelta(hours=n), phone=f"1390000{n:04d}"), State.DISPATCHED)
        take_up()
        assert Evidence.objects.count() == 5
        with django_assert_num_queries(8):
            take_up()


@pytest.mark.django_db
class TestWithdrawing:
    @pytest.fixture
    def record(self, late) -> Evidence:
        take_up()
        return Evidence.objects.get()

    def steps(self, record):
        return list(record.steps.values_list("verb", flat=True))

    def test_when_the_complaint_was_withdrawn_or_is_unfounded(self, record, late, road):
        road.at = AT
        answering.answer(late, text="已约维保单位。", solved=False, by=None, at=road.later())
        handling.find_unfounded(late, text="现场没有这部电梯。", by=road.officer, at=road.later())
        assert take_up(on=date(2026, 11, 27), at=road.later(days=1)).withdrawn == 1
        assert self.steps(record) == ["withdraw"]
        assert take_up(on=date(2026, 11, 27), at=road.later()) == Taken()

    def test_when_more_time_was_granted_and_recorded_anew_when_that_was_missed_too(self, complaint, road):
        road.to(complaint, State.CONTACTED)
        answering.ask_extension(complaint, workdays=2, reason="等配件到货", by=None, at=road.later())
        take_up(on=date(2026, 11, 24), at=AT)
        handling.grant_extension(complaint, by=road.officer, at=AT)
        assert take_up(on=date(2026, 11, 25), at=AT).withdrawn == 1
        assert take_up(on=date(2026, 11, 27), at=AT + timedelta(days=3)) == Taken(added=1)
        numbers = Evidence.objects.order_by("number").values_list("number", flat=True)
        assert list(numbers) == [f"{complaint.number}-O1", f"{complaint.number}-O2"]

    def test_not_for_a_flag_but_for_what_was_discounted(self, record, late, people):
        Complaint.objects.update(flood=Flood.FLAGGED)
        assert take_up() == Taken()
        flooding.discount(late, reason="刷件", by=people["street"], at=AT)
        assert take_up().withdrawn == 1
        assert self.steps(record) == ["withdraw"]

    def test_what_people_wrote_down_stays_theirs(self, estate):
        given = entry_for("R-N13", at=estate, on=ON, document="12345-1", matter="12345-1")
        given.source = "complaint"
        actions.record_evidence([given], by=None, at=AT)
        assert take_up() == Taken()

    def test_what_ended_already_is_left_alone(self, record, late, road, people):
        actions.repair(record, on=ON, reason="已整改", by=people["bureau"], at=AT)
        residents.withdraw(late, at=AT)
        assert take_up() == Taken()


@pytest.mark.django_db
def test_a_flagged_complaint_waits_for_an_officer(late, people):
    Complaint.objects.update(flood=Flood.FLAGGED)
    assert take_up() == Taken()
    flooding.clear(late, reason="属实", by=people["street"], at=AT)
    assert take_up().added == 1


@pytest.mark.django_db
class TestAppeals:
    @pytest.fixture
    def finding(self, complaint, road, monkeypatch) -> Step:
        """The company said «solved», an officer found that it was not."""
        monkeypatch.setattr("complaints.photos.attach", lambda *args, **more: [])
        road.to(complaint, State.CONTACTED)
        answering.answer(complaint, text="已修好。", solved=True, photo_ids=["1"], by=None, at=road.later())
        road.review(complaint)
        road.deny(complaint)
        handling.find_false(complaint, text="还是坏的。", by=road.other, at=road.later())
        return complaint.steps.get(verb="find_false")

    def steps(self):
        return list(Evidence.objects.get().steps.values_list("verb", flat=True))

    def test_while_it_runs_the_record_is_under_objection(self, finding, people):
        appeals.appeal(finding, reason="当天已修好", by=people["company"], at=finding.at)
        first = take_up(on=date(2026, 11, 19), at=AT)
        assert (first.added, first.objected) == (1, 1)
        assert self.steps() == ["object"]
        assert take_up(on=date(2026, 11, 19), at=AT) == Taken()

    def test_refused_the_record_stands(self, finding, people):
        lodged = appeals.appeal(finding, reason="当天已修好", by=people["company"], at=finding.at)
        appeals.decide_appeal(lodged, upheld=False, decision="照片无法证明", by=people["district"], at=AT)
        assert take_up(on=date(2026, 11, 19), at=AT) == Taken(added=1, objected=1, answered=1)
        assert self.steps() == ["object", "uphold"]

    def test_upheld_it_is_withdrawn_or_never_written(self, finding, people):
        lodged = appeals.appeal(finding, reason="当天已修好", by=people["company"], at=finding.at)
        take_up(on=date(2026, 11, 19), at=AT)
        appeals.decide_appeal(lodged, upheld=True, decision="另一部电梯", by=people["district"], at=AT)
        assert take_up(on=date(2026, 11, 19), at=AT) == Taken(withdrawn=1)
        assert self.steps() == ["object", "withdraw"]
        assert take_up(on=date(2026, 11, 19), at=AT) == Taken()


@pytest.mark.django_db
class TestTheRecordOnTheDesk:
    def page(self, client, who):
        client.force_login(who)
        return client.get(f"/admin/credit/evidence/{Evidence.objects.get().pk}/change/").content.decode()

    def test_leads_an_officer_to_the_complaint(self, late, people, client):
        take_up()
        text = self.page(client, people["street"])
        assert f"/admin/complaints/complaint/{late.pk}/change/" in text
        for personal in (late.words, late.spot, "王秀兰", "13800000021"):
            assert personal not in text

    def test_leads_the_company_to_its_own_desk(self, late, people, client):
        take_up()
        text = self.page(client, people["company"])
        assert f"/desk/{late.number}/" in text
        assert "/admin/complaints/" not in text

    def test_leads_nobody_else_anywhere(self, late, people, client):
        take_up()
        assert late.number in (text := self.page(client, people["inspector"]))
        assert f"/{late.pk}/change/" not in text.replace(f"evidence/{Evidence.objects.get().pk}/change/", "")
