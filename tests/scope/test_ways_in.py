"""What is no address: filters, search, order, expansions, exports, counts, bulk, codes in a body."""

import re
from itertools import chain

import pytest

from tests.factories import a_contract, a_record, an_estate
from tests.scope.routes import LISTS, ROUTES
from tests.scope.worlds import HERE, NEVER, THE_CITYS, THERE

pytestmark = pytest.mark.django_db
STRANGERS = ("neighbour", "next_street", "rival", "committee")
API = "/api/v1"
SCOPED = [route for route in LISTS if route.kind not in THE_CITYS]


def reads(worlds, person, address) -> tuple[int, str]:
    """Status and text; no secret in it, whatever the status."""
    answer = worlds.clients[person].get(address)
    text = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
    said = re.sub(r'"(instance|next|previous)":\s*"[^"]*"', "", text)
    if answer.status_code == 400:
        return 400, said  # it repeats what was asked
    for secret in worlds.hidden_from(person):
        assert secret not in said, f"{address} tells {person} {secret}"
    return answer.status_code, text


def tempting(worlds, name: str) -> list[str]:
    """What somebody would ask a filter who knows, or guesses, what is hidden: by its name, and a few of every kind."""
    here = worlds.here
    known = {
        "region": "130102", "parent": "130102000000", "enterprise": here.enterprise.uscc, "estate": here.estate.code,
        "manager": here.manager.number, "search": here.estate.name, "item": "B1", "grade": "B", "pinyin": "q",
        "uscc": here.enterprise.uscc, "code": here.estate.code, "number": here.contract.number,
    }  # fmt: skip
    if name in known:
        return [known[name], *(here.hidden if name in ("search", "code", "number") else ())]
    return ["2026-11-20", "1", "true", here.enterprise.name]


class TestStranger:
    def test_learns_nothing_from_filters_or_search(self, worlds):
        for route in SCOPED:
            filters = route.view.filterset_class.base_filters if route.view.filterset_class else {}
            for place, name in enumerate(filters):
                for value in tempting(worlds, name):
                    person = ("neighbour", "rival")[place % 2]
                    status, _text = reads(worlds, person, f"{route.address({})}?{name}={value}&count=exact")
                    assert status in (200, 400, 403)

    def test_learns_nothing_from_orders_pages_or_counts(self, worlds):
        for route in SCOPED:
            view = route.view
            for person in STRANGERS:
                for name in chain(view.ordering_fields, (f"-{name}" for name in view.ordering_fields)):
                    for paging in ("after=&count=exact", "page_size=1"):
                        status, _text = reads(worlds, person, f"{route.address({})}?ordering={name}&{paging}")
                        assert status in (200, 403)

    def test_counts_only_what_the_pages_show(self, worlds):
        for route in SCOPED:
            for person, client in worlds.clients.items():
                answer = client.get(f"{route.address({})}?count=exact&page_size=1000")
                if answer.status_code == 200:
                    assert answer.json()["count"] == len(answer.json()["results"]), person

    def test_learns_nothing_from_what_stands_beside(self, worlds):
        for route in SCOPED:
            for person in (*STRANGERS, "company", "street"):
                for name in route.view.expansions:
                    status, _text = reads(worlds, person, f"{route.address({})}?expand={name}")
                    assert status in (200, 403)

    def test_never_shows_a_field_by_asking_for_it(self, worlds):
        for route in SCOPED:
            for person in STRANGERS:
                for name in ("password", "digest", "secret", "sealed_secret", "user__password", "__class__"):
                    assert worlds.clients[person].get(f"{route.address({})}?fields={name}").status_code in (400, 403)


class TestExports:
    @pytest.mark.parametrize("kind", ["csv", "xlsx", "geojson"])
    def test_hold_what_the_list_holds(self, worlds, kind):
        exports = [route for route in ROUTES if route.extra == "export" and not route.is_of_one]
        assert len(exports) > 5
        for route in exports:
            for person in STRANGERS:
                answer = worlds.clients[person].get(f"{route.address({})}?as={kind}")
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content
                text = unpacked(body) if kind == "xlsx" and answer.status_code == 200 else body.decode()
                assert answer.status_code in (200, 400, 403, 406)
                for secret in worlds.hidden_from(person):
                    assert secret not in text, f"{route.name} as {kind} tells {person} {secret}"


def unpacked(workbook: bytes) -> str:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
        return "".join(parts.read(name).decode(errors="replace") for name in parts.namelist())


class TestBulk:
    @pytest.mark.parametrize("mode", ["all_or_none", "each"])
    def test_cannot_tell_the_hidden_from_the_never_there(self, worlds, mode):
        tried = 0
        for route in ROUTES:
            if route.extra != "bulk" or route.kind in THE_CITYS:
                continue
            for do in ({"do": "update", "values": {}}, {"do": "delete"}):
                hidden = worlds.keys[route.kind][0]
                told = [bulk(worlds, route, mode, {**do, "key": key}) for key in (hidden, NEVER[route.kind])]
                assert told[0].replace(hidden, "KEY") == told[1].replace(NEVER[route.kind], "KEY")
                tried += 1
        assert tried > 8


def bulk(worlds, route, mode: str, row: dict) -> str:
    answer = worlds.clients["neighbour"].post(route.address({}), {"mode": mode, "rows": [row]}, format="json")
    return re.sub(r'"request_id":\s*"[^"]*"', "", answer.content.decode())


class TestCodesInABody:
    def test_hidden_ones_are_as_unknown_as_those_that_nothing_has(self, worlds):
        here = worlds.here
        tries = [
            ("buildings", {"estate": here.estate.code}, {"estate": NEVER["estate"]}),
            ("managers", {"enterprise": here.enterprise.uscc}, {"enterprise": NEVER["enterprise"]}),
            ("contracts", {"estate": here.estate.code}, {"estate": NEVER["estate"]}),
            ("evidence", {"estate": here.estate.code}, {"estate": NEVER["estate"]}),
            ("evidence", {"enterprise": here.enterprise.uscc}, {"enterprise": NEVER["enterprise"]}),
            ("evidence", {"manager": here.manager.number}, {"manager": "XM999999"}),
            ("estates", {"region": HERE}, {"region": NEVER["region"]}),
            ("enterprises", {"region": HERE}, {"region": NEVER["region"]}),
            ("complaints", {"estate": here.estate.code}, {"estate": NEVER["estate"]}),
            ("hotline/orders", {"estate": here.estate.code}, {"estate": NEVER["estate"]}),
        ]
        for place, hidden, never in tries:
            (name,) = hidden
            told = []
            for body in (hidden, never):
                answer = worlds.clients["neighbour"].post(f"{API}/{place}/", body, format="json")
                assert answer.status_code == 400
                about = [each["detail"] for each in answer.json()["errors"] if each["pointer"] == f"#/{name}"]
                told.append(str(about).replace(body[name], "CODE"))
            assert told[0] == told[1], place
            assert "CODE" in told[0]


class TestCompanyOfTwoDistricts:
    """Both see it; what it manages in the other one stays hidden."""

    @pytest.fixture
    def shared(self, worlds):
        a_contract(an_estate(THERE), worlds.here.enterprise)
        a_record(worlds.here.record.item, enterprise=worlds.here.enterprise)
        return worlds

    @pytest.mark.parametrize("address", ["grades/?region=", "evidence/?region=", "enterprises/?present_in="])
    def test_is_found_by_what_it_manages_here_only(self, shared, address):
        for person, street in (("neighbour", THERE), ("neighbour", HERE), ("district", HERE), ("district", THERE)):
            found = shared.clients[person].get(f"{API}/{address}{street}").json()["results"]
            shown = {row.get("uscc", row.get("enterprise")) for row in found}
            is_theirs = (person == "neighbour") == (street == THERE)
            assert (shared.here.enterprise.uscc in shown) is is_theirs, (person, street)

    @pytest.mark.parametrize(
        "address", ["credit/grade/?region={street}", "enterprises/enterprise/?present_in={street}"]
    )
    def test_is_not_found_at_the_desk_either(self, shared, client, address):
        name, page = shared.here.enterprise.name, "/admin/" + address
        client.force_login(shared.people["neighbour"])
        assert name not in client.get(page.format(street=HERE)).content.decode()
        assert name in client.get(page.format(street=THERE)).content.decode()
