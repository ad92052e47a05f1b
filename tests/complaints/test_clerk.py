"""An officer writes down what a caller says."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from complaints.models import Channel, Complaint, ConsentText
from complaints.reporting.consents import keep_text
from tests.factories.complaints import FILED
from tests.factories.places import an_estate
from tests.pages.reading import Page

FORM = "admin:complaints_complaint_file"


@pytest.fixture
def desk(people):
    def at(name: str) -> Client:
        client = Client()
        client.force_login(people[name])
        return client

    return at


@pytest.fixture
def call(desk, estate):
    """`call("street", phone="…")` sends the form as that person."""

    def send(by: str = "street", **told):
        sent = {
            "key": str(uuid.uuid4()), "estate": estate.pk, "topic": "0202", "spot": "3号楼2单元",
            "words": "来电人说电梯又停了。", "kind": "complaint",
        }  # fmt: skip
        return desk(by).post(reverse(FORM), {**sent, **told})

    return send


class TestWritingDownACall:
    def test_files_it_and_shows_number_and_secret_to_read_out(self, call, people):
        page = Page(call())
        filed = Complaint.objects.get()
        assert (filed.channel, filed.filed_by) == (Channel.CLERK, people["street"])
        assert filed.number in page.text
        assert f"{filed.secret[:5]} {filed.secret[5:]}" in page.text

    def test_twice_with_one_form_files_once(self, call):
        key = str(uuid.uuid4())
        pages = [Page(call(key=key)) for _n in range(2)]
        assert all(Complaint.objects.get().number in page.text for page in pages)

    def test_takes_the_number_of_the_hotline_once(self, call):
        call(hotline_number="12345-2026-88")
        first = Complaint.objects.get()
        assert (first.channel, first.hotline_number) == (Channel.HOTLINE, "12345-2026-88")
        assert first.number in Page(call(hotline_number="12345-2026-88")).text
        assert Complaint.objects.count() == 1

    def test_keeps_name_and_phone_only_with_the_caller_told(self, call):
        assert (
            "Tell the caller" in Page(call(phone="13800000021", name="王秀兰")).text or not Complaint.objects.exists()
        )
        call(phone="138 0000 0021", name="王秀兰", was_told="on")
        contact = Complaint.objects.get().contact
        assert (contact.name, contact.phone) == ("王秀兰", "13800000021")
        assert contact.consent_version

    def test_keeps_no_room(self, call):
        call(spot="3号楼2单元501室")
        assert "501" not in Complaint.objects.get().title

    @pytest.mark.parametrize(
        "told",
        [
            {"estate": ""},
            {"topic": ""},
            {"topic": "02"},
            {"words": " "},
            {"phone": "138"},
            {"key": "x"},
            {"words": "x" * 1001},
        ],
    )
    def test_says_what_is_missing(self, call, told):
        response = call(**told)
        assert response.status_code == 200
        assert not Complaint.objects.exists()
        assert "errorlist" in response.content.decode() or "text-red" in response.content.decode()

    def test_is_for_estates_of_the_own_region(self, call):
        call(estate=an_estate("130108001001").pk)
        assert not Complaint.objects.exists()

    @pytest.mark.parametrize(
        ("name", "status"),
        [("bureau", 200), ("district", 200), ("street", 200), ("auditor", 403), ("company", 403), ("inspector", 403)],
    )
    def test_is_open_to_officers_only(self, desk, rules, name, status):
        assert desk(name).get(reverse(FORM)).status_code == status

    def test_is_linked_from_the_list_for_those_who_may(self, desk, rules):
        assert reverse(FORM) in desk("street").get(reverse("admin:complaints_complaint_changelist")).content.decode()
        assert (
            reverse(FORM) not in desk("auditor").get(reverse("admin:complaints_complaint_changelist")).content.decode()
        )


class TestNoticesOnPersonalData:
    CHANGE = "admin:complaints_consenttext_change"

    def test_are_versions_that_stay_once_somebody_agreed(self, desk, call):
        text = ConsentText.objects.get()
        sent = {"version": text.version, "from_on": text.from_on, "words": "新的", "words_en": "New"}
        assert desk("bureau").post(reverse(self.CHANGE, args=[text.pk]), sent).status_code == 302
        assert ConsentText.objects.get().words == "新的"
        call(phone="13800000021", was_told="on")
        assert desk("bureau").post(reverse(self.CHANGE, args=[text.pk]), {**sent, "words": "又一版"}).status_code == 403
        assert ConsentText.objects.get().words == "新的"
        with pytest.raises(ValidationError):
            keep_text(ConsentText.objects.get(), by=None, at=FILED)

    def test_are_amended_by_the_bureau_only(self, desk, call):
        address = reverse(self.CHANGE, args=[ConsentText.objects.get().pk])
        assert desk("street").post(address, {"words": "x"}).status_code == 403
