"""Pages of every list: whichever way one leafs, each row comes once and in the same order."""

import base64

import orjson
import pytest

from accounts.api.paging import Order, mark_of
from accounts.api.resources import Resource
from config import api
from enterprises.models import Enterprise
from estates.models import Estate
from exchange.models import Subscription
from tests.api.test_problems import problem
from tests.factories import a_world, an_enterprise, an_estate, one_more

LISTS = {prefix: view for prefix, view, _name in api.router.registry if issubclass(view, Resource)}


@pytest.fixture(scope="module")
def people(settled):
    """A city in which columns are empty here and there, and equal in many rows."""
    made = a_world()
    for _each in range(3):
        one_more(made.rulebook, made.night)
    for year in (None, 1990, 1990, 2001, None):
        an_estate("130102001000", built_year=year, households=5)
    an_enterprise("130102000000", joined_on=None)
    return settled


@pytest.fixture
def client(db, client_of):
    return client_of("bureau")


def walked(client, address: str) -> list[dict]:
    """All rows by `after`, two at a time."""
    rows, place = [], f"{address}&page_size=2&after="
    while place:
        answer = client.get(place).json()
        rows += answer["results"]
        place = answer["next"]
        assert len(rows) < 500
    return rows


class TestAfter:
    @pytest.mark.parametrize("prefix", LISTS)
    def test_leads_through_every_list_in_every_order(self, client, prefix):
        for name in LISTS[prefix].ordering_fields:
            for order in (name, f"-{name}"):
                address = f"/api/v1/{prefix}/?ordering={order}"
                assert walked(client, address) == client.get(f"{address}&page_size=1000").json()["results"], order

    def test_goes_through_ties_and_empty_columns_in_several_directions(self, client):
        for order in ("built_year,-households", "-built_year,households", "households,-built_year,name"):
            rows = walked(client, f"/api/v1/estates/?ordering={order}")
            assert len({row["code"] for row in rows}) == len(rows) == Estate.objects.count()

    def test_misses_nothing_when_rows_before_it_go(self, client):
        first = client.get("/api/v1/enterprises/?page_size=2&after=").json()
        behind = client.get("/api/v1/enterprises/?page_size=1000").json()["results"][2:]
        Enterprise.objects.filter(uscc=first["results"][0]["uscc"]).update(uscc="0" * 18)
        assert client.get(first["next"].replace("page_size=2", "page_size=1000")).json()["results"] == behind

    @pytest.mark.parametrize("values", [[None, None], ["1990", None], [1990, "1"], ["1"]])
    def test_refuses_a_mark_that_no_page_has_given(self, client, values):
        name = Order(Estate, [("built_year", True)]).name
        mark = base64.urlsafe_b64encode(orjson.dumps([name, *values])).decode()
        problem(client.get(f"/api/v1/estates/?ordering=-built_year&after={mark}"), 400)

    def test_refuses_the_mark_of_another_order(self, client):
        mark = mark_of(Order(Estate, [("built_year", True)]), [1990, 1])
        problem(client.get(f"/api/v1/estates/?ordering=built_year&after={mark}"), 400)


class TestOrder:
    def test_ends_at_what_is_unique(self):
        assert [key.column for key in Order(Subscription, [("id", True), ("name", False)]).keys] == ["pk"]

    def test_has_each_column_once_as_it_was_named_first(self):
        keys = Order(Estate, [("name", True), ("code", False), ("name", False)]).keys
        assert [(key.column, key.falls) for key in keys] == [("name", True), ("code", False), ("pk", True)]


class TestSize:
    @pytest.mark.parametrize("size", ["0000000000011001", "00000000000199999999", "1" * 5000])
    def test_is_not_made_larger_by_zeros(self, client, size):
        problem(client.get(f"/api/v1/estates/?page_size={size}"), 400)
        problem(client.get(f"/api/v1/changes/?limit={size}"), 400)
