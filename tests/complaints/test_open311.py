"""GeoReport v2: both formats, the rules of the standard, and what nobody learns without a key."""

import json
import uuid
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from secrets import randbits
from xml.etree import ElementTree

import pytest
from django.test import Client

from accounts.tokens import issue_token
from complaints.models import Complaint, Photo, Topic
from tests.factories.complaints import FILED, LIFT, a_complaint
from tests.factories.places import an_estate

PLACE = "/open311/v2"
HOUR = "08:42"
"""When the complaint of these tests was filed, by the city's clock."""


@pytest.fixture
def key(people, rules) -> str:
    return issue_token(people["street"], name="随手拍", by=None, at=datetime.now(UTC))[1]


@pytest.fixture
def on_the_day(monkeypatch):
    """The day after the complaint was filed."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: FILED + timedelta(days=1))


def read(address: str, **query) -> list | dict:
    return json.loads(Client().get(f"{PLACE}/{address}.json", query).content)


def send(address: str, form: dict, **headers):
    return Client(headers=headers).post(f"{PLACE}/{address}.json", form)


def form_for(estate, key: str, **more) -> dict:
    told = {
        "api_key": key,
        "service_code": LIFT,
        "address_id": estate.code,
        "description": "电梯又停了，老人下不了楼。",
    }
    return {**told, **more}


class TestServices:
    def test_are_the_leaves_that_may_be_chosen(self, rules):
        Topic.objects.filter(code="0101").update(is_active=False)
        found = read("services")
        codes = {service["service_code"] for service in found}
        assert LIFT in codes
        assert "0101" not in codes
        assert not {code for code in codes if len(code) != 4}
        assert {service["type"] for service in found} == {"realtime"}

    def test_say_the_same_in_xml(self, rules):
        answer = Client().get(f"{PLACE}/services.xml")
        assert answer["Content-Type"] == "text/xml; charset=utf-8"
        assert answer.content.startswith(b"<?xml version='1.0' encoding='utf-8'?>")
        tree = ElementTree.fromstring(answer.content)
        assert tree.tag == "services"
        assert [each.findtext("service_code") for each in tree.findall("service")] == [
            service["service_code"] for service in read("services")
        ]

    def test_warn_first_of_a_danger(self, rules):
        first = read("services/0201")["attributes"][0]
        assert first["variable"] is False
        assert "119" in first["description"]

    def test_of_an_unknown_code_are_not_found(self, rules):
        answer = Client().get(f"{PLACE}/services/9999.xml")
        assert answer.status_code == 404
        assert ElementTree.fromstring(answer.content).findtext("error/code") == "404"


class TestDiscovery:
    @pytest.mark.parametrize("form", ["xml", "json"])
    def test_names_the_endpoint_and_its_formats(self, rules, form):
        answer = Client().get(f"{PLACE}/discovery.{form}")
        assert answer.status_code == 200
        for words in (b"http://testserver/open311/v2", b"text/xml", b"application/json"):
            assert words in answer.content


class TestRequests:
    def test_tell_the_public_the_topic_the_estate_and_the_day(self, complaint, on_the_day):
        (found,) = read("requests")
        assert found["service_request_id"] == complaint.number
        assert found["address_id"] == complaint.estate.code
        assert found["status"] == "open"
        assert found["requested_datetime"] == "2026-11-17T00:00:00+08:00"

    @pytest.mark.parametrize("address", ["requests", "requests/{number}", "servicerequestupdates"])
    @pytest.mark.parametrize("form", ["xml", "json"])
    def test_never_tell_what_is_personal(self, complaint, road, on_the_day, address, form):
        road.to(complaint, "reviewed")
        text = Client().get(f"{PLACE}/{address.format(number=complaint.number)}.{form}").content.decode()
        assert complaint.number in text
        assert not [
            said
            for said in (complaint.words, complaint.spot, "王秀兰", "13800000021", HOUR, "已约维保")
            if said in text
        ]

    def test_tell_whoever_filed_their_own_words_and_hours(self, estate, key, people):
        number = send("requests", form_for(estate, key, phone="13911112222")).json()[0]["service_request_id"]
        mine = Client(headers={"authorization": f"Token {key}"}).get(f"{PLACE}/requests/{number}.json").content.decode()
        assert "老人下不了楼" in mine
        assert "T00:00:00" not in json.loads(mine)[0]["requested_datetime"]
        assert "13911112222" not in mine

    def test_of_numbers_override_the_other_filters(self, complaint, on_the_day):
        found = read("requests", service_request_id=f"{complaint.number},SJZ-1", status="closed", service_code="0101")
        assert [each["service_request_id"] for each in found] == [complaint.number]

    @pytest.mark.parametrize(
        ("query", "is_found"),
        [
            ({}, True),
            ({"status": ""}, True),
            ({"service_code": f"0101,{LIFT}"}, True),
            ({"service_code": "0101"}, False),
            ({"status": "open"}, True),
            ({"status": "closed"}, False),
            ({"start_date": "2026-11-17T09:00:00+08:00", "end_date": "2026-11-17T10:00:00+08:00"}, True),
            ({"start_date": "2026-11-18T00:00:00Z"}, False),
            ({"end_date": "2026-11-16T00:00:00Z"}, False),
            ({"jurisdiction_id": "130100"}, True),
            ({"jurisdiction_id": "130108"}, False),
            ({"address_id": "1301020010009"}, False),
        ],
    )
    def test_are_filtered(self, complaint, on_the_day, query, is_found):
        assert [each["service_request_id"] for each in read("requests", **query)] == [complaint.number] * is_found

    @pytest.mark.parametrize(
        ("query", "status"),
        [
            ({"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-06-01T00:00:00Z"}, 400),
            ({"start_date": "2026-06-01T00:00:00Z", "end_date": "2026-01-01T00:00:00Z"}, 400),
            ({"start_date": "yesterday"}, 400),
            ({"start_date": "2026-99-99T00:00:00Z"}, 400),
            ({"status": "half"}, 400),
            ({"page": "0"}, 400),
            ({"jurisdiction_id": "110100"}, 404),
            ({"jurisdiction_id": "city.gov"}, 404),
        ],
    )
    def test_refuse_what_makes_no_sense(self, complaint, query, status):
        answer = Client().get(f"{PLACE}/requests.json", query)
        assert answer.status_code == status
        assert answer.json()[0]["code"] == status
        assert answer.json()[0]["description"]

    def test_go_back_ninety_days_by_themselves(self, estate, monkeypatch):
        a_complaint(estate)
        monkeypatch.setattr("django.utils.timezone.now", lambda: FILED + timedelta(days=92))
        assert read("requests") == []

    def test_end_with_a_thousand(self, complaint, on_the_day, monkeypatch):
        a_complaint(complaint.estate, at=FILED + timedelta(minutes=1))
        monkeypatch.setattr("complaints.open311.asked.MOST", 1)
        assert len(read("requests")) == 1

    def test_of_what_was_joined_are_as_open_as_the_case(self, complaint, road, on_the_day):
        a_complaint(complaint.estate, at=FILED + timedelta(minutes=1), join_to=complaint)
        assert {each["status"] for each in read("requests")} == {"open"}
        assert len(read("requests", status="open")) == 2
        assert read("requests", status="closed") == []

    def test_ask_the_database_no_more_for_many(self, complaint, on_the_day, django_assert_max_num_queries):
        for minute in range(5):
            a_complaint(complaint.estate, at=FILED + timedelta(minutes=minute))
        read("requests")
        with django_assert_max_num_queries(4):
            assert len(read("requests")) == 6


class TestNewRequest:
    def test_is_a_complaint_of_whoever_has_the_key(self, estate, key, people):
        answer = send("requests", form_for(estate, key, first_name="小明", last_name="王", phone="13911112222"))
        assert answer.status_code == 201
        complaint = Complaint.objects.get(number=answer.json()[0]["service_request_id"])
        assert (complaint.channel, complaint.filed_by) == ("open311", people["street"])
        assert (complaint.contact.name, complaint.contact.phone) == ("王小明", "13911112222")

    def test_sent_twice_with_one_token_is_filed_once(self, estate, key):
        token = str(uuid.uuid4())
        numbers = {
            send("requests", form_for(estate, key, token=token)).json()[0]["service_request_id"] for _again in "12"
        }
        assert len(numbers) == Complaint.objects.count() == 1
        assert read(f"tokens/{token}") == [{"service_request_id": numbers.pop(), "token": token}]
        assert Client().get(f"{PLACE}/tokens/{uuid.uuid4()}.json").status_code == 404

    @pytest.mark.parametrize(
        ("change", "status"),
        [
            ({"api_key": "wrong"}, 403),
            ({"api_key": ""}, 403),
            ({"service_code": ""}, 400),
            ({"service_code": "02"}, 400),
            ({"address_id": "1301020010099"}, 400),
            ({"address_id": ""}, 400),
            ({"address_id": "", "lat": "north", "long": "114"}, 400),
            ({"address_id": "", "lat": "1", "long": "1"}, 400),
            ({"description": ""}, 400),
            ({"description": "字" * 1001}, 400),
            ({"attribute[kind]": "poem"}, 400),
            ({"token": "again"}, 400),
            ({"media_url": "http://127.0.0.1:22/x.jpg"}, 400),
            ({"media_url": "file:///etc/passwd"}, 400),
            ({"jurisdiction_id": "110100"}, 404),
        ],
    )
    def test_that_is_not_sound_is_refused_in_words(self, estate, key, change, status):
        answer = send("requests", form_for(estate, key, **change))
        assert answer.status_code == status
        assert answer.json()[0]["description"]
        assert not Complaint.objects.exists()

    def test_needs_the_right_to_file(self, estate, people):
        _token, key = issue_token(people["company"], name="x", by=None, at=datetime.now(UTC))
        assert send("requests", form_for(estate, key)).status_code == 403

    def test_needs_a_key_that_may_write(self, estate, people):
        _token, key = issue_token(people["street"], name="x", by=None, at=datetime.now(UTC), read_only=True)
        assert send("requests", form_for(estate, key)).status_code == 403

    def test_about_another_district_is_refused_like_an_unknown_estate(self, estate, key):
        there, never = an_estate("130108001000"), "1301080019999"
        told = [send("requests", form_for(estate, key, address_id=code)).json() for code in (there.code, never)]
        assert str(told[0]).replace(there.code, "") == str(told[1]).replace(never, "")

    def test_finds_its_estate_by_a_point_or_by_words(self, estate, key):
        estate.latitude, estate.longitude = "38.052000", "114.512000"
        estate.save()
        for place in ({"lat": "38.0535", "long": "114.5125"}, {"address_string": estate.name}):
            answer = send("requests", form_for(estate, key, address_id="", **place))
            assert answer.status_code == 201
            assert Complaint.objects.get(number=answer.json()[0]["service_request_id"]).estate == estate

    def test_has_its_photo_fetched_by_the_worker(self, estate, key):
        send("requests", form_for(estate, key, media_url="https://photos.example.org/1.jpg"))
        photo = Photo.objects.get()
        assert (photo.state, photo.source) == ("remote", "https://photos.example.org/1.jpg")

    def test_keeps_markup_as_text(self, estate, key):
        words = "<script>alert(1)</script> 电梯 & 𠮷野 😀"
        number = send("requests", form_for(estate, key, description=words)).json()[0]["service_request_id"]
        own = Client(headers={"authorization": f"Token {key}"}).get(f"{PLACE}/requests/{number}.xml").content
        assert ElementTree.fromstring(own).findtext("request/description") == words


class TestUpdates:
    @pytest.fixture
    def mine(self, estate, key) -> Complaint:
        number = send("requests", form_for(estate, key)).json()[0]["service_request_id"]
        return Complaint.objects.get(number=number)

    def update(self, complaint, key, **more):
        told = {"api_key": key, "service_request_id": complaint.number, "update_id": "7", "description": "还是没修好。"}
        return send("servicerequestupdates", {**told, "updated_datetime": "2026-11-18T08:00:00Z", **more})

    def test_tell_what_happened_in_order(self, complaint, road, on_the_day):
        road.to(complaint, "answered")
        found = read("servicerequestupdates", service_request_id=complaint.number)
        assert [each["status"] for each in found] == ["OPEN"] * len(found)
        assert [int(each["update_id"]) for each in found] == sorted(int(each["update_id"]) for each in found)

    def test_add_words_once(self, mine, key):
        first, again = (self.update(mine, key) for _again in "12")
        assert first.status_code == again.status_code == 201
        assert first.json() == again.json()
        assert [step.text for step in mine.steps.filter(verb="supplement")] == ["还是没修好。"]

    def test_say_whether_it_is_solved(self, mine, key, road):
        road.at = mine.filed_at
        road.to(mine, "reviewed")
        assert self.update(mine, key, status="OPEN").status_code == 201
        mine.refresh_from_db()
        assert mine.state == "denied"

    def test_close_what_is_solved(self, mine, key, road):
        road.at = mine.filed_at
        road.to(mine, "reviewed")
        assert self.update(mine, key, status="CLOSED").status_code == 201
        mine.refresh_from_db()
        assert (mine.state, mine.outcome) == ("closed", "confirmed")

    def test_lose_characters_that_cannot_be_kept(self, mine, key):
        assert self.update(mine, key, description="还是\x00没修好。").status_code == 201
        assert mine.steps.get(verb="supplement").text == "还是没修好。"

    def test_of_others_requests_are_refused(self, complaint, key):
        assert self.update(complaint, key).status_code == 403

    def test_to_what_is_withdrawn_are_refused(self, mine, key, road):
        road.to(mine, "withdrawn")
        answer = self.update(mine, key)
        assert answer.status_code == 400
        assert mine.number in answer.json()[0]["description"]


class TestOddCalls:
    @pytest.mark.parametrize("address", ["requests.yaml", "nothing.xml", "requests/SJZ-20261117-999999.json", "x/y/z"])
    def test_are_told_there_is_nothing(self, rules, address):
        answer = Client().get(f"{PLACE}/{address}")
        assert answer.status_code == 404
        assert b"404" in answer.content

    def test_with_other_methods_are_refused(self, rules):
        assert Client().delete(f"{PLACE}/requests.json").status_code == 405

    def test_beyond_the_limit_are_stopped(self, rules, settings):
        settings.API_CALLS_PER_MINUTE_WITHOUT_LOGIN = 1
        caller = Client(REMOTE_ADDR=str(ip_address(randbits(32))))
        assert {caller.get(f"{PLACE}/services.json").status_code for _again in "123"} == {200, 429}
