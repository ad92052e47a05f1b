"""Verbs in the API: which are open to whom in which state (sets written by hand), and what the others are told.

Every verb is called in every state by every role: it works where it is in the set, and only there.
"""

from datetime import date

import pytest

from accounts.models import AuditEntry
from credit.models import Evidence, EvidenceStep, Night
from enterprises.models import ServiceContract
from oversight import tasks
from oversight.lifecycle import LARGEST_CHECK
from tests.conftest import NOW
from tests.factories import a_company_login, a_contract, a_night, a_rulebook, a_world, an_enterprise, an_estate

API = "/api/v1"
ROLES = ("system", "auditor", "bureau", "district", "street", "inspector", "company")

RECORD_STEPS = {
    "stands": [],
    "objected": ["object"],
    "upheld": ["object", "uphold"],
    "repaired": ["repair"],
    "repaired while objected": ["object", "repair"],
    "withdrawn": ["withdraw"],
    "withdrawn after an objection": ["object", "withdraw"],
    "withdrawn after an answer": ["object", "uphold", "withdraw"],
}
OPEN_ON_RECORDS = {
    "stands": {"object", "repair", "withdraw"},
    "objected": {"uphold", "repair", "withdraw"},
    "upheld": {"repair", "withdraw"},
    "repaired": set(),
    "repaired while objected": {"uphold"},
    "withdrawn": set(),
    "withdrawn after an objection": set(),
    "withdrawn after an answer": set(),
}
DECIDE = EDIT = {"bureau", "district"}
OPEN_ON_RULEBOOKS = {"draft": {"add_item", "copy", "try", "publish"}, "published": {"copy"}}
OPEN_ON_RUNS = {"published": {"recompute"}, "running": set(), "large": set()}
OPEN_ON_CONTRACTS = {"open": {"end"}, "dated": {"end"}, "ended": set()}
STEP = {"on": "2026-11-10", "reason": "经复核"}


def told(client, address: str) -> dict[str, dict]:
    """The open moves of a thing, by verb."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    return {move["verb"]: move for move in answer.json()["moves"]}


def refused(answer, status: int) -> None:
    """A problem document with a sentence for a person."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert len(answer.json()["detail"]) > 5


@pytest.fixture
def world(people):
    made = a_world()
    a_company_login(people["company"], made.enterprise)
    return made


def with_steps(record: Evidence, verbs: list[str]) -> None:
    for verb in verbs:
        EvidenceStep.objects.create(evidence=record, verb=verb, on=date(2026, 11, 1), at=NOW, reason="x")


class TestRecord:
    @pytest.mark.parametrize("who", ROLES)
    @pytest.mark.parametrize("state", RECORD_STEPS)
    def test_tells_exactly_what_is_open(self, world, client_of, who, state):
        with_steps(world.record, RECORD_STEPS[state])
        expected = OPEN_ON_RECORDS[state] if who in DECIDE else set()
        assert set(told(client_of(who), f"{API}/evidence/{world.record.pk}/")) == expected

    @pytest.mark.parametrize("verb", ["object", "uphold", "repair", "withdraw"])
    @pytest.mark.parametrize("state", RECORD_STEPS)
    def test_does_what_is_open_and_nothing_else(self, world, client_of, state, verb):
        with_steps(world.record, RECORD_STEPS[state])
        answer = client_of("district").post(f"{API}/evidence/{world.record.pk}/{verb}/", STEP)
        if verb in OPEN_ON_RECORDS[state]:
            assert answer.status_code == 200, answer.content
            assert [step["verb"] for step in answer.json()["steps"]] == [*RECORD_STEPS[state], verb]
            assert AuditEntry.objects.filter(verb=f"{verb}_evidence", who="district", why=STEP["reason"]).exists()
        else:
            refused(answer, 409)
            assert world.record.number in answer.json()["detail"]
            assert world.record.steps.count() == len(RECORD_STEPS[state])

    @pytest.mark.parametrize("verb", ["object", "uphold", "repair", "withdraw"])
    @pytest.mark.parametrize("who", [who for who in ROLES if who not in DECIDE])
    def test_is_decided_by_nobody_else_in_any_state(self, world, client_of, who, verb):
        with_steps(world.record, ["object"])
        refused(client_of(who).post(f"{API}/evidence/{world.record.pk}/{verb}/", STEP), 403)
        assert world.record.steps.count() == 1

    def test_is_called_as_its_moves_say(self, world, client_of):
        client = client_of("district")
        move = told(client, f"{API}/evidence/{world.record.pk}/")["object"]
        assert (move["method"], move["needs"], move["label"]) == ("POST", ["on", "reason"], "收到异议")
        assert client.post(move["href"], STEP).status_code == 200

    def test_tells_the_moves_of_many_in_a_list_if_asked(self, world, client_of):
        rows = client_of("district").get(f"{API}/evidence/?expand=moves").json()["results"]
        assert {move["verb"] for move in rows[0]["moves"]} == OPEN_ON_RECORDS["stands"]
        assert "moves" not in client_of("district").get(f"{API}/evidence/").json()["results"][0]

    def test_has_no_moves_for_a_token_that_may_only_read(self, world, client_of):
        client = client_of("district", read_only=True)
        assert told(client, f"{API}/evidence/{world.record.pk}/") == {}
        refused(client.post(f"{API}/evidence/{world.record.pk}/repair/", STEP), 403)

    def test_of_another_district_is_not_there(self, world, client_of):
        refused(client_of("neighbour").post(f"{API}/evidence/{world.record.pk}/repair/", STEP), 404)

    @pytest.mark.parametrize(
        ("sent", "pointers"),
        [
            ({}, {"#/on", "#/reason"}),
            ({"on": "2026-11-10", "reason": ""}, {"#/reason"}),
            ({"on": "2026-11-10", "reason": "x" * 301}, {"#/reason"}),
            ({"on": "9999-12-31", "reason": "x"}, {"#/on"}),
            ({"on": "0001-01-01", "reason": "x"}, {"#/on"}),
            ({**STEP, "state": "withdrawn"}, {"#/state"}),
        ],
    )
    def test_says_which_field_of_a_step_is_wrong(self, world, client_of, sent, pointers):
        answer = client_of("bureau").post(f"{API}/evidence/{world.record.pk}/withdraw/", sent)
        refused(answer, 400)
        assert {error["pointer"] for error in answer.json()["errors"]} == pointers

    def test_state_is_never_written_directly(self, world, client_of):
        address = f"{API}/evidence/{world.record.pk}/"
        for method in ("patch", "put", "delete"):
            refused(getattr(client_of("bureau"), method)(address, {"state": "withdrawn"}), 405)


class TestRun:
    @pytest.fixture
    def nights(self, people) -> dict[str, Night]:
        book = a_rulebook()
        return {
            "published": a_night(book, date(2026, 11, 18)),
            "large": a_night(book, date(2026, 11, 19), enterprise_count=LARGEST_CHECK + 1),
            "running": a_night(book, state="running", ended_at=None),
        }

    @pytest.mark.parametrize("who", [who for who in ROLES if who != "company"])
    @pytest.mark.parametrize("state", OPEN_ON_RUNS)
    def test_tells_exactly_what_is_open(self, nights, client_of, who, state):
        expected = OPEN_ON_RUNS[state] if who in ("bureau", "system") else set()
        assert set(told(client_of(who), f"{API}/runs/{nights[state].pk}/")) == expected

    @pytest.mark.parametrize("state", OPEN_ON_RUNS)
    def test_is_computed_again_where_that_is_open(self, nights, client_of, state):
        answer = client_of("bureau").post(f"{API}/runs/{nights[state].pk}/recompute/")
        if state == "published":
            assert (answer.status_code, answer.json()["rows"]) == (200, 0)
            assert AuditEntry.objects.filter(verb="recompute_run", who="bureau").exists()
        else:
            refused(answer, 409)

    @pytest.mark.parametrize("who", [who for who in ROLES if who not in ("bureau", "system")])
    def test_is_started_and_checked_by_nobody_else(self, nights, client_of, who):
        refused(client_of(who).post(f"{API}/runs/{nights['published'].pk}/recompute/"), 403)
        refused(client_of(who).post(f"{API}/runs/", {}), 403)

    def test_is_not_started_while_one_is_going_on(self, nights, client_of, monkeypatch):
        asked = []
        monkeypatch.setattr(tasks.run_by_button, "delay", lambda *args, **options: asked.append(args))
        refused(client_of("bureau").post(f"{API}/runs/", {}), 409)
        Night.objects.filter(state="running").update(state="published")
        assert client_of("bureau").post(f"{API}/runs/", {}).status_code == 202
        assert asked == [("bureau",)]


class TestContract:
    ENDS = {"open": None, "dated": date(9999, 12, 31), "ended": date(2026, 1, 1)}

    @pytest.fixture
    def contracts(self, people) -> dict[str, ServiceContract]:
        company = an_enterprise()
        a_company_login(people["company"], company)
        return {state: a_contract(an_estate(), company, ends_on=ends_on) for state, ends_on in self.ENDS.items()}

    @pytest.mark.parametrize("who", ROLES)
    @pytest.mark.parametrize("state", OPEN_ON_CONTRACTS)
    def test_tells_exactly_what_is_open(self, contracts, client_of, who, state):
        expected = OPEN_ON_CONTRACTS[state] if who in EDIT else set()
        assert set(told(client_of(who), f"{API}/contracts/{contracts[state].pk}/")) == expected

    @pytest.mark.parametrize("state", OPEN_ON_CONTRACTS)
    def test_ends_with_a_day_and_a_reason(self, contracts, client_of, state):
        answer = client_of("district").post(
            f"{API}/contracts/{contracts[state].pk}/end/", {"last_day": "2026-06-30", "why": "业主大会决定"}
        )
        if state == "ended":
            refused(answer, 409)
        else:
            assert (answer.status_code, answer.json()["ends_on"]) == (200, "2026-07-01")
            assert AuditEntry.objects.filter(verb="end_contract", why="业主大会决定").exists()

    @pytest.mark.parametrize("who", [who for who in ROLES if who not in EDIT])
    def test_is_ended_by_nobody_else(self, contracts, client_of, who):
        body = {"last_day": "2026-06-30", "why": "x"}
        refused(client_of(who).post(f"{API}/contracts/{contracts['open'].pk}/end/", body), 403)

    @pytest.mark.parametrize(
        ("state", "last_day"),
        [("open", "2023-12-31"), ("open", "9999-12-31"), ("dated", "9999-12-31"), ("open", "soon"), ("open", None)],
    )
    def test_says_that_the_day_is_wrong(self, contracts, client_of, state, last_day):
        body = {"last_day": last_day, "why": "x"}
        answer = client_of("district").post(f"{API}/contracts/{contracts[state].pk}/end/", body)
        refused(answer, 400)
        assert [error["pointer"] for error in answer.json()["errors"]] == ["#/last_day"]
