"""Boards on a phone: what a company has left out, what it reports, what an officer finds on the spot."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Role, User
from enterprises.models import ServiceContract
from estates.board import objections
from estates.board.objections import Contact
from estates.models import BoardEntry, BoardObjection, BoardProof
from tests.complaints.pictures import jpeg, upload
from tests.factories.boards import QUARTERLY, an_entry
from tests.factories.companies import a_company_login, an_enterprise
from tests.factories.places import an_estate


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def browser(company) -> Client:
    return browser_of(company)


@pytest.fixture
def late(estate, items) -> BoardEntry:
    """Of the last quarter, due a week ago."""
    on = timezone.localdate()
    return an_entry(
        estate, items[QUARTERLY], from_on=on - timedelta(days=120), until_on=on - timedelta(days=30),
        due_on=on - timedelta(days=7),
    )  # fmt: skip


@pytest.mark.django_db
class TestTheBoard:
    def test_is_the_first_page_of_who_has_one_estate(self, browser, estate):
        assert browser.get("/board/").url == f"/board/{estate.code}/"

    def test_tells_what_is_left_out(self, browser, late):
        text = browser.get(f"/board/{late.estate.code}/").content.decode()
        assert late.item.name in text
        assert f"/board/{late.estate.code}/{late.pk}/" in text

    def test_asks_others_to_log_in_and_shows_nobody_anothers(self, estate, late, company, people):
        rival = User.objects.create_user("rival", "x", role=Role.COMPANY)
        a_company_login(rival, an_enterprise())
        places = [
            f"/board/{estate.code}/",
            f"/board/{estate.code}/{late.pk}/",
            f"/board/{estate.code}/{late.pk}/put_up/",
        ]
        for place in places:
            assert Client().get(place).status_code == 302
            assert browser_of(people["auditor"]).get(place).status_code == 403
            for stranger in (rival, people["neighbour"]):
                assert browser_of(stranger).get(place).status_code == 404

    def test_is_gone_for_a_company_that_went(self, browser, estate):
        ServiceContract.objects.update(ends_on=timezone.localdate())
        assert browser.get(f"/board/{estate.code}/").status_code == 404

    def test_of_another_estate_does_not_open_this_ones_entries(self, company, people, late):
        other = an_estate("130102001001")
        assert browser_of(people["street"]).get(f"/board/{other.code}/{late.pk}/").status_code == 404

    def test_asks_the_same_questions_for_one_estate_and_for_many(
        self, people, estate, late, django_assert_max_num_queries
    ):
        for _ in range(15):
            an_estate("130102001001")
        client = browser_of(people["street"])
        with django_assert_max_num_queries(8):
            assert client.get("/board/").status_code == 200


@pytest.mark.django_db
class TestReporting:
    def test_keeps_the_day_and_a_clean_photo(self, browser, late):
        day = timezone.localdate() - timedelta(days=1)
        response = browser.post(
            f"/board/{late.estate.code}/{late.pk}/put_up/", {"posted_on": f"{day}", "photos": [upload(jpeg())]}
        )
        assert response.url == f"/board/{late.estate.code}/"
        late.refresh_from_db()
        assert (late.state, late.posted_on) == ("posted", day)
        proof = BoardProof.objects.get(entry=late)
        answer = browser.get(f"/board/{late.estate.code}/photos/{proof.pk}/")
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
        assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")
        answer.close()

    @pytest.mark.parametrize(
        ("posted_on", "photo", "fields"),
        [
            ("", b"", {"posted_on", "photos"}),
            ("2999-01-01", jpeg(), {"posted_on"}),
            ("2020-01-01", jpeg(), {"posted_on"}),
            ("today", b"no picture", {"photos"}),
        ],
    )
    def test_says_what_is_wrong_and_keeps_nothing(self, browser, late, posted_on, photo, fields):
        given = {"posted_on": f"{timezone.localdate()}" if posted_on == "today" else posted_on}
        given |= {"photos": [upload(photo)]} if photo else {}
        response = browser.post(f"/board/{late.estate.code}/{late.pk}/put_up/", given)
        assert response.status_code == 422
        assert set(response.context["form"].errors) == fields
        late.refresh_from_db()
        assert (late.state, BoardProof.objects.count()) == ("due", 0)

    def test_that_was_done_meanwhile_is_said(self, browser, late):
        BoardEntry.objects.filter(pk=late.pk).update(state="posted", posted_on=timezone.localdate())
        assert browser.get(f"/board/{late.estate.code}/{late.pk}/put_up/").status_code == 409
        assert browser.get(f"/board/{late.estate.code}/{late.pk}/burn/").status_code == 404


@pytest.mark.django_db
class TestAnOfficer:
    def test_finds_something_missing(self, people, late):
        BoardEntry.objects.filter(pk=late.pk).update(state="posted", posted_on=timezone.localdate())
        client = browser_of(people["inspector"])
        client.post(f"/board/{late.estate.code}/{late.pk}/find_faulty/", {"lacks": "没有缴费凭证"})
        late.refresh_from_db()
        assert (late.state, late.lacks) == ("faulty", "没有缴费凭证")

    def test_cannot_report_where_only_companies_and_streets_do(self, people, late):
        client = browser_of(people["inspector"])
        day = f"{timezone.localdate()}"
        response = client.post(
            f"/board/{late.estate.code}/{late.pk}/put_up/", {"posted_on": day, "photos": [upload(jpeg())]}
        )
        assert response.status_code == 422
        late.refresh_from_db()
        assert late.state == "due"


@pytest.mark.django_db
def test_an_objection_is_answered_there_without_who_filed_it(browser, estate, items):
    filed = objections.file(
        estate=estate, item=items[QUARTERLY], kind="wrong", words="金额对不上。",
        contact=Contact("周桂芳", "13800138000"), at=timezone.now(),
    )  # fmt: skip
    place = f"/board/{estate.code}/objections/{filed.number}/"
    text = browser.get(place).content.decode()
    assert "金额对不上。" in text
    assert "周" not in text
    assert "138" not in text.replace(estate.code, "")
    assert browser.post(f"{place}reply/", {"answer": "已更正。"}).status_code == 302
    assert BoardObjection.objects.get().answer == "已更正。"
