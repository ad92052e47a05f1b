"""A draft that stays, and one complaint however often it is sent."""

import threading
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from complaints.captcha.challenges import digits_of
from complaints.models import Complaint, Draft, Photo, Topic
from complaints.reporting import drafts, sending
from tests.complaints.pictures import jpeg, upload
from tests.complaints.reporter import Reporter, only_complaint
from tests.pages.reading import Page


@pytest.fixture(autouse=True)
def nothing_counted_yet():
    cache.clear()


class TestDraft:
    def test_is_begun_by_nothing_that_is_only_looked_at(self, reporter, estate):
        for address in (
            "/report/",
            f"/report/what/?estate={estate.code}",
            f"/report/what/?estate={estate.code}&class=02",
        ):
            assert drafts.COOKIE not in reporter.browser.get(address).cookies
        assert not Draft.objects.exists()

    def test_is_sealed_and_its_cookie_kept_from_scripts(self, reporter):
        response = reporter.what()
        assert "电梯" not in Draft.objects.get().sealed
        cookie = response.cookies[drafts.COOKIE]
        assert cookie["httponly"]
        assert cookie["path"] == "/report/"
        assert str(Draft.objects.get().key) in cookie.value

    def test_opens_for_no_forged_cookie(self, reporter):
        reporter.what()
        thief = Client()
        thief.cookies[drafts.COOKIE] = f"{Draft.objects.get().key}:abc:def"
        assert thief.get("/report/contact/")["Location"] == "/report/what/"

    def test_is_offered_where_one_begins_again(self, reporter):
        reporter.what()
        assert "您有一件还没写完" in reporter.get("/report/").text

    def test_goes_with_its_photos_when_it_is_thrown_away(self, reporter):
        reporter.what(photos=[upload(jpeg())])
        reporter.browser.post("/report/discard/")
        assert not Draft.objects.exists()
        assert not Photo.objects.exists()
        assert "您有一件还没写完" not in reporter.get("/report/").text

    def test_goes_by_itself_after_a_while(self, reporter):
        reporter.what()
        now = timezone.now()
        assert drafts.forget_old(at=now + drafts.KEPT_FOR - timedelta(minutes=1)) == 0
        assert drafts.forget_old(at=now + drafts.KEPT_FOR + timedelta(minutes=1)) == 1

    def test_is_gone_once_it_was_sent(self, reporter):
        reporter.all_steps()
        assert not Draft.objects.exists()

    def test_of_an_older_release_is_read(self):
        assert drafts.Told.from_json('{"words": "旧", "colour": "red"}').words == "旧"


class TestSending:
    def test_twice_files_once_and_shows_the_same_number(self, reporter):
        reporter.what()
        reporter.contact()
        page = reporter.get("/report/check/")
        key = next(field["value"] for field in page.tags("input") if field.get("name") == "captcha_key")
        sent = {"captcha_key": key, "captcha": digits_of(key)}
        first = reporter.browser.post("/report/check/", sent)
        second = reporter.browser.post("/report/check/", sent)
        assert first["Location"] == second["Location"] == "/report/filed/"
        assert only_complaint().number in reporter.get("/report/filed/").text

    def test_with_wrong_digits_files_nothing_and_keeps_everything(self, reporter):
        reporter.what()
        reporter.contact()
        response = reporter.check(captcha="00000x")
        assert response.status_code == 422
        assert not Complaint.objects.exists()
        assert reporter.check()["Location"] == "/report/filed/"

    def test_asks_for_other_digits_without_a_fault(self, reporter):
        reporter.what()
        reporter.contact()
        response = reporter.browser.post("/report/check/", {"other_digits": "1"})
        assert response.status_code == 200
        assert not Page(response).tags("fault")

    def test_of_a_topic_that_went_meanwhile_asks_again(self, reporter):
        reporter.what()
        reporter.contact()
        Topic.objects.filter(code="0202").update(is_active=False)
        assert reporter.check()["Location"] == "/report/"
        assert Draft.objects.exists()

    def test_asks_the_database_a_bounded_number_of_questions(self, reporter, django_assert_max_num_queries):
        reporter.what()
        reporter.contact(phone="13800000021", agrees="1")
        told = drafts.told(Draft.objects.get().key)
        with django_assert_max_num_queries(20):
            sending.send(Draft.objects.get().key, told, address="10.0.0.1", device="x", at=timezone.now())


@pytest.mark.django_db(transaction=True)
class TestTwoTapsAtOnce:
    def test_file_one_complaint(self, reporter):
        reporter.what()
        reporter.contact()
        page = reporter.get("/report/check/")
        key = next(field["value"] for field in page.tags("input") if field.get("name") == "captcha_key")
        sent = {"captcha_key": key, "captcha": digits_of(key)}
        answers, cookies = [], reporter.browser.cookies

        def tap():
            browser = Client()
            browser.cookies = cookies.copy()
            answers.append(browser.post("/report/check/", sent)["Location"])
            connection.close()

        taps = [threading.Thread(target=tap) for _n in range(3)]
        for each in taps:
            each.start()
        for each in taps:
            each.join()
        assert answers == ["/report/filed/"] * 3
        assert Complaint.objects.count() == 1


class TestLimits:
    def test_of_an_address_keep_the_draft_and_say_when(self, reporter, estate, settings):
        settings.REPORTS_PER_ADDRESS_AND_HOUR = 1
        Reporter(estate).all_steps()
        response = reporter.all_steps()
        assert response.status_code == 429
        assert "您写的都留着" in Page(response).text
        assert Complaint.objects.count() == 1
        assert Draft.objects.count() == 1

    def test_of_a_phone_hold_from_any_address(self, estate, settings):
        settings.REPORTS_PER_PHONE_AND_DAY = 1
        for address, status in (("10.0.0.1", 302), ("10.0.0.2", 429)):
            reporter = Reporter(estate, REMOTE_ADDR=address)
            reporter.what()
            reporter.contact(phone="13800000021", agrees="1")
            assert reporter.check().status_code == status

    def test_of_drafts_from_an_address_spare_the_one_that_is_begun(self, reporter, estate, settings):
        settings.REPORT_DRAFTS_PER_ADDRESS_AND_HOUR = 1
        reporter.what()
        other = Reporter(estate)
        assert other.what().status_code == 422
        sent = other.browser.post("/report/photos/", {"photos": upload(jpeg()), "estate": estate.code})
        assert sent.status_code == 429
        assert reporter.what()["Location"] == "/report/contact/"
        assert Draft.objects.count() == 1

    def test_hold_nobody_up_while_the_cache_is_away(self, reporter, settings, estate):
        settings.REDIS_URL = "redis://127.0.0.1:1/0"
        settings.REPORTS_PER_ADDRESS_AND_HOUR = 0
        assert reporter.all_steps().status_code == 302

    def test_after_which_one_goes_on_need_no_second_captcha(self, reporter, settings):
        settings.REPORTS_PER_ADDRESS_AND_HOUR = 0
        reporter.all_steps()
        settings.REPORTS_PER_ADDRESS_AND_HOUR = 10
        page = reporter.get("/report/check/")
        assert not [field for field in page.tags("input") if field.get("name") == "captcha"]
        assert reporter.browser.post("/report/check/")["Location"] == "/report/filed/"
