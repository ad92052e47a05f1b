"""Every route of the API, walked by people who must not see or do: nobody, a stranger from the next district, an
auditor, a read-only token, another company's staff.

The routes are read from the address table itself. A new resource fails here until `World.keys` has one of its rows,
and it fails for good if its rows are shown to the stranger.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import pytest
from django.urls import URLPattern, URLResolver, reverse
from rest_framework.test import APIClient, APIRequestFactory, force_authenticate

from accounts.api.permissions import verb_of
from accounts.models import Level, Region
from config import api
from estates.models import Estate
from tests.factories import a_company_login, a_world, one_more

PUBLIC = {"root", "schema", "docs", "limits", "oauth-token", "public-overview", "public-grades", "public-coverage"}
"""Open to everybody: they tell what the API is, nothing of the city."""

THE_CITYS = {
    "rulebook": "law is public",
    "rulebook-item": "part of the law",
    "run": "a run is the whole city's; what it moved is scoped",
}
"""Resources whose rows belong to no district, and why."""

EACH_PERSONS = {"token": "colleagues do not see it either"}
"""Resources whose rows belong to one person, and what follows."""

UNSAFE = ("post", "patch", "put", "delete")


@dataclass(frozen=True)
class Route:
    """One address of the API. `kind` is the resource's name; `extra` is list, detail or the name of an action."""

    name: str
    pattern: str
    view: type
    actions: dict[str, str]

    @property
    def kind(self) -> str:
        return self.name.rpartition("-")[0]

    @property
    def extra(self) -> str:
        return self.name.rpartition("-")[2]

    @property
    def is_figure(self) -> bool:
        return self.name.startswith("figures-")

    @property
    def methods(self) -> set[str]:
        known = {"get", *UNSAFE}
        return known & set(self.actions) if self.actions else {name for name in known if hasattr(self.view, name)}

    def address(self, keys: dict[str, str]) -> str:
        """Where to call it, about the thing in `keys`."""
        if "(?P<" not in self.pattern:
            return reverse(f"api:{self.name}")
        assert self.kind in keys, f"World.keys has no {self.kind}: say which thing to walk over"
        return reverse(f"api:{self.name}", args=[keys[self.kind]])


def routes(patterns=api.urlpatterns, before: str = "") -> Iterator[Route]:
    for entry in patterns:
        place = before + str(entry.pattern).removeprefix("^").removesuffix(r"\Z").removesuffix("$")
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, place)
        elif isinstance(entry, URLPattern) and entry.name not in PUBLIC:
            yield Route(entry.name, place, entry.callback.cls, getattr(entry.callback, "actions", None) or {})


ROUTES = list(routes())
READING = [route for route in ROUTES if "get" in route.methods and route.extra != "export"]
"""Files are no JSON: `api/test_export.py` looks into them."""
WRITING = [(route, method) for route in ROUTES for method in UNSAFE if method in route.methods]
RESOURCES = sorted({route.kind for route in ROUTES if not route.is_figure})


def by_name(route) -> str:
    return route.name if isinstance(route, Route) else str(route)


def rows_of(client: APIClient, address: str) -> list[dict]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    assert answer.json()["count"] == len(answer.json()["results"])
    return answer.json()["results"]


def must_not_see(client: APIClient, route: Route, world) -> None:
    """What a stranger gets of a route: no row, no detail, and in no answer a word of what is hidden."""
    address = route.address(world.keys())
    answer = client.get(address)
    text = answer.content.decode().replace(address, "")
    for secret in world.hidden:
        assert secret not in text, f"{route.name} tells {secret}"
    if route.is_figure:
        assert answer.status_code == 200
        assert "130102" not in text
    elif route.kind in THE_CITYS or route.name == "token-current":
        assert answer.status_code == 200
    elif route.extra == "list":
        assert [row for row in answer.json()["results"] if "130108" not in str(row)] == []
        assert answer.json()["count"] == len(answer.json()["results"])
    else:
        assert answer.status_code == 404


@pytest.fixture
def world(people):
    return a_world()


class TestWalk:
    def test_meets_every_resource(self, world):
        assert sorted(world.keys()) == RESOURCES
        assert len(ROUTES) > 25

    def test_would_catch_a_route_without_scope(self, world, people):
        class Leak(api.Estates):
            def seen_by(self, user):
                return Estate.objects.all()

        class Direct:
            """Calls the view itself, which stands in no address table."""

            def get(self, address):
                request = APIRequestFactory().get(address)
                force_authenticate(request, user=people["neighbour"])
                return Leak.as_view({"get": "list"})(request)

        leak = Route("estate-list", "estates/", Leak, {"get": "list"})
        with pytest.raises(AssertionError, match=f"estate-list tells {world.estate.code}"):
            must_not_see(Direct(), leak, world)


class TestNobody:
    @pytest.mark.parametrize("route", ROUTES, ids=by_name)
    def test_is_asked_to_log_in(self, world, route):
        for method in route.methods:
            answer = getattr(APIClient(), method)(route.address(world.keys()))
            assert answer.status_code == 401
            assert "WWW-Authenticate" in answer


class TestStrangerFromTheNextDistrict:
    @pytest.mark.parametrize("route", READING, ids=by_name)
    def test_sees_nothing(self, world, client_of, route):
        must_not_see(client_of("neighbour"), route, world)

    @pytest.mark.parametrize("route", [r for r in READING if r.kind not in EACH_PERSONS], ids=by_name)
    def test_while_the_districts_own_officer_sees_it(self, world, client_of, route):
        query = "?item=B1" if route.name == "grade-records" else ""
        answer = client_of("district").get(route.address(world.keys()) + query)
        assert answer.status_code == 200
        assert answer.json().get("count") != 0

    @pytest.mark.parametrize(("route", "method"), [pair for pair in WRITING if pair[0].extra != "list"], ids=by_name)
    def test_changes_nothing(self, world, client_of, route, method):
        assert getattr(client_of("neighbour"), method)(route.address(world.keys()), {}).status_code == 404

    @pytest.mark.parametrize("route", [r for r in READING if r.is_figure and r.extra not in ("run", "freshness")], ids=by_name)
    def test_gets_no_figures_of_the_district(self, world, client_of, route):
        for code in ("130102000000", "130102001000", "130100000000"):
            assert client_of("neighbour").get(f"{route.address({})}?region={code}").status_code == 404

    @pytest.mark.parametrize(
        "route", [r for r in READING if r.extra == "list" and r.kind not in THE_CITYS], ids=by_name
    )
    def test_learns_nothing_from_filters_search_or_order(self, world, client_of, route):
        client = client_of("neighbour")
        view = route.view
        values = {
            "region": "130102", "search": "青禾", "pinyin": "q", "estate": world.estate.code,
            "enterprise": world.enterprise.uscc, "manager": world.manager.number, "number": world.contract.number,
            "parent": "130102000000", "item": "B1", "grade": "B",
        }  # fmt: skip
        for name in set(values) & set(view.filterset_class.base_filters):
            assert rows_of(client, f"{route.address({})}?{name}={values[name]}") == []
        for name in chain(view.ordering_fields, (f"-{name}" for name in view.ordering_fields)):
            rows = rows_of(client, f"{route.address({})}?ordering={name}")
            assert [row for row in rows if "130108" not in str(row)] == []

    def test_gets_the_same_answer_for_the_hidden_and_the_never_there(self, world, client_of):
        client = client_of("neighbour")
        hidden = client.get(f"/api/v1/estates/{world.estate.code}/").json()
        nothing = client.get("/api/v1/estates/1301020019999/").json()
        for answer in (hidden, nothing):
            del answer["instance"], answer["request_id"]
        assert hidden == nothing


class TestStreetOfficer:
    @pytest.mark.parametrize("route", READING, ids=by_name)
    def test_sees_nothing_of_the_next_street(self, people, client_of, route):
        Region.objects.create(code="130102002000", parent_id="130102000000", name="青园街道", level=Level.STREET)
        world = a_world("130102002000")
        address = route.address(world.keys())
        text = client_of("street").get(address).content.decode().replace(address, "")
        for secret in [*world.hidden, "130102002000"]:
            assert secret not in text


class TestCompany:
    @pytest.fixture
    def mine(self, world, people):
        a_company_login(people["company"], world.enterprise)
        return world

    @pytest.fixture
    def other(self, mine):
        return one_more(mine.rulebook, mine.night)

    @pytest.mark.parametrize(
        "route", [r for r in READING if not r.is_figure and r.kind not in {"run", *EACH_PERSONS}], ids=by_name
    )
    def test_sees_its_own(self, mine, client_of, route):
        query = "?item=B1" if route.name == "grade-records" else ""
        answer = client_of("company").get(route.address(mine.keys()) + query)
        assert answer.status_code == 200
        assert answer.json().get("count") != 0

    @pytest.mark.parametrize("route", READING, ids=by_name)
    def test_sees_nothing_of_another_company(self, other, client_of, route):
        address = route.address(other.keys())
        answer = client_of("company").get(address)
        text = answer.content.decode().replace(address, "")
        for secret in other.hidden:
            assert secret not in text
        if route.extra not in ("list", "current") and not route.is_figure and route.kind not in ("region", *THE_CITYS):
            assert answer.status_code == 404

    @pytest.mark.parametrize("route", [r for r in READING if r.is_figure or r.kind == "run"], ids=by_name)
    def test_gets_no_figures_and_no_runs(self, mine, client_of, route):
        assert client_of("company").get(route.address(mine.keys())).status_code == 403

    @pytest.mark.parametrize(("route", "method"), [w for w in WRITING if w[0].kind not in EACH_PERSONS], ids=by_name)
    def test_writes_nothing(self, mine, client_of, route, method):
        assert getattr(client_of("company"), method)(route.address(mine.keys()), {}).status_code == 403


class TestAuditor:
    @pytest.mark.parametrize("route", READING, ids=by_name)
    def test_reads_all(self, world, client_of, route):
        query = "?item=B1" if route.name == "grade-records" else ""
        assert client_of("auditor").get(route.address(world.keys()) + query).status_code == 200

    @pytest.mark.parametrize(("route", "method"), WRITING, ids=by_name)
    def test_changes_nothing(self, world, client_of, route, method):
        assert getattr(client_of("auditor"), method)(route.address(world.keys()), {}).status_code == 403


class TestReadOnlyToken:
    @pytest.mark.parametrize(("route", "method"), WRITING, ids=by_name)
    def test_changes_nothing_whatever_its_persons_role(self, world, client_of, route, method):
        answer = getattr(client_of("bureau", read_only=True), method)(route.address(world.keys()), {})
        assert answer.status_code == 403
        assert "只能读取" in answer.json()["detail"]


class TestEveryView:
    @pytest.mark.parametrize("route", ROUTES, ids=by_name)
    def test_says_by_which_verbs_it_is_called(self, route):
        view = route.view()
        for method in route.methods:
            view.action = route.actions.get(method)
            assert verb_of(view, reading=method == "get")
