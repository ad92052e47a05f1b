"""Complaints through the API: who sees what, each verb as the table has it, attachments, receipts, the feed."""

import io
import uuid
from datetime import timedelta

import pytest
from PIL import Image
from rest_framework.test import APIClient

from accounts.models import Role, User
from complaints.api.verbs import FORMS
from complaints.lifecycle import ANSWER, COMPLAINT, FLAGGED, HANDLE
from complaints.models import Complaint, Photo
from tests.factories.companies import a_company_login, a_contract, an_enterprise
from tests.factories.complaints import FILED, LIFT, a_complaint

API = "/api/v1/complaints/"
NAME_OWNER = "complaints.name_owner"


@pytest.fixture
def street(client_of):
    return client_of("street")


@pytest.fixture
def company(client_of, enterprise):
    return client_of("company")


@pytest.fixture
def an_hour_later(monkeypatch, road):
    monkeypatch.setattr("django.utils.timezone.now", lambda: road.at + timedelta(hours=1))


def at(complaint: Complaint, rest: str = "") -> str:
    return f"{API}{complaint.number}/{rest}"


def picture() -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(file, "JPEG")
    file.seek(0)
    file.name = "lift.jpg"
    return file


class TestVerbs:
    def test_are_all_that_officers_and_companies_may_use(self):
        theirs = {verb for verb, move in (COMPLAINT | FLAGGED).items() if move.right in (HANDLE, ANSWER, NAME_OWNER)}
        assert set(FORMS) == theirs

    def test_lead_from_acceptance_to_the_residents_verdict(self, complaint, street, company, enterprise, an_hour_later):
        assert street.post(at(complaint, "accept/"), {}).status_code == 200
        sent = {"handler": "company", "enterprise": enterprise.uscc}
        assert street.post(at(complaint, "dispatch/"), sent).json()["state"] == "dispatched"
        assert company.post(at(complaint, "contact/"), {"note": "已电话联系"}).json()["state"] == "contacted"
        answered = company.post(at(complaint, "answer/"), {"text": "已约维保单位。", "solved": False})
        assert (answered.json()["state"], answered.json()["turn"]) == ("answered", "street")
        assert street.post(at(complaint, "review/"), {}).json()["state"] == "reviewed"

    def test_told_as_open_are_the_ones_that_are(self, complaint, street, an_hour_later):
        told = street.get(at(complaint)).json()["moves"]
        assert {move["verb"] for move in told} == {"accept", "refuse", "ask", "join", "escalate"}
        (refuse,) = [move for move in told if move["verb"] == "refuse"]
        assert refuse["needs"] == ["reason"]
        assert street.post(refuse["href"], {"reason": "not-property"}).json()["refusal"] == "not-property"

    def test_that_are_closed_are_refused(self, complaint, street, an_hour_later):
        answer = street.post(at(complaint, "review/"), {})
        assert answer.status_code == 409
        assert complaint.number in answer.json()["detail"]

    def test_of_two_with_one_version_the_second_is_refused(self, complaint, street, client_of, an_hour_later):
        first = street.post(at(complaint, "escalate/"), {"why": "需要区里协调", "version": 1})
        second = client_of("district").post(at(complaint, "escalate/"), {"why": "需要市里协调", "version": 1})
        assert (first.status_code, second.status_code) == (200, 409)

    def test_take_a_case_out_of_sight_that_is_handed_back(self, complaint, road, company, an_hour_later):
        road.to(complaint, "dispatched")
        assert company.post(at(complaint, "hand-back/"), {"reason": "不属于本项目"}).status_code == 204
        assert company.get(at(complaint)).status_code == 404

    @pytest.mark.parametrize(
        ("verb", "body", "field"),
        [
            ("refuse", {"reason": "because"}, "reason"),
            ("refuse", {}, "reason"),
            ("ask", {"text": ""}, "text"),
            ("accept", {"notes": "x"}, "notes"),
            ("accept", {"version": 0}, "version"),
            ("escalate", {"why": "x" * 301}, "why"),
            ("join", {"to": "SJZ-20261117-999999"}, "to"),
        ],
    )
    def test_say_which_field_is_wrong(self, complaint, street, verb, body, field):
        answer = street.post(at(complaint, f"{verb}/"), body)
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["pointer"] == f"#/{field}"

    def test_ask_for_a_photo_where_it_is_said_to_be_solved(self, complaint, road, company, an_hour_later):
        road.to(complaint, "contacted")
        body = {"text": "已更换门机板。", "solved": True}
        assert company.post(at(complaint, "answer/"), body).status_code == 400
        key = company.post(f"{API}uploads/", {"file": picture()}, format="multipart").json()["key"]
        answered = company.post(at(complaint, "answer/"), {**body, "photos": [key]})
        assert answered.status_code == 200
        assert [photo["key"] for photo in answered.json()["photos"]] == [key]

    def test_take_no_photo_of_somebody_else(self, complaint, road, company, street, an_hour_later):
        road.to(complaint, "contacted")
        key = street.post(f"{API}uploads/", {"file": picture()}, format="multipart").json()["key"]
        answer = company.post(at(complaint, "answer/"), {"text": "好了。", "solved": True, "photos": [key]})
        assert answer.status_code == 400
        assert Photo.objects.get().complaint is None


class TestFiling:
    def sent(self, estate, **more) -> dict:
        return {"estate": estate.code, "topic": LIFT, "words": "电梯又停了。", **more}

    def test_answers_number_and_secret(self, estate, street):
        answer = street.post(API, self.sent(estate))
        assert answer.status_code == 201
        complaint = Complaint.objects.get(number=answer.json()["number"])
        assert complaint.opens_with(answer.json()["secret"])
        assert (complaint.channel, complaint.filed_by.username) == ("api", "street")
        assert "secret" not in street.get(at(complaint)).json()

    def test_with_one_key_is_done_once(self, estate, street):
        key = str(uuid.uuid4())
        numbers = {street.post(API, self.sent(estate, key=key)).json()["number"] for _again in "12"}
        assert len(numbers) == Complaint.objects.count() == 1

    def test_with_a_phone_needs_consent(self, estate, street):
        assert street.post(API, self.sent(estate, phone="13800000021")).json()["errors"][0]["pointer"] == (
            "#/consent_version"
        )
        assert street.post(API, self.sent(estate, phone="13800000021", consent_version="2026-3")).status_code == 201

    def test_is_not_for_companies(self, estate, company):
        assert company.post(API, self.sent(estate)).status_code == 403


class TestPersonalData:
    def test_is_in_no_list_no_export_and_no_feed(self, complaint, street):
        secrets = (complaint.words, complaint.spot, "王秀兰", "13800000021")
        for address in (API, f"{API}export/", f"{API}export/?as=xlsx", "/api/v1/changes/?expand=thing"):
            answer = street.get(address)
            text = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode(errors="replace")
            assert answer.status_code == 200
            assert not [said for said in secrets if said in text], address

    def test_words_are_for_those_who_handle_complaints(self, complaint, street, client_of):
        assert street.get(at(complaint)).json()["told"]["words"] == complaint.words
        assert client_of("auditor").get(at(complaint)).json()["told"] is None
        assert client_of("auditor").get(f"{API}?search=停在").json()["count"] == 0
        assert street.get(f"{API}?search=停在").json()["count"] == 1

    def test_steps_hold_no_words_for_who_need_not_read_them(self, complaint, road, street, client_of, an_hour_later):
        road.to(complaint, "denied")
        street.post(at(complaint, "escalate/"), {"why": "住户说今天早上又停了"})
        assert "今天早上又停了" in str(street.get(at(complaint)).json()["steps"])
        told = client_of("auditor").get(at(complaint)).json()["steps"]
        assert "今天早上又停了" not in str(told)
        assert "已约维保单位明天上门。" in str(told)

    def test_a_look_at_who_filed_is_written_down(self, complaint, street, client_of):
        from accounts.models import AuditEntry

        assert street.post(at(complaint, "who/"), {}).json()["phone"] == "13800000021"
        assert AuditEntry.objects.filter(verb="look_at_contact", who="street").count() == 1
        assert client_of("auditor").post(at(complaint, "who/"), {}).status_code == 403

    def test_notes_of_officers_are_not_told_to_companies(self, complaint, road, company, street, an_hour_later):
        road.to(complaint, "accepted")
        street.post(at(complaint, "dispatch/"), {"handler": "company", "enterprise": road.enterprise.uscc})
        street.post(at(complaint, "escalate/"), {"why": "企业多次推诿"})
        assert "企业多次推诿" in street.get(at(complaint)).content.decode()
        assert "企业多次推诿" not in company.get(at(complaint)).content.decode()

    def test_what_one_company_noted_is_not_told_to_the_next(self, complaint, road, company, street, an_hour_later):
        road.to(complaint, "dispatched")
        company.post(at(complaint, "contact/"), {"note": "住户脾气急"})
        rival, login = an_enterprise(), User.objects.create_user("rival", role=Role.COMPANY)
        a_company_login(login, rival)
        a_contract(complaint.estate, rival, begins_on="2020-01-01", ends_on="2023-12-31")
        given = {"handler": "company", "enterprise": rival.uscc, "note": "换人"}
        assert street.post(at(complaint, "redispatch/"), given).status_code == 200
        assert "住户脾气急" in street.get(at(complaint)).content.decode()
        client = APIClient()
        client.force_authenticate(login)
        told = client.get(at(complaint)).json()["steps"]
        assert "contact" in [step["verb"] for step in told]
        assert "住户脾气急" not in str(told)


class TestReceipts:
    def test_mark_what_another_system_has(self, complaint, street):
        assert street.get(f"{API}?receipted=false").json()["count"] == 1
        told = street.post(at(complaint, "receipt/"), {"reference": "CA-77"}).json()
        assert [receipt["reference"] for receipt in told["receipts"]] == ["CA-77"]
        assert street.get(f"{API}?receipted=false").json()["count"] == 0


class TestLists:
    @pytest.mark.parametrize(
        ("query", "count"),
        [
            ("state=filed", 1), ("state=closed", 0), ("topic=02", 1), ("topic=0101", 0), ("open=true", 1),
            ("overdue=true", 1), ("mine=true", 1), ("mine=false", 0), ("region=130102", 1), ("has_enterprise=true", 0),
            ("filed_from=2026-11-18T00:00:00%2B08:00", 0), ("is_urgent=false", 1), ("version=1", 1), ("flood=none", 1),
        ],
    )  # fmt: skip
    def test_are_filtered(self, complaint, street, monkeypatch, query, count):
        monkeypatch.setattr("django.utils.timezone.now", lambda: FILED + timedelta(days=9))
        assert street.get(f"{API}?{query}").json()["count"] == count

    def test_ask_the_database_no_more_for_many(self, complaint, street, django_assert_max_num_queries):
        for minute in range(8):
            a_complaint(complaint.estate, at=FILED + timedelta(minutes=minute))
        street.get(API)
        with django_assert_max_num_queries(5):
            assert len(street.get(API).json()["results"]) == 9

    def test_of_topics_bodies_and_reasons_are_the_citys(self, complaint, street):
        assert street.get("/api/v1/topics/?leaf=false").json()["count"] >= 12
        assert street.get("/api/v1/topics/0201/").json()["is_urgent"] is True
        assert street.get("/api/v1/bodies/?code=hotline").json()["count"] == 1
        assert street.get("/api/v1/refusal-reasons/not-property/").json()["body"] == "hotline"


class TestHotline:
    @pytest.fixture
    def bureau(self, client_of):
        return client_of("bureau")

    def pushed(self, estate, **more) -> dict:
        return {"number": "W1", "estate": estate.code, "topic": LIFT, "words": "电梯停了。", **more}

    def test_pushes_an_order_once(self, estate, bureau):
        first, again = (bureau.post("/api/v1/hotline/orders/", self.pushed(estate)) for _again in "12")
        assert (first.status_code, again.status_code) == (201, 200)
        assert first.json()["complaint"] == again.json()["complaint"]
        assert bureau.get("/api/v1/hotline/orders/W1/").json()["state"] == "filed"

    @pytest.mark.parametrize("number", ["", "W/1", "单号", "W" * 41, "w1"])
    def test_takes_no_number_that_is_none(self, estate, bureau, number):
        answer = bureau.post("/api/v1/hotline/orders/", self.pushed(estate, number=number))
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["pointer"] == "#/number"

    def test_fetches_and_gives_receipts(self, estate, bureau, street, an_hour_later):
        number = bureau.post("/api/v1/hotline/orders/", self.pushed(estate)).json()["complaint"]
        street.post(f"{API}{number}/accept/", {})
        (item,) = bureau.post("/api/v1/hotline/items/fetch/", {}).json()
        assert (item["order"], item["verb"], item["state"]) == ("W1", "accept", "sent")
        assert bureau.post("/api/v1/hotline/items/fetch/", {}).json() == []
        told = bureau.post(f"/api/v1/hotline/items/{item['id']}/receipt/", {"reference": "HZ-1"})
        assert (told.json()["state"], told.json()["moves"]) == ("receipted", [])
        again = bureau.post(f"/api/v1/hotline/items/{item['id']}/receipt/", {"reference": "HZ-1"})
        assert again.status_code == 409

    def test_is_no_business_of_streets(self, estate, street):
        assert street.post("/api/v1/hotline/orders/", self.pushed(estate)).status_code == 403
        assert street.get("/api/v1/hotline/items/").status_code == 403
