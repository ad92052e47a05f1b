"""The officers' desk: what lies on it, what its buttons do, and what happens to the second of two who save."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from complaints.actions import answering, handling
from complaints.models import AnswerTemplate, Complaint, Handler, State
from tests.complaints.pictures import jpeg, upload
from tests.complaints.test_photos_shown import a_photo
from tests.factories.complaints import a_complaint
from tests.factories.places import an_estate

LIST = "admin:complaints_complaint_changelist"


@pytest.fixture
def browser(people, other_officer):
    """`browser("street")` is a browser in which that person is logged in; `street2` is the second officer."""
    cache.clear()

    def logged_in(name: str) -> Client:
        made = Client()
        made.force_login(other_officer if name == "street2" else people[name])
        return made

    return logged_in


def page_of(complaint: Complaint, name: str = "change") -> str:
    return reverse(f"admin:complaints_complaint_{name}", args=[complaint.pk])


def text_of(answer) -> str:
    return answer.content.decode()


def hidden(text: str) -> dict[str, str]:
    """What a form sends along unseen."""
    fields = re.findall(r"<input[^>]+type=\"hidden\"[^>]*>", text)
    pairs = [(re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)) for tag in fields]
    return {name.group(1): value.group(1) if value else "" for name, value in pairs if name}


def asked(browser: Client, complaint: Complaint, verb: str) -> dict[str, str]:
    """The hidden fields of a verb's page, as this person has read it."""
    return hidden(text_of(browser.get(page_of(complaint, verb))))


class TestTheList:
    def test_puts_the_soonest_term_first(self, browser, estate):
        now = timezone.now()
        late = a_complaint(estate, at=now - timedelta(days=30), title="早就该办")
        fresh = a_complaint(estate, at=now, title="刚刚提交")
        text = text_of(browser("street").get(reverse(LIST)))
        assert text.index(late.title) < text.index(fresh.title)

    def test_counts_what_is_late_and_says_so(self, browser, estate):
        a_complaint(estate, at=timezone.now() - timedelta(days=30), title="早就该办")
        a_complaint(estate, at=timezone.now(), title="刚刚提交")
        text = text_of(browser("street").get(reverse(LIST) + "?tab=overdue"))
        assert "早就该办" in text
        assert "刚刚提交" not in text
        assert "cw-late" in text

    def test_holds_nothing_of_the_next_district(self, browser, complaint):
        assert complaint.title not in text_of(browser("neighbour").get(f"{reverse(LIST)}?tab=all"))
        assert browser("neighbour").get(page_of(complaint)).status_code == 404

    def test_is_a_districts_once_the_case_rose(self, browser, complaint, people):
        desk = browser("district")
        assert complaint.title not in text_of(desk.get(reverse(LIST)))
        handling.escalate(complaint, why="街道无法协调", by=people["street"], at=timezone.now())
        assert complaint.title in text_of(desk.get(reverse(LIST)))

    def test_is_not_for_staff_of_companies(self, browser, complaint):
        assert browser("company").get(reverse(LIST)).status_code == 403
        assert browser("company").get(page_of(complaint)).status_code == 403

    def test_leaves_out_what_was_joined(self, browser, estate, road):
        first, second = a_complaint(estate, title="第一件"), a_complaint(estate, title="第二件")
        browser("street").post(page_of(first, "gather"), {"other": f"{second.pk}/{second.version}"})
        second.refresh_from_db()
        assert second.joined_to == first
        assert "第二件" not in text_of(browser("street").get(f"{reverse(LIST)}?tab=all"))

    def test_shows_an_extension_that_was_asked_for_as_the_streets_turn(self, browser, complaint, road, enterprise):
        road.to(complaint, State.CONTACTED)
        assert complaint.title not in text_of(browser("street").get(reverse(LIST)))
        answering.ask_extension(complaint, workdays=3, reason="配件从外地调运", by=None, at=road.later())
        assert complaint.title in text_of(browser("street").get(reverse(LIST)))

    def test_finds_closed_ones_by_their_words(self, browser, complaint, road):
        road.to(complaint, State.CLOSED)
        found = text_of(browser("street").get(reverse(LIST), {"q": "第三次停在"}))
        assert complaint.title in found
        assert complaint.title not in text_of(browser("street").get(reverse(LIST), {"q": "没有这句话"}))

    @pytest.mark.parametrize(
        "asked", ["tab=%00", "p=abc", "p=999", "q=%00%ff", "topic=';--", "q=%25_\\", "tab=mine&topic=9"]
    )
    def test_takes_odd_addresses(self, browser, complaint, asked):
        assert browser("street").get(f"{reverse(LIST)}?{asked}").status_code == 200

    def test_costs_the_same_for_thirty(self, browser, estate):
        desk = browser("street")
        first = a_complaint(estate)
        for url in (reverse(LIST), page_of(first)):
            desk.get(url)
            one = statements(desk, url)
            for _number in range(30):
                a_complaint(estate, words=f"完全不同的一件事{_number}", topic="0601")
            assert statements(desk, url) == one, url


def statements(desk: Client, url: str) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as caught:
        assert desk.get(url).status_code == 200
    return len(caught)


class TestACase:
    def test_masks_who_filed_until_somebody_asks_and_records_the_look(self, browser, complaint):
        desk = browser("street")
        assert "13800000021" not in text_of(desk.get(page_of(complaint)))
        assert "138****0021" in text_of(desk.get(page_of(complaint)))
        shown = desk.post(page_of(complaint, "contact_data"))
        assert "13800000021" in text_of(shown)
        assert "no-store" in shown["Cache-Control"]
        assert AuditEntry.objects.filter(verb="look_at_contact", thing_id=str(complaint.pk), who="street").exists()

    def test_shows_nothing_in_full_to_who_only_follows_the_link(self, browser, complaint):
        answer = browser("street").get(page_of(complaint, "contact_data"), follow=True)
        assert "13800000021" not in text_of(answer)
        assert not AuditEntry.objects.filter(verb="look_at_contact").exists()

    def test_does_not_let_an_auditor_look(self, browser, complaint):
        assert browser("auditor").post(page_of(complaint, "contact_data")).status_code == 403

    def test_says_who_else_is_looking(self, browser, complaint, other_officer):
        browser("street2").get(page_of(complaint))
        assert f"{other_officer}也在看" in text_of(browser("street").get(page_of(complaint)))
        assert "street" in text_of(browser("street2").get(page_of(complaint, "looking")))

    def test_offers_only_what_the_table_leaves_open(self, browser, complaint, road):
        road.to(complaint, State.ANSWERED)
        text = text_of(browser("street").get(page_of(complaint)))
        assert "../review/" in text
        assert "../return_answer/" in text
        assert "../accept/" not in text
        assert "../dispatch/" not in text

    def test_offers_nothing_to_who_only_reads(self, browser, complaint):
        assert "../accept/" not in text_of(browser("auditor").get(page_of(complaint)))
        assert browser("auditor").get(page_of(complaint, "accept")).status_code == 403

    def test_shows_an_auditor_its_course_without_the_residents_words(self, browser, complaint, road):
        road.to(complaint, State.DENIED)
        a_photo(complaint)
        seen, read = (text_of(browser(name).get(page_of(complaint))) for name in ("street", "auditor"))
        for words in (complaint.title, complaint.spot, complaint.words, "今天早上又停了。", "/photos/"):
            assert words in seen
            assert words not in read
        for shown in (complaint.number, str(complaint.topic), str(complaint.estate), "已约维保单位明天上门。"):
            assert shown in read

    def test_gives_an_auditor_no_paper(self, browser, complaint):
        for paper in ("sheet", "reply"):
            assert browser("auditor").get(page_of(complaint, paper)).status_code == 403

    @pytest.mark.parametrize("address", [LIST, "admin:find"])
    def test_is_found_by_an_auditor_by_its_number_only(self, browser, complaint, address):
        auditor, page = browser("auditor"), page_of(complaint)
        assert page in text_of(browser("street").get(reverse(address), {"q": "第三次停在"}))
        assert page not in text_of(auditor.get(reverse(address), {"q": "第三次停在"}))
        found = text_of(auditor.get(reverse(address), {"q": complaint.number}))
        assert page in found
        assert complaint.title not in found

    def test_suggests_the_company_whose_contract_runs(self, browser, complaint, enterprise):
        text = text_of(browser("street").get(page_of(complaint)))
        assert f"派给{enterprise}" in text

    def test_shows_words_as_words(self, browser, estate):
        odd = a_complaint(estate, words="<script>alert(1)</script>𠮷 😀", title="<b>粗</b>")
        text = text_of(browser("street").get(page_of(odd)))
        assert "<script>alert(1)" not in text
        assert "&lt;script&gt;alert(1)" in text
        assert "𠮷 😀" in text


class TestAVerb:
    def test_accepts_and_dispatches_with_one_press(self, browser, complaint, enterprise):
        desk = browser("street")
        given = asked(desk, complaint, "dispatch") | {"to": f"company:{enterprise.pk}"}
        answer = desk.post(page_of(complaint, "dispatch"), given)
        assert answer.status_code == 302
        complaint.refresh_from_db()
        assert (complaint.state, complaint.enterprise) == (State.DISPATCHED, enterprise)
        assert [step.verb for step in complaint.steps.all()][1:] == ["accept", "dispatch"]

    def test_asks_why_the_rule_is_not_followed(self, browser, complaint):
        desk = browser("street")
        given = asked(desk, complaint, "dispatch") | {"to": "community"}
        answer = desk.post(page_of(complaint, "dispatch"), given)
        assert answer.status_code == 200
        complaint.refresh_from_db()
        assert complaint.state == State.FILED
        desk.post(page_of(complaint, "dispatch"), given | {"note": "社区已在现场"})
        complaint.refresh_from_db()
        assert complaint.handler == Handler.COMMUNITY

    def test_is_not_offered_twice(self, browser, complaint, road):
        road.to(complaint, State.ACCEPTED)
        answer = browser("street").get(page_of(complaint, "accept"))
        assert answer.status_code == 302

    def test_puts_a_templates_words_into_the_form(self, browser, complaint, road):
        template = AnswerTemplate.objects.create(use="ask", name="请拍照", words="请补充{estate}的照片。")
        AnswerTemplate.objects.create(use="answer", name="别的用处", words="已办")
        desk = browser("street")
        page = text_of(desk.get(page_of(complaint, "ask")))
        assert "请拍照" in page
        assert "别的用处" not in page
        given = asked(desk, complaint, "ask") | {"fill": str(template.pk), "text": ""}
        assert f"请补充{complaint.estate}的照片。" in text_of(desk.post(page_of(complaint, "ask"), given))
        complaint.refresh_from_db()
        assert complaint.state == State.FILED

    def test_keeps_the_photos_when_the_words_are_missing(self, browser, complaint, people, road):
        handling.accept(complaint, by=people["street"], at=road.later())
        handling.dispatch(complaint, handler=Handler.STREET, by=people["street"], at=road.later())
        desk = browser("street")
        given = asked(desk, complaint, "answer") | {"text": "", "solved": "yes"}
        faulty = desk.post(page_of(complaint, "answer"), {**given, "photos": [upload(jpeg())]})
        kept = hidden(text_of(faulty))
        assert kept["kept"]
        desk.post(page_of(complaint, "answer"), {**kept, "text": "已换曳引绳。", "solved": "yes"})
        complaint.refresh_from_db()
        assert complaint.state == State.ANSWERED
        assert complaint.photos.filter(step__verb="answer").count() == 1


class TestTwoAtOnce:
    @pytest.fixture
    def clash(self, browser, complaint, enterprise):
        """The second officer saves what was read before the first one had saved."""
        first, second = browser("street"), browser("street2")
        asked_first, asked_second = asked(first, complaint, "dispatch"), asked(second, complaint, "refuse")
        first.post(page_of(complaint, "dispatch"), asked_first | {"to": f"company:{enterprise.pk}"})
        typed = {"text": "这件请找城管，我写了很久。", "reason": reason()}
        return second.post(page_of(complaint, "refuse"), asked_second | typed)

    def test_the_second_save_is_refused_and_nothing_is_overwritten(self, clash, complaint):
        complaint.refresh_from_db()
        assert complaint.state == State.DISPATCHED

    def test_both_versions_are_shown_and_the_words_are_kept(self, clash, enterprise):
        text = text_of(clash)
        assert "这件请找城管，我写了很久。" in text
        assert str(enterprise) in text
        assert "您填写时，有人改过" in text

    def test_what_is_still_open_can_be_saved_on_top(self, browser, complaint):
        first, second = browser("street"), browser("street2")
        asked_first, asked_second = asked(first, complaint, "accept"), asked(second, complaint, "refuse")
        first.post(page_of(complaint, "accept"), asked_first)
        typed = {"text": "请拨打 12345。", "reason": reason()}
        clash = second.post(page_of(complaint, "refuse"), asked_second | typed)
        again = hidden(text_of(clash)) | typed
        assert second.post(page_of(complaint, "refuse"), again).status_code == 302
        complaint.refresh_from_db()
        assert complaint.state == State.REFUSED


def reason() -> int:
    from complaints.models import RefusalReason

    return RefusalReason.objects.get(code="not-property").pk


class TestManyAtOnce:
    def test_shows_first_and_does_nothing(self, browser, complaint, enterprise):
        answer = browser("street").post(
            reverse("admin:complaints_complaint_many"), {"verb": "dispatch", "pick": [complaint.pk]}
        )
        assert f"派给{enterprise}" in text_of(answer)
        complaint.refresh_from_db()
        assert complaint.state == State.FILED

    def test_does_each_that_is_still_as_it_was_shown(self, browser, estate, enterprise, people):
        one, other = a_complaint(estate), a_complaint(estate)
        desk, url = browser("street"), reverse("admin:complaints_complaint_many")
        shown = text_of(desk.post(url, {"verb": "dispatch", "pick": [one.pk, other.pk]}))
        picks = re.findall(r'name="pick" value="([^"]+)"', shown)
        handling.ask(other, text="哪一部电梯？", by=people["street"], at=timezone.now())
        done = text_of(desk.post(url, {"verb": "dispatch", "pick": picks, "go": "1"}))
        one.refresh_from_db()
        other.refresh_from_db()
        assert (one.state, other.state) == (State.DISPATCHED, State.SUPPLEMENT)
        assert "预览之后有人改过" in done

    def test_never_touches_what_lies_elsewhere(self, browser, complaint, regions):
        far = a_complaint(an_estate("130108001000"))
        url = reverse("admin:complaints_complaint_many")
        browser("street").post(url, {"verb": "accept", "pick": [f"{far.pk}/{far.version}/"], "go": "1"})
        far.refresh_from_db()
        assert far.state == State.FILED

    def test_grants_the_extensions_that_were_asked_for(self, browser, complaint, road):
        road.to(complaint, State.CONTACTED)
        answering.ask_extension(complaint, workdays=3, reason="配件从外地调运", by=None, at=road.later())
        before, url = complaint.answer_due_at, reverse("admin:complaints_complaint_many")
        desk = browser("street")
        shown = text_of(desk.post(url, {"verb": "grant_extension", "pick": [complaint.pk]}))
        assert "配件从外地调运" in shown
        picks = re.findall(r'name="pick" value="([^"]+)"', shown)
        desk.post(url, {"verb": "grant_extension", "pick": picks, "go": "1"})
        complaint.refresh_from_db()
        assert complaint.answer_due_at > before

    @pytest.mark.parametrize(
        "given", [{}, {"verb": "refuse", "pick": ["1"]}, {"verb": "accept", "pick": ["x/y", "9" * 30]}]
    )
    def test_takes_odd_wishes(self, browser, complaint, given):
        url = reverse("admin:complaints_complaint_many")
        assert browser("street").post(url, given).status_code in (200, 302)
        assert browser("street").post(url, given | {"go": "1"}).status_code in (200, 302)


class TestOnPaper:
    def test_the_sheet_masks_who_filed(self, browser, complaint, road, enterprise):
        road.to(complaint, State.DISPATCHED)
        text = text_of(browser("street").get(page_of(complaint, "sheet")))
        assert "138****0021" in text
        assert "13800000021" not in text
        assert complaint.number in text
        assert str(enterprise) in text

    def test_there_is_no_reply_before_the_answer(self, browser, complaint, road):
        assert browser("street").get(page_of(complaint, "reply")).status_code == 302
        road.to(complaint, State.REVIEWED)
        assert "已约维保单位明天上门。" in text_of(browser("street").get(page_of(complaint, "reply")))

    def test_the_reply_of_a_refusal_says_where_to_go(self, browser, complaint, road):
        road.to(complaint, State.REFUSED)
        assert complaint.refusal.way in text_of(browser("street").get(page_of(complaint, "reply")))
