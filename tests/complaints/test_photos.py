"""Photos from the moment they are sent until they are forgotten: nothing is lost, nothing is shown as it came in."""

import time
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from celery import Celery
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from kombu.exceptions import OperationalError as BrokerAway
from PIL import Image

from accounts.pictures import cleaning
from complaints import photos
from complaints.models import Contact, Photo, PhotoState
from complaints.photos import store, tasks, working
from tests.complaints.pictures import jpeg, png, upload

NOW = datetime(2026, 11, 17, 1, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    """The photos of one test lie in a folder of their own."""
    settings.STORAGES = {**settings.STORAGES}
    settings.STORAGES["photos"] = {**settings.STORAGES["photos"]}
    settings.STORAGES["photos"]["OPTIONS"] = {**settings.STORAGES["photos"]["OPTIONS"], "location": tmp_path}
    return tmp_path


@pytest.fixture
def handed_over(monkeypatch):
    """What was given to the worker."""
    given = []
    monkeypatch.setattr(tasks.clean, "apply_async", lambda args, **options: given.append(args[0]))
    return given


def a_draft_photo(content: bytes = b"", draft: str = "d1") -> Photo:
    return photos.take(upload(content or jpeg()), draft_key=draft, at=NOW)


def files(folder) -> set[str]:
    """Which kinds of files lie in the store."""
    return {path.relative_to(folder).parts[0] for path in folder.rglob("*") if path.is_file()}


class TestTake:
    def test_stores_what_came_in_and_tells_the_worker_once_that_is_settled(
        self, own_folder, handed_over, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            photo = a_draft_photo()
            assert not handed_over
        assert handed_over == [photo.pk]
        assert photo.state == PhotoState.WAITING
        assert store.content(photo, "original") == jpeg()
        assert files(own_folder) == {"original"}

    def test_leaves_files_that_only_the_portal_can_read(self, own_folder):
        a_draft_photo()
        modes = {path.stat().st_mode & 0o077 for path in own_folder.rglob("*")}
        assert modes == {0}

    def test_is_done_although_the_broker_is_away(self, monkeypatch, django_capture_on_commit_callbacks):
        def away(*_args, **_options):
            raise BrokerAway("nobody there")

        monkeypatch.setattr(tasks.clean, "apply_async", away)
        with django_capture_on_commit_callbacks(execute=True):
            photo = a_draft_photo()
        working.clean(photo.pk, at=NOW)
        photo.refresh_from_db()
        assert photo.is_clean

    def test_is_told_at_once_that_the_broker_is_away(self, settings):
        app = Celery(broker="redis://127.0.0.1:1/0", set_as_current=False)
        app.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
        began = time.monotonic()
        with pytest.raises(BrokerAway):
            app.send_task("whatever", retry=False)
        assert time.monotonic() - began < 2

    def test_leaves_no_file_of_what_it_refuses(self, own_folder):
        with pytest.raises(ValidationError, match="IMG_2041"):
            a_draft_photo(b"no picture")
        assert not files(own_folder)
        assert not Photo.objects.exists()

    def test_leaves_no_file_when_the_row_cannot_be_written(self, own_folder, monkeypatch):
        monkeypatch.setattr(Photo, "save", lambda self, **options: Photo.objects.get(pk=-1))
        with pytest.raises(Photo.DoesNotExist):
            a_draft_photo()
        assert not files(own_folder)

    def test_takes_six_and_tells_which_one_is_too_many(self):
        for _ in range(6):
            a_draft_photo(png())
        a_draft_photo(draft="another")
        with pytest.raises(ValidationError) as caught:
            photos.take(upload(png(), "seventh.png"), draft_key="d1", at=NOW)
        assert "seventh.png" in caught.value.messages[0]

    def test_refuses_a_big_file_before_it_is_read(self):
        file = upload(b"x")
        file.size = 200 * 1024 * 1024
        with pytest.raises(ValidationError, match="200"):
            photos.take(file, draft_key="d1", at=NOW)

    def test_refuses_a_kind_that_is_not_known(self):
        with pytest.raises(ValidationError):
            photos.take(upload(jpeg()), draft_key="d1", kind="during", at=NOW)


class TestConstraints:
    def test_a_photo_belongs_to_a_draft_or_to_a_complaint(self, complaint):
        for values in ({}, {"draft_key": "d1", "complaint": complaint}):
            with pytest.raises(IntegrityError, match="photo_of_a_draft_or_a_complaint"), transaction.atomic():
                Photo.objects.create(taken_at=NOW, **values)

    def test_a_photo_of_a_step_belongs_to_its_complaint(self, complaint):
        with pytest.raises(IntegrityError, match="photo_of_a_step_has_its_complaint"), transaction.atomic():
            Photo.objects.create(taken_at=NOW, draft_key="d1", step=complaint.steps.first())

    def test_a_clean_photo_has_its_size(self):
        with pytest.raises(IntegrityError, match="clean_photo_has_its_size"), transaction.atomic():
            Photo.objects.create(taken_at=NOW, draft_key="d1", state="clean")


class TestAttach:
    def test_gives_a_drafts_photos_to_the_step(self, complaint):
        step = complaint.steps.first()
        first, second = a_draft_photo(), a_draft_photo()
        photos.attach([str(first.key), second.key], complaint, step, kind="after")
        for photo in (first, second):
            photo.refresh_from_db()
            assert (photo.complaint, photo.step, photo.draft_key, photo.kind) == (complaint, step, "", "after")

    @pytest.mark.parametrize("key", ["0e0a4a1e-8f1c-4a53-9a0e-0d6f6e1c0a11", "1", "'; drop table", ""])
    def test_refuses_what_is_no_photo_of_a_draft(self, complaint, key):
        with pytest.raises(ValidationError) as caught:
            photos.attach([key], complaint)
        assert "photos" in caught.value.message_dict

    def test_refuses_a_photo_of_somebody_elses_complaint(self, complaint):
        photo = a_draft_photo()
        photos.attach([photo.key], complaint)
        with pytest.raises(ValidationError):
            photos.attach([photo.key], complaint)

    def test_refuses_a_photo_that_turned_out_to_be_none(self, complaint):
        photo = a_draft_photo(jpeg()[:-400])
        working.clean(photo.pk, at=NOW)
        with pytest.raises(ValidationError):
            photos.attach([photo.key], complaint)

    def test_takes_six_at_most(self, complaint):
        keys = [a_draft_photo(draft=f"d{number}").key for number in range(7)]
        with pytest.raises(ValidationError):
            photos.attach(keys, complaint)
        assert not Photo.objects.filter(complaint=complaint).exists()


class TestClean:
    def test_leaves_only_clean_copies_and_forgets_the_name(self, own_folder, django_capture_on_commit_callbacks):
        photo = a_draft_photo(jpeg(3000, 2000))
        with django_capture_on_commit_callbacks(execute=True):
            working.clean(photo.pk, at=NOW)
        photo.refresh_from_db()
        assert (photo.state, photo.width, photo.height, photo.name) == ("clean", 1600, 1067, "")
        assert files(own_folder) == {"full", "thumb"}
        assert Image.open(BytesIO(store.content(photo, "thumb"))).size == (360, 240)

    def test_changes_nothing_the_second_time(self, django_capture_on_commit_callbacks):
        photo = a_draft_photo()
        with django_capture_on_commit_callbacks(execute=True):
            working.clean(photo.pk, at=NOW)
            working.clean(photo.pk, at=NOW + timedelta(hours=1))
        photo.refresh_from_db()
        assert (photo.cleaned_at, photo.try_count) == (NOW, 1)

    def test_refuses_half_a_picture_and_remembers_which_it_was(self, own_folder, django_capture_on_commit_callbacks):
        photo = a_draft_photo(jpeg()[:-400])
        with django_capture_on_commit_callbacks(execute=True):
            working.clean(photo.pk, at=NOW)
        photo.refresh_from_db()
        assert (photo.state, photo.name) == ("refused", "IMG_2041.jpg")
        assert not files(own_folder)

    def test_gives_up_a_picture_that_killed_the_worker_three_times(self, monkeypatch):
        photo = a_draft_photo()

        def dies(_content):
            raise KeyboardInterrupt  # as far as the row is concerned, a worker that was shot

        monkeypatch.setattr(cleaning, "copies_of", dies)
        for _ in range(3):
            with pytest.raises(KeyboardInterrupt):
                working.clean(photo.pk, at=NOW)
        working.clean(photo.pk, at=NOW)
        photo.refresh_from_db()
        assert photo.state == PhotoState.REFUSED

    def test_takes_up_what_was_left_lying(self, monkeypatch):
        photo = a_draft_photo()
        asked = []
        monkeypatch.setattr(tasks.clean, "delay", asked.append)
        tasks.clean_waiting()
        assert asked == [photo.pk]

    def test_passes_over_a_photo_that_is_gone(self):
        working.clean(123456, at=NOW)


class TestForgetting:
    def test_drop_takes_a_photo_out_of_its_own_draft_only(self, own_folder, django_capture_on_commit_callbacks):
        photo = a_draft_photo()
        with django_capture_on_commit_callbacks(execute=True):
            photos.drop(photo.key, draft_key="another")
            photos.drop(photo.key, draft_key="")
            assert Photo.objects.exists()
            photos.drop(str(photo.key), draft_key="d1")
        assert not Photo.objects.exists()
        assert not files(own_folder)

    def test_erase_forgets_drafts_that_were_never_sent(self, own_folder, complaint, django_capture_on_commit_callbacks):
        sent, kept_back = a_draft_photo(), a_draft_photo(draft="d2")
        photos.attach([sent.key], complaint)
        assert photos.erase(at=NOW + timedelta(days=1)) == 0
        with django_capture_on_commit_callbacks(execute=True):
            assert photos.erase(at=NOW + timedelta(days=3)) == 1
        assert list(Photo.objects.all()) == [sent]
        assert [path.name for path in own_folder.rglob("*") if path.is_file()] == [str(sent.key)]
        assert not Photo.objects.filter(pk=kept_back.pk).exists()

    def test_erase_forgets_photos_with_who_sent_them(self, own_folder, complaint, django_capture_on_commit_callbacks):
        photos.attach([a_draft_photo().key], complaint)
        Contact.objects.filter(complaint=complaint).update(erased_at=NOW)
        with django_capture_on_commit_callbacks(execute=True):
            assert photos.erase(at=NOW) == 1
        assert not files(own_folder)
