"""Every route x method x role x region: who is let in, who is told that there is nothing, what nobody ever reads."""

import re

import pytest
from django.db import transaction

from accounts.models import AuditEntry
from config import api
from estates.models import Estate
from tests.scope.routes import ALL, FOR_EVERYBODY, LISTS, PUBLIC, ROUTES, Route, is_public
from tests.scope.worlds import A_PERSONS_OWN, NOBODY, SEES_HERE, THE_CITYS, Worlds

pytestmark = pytest.mark.django_db
PEOPLE = (
    "system", "auditor", "bureau", "inspector", "district", "reader", "neighbour", "street", "next_street", "company",
    "rival", "committee",
)  # fmt: skip


QUERIES = {"grade-records": "?item=B1"}


class Undone(Exception):
    pass


def called(worlds: Worlds, route: Route, method: str, person: str, keys=None) -> tuple[int, str, int]:
    """Status and text of the answer to a call, of which nothing stays; and how many acts it left in the audit log."""
    query = QUERIES.get(route.name, "")
    found = []
    before = AuditEntry.objects.count()
    try:
        with transaction.atomic():
            body = {"format": "json"} if method == "get" else {"data": {}, "format": "json"}
            address = route.address(keys or worlds.keys) + query
            answer = getattr(worlds.clients[person], method)(address, **body)
            text = b"".join(answer.streaming_content) if answer.streaming else answer.content
            found = [answer.status_code, text.decode(errors="replace"), AuditEntry.objects.count()]
            raise Undone
    except Undone:
        status, text, after = found
    return status, text, after - before


def expected(worlds: Worlds, route: Route, method: str, person: str) -> set[int]:
    """The statuses that are right, from who somebody is and where they stand."""
    if not worlds.may(person, route.verb(method), method):
        return {403}
    if route.is_of_one and not worlds.sees(person, route.kind):
        return {404}
    if route.name == "complaint-photo" and person == "auditor":
        return {404}  # photos are residents' words too
    if method == "get":
        return {200}
    if route.name == "token-rotate" and person != "system":
        return {403}  # a token rotates itself only; this is another one
    if route.name == "complaint-contact" and person != "company":
        return {403}  # it lies with the company
    if route.kind in A_PERSONS_OWN and route.is_of_one and person != "district":
        return {200, 201, 202, 204, 400, 403, 409}  # another person's: seen, and for some verbs hers or his alone
    return {200, 201, 202, 204, 400, 409, 415, 503}


class TestEveryRoute:
    """One world for all: nothing of a call stays. What is wrong is collected, so that one run tells it all."""

    def test_asks_nobody_in(self, worlds):
        faults = []
        for route in ROUTES:
            for method in route.methods:
                status, text, acts = called(worlds, route, method, NOBODY)
                if (status, acts) != (401, 0):
                    faults.append(f"{route.name} {method}: {status} {text[:200]}")
        assert not faults, "\n".join(faults)

    @pytest.mark.parametrize("person", PEOPLE)
    def test_lets_in_whom_it_should_and_tells_nobody_what_is_hidden(self, worlds, person):
        faults = []
        for route in ROUTES:
            for method in route.methods:
                status, text, acts = called(worlds, route, method, person)
                if status not in expected(worlds, route, method, person):
                    faults.append(f"{route.name} {method}: {status} {text[:200]}")
                if status in (403, 404) and acts:
                    faults.append(f"{route.name} {method}: {status}, and yet something was done")
                told = [secret for secret in worlds.hidden_from(person) if secret in comparable(text)]
                if told:
                    faults.append(f"{route.name} {method} tells {told}")
        assert not faults, "\n".join(faults)

    def test_tells_the_hidden_from_the_never_there_by_nothing(self, worlds):
        faults = []
        for route in ROUTES:
            if not route.is_of_one or route.kind in THE_CITYS:
                continue
            person = "bureau" if route.kind == "token" else "neighbour"
            nothing = {**worlds.keys, route.kind: never_there(worlds.keys[route.kind])}
            for method in route.methods:
                _status, hidden, _acts = called(worlds, route, method, person)
                _status, never, _acts = called(worlds, route, method, person, keys=nothing)
                if comparable(hidden) != comparable(never):
                    faults.append(f"{route.name} {method}: {hidden[:300]} | {never[:300]}")
        assert not faults, "\n".join(faults)


def never_there(keys: tuple[str, ...]) -> tuple[str, ...]:
    """A key of the same form that nothing has."""
    first = keys[0]
    made = first[:-4] + "9999" if len(first) > 4 else "999999999"
    return (made, *keys[1:])


def comparable(text: str) -> str:
    return re.sub(r'"(request_id|instance)":\s*"[^"]*"', "", text)


class TestMatrix:
    def test_has_a_thing_of_every_resource(self, worlds):
        kinds = {route.kind for route in ROUTES if route.is_of_one}
        assert kinds == set(worlds.keys)
        assert set(worlds.keys) >= A_PERSONS_OWN | THE_CITYS
        assert len(ROUTES) > 60

    def test_knows_what_is_open_to_everybody(self):
        public = {route.name for route in ALL if is_public(route)}
        assert {name for name in public if not name.startswith(FOR_EVERYBODY)} == PUBLIC
        assert {name for name in public if name.startswith("public-")} == {
            "public-overview", "public-grades", "public-coverage", "public-complaints",
            "public-committees",
        }  # fmt: skip

    def test_would_catch_a_route_without_scope(self, worlds, monkeypatch):
        monkeypatch.setattr(api.Estates, "seen_by", lambda self, user: Estate.objects.all())
        (route,) = [each for each in ROUTES if each.name == "estate-list"]
        status, text, _acts = called(worlds, route, "get", "neighbour")
        assert status == 200
        assert worlds.here.estate.code in text

    def test_lists_show_their_own_things_to_those_who_see_them(self, worlds):
        for route in LISTS:
            if route.kind in A_PERSONS_OWN | {"template"}:
                continue
            key = worlds.keys[route.kind][0]
            for person in sorted(SEES_HERE):
                if worlds.may(person, route.verb("get"), "get"):
                    told = worlds.clients[person].get(route.address({}) + "?page_size=1000").json()
                    public = route.view().public_key
                    assert key in {str(row[public]) for row in told["results"]}, f"{person} misses {route.name} {key}"
                    assert told["count"] == len(told["results"])
