"""The feed of changes, which tells of what was committed: nothing of another district."""

import pytest

from tests.conftest import make_people
from tests.scope.conftest import files_in
from tests.scope.test_ways_in import API, reads
from tests.scope.worlds import A_PERSONS_OWN, THE_CITYS, two_worlds


@pytest.fixture
def people(city):
    return make_people()


@pytest.fixture
def worlds(people, tmp_path):
    with files_in(tmp_path):
        yield two_worlds(people)


@pytest.mark.django_db(transaction=True)
class TestChangeFeed:
    def test_tells_a_stranger_nothing(self, worlds):
        for person in ("neighbour", "next_street"):
            status, _text = reads(worlds, person, f"{API}/changes/?limit=1000&expand=thing")
            assert status == 200
            own = worlds.clients[person].get(f"{API}/changes/?limit=1000").json()["changes"]
            assert not {(each["resource"], each["key"]) for each in own} & hidden_keys(worlds)
        assert worlds.clients["rival"].get(f"{API}/changes/").status_code == 403

    def test_tells_the_districts_own_officer(self, worlds):
        told = worlds.clients["district"].get(f"{API}/changes/?limit=1000").json()["changes"]
        assert {worlds.here.estate.code, worlds.keys["complaint"][0]} <= {each["key"] for each in told}


def hidden_keys(worlds) -> set[tuple[str, str]]:
    return {(kind, key) for kind, (key, *_more) in worlds.keys.items() if kind not in THE_CITYS | A_PERSONS_OWN}
