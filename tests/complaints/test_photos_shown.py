"""Who sees a photo: a picture of somebody's home is nobody else's business."""

import pytest
from django.core import signing

from complaints import photos
from complaints.actions import joining
from complaints.following import keys
from complaints.models import Actor, Complaint, Photo, Step
from complaints.photos import showing, working
from tests.complaints.pictures import jpeg, upload
from tests.complaints.test_photos import NOW, own_folder  # noqa: F401 - a fixture
from tests.factories.companies import a_company_login, an_enterprise
from tests.factories.complaints import a_complaint

pytestmark = pytest.mark.django_db


def a_photo(complaint: Complaint, step: Step | None = None) -> Photo:
    photo = photos.take(upload(jpeg()), complaint=complaint, step=step, at=NOW)
    working.clean(photo.pk, at=NOW)
    photo.refresh_from_db()
    return photo


def an_answer(complaint: Complaint, *, is_public: bool = True, actor: str = Actor.COMPANY) -> Step:
    return Step.objects.create(
        complaint=complaint, verb="answer", state="answered", at=NOW, actor=actor, is_public=is_public
    )


def status(client, photo: Photo, size: str = "full") -> int:
    return client.get(photos.address_of(photo, size)).status_code


def open_case(client, *complaints: Complaint) -> None:
    client.cookies[keys.COOKIE] = signing.dumps([each.number for each in complaints], salt=keys.SALT)


class TestResident:
    def test_sees_the_photos_of_a_case_that_was_opened_here(self, client, complaint):
        photo = a_photo(complaint)
        assert status(client, photo) == 404
        open_case(client, complaint)
        assert status(client, photo) == 200

    def test_sees_none_of_another_case(self, client, complaint, estate):
        open_case(client, a_complaint(estate))
        assert status(client, a_photo(complaint)) == 404

    def test_sees_none_with_a_forged_cookie(self, client, complaint):
        client.cookies[keys.COOKIE] = signing.dumps([complaint.number], salt="elsewhere")
        assert status(client, a_photo(complaint)) == 404

    def test_sees_none_of_a_step_for_officers_only(self, client, complaint):
        open_case(client, complaint)
        assert status(client, a_photo(complaint, an_answer(complaint, is_public=False))) == 404

    def test_of_a_joined_case_sees_the_answer_and_not_what_the_neighbour_sent(self, client, complaint, estate, people):
        own = a_complaint(estate)
        joining.join(own, to=complaint, by=people["street"], at=NOW)
        open_case(client, own)
        neighbours, answered = a_photo(complaint), a_photo(complaint, an_answer(complaint))
        assert status(client, neighbours) == 404
        assert status(client, answered) == 200


class TestOfficer:
    @pytest.mark.parametrize(
        ("who", "expected"),
        [
            ("street", 200),
            ("district", 200),
            ("bureau", 200),
            ("neighbour", 404),
            ("inspector", 404),
            ("system", 404),
            ("auditor", 404),
        ],
    )
    def test_sees_those_of_the_own_region(self, client, complaint, people, who, expected):
        client.force_login(people[who])
        assert status(client, a_photo(complaint)) == expected

    def test_of_the_company_sees_what_was_dispatched_to_it(self, client, complaint, people, road):
        photo = a_photo(complaint)
        client.force_login(people["company"])
        assert status(client, photo) == 404
        road.to(complaint, "dispatched")
        assert status(client, photo) == 200

    def test_of_another_company_sees_nothing(self, client, complaint, people, road, django_user_model):
        road.to(complaint, "dispatched")
        stranger = django_user_model.objects.create_user("rival", "correct horse battery", role="company")
        a_company_login(stranger, an_enterprise())
        client.force_login(stranger)
        assert status(client, a_photo(complaint)) == 404


class TestDraft:
    def test_is_seen_under_the_address_on_the_filers_page_only(self, client):
        photo, other = (photos.take(upload(jpeg()), draft_key=key, at=NOW) for key in ("d1", "d2"))
        working.clean(photo.pk, at=NOW)
        photo.refresh_from_db()
        address = photos.address_of(photo, "thumb")
        assert client.get(address).status_code == 200
        assert client.get(address.partition("?")[0]).status_code == 404
        mark = address.partition("?")[2]
        assert client.get(f"/photos/{other.key}/thumb/?{mark}").status_code == 404

    def test_is_not_seen_two_hours_later(self, client, monkeypatch):
        photo = photos.take(upload(jpeg()), draft_key="d1", at=NOW)
        address = photos.address_of(photo)
        monkeypatch.setattr(showing, "DRAFT_SECONDS", -1)
        assert client.get(address).status_code == 404


class TestAnswer:
    def test_is_the_clean_copy_and_can_do_nothing_in_a_browser(self, client, complaint):
        open_case(client, complaint)
        response = client.get(photos.address_of(a_photo(complaint), "thumb"))
        assert response["Content-Type"] == "image/jpeg"
        assert "private" in response["Cache-Control"]
        assert "sandbox" in response["Content-Security-Policy"]
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response.content[:2] == b"\xff\xd8"

    def test_is_a_stand_in_while_it_is_being_prepared(self, client, complaint):
        photo = photos.take(upload(jpeg()), complaint=complaint, at=NOW)
        open_case(client, complaint)
        response = client.get(photos.address_of(photo))
        assert response.status_code == 302
        assert "preparing" in response["Location"]
        assert response["Cache-Control"] == "no-store"

    def test_is_a_stand_in_for_what_turned_out_to_be_no_picture(self, client, complaint):
        photo = photos.take(upload(jpeg()[:-400]), complaint=complaint, at=NOW)
        working.clean(photo.pk, at=NOW)
        open_case(client, complaint)
        assert "unreadable" in client.get(photos.address_of(photo))["Location"]

    @pytest.mark.parametrize("size", ["original", "huge", "..%2f..%2fsettings"])
    def test_never_is_what_came_in(self, client, complaint, size):
        open_case(client, complaint)
        assert client.get(f"/photos/{a_photo(complaint).key}/{size}/").status_code == 404

    def test_says_nothing_of_a_photo_that_is_not_there(self, client):
        assert client.get("/photos/00000000-0000-4000-8000-000000000000/full/").status_code == 404
        assert client.get("/photos/1/full/").status_code == 404
