"""Objections: anybody files one, the company answers in the city's days, everybody reads the answer."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.authority import NotAllowed
from accounts.lifecycle import NotNow
from accounts.models import AuditEntry
from complaints.captcha import challenges
from enterprises.models import ServiceContract
from estates.board import erasing, faults, looking, objections
from estates.board.lifecycle import OBJECTION
from estates.board.objections import Contact
from estates.models import BoardFault, BoardObjection, BoardProof
from tests.factories.boards import QUARTERLY

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
OPEN = {"filed": {"reply", "set_aside"}, "answered": set(), "set_aside": set()}
NAME, PHONE, WORDS = "周桂芳", "13800138000", "分摊表只贴了半张，没有凭证。"


@pytest.fixture
def objection(estate, items) -> BoardObjection:
    return objections.file(
        estate=estate, item=items[QUARTERLY], kind="incomplete", words=WORDS, contact=Contact(NAME, PHONE), at=AT
    )


def answered(objection, by, at=AT):
    return objections.reply(objection, answer="已补贴全部凭证。", by=by, at=at)


def test_the_table_of_verbs_is_the_one_written_by_hand():
    assert {state: {move.verb for move in OBJECTION.values() if state in move.open_in} for state in OPEN} == OPEN


@pytest.mark.django_db
class TestFiling:
    def test_is_due_after_the_citys_days_and_seals_who_filed(self, objection):
        assert objection.due_on == date(2026, 11, 23)
        assert (objection.name, objection.masked_name, objection.masked_phone) == (NAME, "周**", "138****8000")
        assert NAME not in objection.sealed_name + str(AuditEntry.objects.get(verb="file_board_objection").after)

    @pytest.mark.parametrize(("given", "field"), [({"words": "缺"}, "words"), ({"words": "x" * 501}, "words")])
    def test_asks_for_a_sentence(self, estate, items, given, field):
        with pytest.raises(ValidationError) as fault:
            objections.file(estate=estate, item=None, kind="wrong", contact=Contact(), at=AT, **given)
        assert field in fault.value.message_dict


@pytest.mark.django_db
class TestAnswering:
    def test_is_done_by_the_company_that_manages_the_estate_today(self, objection, company):
        assert answered(objection, company).state == "answered"
        with pytest.raises(NotNow):
            answered(objection, company)

    @pytest.mark.parametrize("number", ["13900000003", "139 0000 0003", "139-0000-0003", "１３９０００００００３"])
    def test_tells_everybody_nobodys_number(self, objection, people, number):
        for verb, field in ((objections.reply, "answer"), (objections.set_aside, "reason")):
            with pytest.raises(ValidationError) as fault:
                verb(objection, **{field: f"已电话联系张三 {number}。"}, by=people["street"], at=AT)
            assert list(fault.value.message_dict) == [field]

    def test_is_not_for_the_company_that_went(self, objection, company):
        ServiceContract.objects.update(ends_on=date(2026, 11, 1))
        with pytest.raises(BoardObjection.DoesNotExist):
            answered(objection, company)

    def test_of_its_own_time_the_company_that_went_sees_and_cannot_answer(self, objection, company):
        ServiceContract.objects.update(ends_on=date(2026, 11, 21))
        assert list(BoardObjection.objects.visible_to(company)) == [objection]
        with pytest.raises(NotAllowed):
            answered(objection, company, at=AT + timedelta(days=1))

    def test_is_set_aside_by_officers_only(self, objection, company, people):
        with pytest.raises(NotAllowed):
            objections.set_aside(objection, reason="重复", by=company, at=AT)
        assert objections.set_aside(objection, reason="重复", by=people["street"], at=AT).state == "set_aside"

    @pytest.mark.parametrize(("day", "found"), [(23, 0), (24, 1)])
    def test_that_is_late_becomes_a_fault(self, objection, day, found):
        assert looking.look_over(at=AT.replace(day=day)) == found

    def test_that_comes_before_the_check_closes_its_fault(self, objection, company):
        looking.look_over(at=AT + timedelta(days=5))
        fault = BoardFault.objects.get()
        assert (fault.kind, fault.happened_on) == ("objection", date(2026, 11, 24))
        with pytest.raises(NotNow, match=objection.number):
            faults.note_put_right(fault, decision="x", by=None, at=AT)
        answered(objection, company, at=AT + timedelta(days=5))
        looking.look_over(at=AT + timedelta(days=6))
        fault.refresh_from_db()
        assert fault.state == "put_right"


@pytest.mark.django_db
class TestWhoFiled:
    def test_is_looked_at_on_record_by_officers_of_the_place(self, objection, company, people):
        assert objections.look_at_contact(objection, by=people["street"], at=AT) == Contact(NAME, PHONE)
        assert AuditEntry.objects.get(verb="look_at_board_objection").who == "street"
        with pytest.raises(NotAllowed):
            objections.look_at_contact(objection, by=company, at=AT)
        with pytest.raises(BoardObjection.DoesNotExist):
            objections.look_at_contact(objection, by=people["neighbour"], at=AT)

    @pytest.mark.parametrize(("on", "kept"), [(datetime(2027, 5, 20, 2, 0, tzinfo=UTC), True),
                                              (datetime(2027, 5, 21, 2, 0, tzinfo=UTC), False)])  # fmt: skip
    def test_is_forgotten_with_the_words_after_the_citys_months(self, objection, people, on, kept):
        answered(objection, people["street"])
        erasing.erase(at=on)
        objection.refresh_from_db()
        assert (bool(objection.words), bool(objection.name), bool(objection.phone)) == (kept, kept, kept)
        assert objection.answer == "已补贴全部凭证。"

    @pytest.mark.parametrize(("day", "gone"), [(23, 0), (24, 1)])
    def test_is_forgotten_as_long_after_the_day_on_which_an_answer_was_due(self, objection, company, day, gone):
        assert erasing.erase_objections(at=datetime(2027, 5, day, 2, 0, tzinfo=UTC)) == gone
        objection.refresh_from_db()
        assert (objection.name == "") is (objection.words == "") is bool(gone)
        assert (objection.state, erasing.erase_objections(at=AT)) == ("filed", 0)
        assert answered(objection, company).state == "answered"

    def test_photos_go_after_theirs(self, quarter):
        BoardProof.objects.create(entry=quarter, file="board/none.jpg", added_at=AT)
        assert erasing.erase_photos(at=AT + timedelta(days=700)) == 0
        assert erasing.erase_photos(at=AT + timedelta(days=740)) == 1
        assert not BoardProof.objects.get().file


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"state": "answered"}, "answered_board_objection_has_its_answer"),
        ({"state": "set_aside", "answered_at": AT}, "board_objection_is_set_aside_for_a_reason"),
        ({"erased_at": AT}, "erased_board_objection_names_nobody"),
    ],
)
def test_the_database_refuses_objections_that_contradict_themselves(objection, values, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        BoardObjection.objects.filter(pk=objection.pk).update(**values)


@pytest.mark.django_db
class TestThePublicPages:
    @pytest.fixture
    def sent(self, client, estate, items, monkeypatch):
        """`sent(item=…)` answers the page with everything sound but what is told otherwise."""
        monkeypatch.setattr(challenges, "passes", lambda key, text: text == "12345")

        def send(**told):
            given = {"item": QUARTERLY, "kind": "incomplete", "words": WORDS, "captcha": "12345", "captcha_key": "k"}
            return client.post(f"/board/{estate.code}/object/", {**given, **told})

        return send

    def test_take_three_answers_and_show_the_number(self, sent):
        response = sent()
        filed = BoardObjection.objects.get()
        assert response.url == f"/board/objections/{filed.number}/"
        assert (filed.item.code, filed.kind, filed.words, filed.sealed_phone) == (QUARTERLY, "incomplete", WORDS, "")

    @pytest.mark.parametrize(
        ("told", "field"),
        [
            ({"item": "nothing"}, "item"),
            ({"kind": ""}, "kind"),
            ({"words": " "}, "words"),
            ({"phone": "123", "agrees": "on"}, "phone"),
            ({"phone": PHONE}, "agrees"),
            ({"captcha": "99999"}, "captcha"),
        ],
    )
    def test_say_what_is_to_be_put_right_and_keep_what_was_typed(self, sent, told, field):
        response = sent(**told)
        assert (response.status_code, BoardObjection.objects.count()) == (422, 0)
        assert set(response.context["form"].errors) | set(response.context["captcha"].errors) == {field}
        assert WORDS in response.content.decode() or "words" in told

    def test_show_other_digits_without_a_fault(self, sent):
        response = sent(words="", other_digits="1")
        assert response.status_code == 200
        assert 'role="alert"' not in response.content.decode()

    def test_stop_a_flood(self, sent, settings):
        settings.REPORTS_PER_ADDRESS_AND_HOUR = 0
        assert sent().status_code == 429

    def test_never_show_who_filed_or_their_words(self, client, objection, people, company):
        answered(objection, company)
        for address in (f"/board/objections/{objection.number}/", f"/board/{objection.estate.code}/object/"):
            text = client.get(address).content.decode()
            assert objection.item.name in text
            assert not re.search(f"{NAME}|{PHONE}|{WORDS}", text)
        assert "已补贴全部凭证。" in client.get(f"/board/objections/{objection.number}/").content.decode()

    @pytest.mark.parametrize("address", ["/board/objections/GY-1/", "/board/9999999999999/object/", "/board/x/object/"])
    def test_are_not_there_for_what_is_not(self, rules, address):
        assert Client().get(address).status_code == 404
