"""What the verbs do beside moving a complaint on."""

import threading
import uuid
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.authority import NotAllowed
from accounts.lifecycle import NotNow
from accounts.models import AuditEntry
from complaints.actions import Conflict, answering, handling, residents
from complaints.actions.filing import NewComplaint, file
from complaints.models import Body, Channel, Complaint, Contact, Handler, Outcome, Stage, State, Step, Topic
from tests.factories.companies import a_company_login, an_enterprise
from tests.factories.complaints import FILED, LIFT, a_complaint


def local(at: datetime) -> str:
    return timezone.localtime(at).strftime("%m-%d %H:%M")


class TestFile:
    def test_runs_from_the_next_working_day(self, complaint):
        assert complaint.number.startswith("SJZ-20261117-")
        assert local(complaint.accept_due_at) == "11-18 17:30"
        assert local(complaint.answer_due_at) == "11-24 17:30"

    def test_gives_a_danger_minutes(self, estate):
        trapped = a_complaint(estate, topic="0201")
        assert trapped.is_urgent
        assert trapped.accept_due_at - trapped.filed_at == timedelta(minutes=30)

    def test_twice_with_one_key_is_one_complaint(self, estate):
        key = uuid.uuid4()
        first, second = a_complaint(estate, key=key), a_complaint(estate, key=key)
        assert first.pk == second.pk
        assert first.secret == second.secret
        assert Complaint.objects.count() == 1

    def test_seals_the_name_and_the_phone(self, complaint):
        kept = Contact.objects.get(complaint=complaint)
        assert (kept.name, kept.phone) == ("王秀兰", "13800000021")
        assert (kept.masked_name, kept.masked_phone) == ("王**", "138****0021")
        with connection.cursor() as cursor:
            cursor.execute("SELECT row_to_json(c)::text FROM complaints_contact c")
            raw = cursor.fetchone()[0]
        assert "13800000021" not in raw
        assert "王秀兰" not in raw

    def test_writes_no_name_or_phone_into_the_audit_log(self, complaint):
        lines = " ".join(map(str, AuditEntry.objects.values_list("after", "before", "label", "why")))
        assert "13800000021" not in lines
        assert "王秀兰" not in lines

    @pytest.mark.parametrize("words", ["𠮷野家门口", "㐂龘靐😀电梯又坏了", "<script>alert(1)</script>坏了"])
    def test_keeps_rare_characters_as_they_are(self, words, estate):
        assert Complaint.objects.get(pk=a_complaint(estate, words=words).pk).words == words

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"words": " "}, "words"),
            ({"words": "长" * 1001}, "words"),
            ({"words": "a\0b"}, "words"),
            ({"spot": "楼" * 61}, "spot"),
            ({"topic": "02"}, "topic"),
            ({"channel": Channel.WEB, "title": "题" * 81}, "title"),
        ],
    )
    def test_says_which_field_is_not_sound(self, values, field, estate):
        with pytest.raises(ValidationError) as fault:
            a_complaint(estate, **values)
        assert list(fault.value.message_dict) == [field]
        assert not Complaint.objects.exists()

    def test_is_for_officers_of_the_region(self, estate, people):
        new = NewComplaint(estate=estate, topic=Topic.objects.get(code=LIFT), words="电梯坏了", channel=Channel.CLERK)
        with pytest.raises(NotAllowed):
            file(new, by=people["neighbour"], at=FILED)
        with pytest.raises(NotAllowed):
            file(new, by=people["company"], at=FILED)
        assert file(new, by=people["street"], at=FILED).filed_by == people["street"]


class TestSecret:
    def test_is_ten_characters_that_are_kept_nowhere(self, complaint):
        assert len(complaint.secret) == 10
        with connection.cursor() as cursor:
            cursor.execute("SELECT row_to_json(c)::text FROM complaints_complaint c")
            assert complaint.secret not in cursor.fetchone()[0]

    def test_opens_however_it_is_typed(self, complaint):
        secret = complaint.secret
        assert complaint.opens_with(f" {secret[:5].lower()}-{secret[5:]} ")
        assert not complaint.opens_with(secret[:-1])
        assert not complaint.opens_with("")

    def test_differs_from_complaint_to_complaint(self, estate):
        assert len({a_complaint(estate).secret for _ in range(20)}) == 20


class TestNoSecondHandOff:
    def test_whoever_gets_a_case_that_was_handed_back_keeps_it(self, complaint, road, people):
        road.to(complaint, State.DISPATCHED)
        answering.hand_back(complaint, reason="不归我们", by=people["company"], at=road.later())
        assert (complaint.state, complaint.enterprise) == (State.ACCEPTED, None)
        handling.dispatch(complaint, handler=Handler.STREET, by=people["street"], at=road.later())
        with pytest.raises(NotNow, match="SJZ-"):
            answering.hand_back(complaint, reason="也不归我们", by=people["street"], at=road.later())

    def test_nobody_gets_rid_of_a_case_that_is_late(self, complaint, road, people):
        road.to(complaint, State.DISPATCHED)
        with pytest.raises(NotNow):
            answering.hand_back(complaint, reason="不归我们", by=people["company"], at=road.later(days=10))

    def test_the_city_names_who_handles_it(self, complaint, road, people, enterprise):
        road.to(complaint, State.DISPATCHED)
        answering.hand_back(complaint, reason="不归我们", by=people["company"], at=road.later())
        handling.name_owner(
            complaint, handler=Handler.COMPANY, enterprise=enterprise, note="合同写明",
            by=people["bureau"], at=road.later(),
        )  # fmt: skip
        with pytest.raises(NotNow):
            answering.hand_back(complaint, reason="还是不归", by=people["company"], at=road.later())
        with pytest.raises(NotNow):
            handling.redispatch(complaint, handler=Handler.STREET, note="换人", by=people["street"], at=road.later())

    def test_the_database_holds_it_too(self, complaint):
        with pytest.raises(IntegrityError, match="complaint_is_handed_back_once"), transaction.atomic():
            Complaint.objects.filter(pk=complaint.pk).update(hand_offs=2)


class TestDispatch:
    def test_goes_to_a_company_that_has_or_had_a_contract(self, complaint, road):
        road.accept(complaint)
        with pytest.raises(ValidationError) as fault:
            handling.dispatch(
                complaint, handler=Handler.COMPANY, enterprise=an_enterprise(), by=road.officer, at=road.later()
            )
        assert "enterprise" in fault.value.message_dict

    @pytest.mark.parametrize(
        ("handler", "field"), [("company", "enterprise"), ("body", "body"), ("nobody", "handler"), ("", "handler")]
    )
    def test_names_somebody(self, handler, field, complaint, road):
        road.accept(complaint)
        with pytest.raises(ValidationError) as fault:
            handling.dispatch(complaint, handler=handler, by=road.officer, at=road.later())
        assert list(fault.value.message_dict) == [field]

    def test_to_another_body_names_it_in_the_step(self, complaint, road):
        road.accept(complaint)
        body = Body.objects.get(code="city-management")
        handling.dispatch(complaint, handler=Handler.BODY, body=body, by=road.officer, at=road.later())
        assert complaint.steps.last().values == {"handler": "body", "name": "城市管理综合执法部门"}

    @pytest.mark.django_db(transaction=True)
    def test_of_two_at_once_exactly_one_wins(self, complaint, road, people, other_officer):
        road.accept(complaint)
        results, ready = [], threading.Barrier(2)

        def try_it(officer):
            ready.wait()
            try:
                fresh = Complaint.objects.get(pk=complaint.pk)
                handling.dispatch(fresh, handler=Handler.STREET, by=officer, at=road.at)
                results.append("done")
            except NotNow:
                results.append("late")
            finally:
                connection.close()

        threads = [threading.Thread(target=try_it, args=[officer]) for officer in (people["street"], other_officer)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(results) == ["done", "late"]
        assert complaint.steps.filter(verb="dispatch").count() == 1


class TestVersions:
    def test_the_second_of_two_officers_is_told(self, complaint, people, other_officer):
        seen = complaint.version
        handling.ask(complaint, text="哪个单元?", by=people["street"], at=FILED)
        with pytest.raises(Conflict) as conflict:
            handling.accept(Complaint.objects.get(pk=complaint.pk), by=other_officer, at=FILED, version=seen)
        assert conflict.value.complaint.state == State.SUPPLEMENT


class TestAnswer:
    def test_that_says_solved_shows_a_photo(self, complaint, road, people):
        road.to(complaint, State.DISPATCHED)
        with pytest.raises(ValidationError) as fault:
            answering.answer(complaint, text="修好了", solved=True, by=people["company"], at=road.later())
        assert list(fault.value.message_dict) == ["photos"]

    def test_of_another_company_finds_nothing(self, complaint, road, people):
        road.to(complaint, State.DISPATCHED)
        people["company"].employment.delete()
        a_company_login(people["company"], an_enterprise())
        with pytest.raises(Complaint.DoesNotExist):
            answering.answer(complaint, text="修好了", solved=False, by=people["company"], at=road.later())

    def test_notes_whether_it_was_late(self, complaint, road):
        road.to(complaint, State.CONTACTED)
        road.later(days=14)
        road.answer(complaint)
        assert complaint.steps.get(verb="answer").values["late"] is True


class TestExtension:
    def test_is_asked_once_and_tells_the_new_day(self, complaint, road, people):
        road.to(complaint, State.CONTACTED)
        answering.ask_extension(complaint, workdays=5, reason="等配件", by=people["company"], at=road.later())
        handling.grant_extension(complaint, by=people["street"], at=road.later())
        assert local(complaint.answer_due_at) == "12-01 17:30"
        with pytest.raises(NotNow):
            answering.ask_extension(complaint, workdays=1, reason="再等等", by=people["company"], at=road.later())

    @pytest.mark.parametrize("workdays", [0, 6])
    def test_has_a_limit(self, workdays, complaint, road, people):
        road.to(complaint, State.CONTACTED)
        with pytest.raises(ValidationError) as fault:
            answering.ask_extension(complaint, workdays=workdays, reason="等", by=people["company"], at=road.later())
        assert "workdays" in fault.value.message_dict

    def test_is_not_asked_for_when_it_is_late_already(self, complaint, road, people):
        road.to(complaint, State.CONTACTED)
        with pytest.raises(NotNow):
            answering.ask_extension(
                complaint, workdays=1, reason="等配件", by=people["company"], at=road.later(days=10)
            )


class TestDeny:
    def test_is_checked_by_another_officer(self, complaint, road, people, other_officer):
        road.to(complaint, State.DENIED)
        with pytest.raises(NotAllowed):
            handling.find_false(complaint, text="仍然停运", by=people["street"], at=road.later())
        handling.find_false(complaint, text="仍然停运", by=other_officer, at=road.later())
        assert (complaint.state, complaint.false_answers) == (State.DISPATCHED, 1)

    def test_a_second_false_answer_brings_it_to_the_district(self, complaint, road, other_officer):
        road.to(complaint, State.DENIED)
        handling.find_false(complaint, text="仍然停运", by=other_officer, at=road.later())
        assert complaint.level == Stage.STREET
        for step in ("answer", "review", "deny"):
            getattr(road, step)(complaint)
        handling.find_false(complaint, text="还是停运", by=other_officer, at=road.later())
        assert complaint.level == Stage.DISTRICT
        assert complaint.steps.filter(verb="escalate", values__why="false_answers").count() == 1


class TestSilence:
    def test_closes_after_the_last_day_and_not_before(self, complaint, road):
        road.to(complaint, State.REVIEWED)
        with pytest.raises(NotNow):
            handling.close(complaint, by=None, at=complaint.verdict_due_at)
        handling.close(complaint, by=None, at=complaint.verdict_due_at + timedelta(seconds=1))
        assert (complaint.state, complaint.outcome) == (State.CLOSED, Outcome.SILENT)


class TestReopen:
    def test_within_fifteen_days_and_once(self, complaint, road):
        road.to(complaint, State.CLOSED)
        residents.reopen(complaint, text="又停了", at=complaint.closed_at + timedelta(days=15))
        assert complaint.state == State.ACCEPTED
        for step in ("dispatch", "answer", "review", "confirm"):
            getattr(road, step)(complaint)
        with pytest.raises(NotNow):
            residents.reopen(complaint, text="又停了", at=road.later())

    def test_not_on_the_sixteenth_day(self, complaint, road):
        road.to(complaint, State.CLOSED)
        with pytest.raises(NotNow):
            residents.reopen(complaint, text="又停了", at=complaint.closed_at + timedelta(days=16))


class TestAsking:
    def test_stops_the_clock_until_the_resident_answers(self, complaint, road):
        road.ask(complaint)
        assert complaint.due_at is None
        residents.supplement(complaint, text="2 单元", at=road.later(days=7))
        assert complaint.state == State.FILED
        assert local(complaint.answer_due_at) == "12-01 17:30"

    def test_unasked_words_change_no_term(self, complaint, road):
        road.accept(complaint)
        due = complaint.answer_due_at
        residents.supplement(complaint, text="又停了一次", at=road.later())
        assert (complaint.state, complaint.answer_due_at) == (State.ACCEPTED, due)


class TestSteps:
    def test_are_never_changed(self, complaint):
        with pytest.raises(Exception, match="Cannot update or delete"), transaction.atomic():
            Step.objects.filter(complaint=complaint).update(text="改写")

    def test_say_the_body_and_never_the_person(self, complaint, road):
        road.accept(complaint)
        step = complaint.steps.get(verb="accept")
        assert (step.actor, step.actor_name) == ("street", "建北街道")


class TestClockSetBack:
    def test_a_term_is_kept_where_the_clock_of_the_machine_goes_wrong(self, complaint, road):
        road.to(complaint, State.CONTACTED)
        due = complaint.answer_due_at
        answering.answer(complaint, text="修了", solved=False, by=None, at=FILED - timedelta(days=400))
        assert complaint.answer_due_at == due
        assert list(complaint.steps.values_list("verb", flat=True)) == [
            "file",
            "accept",
            "dispatch",
            "contact",
            "answer",
        ]


class TestRating:
    def test_is_given_once_after_closing(self, complaint, road):
        road.to(complaint, State.CLOSED)
        residents.rate(complaint, service=4, result=5, at=road.later())
        with pytest.raises(NotNow):
            residents.rate(complaint, service=1, result=1, at=road.later())

    def test_is_from_one_to_five(self, complaint, road):
        road.to(complaint, State.CLOSED)
        with pytest.raises(ValidationError):
            residents.rate(complaint, service=6, result=0, at=road.later())
