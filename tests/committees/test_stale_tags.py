"""Every verb of committees, owners and votes under a tag that is no longer the thing's: nothing is done."""

import pytest

from accounts.models import AuditEntry
from config import generate, promises
from tests.api.test_if_match import API, OF_OTHERS
from tests.scope.conftest import people, worlds  # noqa: F401 - fixtures
from tests.scope.routes import ROUTES

pytestmark = pytest.mark.django_db
OF_COMPLAINTS = ("complaints/", "hotline/")
LOOKS = {"owner-names"}
"""Sent by POST so that they are recorded; nothing is changed by them."""


def taking() -> set[str]:
    told = promises.document(generate.openapi())["paths"]
    return {
        place.removeprefix(f"{API}/")
        for place, item in told.items()
        if any(part.get("$ref", "").endswith("/IfMatch") for part in item.get("post", {}).get("parameters", ()))
    }


@pytest.fixture
def verbs(worlds):  # noqa: F811
    """The address of each verb on a thing that is there."""
    prefixes = tuple(place for place in OF_OTHERS if not place.startswith(OF_COMPLAINTS))
    places = {place.partition("}/")[2] or place for place in taking() if place.startswith(prefixes)}
    verbs = [route for route in ROUTES if route.is_of_one and "post" in route.methods and route.name not in LOOKS]
    routes = [route for route in verbs if route.pattern.startswith(prefixes)]
    assert len(routes) >= len(places) > 20
    return [(route, route.address(worlds.keys)) for route in routes]


def test_nothing_is_done(worlds, verbs):  # noqa: F811
    faults, before = [], AuditEntry.objects.count()
    for route, address in verbs:
        answers = {
            person: worlds.clients[person].post(address, {}, format="json", headers={"if-match": '"old"'}).status_code
            for person in ("district", "street", "bureau", "company")
            if worlds.may(person, route.verb("post"), "post")
        }
        if set(answers.values()) != {412}:
            faults.append(f"{route.name}: {answers}")
    assert faults == []
    assert AuditEntry.objects.count() == before
