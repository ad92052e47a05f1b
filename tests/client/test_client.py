"""`docs/client/anju_client.py` against the portal, and against a server that misbehaves."""

import http.server
import json
import threading
from contextlib import closing

import anju_client
import pytest
from anju_client import ChangedMeanwhile, Conflict, Gone, NoAnswer, NotFound, Portal, Problem
from django.utils import timezone

from accounts.models import ApiToken
from accounts.tokens import make_client
from tests.factories import an_estate


class TestList:
    def test_goes_through_every_page(self, world, portal_of):
        codes = {world.estate.code, *(an_estate().code for _each in range(6))}
        assert {row["code"] for row in portal_of("district").estates.list(page_size=2, fields=["code"])} == codes

    def test_takes_filters_lists_and_truth(self, world, portal_of):
        found = portal_of("district").estates.list(kind=["commodity", "old"], has_contract=True, search=None)
        assert [row["code"] for row in found] == [world.estate.code]

    def test_goes_through_what_hangs_on_a_thing(self, world, portal_of):
        portal = portal_of("district")
        assert len(list(portal.enterprises.grades(world.enterprise.uscc, page_size=1))) == 2
        assert len(list(portal.runs.moves(world.night.pk, page_size=1))) == 1

    def test_counts(self, world, portal_of):
        assert portal_of("district").estates.count(region="130102") == 1


class TestThing:
    def test_comes_with_its_mark(self, world, portal_of):
        estates = portal_of("district").estates
        found = estates.get(world.estate.code)
        assert found["name"] == world.estate.name
        assert estates.get_if_changed(world.estate.code, found.etag) is None
        estates.amend(world.estate.code, {"households": 5})
        assert estates.get_if_changed(world.estate.code, found.etag)["households"] == 5

    def test_that_somebody_else_wrote_is_not_overwritten(self, world, portal_of):
        estates = portal_of("district").estates
        before = estates.get(world.estate.code)
        after = estates.amend(world.estate.code, {"households": 5}, if_match=before.etag)
        assert after["households"] == 5
        with pytest.raises(ChangedMeanwhile):
            estates.amend(world.estate.code, {"households": 6}, if_match=before.etag)
        assert estates.amend(world.estate.code, {"households": 6}, if_match=after.etag)["households"] == 6

    def test_of_another_district_is_not_found(self, world, portal_of):
        with pytest.raises(NotFound):
            portal_of("neighbour").estates.get(world.estate.code)

    def test_is_added_once_under_one_key(self, world, portal_of):
        buildings = portal_of("district").buildings
        values = {"estate": world.estate.code, "name": "9号楼"}
        first = buildings.create(values, key="building-9")
        assert buildings.create(values, key="building-9")["id"] == first["id"]
        assert [row["name"] for row in buildings.list(estate=world.estate.code)].count("9号楼") == 1
        buildings.delete(first["id"], if_match=first.etag)
        with pytest.raises(NotFound):
            buildings.get(first["id"])

    def test_has_the_verbs_of_its_kind(self, world, portal_of):
        told = portal_of("bureau").evidence.withdraw(world.record.pk, on="2026-11-20", reason="更正")
        assert told["state"] == "withdrawn"
        with pytest.raises(Conflict) as refusal:
            portal_of("bureau").evidence.withdraw(world.record.pk, on="2026-11-20", reason="更正")
        assert refusal.value.kind == "conflict"

    def test_is_written_with_many_others(self, world, portal_of):
        rows = [{"do": "create", "values": {"estate": world.estate.code, "name": f"{n}号楼"}} for n in range(10, 13)]
        assert portal_of("district").buildings.bulk(rows)["created"] == 3


class TestProblem:
    def test_names_the_fields(self, world, portal_of):
        with pytest.raises(Problem) as refusal:
            portal_of("district", language="en").buildings.create({"estate": world.estate.code, "storeys": "many"})
        fault = refusal.value
        assert (fault.status, fault.kind) == (400, "invalid")
        assert fault.by_field == {"name": "This field is required.", "storeys": "A valid integer is required."}
        assert fault.request_id

    def test_names_the_parameter(self, world, portal_of):
        with pytest.raises(Problem) as refusal:
            next(portal_of("district").estates.list(nothing=1))
        assert "nothing" in refusal.value.by_field

    def test_names_the_rows(self, world, portal_of):
        rows = [{"do": "create", "values": {"estate": world.estate.code}}]
        with pytest.raises(Problem) as refusal:
            portal_of("district").buildings.bulk(rows)
        assert list(refusal.value.by_field) == ["rows/0/values/name"]

    def test_of_a_position_that_is_gone_has_a_name(self):
        assert anju_client.BY_STATUS[410] is Gone

    def test_of_a_bad_token_is_raised_at_once(self, world, live_server):
        stranger = Portal(live_server.url, token="wrong", pause=pytest.fail)
        with closing(stranger), pytest.raises(Problem) as refusal:
            stranger.estates.get(world.estate.code)
        assert refusal.value.kind == "authentication-failed"


class TestClientCredentials:
    def test_are_a_token_when_one_is_needed(self, world, people, live_server):
        client, secret = make_client(people["district"], name="区平台", by=people["system"], at=timezone.now())
        with closing(Portal(live_server.url, client=(client.client_id, secret))) as portal:
            assert [row["code"] for row in portal.estates.list()] == [world.estate.code]

    def test_are_exchanged_anew_when_the_token_was_revoked(self, world, people, live_server):
        client, secret = make_client(people["district"], name="区平台", by=people["system"], at=timezone.now())
        with closing(Portal(live_server.url, client=(client.client_id, secret), pause=lambda seconds: None)) as portal:
            portal.estates.get(world.estate.code)
            ApiToken.objects.all().delete()
            assert portal.estates.get(world.estate.code)["code"] == world.estate.code


class Misbehaving(http.server.BaseHTTPRequestHandler):
    """Answers what the test lined up, one after the other: (status, headers, body), or None to hang up."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.seen.append((self.command, self.headers))
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        answer = self.server.answers.pop(0)
        if answer is None:
            self.close_connection = True
            return
        status, headers, body = answer
        content = json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": len(content), **headers}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(content)

    do_POST = do_GET  # noqa: N815 - as the standard library calls it

    def log_message(self, *args):
        pass


@pytest.fixture
def misbehaving():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Misbehaving)
    server.seen, server.answers, server.pauses = [], [], []
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    server.portal = Portal(f"http://127.0.0.1:{server.server_port}", token="t", pause=server.pauses.append, attempts=4)
    yield server
    server.portal.close()
    server.shutdown()
    server.server_close()
    thread.join()


GOOD = (200, {}, {"code": "1"})


class TestPatience:
    def test_waits_as_long_as_it_is_asked_to(self, misbehaving):
        misbehaving.answers = [(429, {"Retry-After": "7"}, {}), (503, {"Retry-After": "2"}, {}), GOOD]
        assert misbehaving.portal.estates.get("1") == {"code": "1"}
        assert misbehaving.pauses == [7.0, 2.0]

    def test_waits_longer_each_time_when_nobody_says_how_long(self, misbehaving):
        misbehaving.answers = [(502, {}, {}), (502, {}, {}), (502, {}, {}), GOOD]
        misbehaving.portal.estates.get("1")
        assert len(misbehaving.pauses) == 3
        assert 0.25 <= misbehaving.pauses[0] <= 0.5
        assert 1.0 <= misbehaving.pauses[2] <= 2.0

    def test_gives_up_when_it_is_asked_to_wait_for_ever(self, misbehaving):
        misbehaving.answers = [(429, {"Retry-After": "3600"}, {})]
        with pytest.raises(Problem) as refusal:
            misbehaving.portal.estates.get("1")
        assert refusal.value.retry_after == 3600
        assert misbehaving.pauses == []

    def test_repeats_a_write_under_the_same_key(self, misbehaving):
        misbehaving.answers = [None, (409, {"Retry-After": "1"}, {}), (201, {"ETag": '"a"'}, {"code": "1"})]
        assert misbehaving.portal.estates.create({"name": "x"}).etag == '"a"'
        assert len({headers["Idempotency-Key"] for _method, headers in misbehaving.seen}) == 1
        assert misbehaving.pauses == [0.0, 1.0]

    def test_does_not_repeat_what_was_refused_for_good(self, misbehaving):
        misbehaving.answers = [(409, {}, {"type": "urn:anju:problem:conflict"})]
        with pytest.raises(Conflict):
            misbehaving.portal.estates.create({})
        assert len(misbehaving.seen) == 1

    def test_ends(self, misbehaving):
        misbehaving.answers = [None] * 4
        with pytest.raises(NoAnswer):
            misbehaving.portal.estates.get("1")
        assert len(misbehaving.seen) == 4

    def test_raises_what_is_no_problem_document_too(self, misbehaving):
        misbehaving.answers = [(500, {"Content-Type": "text/html"}, "x")]
        with pytest.raises(Problem, match="500"):
            misbehaving.portal.estates.get("1")
