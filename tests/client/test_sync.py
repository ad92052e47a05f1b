"""`docs/client/sync.py`: a copy that stays the same as what the portal shows, whatever happens in between."""

import random
import sqlite3
import threading
import time
from collections import Counter

import pytest
import sync
from anju_client import Gone, NoAnswer, Problem
from django.utils import timezone

from accounts.models import Region
from bench.life import Clerk
from estates.actions import amend_estate, register_estate, remove_estate
from oversight import nightly
from tests.factories import a_building, an_estate, one_more
from tests.factories.complaints import a_complaint, the_rules
from tests.scope.boarded import boarded_of
from tests.scope.funded import funded_of
from tests.scope.governed import governed_of
from tests.scope.living import lived_of
from tests.scope.odd import odd_of
from tests.scope.owned import owned_of
from tests.scope.priced import priced_of
from tests.scope.revenued import revenued_of
from tests.scope.using import used_of

SECONDS = 8
CLERKS = 3


def things(database: sqlite3.Connection) -> dict[tuple[str, str], str]:
    return {(kind, key): fields for kind, key, fields in database.execute("SELECT kind, key, fields FROM thing")}


def shown(portal) -> dict[tuple[str, str], str]:
    """What the portal shows at this moment: a full copy made afresh."""
    with sqlite3.connect(":memory:") as database:
        database.executescript(sync.TABLES)
        sync.copy_all(portal, database)
        return things(database)


@pytest.fixture
def copy(tmp_path):
    made = sync.opened(str(tmp_path / "copy.sqlite"))
    yield made
    made.close()


@pytest.fixture
def bureau(people):
    return {"by": people["bureau"], "at": timezone.now()}


class TestStep:
    def test_copies_what_the_token_sees(self, world, city, portal_of, copy):
        the_rules(city)
        a_complaint(world.estate)
        for things_of in (
            owned_of,
            governed_of,
            priced_of,
            odd_of,
            boarded_of,
            lived_of,
            used_of,
            funded_of,
            revenued_of,
        ):
            things_of(world)
        portal = portal_of("district")
        sync.step(portal, copy)
        assert ("estate", world.estate.code) in things(copy)
        assert {kind for kind, _key in things(copy)} == set(portal.by_kind())
        assert things(copy) == shown(portal)

    def test_sees_nothing_of_the_next_district(self, world, portal_of, copy):
        sync.step(portal_of("neighbour"), copy)
        text = str(things(copy))
        assert [secret for secret in world.hidden if secret in text] == []

    def test_follows_what_is_added_changed_and_struck_off(self, world, portal_of, copy, bureau):
        portal = portal_of("district")
        struck = an_estate()
        sync.step(portal, copy)
        world.estate.households = 777
        amend_estate(world.estate, **bureau)
        remove_estate(struck, **bureau)
        added = an_estate()
        sync.step(portal, copy)
        assert '"households": 777' in things(copy)["estate", world.estate.code]
        assert ("estate", struck.code) not in things(copy)
        assert ("estate", added.code) in things(copy)
        assert things(copy) == shown(portal)

    def test_drops_what_leaves_with_all_that_hangs_on_it(self, world, portal_of, copy, bureau):
        portal, other = portal_of("district"), portal_of("neighbour")
        sync.step(portal, copy)
        world.estate.region = Region.objects.get(code="130108001000")
        amend_estate(world.estate, **bureau)
        sync.step(portal, copy)
        assert ("estate", world.estate.code) not in things(copy)
        assert ("building", str(world.building.pk)) not in things(copy)
        assert things(copy) == shown(portal)
        assert ("estate", world.estate.code) in shown(other)

    def test_takes_up_what_enters(self, world, portal_of, copy, bureau):
        other = portal_of("neighbour")
        sync.step(other, copy)
        world.estate.region = Region.objects.get(code="130108001000")
        amend_estate(world.estate, **bureau)
        sync.step(other, copy)
        assert ("estate", world.estate.code) in things(copy)
        assert things(copy) == shown(other)

    def test_follows_a_night(self, world, portal_of, copy):
        portal = portal_of("district")
        one_more(world.rulebook, world.night)
        sync.step(portal, copy)
        nightly.run(timezone.localdate(), kind="command", by="test", full=True, again=True)
        sync.step(portal, copy)
        assert things(copy) == shown(portal)

    def test_copies_afresh_what_is_kept_no_longer(self, world, portal_of, copy, monkeypatch):
        portal = portal_of("district")
        sync.step(portal, copy)
        an_estate()

        def too_long_ago(*args, **options):
            raise Gone(410, {})

        monkeypatch.setattr(portal, "changes", too_long_ago)
        sync.step(portal, copy)
        assert things(copy) == shown(portal)


class TestRestart:
    def test_in_the_middle_of_the_first_copy_begins_it_again(self, world, portal_of, copy, monkeypatch):
        portal = portal_of("district")
        whole = portal.by_kind()
        monkeypatch.setattr(portal, "by_kind", lambda: {"region": whole["region"], "estate": None})
        with pytest.raises(AttributeError):
            sync.step(portal, copy)
        assert sync.position_of(copy) is None
        monkeypatch.undo()
        sync.step(portal, copy)
        assert things(copy) == shown(portal)

    def test_between_two_pages_of_changes_goes_on_behind_the_first(self, world, portal_of, copy):
        portal = portal_of("district")
        sync.step(portal, copy)
        for _each in range(5):
            a_building(world.estate)
        pages = portal.changes(sync.position_of(copy), limit=2, expand="thing")
        portal.changes = lambda since, **asked: iter([next(pages)])
        sync.step(portal, copy)
        del portal.changes
        assert things(copy) != shown(portal)
        sync.step(portal, copy)
        assert things(copy) == shown(portal)

    def test_without_an_answer_keeps_what_it_has(self, world, portal_of, copy):
        portal = portal_of("district")
        sync.step(portal, copy)
        before = things(copy)
        portal.close()
        portal.address = "http://127.0.0.1:9"
        with pytest.raises(NoAnswer):
            sync.step(portal, copy)
        assert things(copy) == before


@pytest.fixture
def clerks(portal_of):
    """Clerks at work, each in a thread of his own, until a moment has come."""
    made = [Clerk(number, random.Random(number), portal_of("bureau"), (Problem, NoAnswer)) for number in range(CLERKS)]
    until = time.monotonic() + SECONDS
    threads = [threading.Thread(target=clerk.work, args=(until,)) for clerk in made]
    for thread in threads:
        thread.start()
    yield made, lambda: any(thread.is_alive() for thread in threads)
    for thread in threads:
        thread.join()


class TestWritingCity:
    @pytest.fixture
    def city(self, world):
        for number in range(12):
            one_more(world.rulebook, world.night, ["130102001000", "130108001000"][number % 2])
        return world

    def test_leaves_the_copy_identical(self, city, portal_of, copy, clerks):
        """Clerks write all at once while the copy follows, then a night. `python -m bench.in_step` does it for long."""
        portal, (made, are_at_work) = portal_of("district"), clerks
        steps = 0
        while are_at_work():
            sync.step(portal, copy)
            steps += 1
        nightly.run(timezone.localdate(), kind="command", by="test", again=True)
        sync.step(portal, copy)
        done = sum((clerk.done for clerk in made), start=Counter())
        assert steps > 2
        assert {"move_estate", "begin_contract", "record"} <= done.keys(), done
        assert differences(things(copy), shown(portal)) == {}


def differences(copied: dict, seen: dict) -> dict:
    return {
        key: (copied.get(key), seen.get(key)) for key in copied.keys() | seen.keys() if copied.get(key) != seen.get(key)
    }


def test_register_estate_is_seen_by_nobody_else(world, portal_of, copy, bureau):
    """What happens elsewhere moves the position on and nothing else."""
    portal = portal_of("neighbour")
    sync.step(portal, copy)
    before, position = things(copy), sync.position_of(copy)
    estate = an_estate()
    estate.pk, estate.code = None, f"{estate.code[:9]}9998"
    register_estate(estate, **bureau)
    sync.step(portal, copy)
    assert things(copy) == before
    assert sync.position_of(copy) != position
