"""The client and the sync example as a district uses them: against a portal that listens."""

import sys

import pytest

from config.generate import DOCS
from credit.models import Night
from tests.factories import World, a_world

sys.path.insert(0, str(DOCS / "client"))


@pytest.fixture
def world(transactional_db, people) -> World:
    made = a_world()
    Night.objects.update(digest="0" * 16)
    return made


@pytest.fixture
def portal_of(live_server, client_of, settings):
    """`portal_of("district")` is the portal as that person's program sees it. It does not wait between attempts."""
    from anju_client import Portal

    settings.API_CALLS_PER_MINUTE = 1_000_000
    opened = []

    def portal(name: str, **options) -> Portal:
        key = client_of(name)._credentials["HTTP_AUTHORIZATION"].removeprefix("Token ")
        opened.append(Portal(live_server.url, token=key, pause=lambda seconds: None, **options))
        return opened[-1]

    yield portal
    for each in opened:
        each.close()
