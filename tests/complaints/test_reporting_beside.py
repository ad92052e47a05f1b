"""Photos that come along, and the similar complaint that one may join."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from complaints.actions import residents
from complaints.models import Complaint, Photo, State
from tests.complaints.pictures import jpeg, upload
from tests.complaints.reporter import WORDS, only_complaint
from tests.factories.complaints import FILED, a_complaint
from tests.factories.places import an_estate
from tests.pages.reading import Page


@pytest.fixture(autouse=True)
def nothing_counted_yet():
    cache.clear()


class TestPhotos:
    def test_come_with_the_form_and_go_with_the_complaint(self, reporter):
        reporter.what(photos=[upload(jpeg()), upload(jpeg())])
        reporter.contact()
        assert len([image for image in reporter.get("/report/check/").tags("img") if "/photos/" in image["src"]]) == 2
        reporter.check()
        assert only_complaint().photos.count() == 2

    def test_that_are_none_are_named_and_the_others_kept(self, reporter):
        response = reporter.what(photos=[upload(jpeg()), upload(b"%PDF-1.4", name="合同.pdf")])
        assert response.status_code == 422
        assert "合同.pdf" in Page(response).text
        assert Photo.objects.count() == 1

    def test_can_be_taken_out_without_script(self, reporter):
        reporter.what(photos=[upload(jpeg())])
        response = reporter.what(drop=str(Photo.objects.get().key))
        assert response.status_code == 200
        assert not Photo.objects.exists()
        reporter.contact()
        reporter.check()
        assert not only_complaint().photos.exists()

    def test_are_at_most_six(self, reporter):
        response = reporter.what(photos=[upload(jpeg()) for _n in range(7)])
        assert response.status_code == 422
        assert Photo.objects.count() == 6

    def test_can_be_sent_one_by_one_by_the_script(self, reporter, estate):
        sent = reporter.browser.post("/report/photos/", {"photos": upload(jpeg()), "estate": estate.code})
        assert sent.json() == {"photo": str(Photo.objects.get().key)}
        reporter.browser.post("/report/photos/", {"photos": upload(jpeg()), "estate": estate.code})
        reporter.browser.post(f"/report/photos/{sent.json()['photo']}/drop/")
        reporter.all_steps()
        assert only_complaint().photos.count() == 1

    def test_of_others_are_not_dropped(self, reporter):
        reporter.what(photos=[upload(jpeg())])
        Client().post(f"/report/photos/{Photo.objects.get().key}/drop/")
        assert Photo.objects.count() == 1

    def test_that_are_too_many_from_one_address_wait(self, reporter, settings):
        settings.REPORT_PHOTOS_PER_ADDRESS_AND_HOUR = 1
        assert reporter.what(photos=[upload(jpeg()), upload(jpeg())]).status_code == 422
        assert Photo.objects.count() == 1


class TestJoining:
    @pytest.fixture
    def told_before(self, estate):
        return a_complaint(
            estate, at=timezone.now() - timedelta(hours=3), words=WORDS, name="李四", phone="13900000000"
        )

    def test_is_offered_before_the_next_step_and_shows_no_words_of_others(self, reporter, told_before):
        assert reporter.what(words=WORDS + "又停了")["Location"] == "/report/what/#alike"
        page = reporter.get("/report/what/")
        offer = page.html[page.html.index('id="alike"') :]
        assert told_before.title in offer
        assert "李四" not in page.html
        assert WORDS not in offer

    def test_makes_it_follow_the_other(self, reporter, told_before):
        reporter.what()
        assert reporter.what(join=told_before.number)["Location"] == "/report/contact/"
        reporter.contact()
        assert told_before.title in reporter.get("/report/check/").text
        reporter.check()
        mine = Complaint.objects.exclude(pk=told_before.pk).get()
        assert (mine.joined_to, mine.state) == (told_before, State.JOINED)
        assert "已加入原来的那一件" in reporter.get("/report/filed/").text

    def test_can_be_declined_once_for_all(self, reporter, told_before):
        reporter.what()
        assert reporter.what(different="1")["Location"] == "/report/contact/"
        assert reporter.what()["Location"] == "/report/contact/"
        reporter.contact()
        reporter.check()
        assert Complaint.objects.exclude(pk=told_before.pk).get().joined_to is None

    def test_of_one_that_was_closed_meanwhile_files_it_by_itself(self, reporter, told_before):
        reporter.what(join=told_before.number)
        reporter.contact()
        residents.withdraw(told_before, at=timezone.now())
        assert "刚刚办结" in reporter.get("/report/check/").text
        assert reporter.check()["Location"] == "/report/filed/"
        assert Complaint.objects.exclude(pk=told_before.pk).get().state == State.FILED

    @pytest.mark.parametrize("number", ["\x00", "SJZ-20261117-999999", "'; drop table"])
    def test_of_a_number_that_is_none_files_it_by_itself(self, reporter, number):
        reporter.what(join=number)
        reporter.contact()
        assert reporter.check()["Location"] == "/report/filed/"

    def test_to_another_estate_is_not_possible(self, reporter, told_before):
        elsewhere = an_estate("130108001001", name="别处")
        other = a_complaint(elsewhere, at=FILED)
        reporter.what(join=other.number)
        reporter.contact()
        reporter.check()
        assert Complaint.objects.latest("pk").joined_to is None

    def test_is_offered_to_the_script_while_one_writes(self, reporter, told_before, estate):
        asked = {"estate": estate.code, "topic": "0202", "words": WORDS}
        assert told_before.number in reporter.browser.post("/report/alike/", asked).content.decode()
        assert reporter.browser.post("/report/alike/", {**asked, "topic": "0304", "words": "发票"}).status_code == 204
        assert reporter.browser.post("/report/alike/", {**asked, "estate": "x"}).status_code == 204
