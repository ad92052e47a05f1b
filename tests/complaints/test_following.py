"""A resident follows a case with number and secret, and with nothing less."""

import logging
import re

import pytest
from django.core.cache import cache
from django.test import Client

from accounts import brake
from complaints.following import keys
from complaints.models import Body, Complaint, Rating, State
from tests.complaints.pictures import jpeg, upload
from tests.factories.complaints import a_complaint
from tests.pages.reading import Page


@pytest.fixture(autouse=True)
def nobody_failed_yet():
    cache.clear()


@pytest.fixture
def browser():
    return Client()


def opened(browser: Client, complaint: Complaint) -> Client:
    response = browser.post("/follow/", {"number": complaint.number, "secret": complaint.secret})
    assert response.status_code == 302, Page(response).text
    return browser


def read(browser: Client, address: str, status: int = 200) -> Page:
    response = browser.get(address)
    assert response.status_code == status, response.status_code
    return Page(response)


class TestOpening:
    def test_needs_number_and_secret_and_leads_to_the_case(self, browser, complaint):
        response = browser.post("/follow/", {"number": complaint.number, "secret": complaint.secret})
        assert response["Location"] == f"/follow/{complaint.number}/"
        assert complaint.title in read(browser, response["Location"]).text

    @pytest.mark.parametrize(
        "typed",
        [str.lower, lambda number: number.replace("-", ""), lambda number: f" {number.replace('-', '—')} "],
    )
    def test_takes_a_number_as_people_type_it(self, browser, complaint, typed):
        answer = browser.post("/follow/", {"number": typed(complaint.number), "secret": complaint.secret.lower()})
        assert answer.status_code == 302

    def test_takes_full_width_signs(self, browser, complaint):
        wide = str.maketrans({chr(sign): chr(sign + 0xFEE0) for sign in range(0x21, 0x7F)})
        sent = {"number": complaint.number.translate(wide), "secret": complaint.secret.translate(wide)}
        assert browser.post("/follow/", sent).status_code == 302

    def test_says_the_same_of_a_wrong_secret_and_of_a_number_that_is_none(self, browser, complaint):
        wrong = browser.post("/follow/", {"number": complaint.number, "secret": "0000000000"})
        none = browser.post("/follow/", {"number": "SJZ-20261117-999999", "secret": "0000000000"})
        assert wrong.status_code == none.status_code == 422
        number = re.compile(r'value="[^"]*"')
        assert number.sub("", wrong.content.decode()) == number.sub("", none.content.decode())
        assert complaint.title not in wrong.content.decode()

    @pytest.mark.parametrize("number", ["", "青禾苑", "1' OR 1=1", "SJZ-2026-1", "９" * 40, "A\x00B"])
    def test_says_what_a_number_looks_like(self, browser, complaint, number):
        answer = browser.post("/follow/", {"number": number, "secret": complaint.secret})
        assert answer.status_code == 422
        assert brake.asked(lambda: cache.get(brake.key_of("cases", "127.0.0.1"), 0)) == 0

    def test_closes_after_a_few_guesses_even_to_the_right_secret(self, browser, complaint):
        for _guess in range(brake.MOST_FAILURES):
            browser.post("/follow/", {"number": complaint.number, "secret": "AAAAAAAAAA"})
        answer = browser.post("/follow/", {"number": complaint.number, "secret": complaint.secret})
        assert answer.status_code == 422
        assert keys.COOKIE not in answer.cookies

    def test_leaves_other_cases_open_to_others_behind_the_same_address(self, browser, complaint, estate):
        for _guess in range(brake.MOST_FAILURES):
            browser.post("/follow/", {"number": complaint.number, "secret": "AAAAAAAAAA"})
        opened(browser, a_complaint(estate))

    def test_stops_who_walks_through_the_numbers(self, browser, complaint):
        for serial in range(60):
            browser.post("/follow/", {"number": f"SJZ-20261117-{serial:06d}", "secret": "AAAAAAAAAA"})
        answer = browser.post("/follow/", {"number": complaint.number, "secret": complaint.secret})
        assert answer.status_code == 422

    def test_a_cookie_that_somebody_made_up_opens_nothing(self, browser, complaint):
        browser.cookies[keys.COOKIE] = f'["{complaint.number}"]:1abcde:forged'
        assert browser.get(f"/follow/{complaint.number}/").status_code == 302

    def test_the_number_alone_opens_nothing_and_does_not_say_whether_it_is_one(self, browser, complaint):
        for number in (complaint.number, "SJZ-20261117-999999"):
            for page in ("", "keep/", "confirm/"):
                answer = browser.get(f"/follow/{number}/{page}")
                assert answer.status_code == 302
                assert answer["Location"] == f"/follow/?number={number}"

    def test_the_cookie_is_kept_from_scripts_and_other_sites(self, browser, complaint):
        cookie = opened(browser, complaint).cookies[keys.COOKIE]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert complaint.secret not in cookie.value

    def test_one_browser_opens_several_and_forgets_one(self, browser, complaint, estate):
        other = a_complaint(estate)
        opened(opened(browser, complaint), other)
        browser.post(f"/follow/{complaint.number}/forget/")
        assert browser.get(f"/follow/{complaint.number}/").status_code == 302
        assert browser.get(f"/follow/{other.number}/").status_code == 200

    def test_nothing_of_it_is_logged_or_kept_between(self, browser, complaint, caplog):
        with caplog.at_level(logging.DEBUG):
            opened(browser, complaint)
            page = browser.get(f"/follow/{complaint.number}/")
        assert complaint.secret not in caplog.text
        assert "no-store" in page["Cache-Control"]
        assert "default-src 'none'" in page["Content-Security-Policy"]
        assert page["X-Robots-Tag"] == "noindex"


class TestTheCase:
    @pytest.mark.parametrize("state", [state for state in State if state != State.JOINED])
    def test_says_in_every_state_whose_turn_it_is(self, browser, complaint, road, state):
        road.to(complaint, state)
        page = read(opened(browser, complaint), f"/follow/{complaint.number}/")
        assert page.headings.count(1) == 1
        assert page.headings[:2] == [1, 2]
        assert len(page.tags("title")) == 1
        assert "None" not in page.text

    def test_never_shows_name_phone_or_secret(self, browser, complaint, road):
        road.to(complaint, State.REVIEWED)
        page = read(opened(browser, complaint), f"/follow/{complaint.number}/")
        for hidden in ("王秀兰", "13800000021", complaint.secret, road.officer.username):
            assert hidden not in page.html

    def test_asks_as_many_questions_of_the_database_for_a_long_story(
        self, browser, complaint, road, django_assert_max_num_queries, django_assert_num_queries
    ):
        opened(browser, complaint)
        browser.get(f"/follow/{complaint.number}/")
        with django_assert_max_num_queries(10) as before:
            browser.get(f"/follow/{complaint.number}/")
        count = len(before)
        road.to(complaint, State.DENIED)
        for number in range(20):
            browser.post(f"/follow/{complaint.number}/supplement/", {"text": f"又停了第{number}次"})
        with django_assert_num_queries(count):
            browser.get(f"/follow/{complaint.number}/")

    def test_a_refused_one_says_why_and_where_to_go(self, browser, complaint, road):
        road.to(complaint, State.REFUSED)
        page = read(opened(browser, complaint), f"/follow/{complaint.number}/")
        assert complaint.refusal.name in page.text
        assert complaint.refusal.advice in page.text

    def test_a_refused_one_names_on_paper_who_is_in_charge_though_buttons_are_not_printed(
        self, browser, complaint, road
    ):
        road.to(complaint, State.REFUSED)
        body = Body.objects.first()
        type(complaint.refusal).objects.update(body=body)
        page = read(opened(browser, complaint), f"/follow/{complaint.number}/")
        assert f"{body.name}{body.phone}".replace(" ", "") in page.printed_alone

    def test_shows_the_stages_while_it_is_open(self, browser, complaint, road):
        page = read(opened(browser, complaint), f"/follow/{complaint.number}/")
        assert "建北街道" in page.text
        assert "石家庄市住房和城乡建设局" in page.text


class TestJoined:
    @pytest.fixture
    def follower(self, complaint, estate):
        return a_complaint(estate, words="3 号楼电梯坏了，我住 501。", join_to=complaint)

    def test_shows_what_the_offices_did_for_the_case_it_follows(self, browser, complaint, follower, road):
        road.to(complaint, State.REVIEWED)
        page = read(opened(browser, follower), f"/follow/{follower.number}/")
        assert "已约维保单位明天上门。" in page.text
        assert "我住 501" in page.text

    def test_never_shows_what_the_other_household_wrote(self, browser, complaint, follower, road):
        road.to(complaint, State.DENIED)
        page = read(opened(browser, follower), f"/follow/{follower.number}/")
        assert complaint.words not in page.text
        assert "今天早上又停了。" not in page.text
        assert complaint.number not in page.html

    def test_is_asked_once_whether_it_is_solved(self, browser, complaint, follower, road):
        road.to(complaint, State.REVIEWED)
        opened(browser, follower)
        assert browser.post(f"/follow/{follower.number}/confirm/", {"text": ""}).status_code == 302
        assert f"/follow/{follower.number}/confirm/" not in read(browser, f"/follow/{follower.number}/").links
        complaint.refresh_from_db()
        assert complaint.state == State.REVIEWED

    def test_may_say_that_it_is_not_solved(self, browser, complaint, follower, road):
        road.to(complaint, State.REVIEWED)
        opened(browser, follower).post(f"/follow/{follower.number}/deny/", {"text": "还是停。"})
        complaint.refresh_from_db()
        assert complaint.state == State.DENIED


class TestDeeds:
    def send(self, browser, complaint, verb, **given):
        return opened(browser, complaint).post(f"/follow/{complaint.number}/{verb}/", given)

    def test_confirming_closes_and_rates_at_once(self, browser, complaint, road):
        road.to(complaint, State.REVIEWED)
        assert self.send(browser, complaint, "confirm", service="5", result="4", text="很快").status_code == 302
        complaint.refresh_from_db()
        assert (complaint.state, complaint.outcome) == ("closed", "confirmed")
        assert Rating.objects.values_list("service", "result").get() == (5, 4)

    def test_confirming_needs_no_rating(self, browser, complaint, road):
        road.to(complaint, State.REVIEWED)
        assert self.send(browser, complaint, "confirm", text="").status_code == 302
        assert not Rating.objects.exists()

    def test_half_a_rating_is_asked_back_and_nothing_is_done(self, browser, complaint, road):
        road.to(complaint, State.REVIEWED)
        assert self.send(browser, complaint, "confirm", service="5").status_code == 422
        complaint.refresh_from_db()
        assert complaint.state == State.REVIEWED

    def test_denying_asks_for_words_and_takes_photos(self, browser, complaint, road):
        road.to(complaint, State.REVIEWED)
        assert self.send(browser, complaint, "deny", text=" ").status_code == 422
        sent = self.send(
            browser, complaint, "deny", text="今天又停了", photos=[upload(jpeg()), upload(jpeg(), "b.jpg")]
        )
        assert sent.status_code == 302
        complaint.refresh_from_db()
        assert complaint.state == State.DENIED
        assert complaint.steps.get(verb="deny").photos.count() == 2

    def test_photos_stay_while_words_are_put_right(self, browser, complaint):
        first = self.send(browser, complaint, "supplement", text="字" * 1001, photos=[upload(jpeg())])
        assert first.status_code == 422
        draft = re.search(r'name="draft" value="([0-9a-f]{32})"', first.content.decode())[1]
        assert self.send(browser, complaint, "supplement", text="好了", draft=draft).status_code == 302
        assert complaint.steps.get(verb="supplement").photos.count() == 1

    def test_a_file_that_is_no_photo_is_named(self, browser, complaint):
        answer = self.send(
            browser, complaint, "supplement", text="看图", photos=[upload(b"MZ not a photo", "账单.exe")]
        )
        assert answer.status_code == 422
        assert "账单" in Page(answer).text
        assert not complaint.steps.filter(verb="supplement").exists()

    def test_nothing_at_all_is_not_added(self, browser, complaint):
        assert self.send(browser, complaint, "supplement", text="").status_code == 422

    def test_withdrawing_ends_it(self, browser, complaint):
        assert self.send(browser, complaint, "withdraw", text="").status_code == 302
        complaint.refresh_from_db()
        assert complaint.state == State.WITHDRAWN

    @pytest.mark.parametrize("verb", ["confirm", "deny", "supplement", "rate", "reopen", "withdraw"])
    def test_what_cannot_be_done_any_more_is_said_on_the_page(self, browser, complaint, road, verb):
        road.to(complaint, State.WITHDRAWN)
        given = {"text": "还要", "service": "5", "result": "5"}
        answer = self.send(browser, complaint, verb, **given)
        assert answer.status_code in (409, 422)
        assert browser.get(f"/follow/{complaint.number}/{verb}/").status_code == 409
        complaint.refresh_from_db()
        assert complaint.state == State.WITHDRAWN

    def test_words_of_the_resident_are_never_markup(self, browser, complaint):
        self.send(browser, complaint, "supplement", text="<script>alert(1)</script> 😀 𠮷")
        page = read(browser, f"/follow/{complaint.number}/")
        assert "<script>alert" not in page.html
        assert "😀 𠮷" in page.text

    def test_a_form_from_another_site_is_refused(self, complaint):
        strict = Client(enforce_csrf_checks=True)
        assert strict.post(f"/follow/{complaint.number}/withdraw/", {"text": ""}).status_code == 403


class TestKeeping:
    def test_shows_number_and_secret_and_a_code_that_no_log_ever_sees(self, browser, complaint):
        page = read(opened(browser, complaint), f"/follow/{complaint.number}/keep/")
        assert complaint.number in page.text
        assert complaint.secret in page.close_text
        assert page.tags("img")[0]["src"].startswith("data:image/png;base64,")
        assert complaint.secret not in "".join(page.links)


class TestAddresses:
    @pytest.mark.parametrize(
        "number", ["%00", "x", "SJZ-20261117-0047%00", "SJZ-2026-1", "../../etc", "'; DROP", "９９"]
    )
    @pytest.mark.parametrize("room", ["follow", "desk"])
    def test_that_hold_no_number_are_no_addresses(self, browser, people, rules, room, number):
        browser.force_login(people["company"])
        assert browser.get(f"/{room}/{number}/").status_code == 404

    def test_of_what_is_no_deed_are_none(self, browser, complaint):
        assert opened(browser, complaint).get(f"/follow/{complaint.number}/delete/").status_code == 404

    def test_the_streets_telephone_stands_on_the_case(self, browser, complaint):
        from complaints.models import PhoneLevel, PhoneLine

        PhoneLine.objects.create(
            level=PhoneLevel.STREET, region_id="130102001000", name="建北街道物业办", phone="0311 0600 1100"
        )
        page = read(opened(browser, complaint), f"/follow/{complaint.number}/")
        assert "tel:0311 0600 1100" in page.links
        assert "建北街道物业办" in page.text
