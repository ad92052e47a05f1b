"""Training: planned for a division, its members asked once, held with sign-in and results."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from openpyxl import load_workbook

from accounts.authority import NotAllowed
from accounts.lifecycle import NotNow
from accounts.models import AuditEntry
from committees.models import Committee, CommitteeLogin, Training, TrainingState
from committees.training import actions
from committees.training.actions import Noted
from committees.training.lifecycle import TRAINING
from tests.factories.owners import a_committee
from tests.factories.places import an_estate

AT = datetime(2026, 11, 17, 2, 0, tzinfo=UTC)
BEGINS = AT + timedelta(days=7)
AFTER = BEGINS + timedelta(hours=3)
OPEN = {"planned": {"amend", "ask", "note", "cancel"}, "held": {"note"}, "cancelled": set()}


def planned(by=None, **told) -> Training:
    values = {
        "region_id": "130102001000", "title": "议事规则", "content": "议事规则与用印", "organiser": "建北街道",
        "begins_at": BEGINS, "hours": Decimal("3"), "place": "街道会议室", **told,
    }  # fmt: skip
    return actions.plan(Training(**values), by=by, at=AT)


@pytest.fixture
def committee(estate):
    return a_committee(estate)


@pytest.fixture
def training(committee, people) -> Training:
    return planned(by=people["street"])


@pytest.fixture
def asked(training, people) -> Training:
    actions.ask(training, by=people["street"], at=AT)
    return training


@pytest.mark.django_db
class TestAsking:
    def test_asks_the_members_in_office_there_once(self, training, committee, people):
        a_committee(an_estate("130108001000"))
        a_committee(an_estate("130102001000"), state="elected", filed_on=None)
        committee.members.filter(place=4).update(left_on=date(2026, 1, 1))
        assert actions.ask(training, by=people["street"], at=AT) == 4
        assert actions.ask(training, by=people["street"], at=AT) == 0
        assert {row.member.committee for row in training.attendances.all()} == {committee}

    def test_may_be_for_chairs_or_new_members_only(self, committee, people):
        assert actions.ask(planned(audience="chairs"), by=people["street"], at=AT) == 1
        with pytest.raises(ValidationError):
            actions.ask(planned(audience="new"), by=people["street"], at=AT)
        committee.members.filter(place=3).update(joined_on=date(2026, 6, 1))
        assert actions.ask(planned(audience="new"), by=people["street"], at=AT) == 1

    def test_is_for_ones_own_region(self, committee, people):
        with pytest.raises(NotAllowed):
            planned(by=people["street"], region_id="130108001000")
        with pytest.raises(NotAllowed):
            planned(by=people["committee"])


@pytest.mark.django_db
class TestNoting:
    def results(self, training, *words):
        return {row.pk: Noted(word, 80) for row, word in zip(training.attendances.all(), words, strict=False)}

    def test_keeps_who_came_and_passed_and_may_be_added_to(self, asked, people):
        note = {"by": people["street"], "at": AFTER}
        actions.note(asked, results=self.results(asked, "passed", "failed", "absent"), **note)
        assert list(asked.attendances.values_list("result", flat=True)) == ["passed", "failed", "absent", "", ""]
        held = actions.note(asked, results=self.results(asked, "passed", "passed"), **note)
        assert held.state == TrainingState.HELD
        assert asked.attendances.filter(result="passed").count() == 2

    def test_is_not_before_it_began(self, asked, people):
        with pytest.raises(NotNow, match=asked.number):
            actions.note(asked, results=self.results(asked, "passed"), by=people["street"], at=AT)

    def test_takes_no_strangers_and_no_other_words(self, asked, people, committee):
        other = planned()
        actions.ask(other, by=None, at=AT)
        for results in ({}, self.results(other, "passed"), self.results(asked, "brilliant")):
            with pytest.raises(ValidationError):
                actions.note(asked, results=results, by=people["street"], at=AFTER)

    @pytest.mark.parametrize(("points", "fine"), [(100, True), (101, False)])
    def test_gives_a_hundred_points_at_most(self, asked, people, points, fine):
        results = {asked.attendances.first().pk: Noted("passed", points)}
        if fine:
            assert actions.note(asked, results=results, by=people["street"], at=AFTER)
            return
        with pytest.raises(ValidationError):
            actions.note(asked, results=results, by=people["street"], at=AFTER)


@pytest.mark.django_db
@pytest.mark.parametrize("state", OPEN)
def test_every_move_is_open_where_the_table_says_and_nowhere_else(asked, people, state):
    by = people["street"]
    results = {asked.attendances.first().pk: Noted("passed")}
    held = {
        "planned": lambda: asked,
        "held": lambda: actions.note(asked, results=results, by=by, at=AFTER),
        "cancelled": lambda: actions.cancel(asked, reason="改期", by=by, at=AT),
    }[state]()
    assert held.state == state
    assert {verb for verb, move in TRAINING.items() if state in move.open_in} == OPEN[state]
    calls = {"amend": {}, "ask": {}, "note": {"results": results}, "cancel": {"reason": "x"}}
    for verb in set(TRAINING) - OPEN[state]:
        with pytest.raises(NotNow, match=asked.number):
            getattr(actions, verb)(held, by=by, at=AFTER, **calls[verb])


@pytest.mark.django_db
def test_a_member_sees_the_trainings_to_which_the_committee_was_asked(asked, committee, people):
    planned()
    CommitteeLogin.objects.create(user=people["committee"], committee=committee)
    assert list(Training.objects.visible_to(people["committee"])) == [asked]
    Committee.objects.filter(pk=committee.pk).update(state="dissolved", ended_on=date(2026, 11, 1))
    assert not Training.objects.visible_to(people["committee"]).exists()
    assert not Training.objects.visible_to(people["company"]).exists()


@pytest.mark.django_db
class TestTheDesk:
    def url(self, training, button="change"):
        return f"/admin/committees/training/{training.pk}/{button}/"

    def test_plans_asks_and_notes(self, committee, people, client):
        client.force_login(people["street"])
        form = {
            "title": "议事规则", "content": "规则", "organiser": "街道", "region": "130102001000", "audience": "all",
            "hours": "3", "on": "2026-01-05", "clock": "09:00", "place": "街道",
        }  # fmt: skip
        assert client.post("/admin/committees/training/add/", form).status_code == 302
        training = Training.objects.get()
        assert client.post(self.url(training, "ask")).status_code == 302
        key = training.attendances.first().pk
        page = client.get(self.url(training, "note")).content.decode()
        assert "李**" in page
        assert (
            client.post(self.url(training, "note"), {f"result_{key}": "passed", f"points_{key}": "90"}).status_code
            == 302
        )
        assert training.attendances.get(pk=key).points == 90
        listed = client.get("/admin/committees/training/").content.decode()
        assert training.number in listed

    def test_hands_out_the_list_without_names_and_records_it(self, asked, people, client):
        client.force_login(people["street"])
        answer = client.post(self.url(asked, "list"))
        assert answer["Content-Disposition"].endswith(f'"training-{asked.number}.xlsx"')
        rows = list(load_workbook(BytesIO(b"".join(answer.streaming_content))).active.values)
        assert len(rows) == 6
        assert {row[4][0] for row in rows[1:]} == {"李"}
        assert not any("李卫" in row[4] for row in rows[1:])
        assert AuditEntry.objects.filter(verb="export").exists()

    def test_is_closed_to_strangers(self, training, people, client):
        client.force_login(people["neighbour"])
        assert client.get(self.url(training)).status_code == 404


@pytest.mark.django_db
def test_the_api_plans_asks_and_notes_without_names(committee, client_of):
    client = client_of("street")
    body = {
        "region": "130102001000", "title": "议事规则", "content": "规则", "organiser": "街道", "hours": "2.5",
        "begins_at": "2026-01-05T09:00:00+08:00", "place": "街道",
    }  # fmt: skip
    made = client.post("/api/v1/trainings/", body, format="json")
    assert made.status_code == 201, made.content
    place = f"/api/v1/trainings/{made.json()['number']}/"
    told = client.post(f"{place}ask/", {}, format="json").json()
    assert len(told["attendances"]) == 5
    results = [{"attendance": told["attendances"][0]["id"], "result": "passed", "points": 95}]
    answer = client.post(f"{place}note/", {"results": results}, format="json")
    assert (answer.json()["state"], answer.json()["attendances"][0]["points"]) == ("held", 95)
    assert "李" not in answer.content.decode()
