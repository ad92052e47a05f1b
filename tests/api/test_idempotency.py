"""A write that is sent twice is done once, whatever happened to the first answer."""

import os
import signal
import threading
from datetime import timedelta

import pytest
from django.db import close_old_connections, connection, transaction
from django.urls import URLResolver, path
from django.utils import timezone
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory, force_authenticate

from accounts.api.idempotency import KEPT_FOR, AnswersOnce
from accounts.models import AuditEntry, KeptAnswer
from accounts.tasks import forget_answers
from config import api
from estates.models import Estate
from oversight.api.estates import Estates
from tests.api.test_problems import problem
from tests.api.test_registers import an_estate_document
from tests.factories import a_world, an_estate

PLACE = "/api/v1/estates/"
UNSAFE = {"post", "put", "patch", "delete"}
KEY = {"idempotency-key": "office-7/2026-11-21/0001"}


@pytest.fixture
def post(people, client_of):
    def post(sent=None, *, by: str = "district", place: str = PLACE, **headers):
        return client_of(by).post(place, sent or an_estate_document(), headers={**KEY, **headers})

    return post


class TestSecondCall:
    def test_gets_the_first_ones_answer_and_does_nothing(self, post):
        first, second = post(), post()
        assert (first.status_code, second.status_code) == (201, 201)
        assert second.content == first.content
        for name in ("Location", "ETag", "Content-Type"):
            assert second[name] == first[name]
        assert "Idempotency-Replayed" not in first
        assert second["Idempotency-Replayed"] == "true"
        assert AuditEntry.objects.filter(verb="register_estate").count() == 1

    def test_has_a_request_id_of_its_own(self, post):
        assert post()["X-Request-ID"] != post()["X-Request-ID"]

    def test_gets_the_same_refusal(self, post):
        first = post(an_estate_document(code="12"))
        second = post(an_estate_document(code="12"))
        assert (second.status_code, second.content) == (400, first.content)
        assert second["Content-Type"] == "application/problem+json"

    def test_comes_with_another_token_of_the_same_person(self, people, client_of):
        for _ in range(2):  # `client_of` issues a token each time
            answer = client_of("district").post(PLACE, an_estate_document(), headers=KEY)
        assert answer["Idempotency-Replayed"] == "true"

    def test_of_another_person_is_another_call(self, post):
        post()
        answer = post(by="bureau")
        assert answer.status_code == 400
        assert "Idempotency-Replayed" not in answer

    def test_of_a_person_whose_region_changed_finds_no_answer(self, post, people, regions):
        post()
        people["district"].region = regions["130108000000"]
        people["district"].save()
        answer = post()
        assert answer.status_code == 400
        assert "青禾苑" not in answer.content.decode()

    def test_with_a_token_that_only_reads_is_refused(self, post, client_of):
        post()
        answer = client_of("district", read_only=True).post(PLACE, an_estate_document(), headers=KEY)
        problem(answer, 403)

    def test_after_a_day_is_a_new_call(self, post):
        post()
        KeptAnswer.objects.update(at=timezone.now() - KEPT_FOR)
        assert post().status_code == 400
        assert KeptAnswer.objects.get().status == 400

    @pytest.mark.parametrize(
        "change",
        [
            {"sent": an_estate_document(households=1)},
            {"place": "/api/v1/buildings/"},
            {"if-match": "*"},
            {"place": f"{PLACE}?x=1"},
        ],
    )
    def test_that_is_another_call_under_the_same_key_is_refused(self, post, change):
        post()
        body = problem(post(**change), 422)
        assert body["type"] == "urn:anju:problem:key-of-another"

    def test_by_another_method_is_refused(self, people, client_of):
        client = client_of("district")
        address = f"{PLACE}{an_estate().code}/"
        assert client.patch(address, {}, headers=KEY).status_code == 200
        problem(client.delete(address, headers=KEY), 422)


class TestEveryWrite:
    def test_to_amend(self, people, client_of):
        estate, client = an_estate(), client_of("district")
        answers = [client.patch(f"{PLACE}{estate.code}/", {"households": 8}, headers=KEY) for _ in range(2)]
        assert [answer.json()["households"] for answer in answers] == [8, 8]
        assert AuditEntry.objects.filter(verb="amend_estate").count() == 1

    def test_to_strike_off(self, people, client_of):
        estate, client = an_estate(), client_of("district")
        answers = [client.delete(f"{PLACE}{estate.code}/", headers=KEY) for _ in range(2)]
        assert [(answer.status_code, answer.content) for answer in answers] == [(204, b""), (204, b"")]

    def test_by_a_verb(self, people, client_of):
        record, client = a_world().record, client_of("district")
        sent = {"on": "2026-06-01", "reason": "复核有误"}
        answers = [client.post(f"/api/v1/evidence/{record.pk}/withdraw/", sent, headers=KEY) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [200, 200]
        assert record.steps.count() == 1

    def test_of_many(self, post):
        rows = [{"do": "create", "values": an_estate_document()}, {"do": "create", "values": an_estate_document()}]
        answers = [post({"mode": "each", "rows": rows}, place=f"{PLACE}bulk/") for _ in range(2)]
        assert answers[0].content == answers[1].content
        assert (answers[1].json()["created"], answers[1].json()["failed"]) == (1, 1)

    def test_goes_through_the_same_door(self, people):
        """Every way to write that the address table has asks for a sound key before it does anything."""
        ways = list(ways_to_write())
        assert len(ways) > 25
        for callback, method, arguments in ways:
            answers = []
            for person in ("bureau", "system", "district", "street", "company", "committee"):
                request = getattr(APIRequestFactory(), method)("/", {}, headers={"idempotency-key": "a b"})
                force_authenticate(request, user=people[person])
                answers.append(callback(request, **arguments))
            about_the_key = [answer for answer in answers if "Idempotency-Key" in answer.data["detail"]]
            assert about_the_key, f"{callback.cls.__name__} does not know Idempotency-Key"
            assert {answer.status_code for answer in about_the_key} == {400}
            assert callback.cls.dispatch is AnswersOnce.dispatch


def ways_to_write(patterns=api.urlpatterns, before: tuple[str, ...] = ()):
    """Every view, method and set of arguments that writes, but for OAuth's own address, where no person calls."""
    for entry in patterns:
        names = (*before, *entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            yield from ways_to_write(entry.url_patterns, names)
            continue
        view, actions = entry.callback.cls, getattr(entry.callback, "actions", None)
        known = set(actions) if actions is not None else {name for name in UNSAFE if hasattr(view, name)}
        if view.authentication_classes:
            yield from ((entry.callback, method, dict.fromkeys(names, "1")) for method in known & UNSAFE)


class TestKey:
    @pytest.mark.parametrize("key", ["", " ", "a b", "ключ", "x" * 256, "a\tb"])
    def test_that_is_none_is_refused(self, people, client_of, key):
        header = key.encode().decode("latin-1")
        problem(client_of("district").post(PLACE, an_estate_document(), headers={"idempotency-key": header}), 400)
        assert not Estate.objects.exists()

    def test_means_nothing_where_nothing_is_written(self, people, client_of):
        assert client_of("district").get(PLACE, headers={"idempotency-key": "a b"}).status_code == 200
        assert not KeptAnswer.objects.exists()


class TestNotKept:
    def test_is_an_answer_to_nobody(self, client, db):
        assert client.post(PLACE, {}, headers=KEY).status_code == 401
        assert not KeptAnswer.objects.exists()

    def test_is_what_the_role_forbids(self, post):
        problem(post(by="auditor"), 403)
        assert not KeptAnswer.objects.exists()

    def test_is_a_failure_and_what_it_had_written(self, post, monkeypatch):
        plain = Estates.register

        def broken(self, values):
            plain(self, values)
            raise RuntimeError

        monkeypatch.setattr(Estates, "register", broken)
        problem(post(), 500)
        assert not KeptAnswer.objects.exists()
        assert not Estate.objects.exists()
        monkeypatch.setattr(Estates, "register", plain)
        assert post().status_code == 201

    def test_is_an_answer_that_shows_a_secret(self, post, monkeypatch):
        monkeypatch.setattr(Estates, "shows_secrets", ("create",))
        assert post().status_code == 201
        kept = KeptAnswer.objects.get()
        assert kept.body is None
        body = problem(post(), 409)
        assert body["type"] == "urn:anju:problem:already-done"
        assert Estate.objects.count() == 1

    def test_is_anything_after_a_day(self, post):
        post()
        KeptAnswer.objects.update(at=timezone.now() - KEPT_FOR + timedelta(minutes=1))
        forget_answers()
        assert KeptAnswer.objects.exists()
        KeptAnswer.objects.update(at=timezone.now() - KEPT_FOR)
        forget_answers()
        assert not KeptAnswer.objects.exists()


class TestRefused:
    def test_call_leaves_nothing_of_what_it_had_begun(self, post, monkeypatch):
        """Without a key each action stands for itself; with one the whole call does."""
        plain = Estates.create

        def twice(self, request, *args, **kwargs):
            plain(self, request, *args, **kwargs)
            return Response({"detail": "no"}, status=409)

        monkeypatch.setattr(Estates, "create", twice)
        assert post().status_code == 409
        assert not Estate.objects.exists()
        assert KeptAnswer.objects.get().status == 409

    def test_call_does_nothing_on_commit(self, post, monkeypatch, django_capture_on_commit_callbacks):
        plain = Estates.register

        def told(self, values):
            transaction.on_commit(lambda: None)
            plain(self, values)
            return plain(self, values)

        monkeypatch.setattr(Estates, "register", told)
        with django_capture_on_commit_callbacks() as calls:
            assert post().status_code == 400
        assert calls == []


def at_once(*calls) -> list:
    """What the calls answer, each made by a thread of its own with a connection of its own."""
    found: list = [None] * len(calls)

    def make(place: int) -> None:
        close_old_connections()
        try:
            found[place] = calls[place]()
        finally:
            connection.close()

    threads = [threading.Thread(target=make, args=[place]) for place in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return found


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    def test_do_it_once_and_who_comes_in_between_waits(self, people, client_of, monkeypatch):
        clients = [client_of("district"), client_of("district")]
        inside, go_on = threading.Event(), threading.Event()
        plain = Estates.register

        def slow(self, values):
            inside.set()
            assert go_on.wait(20)
            return plain(self, values)

        monkeypatch.setattr(Estates, "register", slow)

        def first():
            return clients[0].post(PLACE, an_estate_document(), headers=KEY)

        def second():
            assert inside.wait(20)
            try:
                return clients[1].post(PLACE, an_estate_document(), headers=KEY)
            finally:
                go_on.set()

        done, told = at_once(first, second)
        assert done.status_code == 201
        assert problem(told, 409)["type"] == "urn:anju:problem:still-running"
        assert told["Retry-After"] == "1"
        assert second().content == done.content
        assert Estate.objects.count() == 1

    def test_without_any_timing_have_one_effect(self, people, client_of):
        clients = [client_of("district") for _ in range(4)]
        answers = at_once(*(lambda c=c: c.post(PLACE, an_estate_document(), headers=KEY) for c in clients))
        assert {answer.status_code for answer in answers} <= {201, 409}
        assert len({answer.content for answer in answers if answer.status_code == 201}) == 1
        assert Estate.objects.count() == AuditEntry.objects.filter(verb="register_estate").count() == 1

    def test_with_different_keys_do_not_wait_for_each_other(self, people, client_of):
        estates = [an_estate(), an_estate()]
        clients = [client_of("district"), client_of("district")]
        answers = at_once(
            *(
                lambda place=place: clients[place].patch(
                    f"{PLACE}{estates[place].code}/", {"households": 3}, headers={"idempotency-key": f"k{place}"}
                )
                for place in (0, 1)
            )
        )
        assert [answer.status_code for answer in answers] == [200, 200]


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_in_the_middle_leaves_neither_effect_nor_key(people, client_of, monkeypatch):
    client = client_of("district")
    plain = Estates.register

    def last(self, values):
        plain(self, values)
        os.kill(os.getpid(), signal.SIGKILL)

    connection.close()
    child = os.fork()
    if child == 0:
        Estates.register = last
        client.post(PLACE, an_estate_document(), headers=KEY)
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    assert not Estate.objects.exists()
    assert not KeptAnswer.objects.exists()
    answer = client.post(PLACE, an_estate_document(), headers=KEY)
    assert answer.status_code == 201
    assert "Idempotency-Replayed" not in answer


class TestViewWithoutActions:
    def test_answers_once_too(self, people, client_of, settings, rf):
        class Bell(AnswersOnce):
            verb_to_write = "registers.edit"
            rung = 0

            def post(self, request):
                type(self).rung += 1
                return Response({"rung": self.rung})

        settings.ROOT_URLCONF = type("Addresses", (), {"urlpatterns": [path("api/bell/", Bell.as_view())]})
        client = client_of("district")
        answers = [client.post("/api/bell/", {}, headers=KEY) for _ in range(3)]
        assert [answer.json() for answer in answers] == [{"rung": 1}] * 3
