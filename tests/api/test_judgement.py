"""Evidence, grades with their lines, rulebooks and runs in the API."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from kombu.exceptions import OperationalError

from credit.filters import STATES
from credit.models import Evidence, Night, NightState, Rulebook
from credit.night import run
from oversight import tasks
from tests.conftest import NOW
from tests.factories import (
    a_contract,
    a_grade,
    a_manager,
    a_night,
    a_record,
    a_rulebook,
    a_world,
    an_enterprise,
    an_estate,
)

API = "/api/v1"


def a_record_document(**values) -> dict:
    return {
        "number": "XY-2026-1", "item": "B1", "occurred_on": "2026-05-01", "decided_on": "2026-05-10",
        "source": "inspection", "fact": "公示栏缺项", **values,
    }  # fmt: skip


class TestEvidence:
    @pytest.fixture
    def company(self, people):
        a_rulebook()
        return an_enterprise()

    def record(self, client, **values):
        return client.post(f"{API}/evidence/", a_record_document(**values))

    def test_is_recorded_and_priced_by_the_rulebook_of_its_day(self, company, client_of):
        answer = self.record(client_of("inspector"), enterprise=company.uscc)
        assert answer.status_code == 201, answer.content
        row = answer.json()
        assert (row["points"], row["state"], row["expires_on"]) == (-5, "effective", "2027-05-11")
        assert row["postings"] == [
            {
                "subject": "enterprise", "enterprise": company.uscc, "enterprise_name": company.name, "points": -5,
                "counts_from": "2026-05-10", "counts_until": "2027-05-11",
            }
        ]  # fmt: skip

    def test_names_the_field_that_the_ledger_refuses(self, company, client_of):
        answer = self.record(client_of("inspector"), enterprise=company.uscc, item="X9")
        assert [error["pointer"] for error in answer.json()["errors"]] == ["#/item"]
        answer = self.record(client_of("inspector"), enterprise=company.uscc, decided_on="2026-04-01")
        assert [error["pointer"] for error in answer.json()["errors"]] == ["#/decided_on"]
        answer = self.record(client_of("inspector"))
        assert [error["pointer"] for error in answer.json()["errors"]] == ["#/enterprise"]

    def test_with_a_number_that_is_taken_is_refused(self, company, client_of):
        self.record(client_of("inspector"), enterprise=company.uscc)
        answer = self.record(client_of("inspector"), enterprise=company.uscc)
        assert [error["pointer"] for error in answer.json()["errors"]] == ["#/number"]
        assert Evidence.objects.count() == 1

    def test_with_a_field_that_nobody_knows_is_refused(self, company, client_of):
        answer = self.record(client_of("inspector"), enterprise=company.uscc, nonsense=1)
        assert answer.status_code == 400
        assert [error["pointer"] for error in answer.json()["errors"]] == ["#/nonsense"]
        assert not Evidence.objects.exists()

    def test_does_not_end_by_a_step_with_a_field_that_nobody_knows(self, company, client_of):
        key = self.record(client_of("inspector"), enterprise=company.uscc).json()["id"]
        ending = {"on": "2026-08-01", "reason": "已整改", "because": "x"}
        answer = client_of("bureau").post(f"{API}/evidence/{key}/repair/", ending)
        assert [error["pointer"] for error in answer.json()["errors"]] == ["#/because"]

    @pytest.mark.parametrize(("verb", "state"), [("withdraw", "withdrawn"), ("repair", "repaired")])
    def test_ends_with_a_step_and_keeps_its_past(self, company, client_of, verb, state):
        key = self.record(client_of("inspector"), enterprise=company.uscc).json()["id"]
        client = client_of("bureau")
        answer = client.post(f"{API}/evidence/{key}/{verb}/", {"on": "2026-08-01", "reason": "已整改"})
        assert answer.status_code == 200, answer.content
        assert answer.json()["state"] == state
        assert [(step["verb"], step["role"], step["reason"]) for step in answer.json()["steps"]] == [
            (verb, "bureau", "已整改")
        ]
        assert client.get(f"{API}/evidence/{key}/?on=2026-07-31").json()["state"] == "effective"
        again = client.post(f"{API}/evidence/{key}/{verb}/", {"on": "2026-08-01", "reason": "再来一次"})
        assert again.status_code == 409

    @pytest.mark.parametrize("day", ["2036-01-01", "2026-05-09"])
    def test_does_not_end_in_the_future_or_before_its_decision(self, company, client_of, day):
        key = self.record(client_of("inspector"), enterprise=company.uscc).json()["id"]
        answer = client_of("bureau").post(f"{API}/evidence/{key}/withdraw/", {"on": day, "reason": "不属实"})
        assert answer.status_code == 400
        assert [error["pointer"] for error in answer.json()["errors"]] == ["#/on"]

    @pytest.mark.parametrize("name", ["occurred_on", "decided_on"])
    def test_is_not_of_a_day_to_come(self, company, client_of, name):
        answer = self.record(
            client_of("inspector"),
            enterprise=company.uscc,
            decided_on="2036-05-10",
            **({"occurred_on": "2036-05-10"} if name == "occurred_on" else {}),
        )
        assert f"#/{name}" in [error["pointer"] for error in answer.json()["errors"]]
        assert not Evidence.objects.exists()

    @pytest.mark.parametrize("who", ["district", "street"])
    def test_about_a_company_from_elsewhere_is_seen_where_it_manages(self, people, client_of, who):
        rulebook = a_rulebook()
        company = an_enterprise("130108000000")
        a_contract(an_estate(), company, ends_on=date(2025, 1, 1))
        answer = self.record(client_of(who), enterprise=company.uscc)
        assert answer.status_code == 201, answer.content
        assert client_of(who).get(f"{API}/evidence/?region=130102000000").json()["count"] == 1
        a_record(rulebook.items.get(code="B1"), enterprise=an_enterprise("130108000000"))
        assert client_of(who).get(f"{API}/evidence/").json()["count"] == 1

    def test_about_a_manager_only_is_seen_by_its_recorder(self, people, client_of):
        item = a_rulebook(published=False).items.get(code="B1")
        item.subject = "manager"
        item.save()
        rulebook = item.rulebook
        rulebook.state, rulebook.effective_from, rulebook.published_at = "published", date(2024, 1, 1), NOW
        rulebook.save()
        company = an_enterprise("130108000000")
        a_contract(an_estate(), company)
        answer = self.record(client_of("street"), manager=a_manager(company).number)
        assert answer.status_code == 201, answer.content
        assert client_of("neighbour").get(f"{API}/evidence/").json()["count"] == 1

    def test_is_not_decided_by_who_may_only_record(self, company, client_of):
        key = self.record(client_of("inspector"), enterprise=company.uscc).json()["id"]
        assert client_of("inspector").post(f"{API}/evidence/{key}/withdraw/", {}).status_code == 403

    def test_is_found_by_state_company_and_words(self, people, client_of):
        rulebook = a_rulebook()
        company, other = an_enterprise(), an_enterprise()
        bad, good = rulebook.items.get(code="B1"), rulebook.items.get(code="G1")
        old = a_record(bad, enterprise=company, on=date(2024, 3, 1), fact="占道")
        new = a_record(good, enterprise=other)
        client = client_of("bureau")

        def numbers(**query):
            answer = client.get(f"{API}/evidence/", query)
            assert answer.status_code == 200, answer.content
            return [row["number"] for row in answer.json()["results"]]

        assert numbers(state="expired") == [old.number]
        assert numbers(state="effective,noticed") == [new.number]
        assert numbers(state="effective", on="2024-06-01") == [old.number]
        assert numbers(enterprise=other.uscc) == [new.number]
        assert numbers(search="占") == [old.number]
        assert numbers(direction="good") == [new.number]
        assert numbers(decided_from="2025-01-01", item="G1") == [new.number]
        assert numbers(ordering="decided_on") == [old.number, new.number]

    def test_about_an_estate_elsewhere_cannot_be_recorded(self, people, client_of):
        a_rulebook()
        estate = an_estate("130108001000")
        answer = self.record(client_of("district"), estate=estate.code)
        assert [error["pointer"] for error in answer.json()["errors"]] == ["#/estate"]


class TestGrade:
    def test_is_the_sum_of_its_lines_and_each_line_opens_its_records(self, people, client_of):
        world = a_world()
        client = client_of("district")
        grade = client.get(f"{API}/grades/{world.grade.pk}/").json()
        assert sum(line["points"] for line in grade["lines"]) == grade["score"] == 95
        line = next(line for line in grade["lines"] if line["item"] == "B1")
        assert (line["article"], line["points"], line["count"]) == ("第1条", -5, 1)
        records = client.get(line["records"]).json()
        assert [row["number"] for row in records["results"]] == [world.record.number]

    def test_lines_of_many_cost_what_those_of_one_do(self, people, client_of):
        world, client = a_world(), client_of("district")
        address = f"{API}/grades/?expand=lines"
        client.get(address)
        with CaptureQueriesContext(connection) as of_one:
            client.get(address)
        for _company in range(5):
            a_grade(an_enterprise("130102000000"), world.night)
        with CaptureQueriesContext(connection) as of_many:
            assert all(grade["lines"] for grade in client.get(address).json()["results"])
        assert len(of_many) == len(of_one)

    def test_of_a_day_and_of_a_run(self, people, client_of):
        world = a_world()
        client = client_of("bureau")

        def grades(**query):
            return [row["grade"] for row in client.get(f"{API}/grades/", query).json()["results"]]

        assert grades() == ["B"]
        assert grades(on="2026-11-19") == ["A"]
        assert grades(on="2026-11-18") == []
        first = Night.objects.order_by("pk").first()
        assert grades(run=first.pk) == ["A"]
        assert grades(run=first.pk, on="2026-11-20") == []
        assert grades(enterprise=world.enterprise.uscc, grade="C,D") == []

    def test_has_no_score_while_there_is_no_letter(self, people, client_of):
        world = a_world()
        world.grade.grade = "NEW"
        world.grade.save()
        row = client_of("bureau").get(f"{API}/grades/").json()["results"][0]
        assert (row["grade"], row["grade_word"], row["score"]) == ("NEW", "暂未评级", None)


class TestRulebook:
    def test_is_shown_whole(self, people, client_of):
        rulebook = a_rulebook()
        found = client_of("company").get(f"{API}/rulebooks/{rulebook.pk}/").json()
        assert [(band["grade"], band["lower_points"]) for band in found["bands"]] == [
            ("A", 110), ("B", 80), ("C", 60), ("D", None),
        ]  # fmt: skip
        assert [(item["code"], item["fixed_points"], item["article"]) for item in found["items"]] == [
            ("G1", 3, "第1条"), ("B1", -5, "第1条"),
        ]  # fmt: skip
        assert (found["base_points"], found["item_count"]) == (100, 2)

    def test_says_what_an_item_posts_elsewhere_and_its_worked_examples(self, people, client_of):
        draft = a_rulebook(published=False)
        example = {"title": "两次", "records": 2, "expect": -9.5}
        draft.items.filter(code="B1").update(also={"project": "same", "manager": -150}, examples=[example])
        items = client_of("bureau").get(f"{API}/rulebooks/{draft.pk}/").json()["items"]
        (item,) = (item for item in items if item["code"] == "B1")
        assert item["also"] == {"project": None, "manager": -1.5}
        assert item["examples"] == [{**example, "on": None}]

    def test_as_a_draft_is_for_those_who_draft(self, people, client_of):
        draft = a_rulebook(published=False)
        assert client_of("bureau").get(f"{API}/rulebooks/{draft.pk}/").status_code == 200
        for name in ("district", "street", "company", "inspector"):
            assert client_of(name).get(f"{API}/rulebooks/{draft.pk}/").status_code == 404
            assert client_of(name).get(f"{API}/rulebooks/").json()["count"] == 0

    def test_in_force_on_a_day_is_one(self, people, client_of):
        old, new = a_rulebook(), a_rulebook(effective_from=date(2026, 1, 1))
        client = client_of("bureau")
        for day, rulebook in (("2025-12-31", old), ("2026-01-01", new)):
            rows = client.get(f"{API}/rulebooks/?in_force_on={day}").json()["results"]
            assert [row["id"] for row in rows] == [rulebook.pk]
        assert Rulebook.objects.count() == 2


class TestRun:
    def test_is_queued_by_who_may(self, people, client_of, monkeypatch):
        asked = []
        monkeypatch.setattr(tasks.run_by_button, "delay", lambda *args, **options: asked.append((args, options)))
        answer = client_of("bureau").post(f"{API}/runs/", {"full": True})
        assert answer.status_code == 202, answer.content
        assert asked == [(("bureau",), {"full": True})]
        assert client_of("district").post(f"{API}/runs/", {}).status_code == 403

    def test_of_another_day_is_not_promised(self, people, client_of, monkeypatch):
        asked = []
        monkeypatch.setattr(tasks.run_by_button, "delay", lambda *args, **options: asked.append((args, options)))
        answer = client_of("bureau").post(f"{API}/runs/", {"on": "2026-03-31", "x": 1})
        assert answer.status_code == 400
        assert [error["pointer"] for error in answer.json()["errors"]] == ["#/on", "#/x"]
        assert asked == []

    def test_is_not_promised_when_the_queue_is_away(self, people, client_of, monkeypatch):
        def away(*args, **options):
            raise OperationalError("connection refused")

        monkeypatch.setattr(tasks.run_by_button, "delay", away)
        answer = client_of("bureau").post(f"{API}/runs/", {})
        assert answer.status_code == 503
        assert answer["Content-Type"] == "application/problem+json"

    def test_shows_what_a_real_night_did(self, people, client_of):
        a_rulebook()
        company = an_enterprise()
        a_contract(an_estate(), company)
        run(date(2026, 11, 20), kind="command")
        client = client_of("bureau")
        client.post(f"{API}/evidence/", a_record_document(enterprise=company.uscc))
        night = run(date(2026, 11, 21), kind="command")
        row = client.get(f"{API}/runs/{night.pk}/").json()
        assert (row["state"], row["touched_count"], row["enterprise_count"]) == (NightState.PUBLISHED, 1, 1)
        grade = client.get(f"{API}/grades/?run={night.pk}").json()["results"][0]
        assert (grade["enterprise"], grade["score"]) == (company.uscc, 95)
        line = client.get(f"{API}/grades/{grade['id']}/").json()["lines"][-1]
        assert client.get(line["records"]).json()["results"][0]["number"] == "XY-2026-1"

    def test_of_the_past_is_found_by_its_night(self, people, client_of):
        rulebook = a_rulebook()
        a_night(rulebook, date(2026, 11, 19))
        a_night(rulebook, date(2026, 11, 20))
        rows = client_of("street").get(f"{API}/runs/?on_from=2026-11-20").json()["results"]
        assert [row["on"] for row in rows] == ["2026-11-20"]


class TestOrder:
    def test_by_score_puts_those_without_a_letter_last_either_way(self, people, client_of):
        night = a_night(a_rulebook())
        low, high, new = an_enterprise(), an_enterprise(), an_enterprise()
        for company, letter, score in ((low, "C", 7000), (high, "A", 11500), (new, "NEW", 10000)):
            a_grade(company, night, letter, score)
            a_contract(an_estate(), company)
        client = client_of("bureau")
        for place, key in (("grades", "enterprise"), ("enterprises", "uscc"), ("estates", "enterprise")):
            for ordering, expected in (("score", [low, high, new]), ("-score", [high, low, new])):
                rows = client.get(f"{API}/{place}/?ordering={ordering}").json()["results"]
                assert [row[key] for row in rows] == [company.uscc for company in expected]
        assert client.get(f"{API}/grades/?score_from=90&score_to=110").json()["count"] == 0


class TestState:
    def test_as_a_filter_is_the_same_as_the_one_shown(self, people, client_of):
        item = a_rulebook().items.get(code="B1")
        company = an_enterprise()
        for effective in (date(2025, 1, 1), date(2026, 6, 1), date(2027, 1, 1)):
            for expires in (None, date(2027, 6, 1), effective):
                for verbs in ((), ("withdraw",), ("repair",), ("object",)):
                    record = a_record(
                        item, enterprise=company, on=date(2025, 1, 1), effective_on=effective, expires_on=expires
                    )
                    for verb in verbs:
                        record.steps.create(verb=verb, on=date(2026, 7, 1), at=record.recorded_at, reason="x")
        for on in (date(2026, 1, 1), date(2026, 7, 1), date(2026, 11, 20), date(2027, 6, 1)):
            shown = dict(Evidence.objects.with_state(on=on).values_list("pk", "state"))
            assert len(set(shown.values())) > 1
            for state, _word in STATES:
                found = set(Evidence.objects.in_states([state], on=on).values_list("pk", flat=True))
                assert found == {key for key, one in shown.items() if one == state}
