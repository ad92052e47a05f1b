"""Staff of a company at their own desk: only their cases, every look at who filed on record."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry, Role, User
from complaints.actions import answering, handling
from complaints.company_desk.reading import is_shown
from complaints.models import Appeal, Complaint, Extension, State, Step
from tests.complaints.pictures import jpeg, upload
from tests.factories.companies import a_company_login, a_contract, an_enterprise
from tests.factories.complaints import Road, a_complaint
from tests.pages.reading import Page


@pytest.fixture
def browser(people, enterprise) -> Client:
    client = Client()
    client.force_login(people["company"])
    return client


@pytest.fixture
def stranger(enterprise) -> Client:
    """Somebody of another company."""
    user = User.objects.create_user("rival", "correct horse battery", role=Role.COMPANY)
    a_company_login(user, an_enterprise())
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def case(estate, road) -> Complaint:
    """Filed an hour ago and dispatched to the company just now."""
    road.at = timezone.now() - timedelta(hours=4)
    return road.to(a_complaint(estate, at=road.at), State.DISPATCHED)


def send(client: Client, complaint: Complaint, verb: str, **given):
    return client.post(f"/desk/{complaint.number}/{verb}/", given)


def page(client: Client, address: str, status: int = 200) -> Page:
    response = client.get(address)
    assert response.status_code == status
    return Page(response)


class TestTheDoor:
    def test_asks_for_a_login_and_comes_back(self, client):
        answer = client.get("/desk/")
        assert answer.status_code == 302
        assert answer["Location"] == "/admin/login/?next=/desk/"

    @pytest.mark.parametrize("role", ["system", "auditor", "bureau", "district", "street", "inspector"])
    def test_sends_officers_to_their_own_desk(self, people, case, role):
        officer = Client()
        officer.force_login(people[role])
        for address in ("/desk/", f"/desk/{case.number}/", f"/desk/{case.number}/answer/"):
            assert officer.get(address).status_code == 403

    def test_another_companys_case_is_not_there(self, stranger, case):
        before = AuditEntry.objects.count()
        for verb in ("", "look/", "contact/", "answer/", "ask_extension/", "hand_back/", "appeal/"):
            address = f"/desk/{case.number}/{verb}"
            given = {"text": "好了", "solved": "no", "reason": "不是我们", "workdays": "2"}
            assert stranger.get(address).status_code == (405 if verb == "look/" else 404)
            assert stranger.post(address, given).status_code == 404
        assert case.title not in page(stranger, "/desk/").text
        assert AuditEntry.objects.count() == before

    def test_a_case_that_was_never_dispatched_is_not_there(self, browser, estate):
        assert browser.get(f"/desk/{a_complaint(estate).number}/").status_code == 404

    def test_a_login_without_a_company_is_told_so(self, people, rules):
        client = Client()
        client.force_login(people["company"])
        assert page(client, "/desk/").headings == [1]

    def test_pages_are_for_nobody_between(self, browser, case):
        answer = browser.get(f"/desk/{case.number}/")
        assert "no-store" in answer["Cache-Control"]
        assert "default-src 'none'" in answer["Content-Security-Policy"]


class TestTheList:
    def test_has_what_is_due_first_at_the_top(self, browser, case, estate, road):
        road.at -= timedelta(days=3)
        older = road.to(a_complaint(estate, at=road.at, spot="1 号楼"), State.DISPATCHED)
        text = page(browser, "/desk/").text
        assert text.index(older.spot) < text.index(case.spot)

    def test_puts_answered_ones_under_another_tab(self, browser, case, road):
        road.answer(case)
        assert case.title not in page(browser, "/desk/").text
        assert case.title in page(browser, "/desk/?show=waiting").text

    def test_asks_as_many_questions_for_one_row_as_for_many(
        self, browser, case, estate, road, django_assert_max_num_queries, django_assert_num_queries
    ):
        browser.get("/desk/")
        with django_assert_max_num_queries(10) as before:
            browser.get("/desk/")
        count = len(before)
        for _number in range(12):
            road.to(a_complaint(estate, at=road.at), State.DISPATCHED)
        with django_assert_num_queries(count):
            browser.get("/desk/")

    @pytest.mark.parametrize("query", ["?show=nonsense", "?page=99", "?page=x", "?show=done"])
    def test_stands_whatever_the_address_says(self, browser, case, query):
        assert browser.get(f"/desk/{query}").status_code == 200


class TestTheCase:
    @pytest.mark.parametrize("state", ["dispatched", "contacted", "answered", "reviewed", "denied", "closed"])
    def test_opens_in_every_state_without_phone_or_name(self, browser, estate, road, state):
        complaint = road.to(a_complaint(estate), state)
        shown = page(browser, f"/desk/{complaint.number}/")
        assert complaint.words in shown.text
        assert "王秀兰" not in shown.html
        assert "13800000021" not in shown.html
        assert shown.headings.count(1) == 1

    def test_tells_the_company_what_an_answer_lacked_and_not_what_offices_say_among_themselves(
        self, browser, case, road
    ):
        road.answer(case)
        handling.return_answer(case, note="请补维保单位的记录。", by=road.officer, at=road.later())
        handling.escalate(case, why="街道内部说明：多次督办", by=road.officer, at=road.later())
        text = page(browser, f"/desk/{case.number}/").text
        assert "请补维保单位的记录。" in text
        assert "街道内部说明" not in text


class TestLooking:
    def test_shows_name_and_phone_once_and_puts_the_look_on_record(self, browser, people, case):
        answer = browser.post(f"/desk/{case.number}/look/")
        assert "王秀兰" in answer.content.decode()
        assert "13800000021" in answer.content.decode()
        line = AuditEntry.objects.get(verb="look_at_contact")
        assert (line.who, line.thing_id) == ("company", str(case.pk))
        step = case.steps.get(verb="look")
        assert (step.by, step.is_public, step.values) == (people["company"], False, {"seen": "contact"})
        assert "13800000021" not in browser.get(f"/desk/{case.number}/").content.decode()

    @pytest.mark.parametrize(
        "acts", [["answer"], ["answer", "review"], ["answer", "review", "deny"], ["answer", "review", "confirm"]]
    )
    def test_is_over_when_the_work_is(self, browser, case, road, acts):
        for act in acts:
            getattr(road, act)(case)
        answer = browser.post(f"/desk/{case.number}/look/")
        assert answer.status_code == 409
        assert "13800000021" not in answer.content.decode()
        assert not AuditEntry.objects.filter(verb="look_at_contact").exists()

    def test_needs_a_tap_of_its_own(self, browser, case):
        assert browser.get(f"/desk/{case.number}/look/").status_code == 405

    def test_a_form_from_another_site_shows_nothing(self, people, case):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(people["company"])
        assert strict.post(f"/desk/{case.number}/look/").status_code == 403


class TestActs:
    def test_contacting_is_put_down(self, browser, case):
        assert send(browser, case, "contact", note="约了今天下午").status_code == 302
        case.refresh_from_db()
        assert case.state == State.CONTACTED

    def test_solved_needs_a_photo_and_keeps_what_was_typed(self, browser, case):
        answer = send(browser, case, "answer", text="主板换了。", solved="yes")
        assert answer.status_code == 422
        assert "主板换了。" in Page(answer).text
        case.refresh_from_db()
        assert case.state == State.DISPATCHED

    def test_solved_with_photos_before_and_after(self, browser, case):
        photos = {"after": [upload(jpeg())], "before": [upload(jpeg(), "b.jpg")]}
        assert send(browser, case, "answer", text="主板换了。", solved="yes", **photos).status_code == 302
        case.refresh_from_db()
        assert (case.state, case.claims_solved) == (State.ANSWERED, True)
        assert sorted(case.steps.get(verb="answer").photos.values_list("kind", flat=True)) == ["after", "before"]

    def test_not_solved_needs_none(self, browser, case):
        assert send(browser, case, "answer", text="配件下周到。", solved="no").status_code == 302

    def test_more_time_is_asked_for_once(self, browser, case):
        assert send(browser, case, "ask_extension", workdays="3", reason="配件要订货").status_code == 302
        case.refresh_from_db()
        assert (case.extension, case.extension_workdays) == (Extension.ASKED, 3)
        assert send(browser, case, "ask_extension", workdays="3", reason="还要").status_code == 422
        assert f"/desk/{case.number}/ask_extension/" not in page(browser, f"/desk/{case.number}/").links

    @pytest.mark.parametrize("workdays", ["0", "6", "99", "三", "", "1e3"])
    def test_more_time_has_a_limit(self, browser, case, workdays):
        assert send(browser, case, "ask_extension", workdays=workdays, reason="配件要订货").status_code == 422
        case.refresh_from_db()
        assert case.extension == ""

    def test_handing_back_takes_it_off_the_desk(self, browser, case):
        assert send(browser, case, "hand_back", reason="这个小区去年已退出。").status_code == 302
        assert browser.get(f"/desk/{case.number}/").status_code == 404
        case.refresh_from_db()
        assert (case.state, case.hand_offs) == (State.ACCEPTED, 1)

    def test_what_was_handed_on_once_stays(self, browser, case, road):
        send(browser, case, "hand_back", reason="不是我们")
        road.dispatch(case)
        assert send(browser, case, "hand_back", reason="还不是我们").status_code == 422
        case.refresh_from_db()
        assert case.state == State.DISPATCHED

    def test_of_two_colleagues_the_second_one_is_told_and_keeps_the_words(self, browser, case):
        version = re.search(
            r'name="version" value="(\d+)"', browser.get(f"/desk/{case.number}/answer/").content.decode()
        )[1]
        answering.contact(case, by=None, at=timezone.now())
        answer = send(browser, case, "answer", text="主板换了。", solved="no", version=version)
        assert answer.status_code == 422
        assert "主板换了。" in Page(answer).text
        assert f'name="version" value="{int(version) + 1}"' in answer.content.decode()

    @pytest.mark.parametrize("verb", ["contact", "answer", "ask_extension", "hand_back", "appeal"])
    def test_nothing_is_done_to_a_closed_case(self, browser, case, road, verb):
        for act in ("answer", "review", "confirm"):
            getattr(road, act)(case)
        given = {"text": "又好了", "solved": "no", "reason": "不服", "workdays": "1"}
        assert send(browser, case, verb, **given).status_code == 422
        assert browser.get(f"/desk/{case.number}/{verb}/").status_code == 409
        case.refresh_from_db()
        assert case.state == State.CLOSED


class TestAppeal:
    @pytest.fixture
    def found_false(self, case, road: Road) -> Complaint:
        for act in ("answer", "review", "deny"):
            getattr(road, act)(case)
        handling.find_false(case, text="现场看过，仍然停在 5 层。", by=road.other, at=road.later())
        return case

    def test_is_lodged_once_against_a_finding(self, browser, people, found_false):
        assert send(browser, found_false, "appeal", reason="当天停电，不是电梯。").status_code == 302
        lodged = Appeal.objects.get()
        assert (lodged.complaint, lodged.step.verb, lodged.lodged_by) == (found_false, "find_false", people["company"])
        assert lodged.upheld is None
        assert send(browser, found_false, "appeal", reason="再说一次。").status_code == 422
        assert "当天停电" in page(browser, f"/desk/{found_false.number}/").text

    def test_needs_words(self, browser, found_false):
        assert send(browser, found_false, "appeal", reason=" ").status_code == 422

    def test_is_over_after_the_term(self, found_false, people):
        from accounts.lifecycle import NotNow
        from complaints.actions.appeals import appeal, appeal_until

        step = found_false.steps.get(verb="find_false")
        until = appeal_until(step)
        with pytest.raises(NotNow):
            appeal(step, reason="不服", by=people["company"], at=until + timedelta(seconds=1))
        assert appeal(step, reason="不服", by=people["company"], at=until)

    def test_is_nobodys_but_the_companys(self, found_false, people):
        from accounts.authority import NotAllowed
        from complaints.actions.appeals import appeal

        with pytest.raises(NotAllowed):
            appeal(found_false.steps.get(verb="find_false"), reason="不服", by=people["street"], at=timezone.now())

    def test_another_company_cannot_lodge_it(self, found_false, stranger):
        assert send(stranger, found_false, "appeal", reason="不服").status_code == 404
        assert not Appeal.objects.exists()


class TestDeciding:
    @pytest.fixture
    def lodged(self, case, road, people, browser) -> Appeal:
        for act in ("answer", "review", "deny"):
            getattr(road, act)(case)
        handling.find_false(case, text="仍然停在 5 层。", by=people["district"], at=road.later())
        send(browser, case, "appeal", reason="当天停电。")
        return Appeal.objects.get()

    def test_is_for_an_officer_who_did_not_make_the_finding(self, lodged, people):
        from accounts.authority import NotAllowed
        from complaints.actions.appeals import decide_appeal

        for who in ("district", "street", "company", "inspector"):
            with pytest.raises(NotAllowed):
                decide_appeal(lodged, upheld=True, decision="属实", by=people[who], at=timezone.now())
        decided = decide_appeal(
            lodged, upheld=True, decision="供电公司证明属实。", by=people["bureau"], at=timezone.now()
        )
        assert decided.upheld is True
        assert AuditEntry.objects.filter(verb="decide_appeal", who="bureau").exists()

    def test_a_neighbouring_district_does_not_see_it(self, lodged, people):
        from complaints.actions.appeals import decide_appeal

        assert not Appeal.objects.visible_to(people["neighbour"]).exists()
        with pytest.raises(Complaint.DoesNotExist):
            decide_appeal(lodged, upheld=True, decision="属实", by=people["neighbour"], at=timezone.now())

    def test_is_final_and_told_to_the_company(self, lodged, people, browser):
        from accounts.lifecycle import NotNow
        from complaints.actions.appeals import decide_appeal

        decide_appeal(lodged, upheld=False, decision="停电记录与时间不符。", by=people["bureau"], at=timezone.now())
        with pytest.raises(NotNow):
            decide_appeal(lodged, upheld=True, decision="改判", by=people["bureau"], at=timezone.now())
        assert "停电记录与时间不符。" in page(browser, f"/desk/{lodged.complaint.number}/").text

    def test_the_database_keeps_no_half_decision(self, lodged):
        from django.db import IntegrityError

        with pytest.raises(IntegrityError, match="appeal_is_decided_whole_or_not_at_all"):
            Appeal.objects.filter(pk=lodged.pk).update(upheld=True)


def test_the_estates_other_company_before_it_sees_nothing(stranger, estate, case):
    """A contract alone shows no case: only what was dispatched."""
    a_contract(estate, stranger_company(stranger), begins_on="2020-01-01", ends_on="2023-12-31")
    assert stranger.get(f"/desk/{case.number}/").status_code == 404


def test_the_next_company_reads_nothing_that_the_one_before_noted(browser, stranger, people, case, road):
    send(browser, case, "contact", note="住户脾气急")
    send(browser, case, "ask_extension", workdays="2", reason="配件从外地调运")
    a_contract(case.estate, stranger_company(stranger), begins_on="2020-01-01", ends_on="2023-12-31")
    handling.redispatch(
        Complaint.objects.get(pk=case.pk), handler="company", enterprise=stranger_company(stranger), note="换人",
        by=people["street"], at=timezone.now(),
    )  # fmt: skip
    text = page(stranger, f"/desk/{case.number}/").text
    assert "换人" in text
    assert "住户脾气急" not in text


def test_an_appeal_of_the_company_before_is_none_of_the_next_ones_business(case):
    values = {"complaint": case, "state": "dispatched", "at": timezone.now(), "is_public": False}
    lodged = Step(verb="appeal", actor="company", actor_name="甲物业", **values)
    decided = Step(verb="decide_appeal", actor="city", values={"finding": 7, "upheld": True}, **values)
    assert [is_shown(step, "甲物业", {7}) for step in (lodged, decided)] == [True, True]
    assert [is_shown(step, "乙物业", set()) for step in (lodged, decided)] == [False, False]


def stranger_company(client: Client):
    from enterprises.models import Employment

    return Employment.objects.get(user__username="rival").enterprise


class TestTheAppealsDesk:
    """In the web admin."""

    @pytest.fixture
    def lodged(self, case, road, browser) -> Appeal:
        for act in ("answer", "review", "deny"):
            getattr(road, act)(case)
        handling.find_false(case, text="仍然停在 5 层。", by=road.other, at=road.later())
        send(browser, case, "appeal", reason="当天停电。")
        return Appeal.objects.get()

    def officer(self, people, name: str) -> Client:
        client = Client()
        client.force_login(people[name])
        return client

    @pytest.mark.parametrize(("button", "upheld"), [("uphold", True), ("turn-down", False)])
    def test_decides_with_a_reason(self, people, lodged, button, upheld):
        desk = self.officer(people, "district")
        assert lodged.complaint.number in desk.get("/admin/complaints/appeal/").content.decode()
        assert "当天停电。" in desk.get(f"/admin/complaints/appeal/{lodged.pk}/change/").content.decode()
        assert desk.post(f"/admin/complaints/appeal/{lodged.pk}/{button}/", {"decision": ""}).status_code == 200
        assert desk.post(f"/admin/complaints/appeal/{lodged.pk}/{button}/", {"decision": "查过"}).status_code == 302
        lodged.refresh_from_db()
        assert (lodged.upheld, lodged.decision, lodged.decided_by) == (upheld, "查过", people["district"])

    @pytest.mark.parametrize("name", ["street", "company", "inspector", "auditor"])
    def test_is_closed_to_whoever_decides_nothing(self, people, lodged, name):
        desk = self.officer(people, name)
        assert desk.get("/admin/complaints/appeal/").status_code == 403
        desk.post(f"/admin/complaints/appeal/{lodged.pk}/uphold/", {"decision": "查过"})
        lodged.refresh_from_db()
        assert lodged.upheld is None

    def test_shows_nothing_of_the_next_district(self, people, lodged):
        desk = self.officer(people, "neighbour")
        assert lodged.complaint.number not in desk.get("/admin/complaints/appeal/").content.decode()
        assert desk.get(f"/admin/complaints/appeal/{lodged.pk}/change/").status_code == 404
