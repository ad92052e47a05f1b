"""What is told as open works, and nothing else does: every verb in every state, by those who have a part in it."""

import pytest
from django.db import transaction

from complaints.api.verbs import FORMS
from tests.factories.complaints import ROADS, a_complaint

PEOPLE = {"street": tuple(FORMS), "company": tuple(FORMS), "bureau": ("name_owner", "dispatch", "answer")}
"""The bureau has the street's verbs and one more."""
BODIES = {
    "refuse": {"reason": "not-property"},
    "ask": {"text": "请补充楼号。"},
    "hand_back": {"reason": "不属于本项目"},
    "answer": {"text": "已联系维保单位。", "solved": False},
    "ask_extension": {"workdays": 2, "reason": "等待配件"},
    "refuse_extension": {"note": "理由不足"},
    "return_answer": {"note": "答非所问"},
    "find_false": {"text": "现场仍未修复"},
    "find_solved": {"text": "现场已修复"},
    "find_unfounded": {"text": "现场不属实"},
    "part": {"reason": "不是同一件事"},
    "escalate": {"why": "需要上级协调"},
    "clear": {"reason": "属实"},
    "discount": {"reason": "刷件"},
}


class Undone(Exception):
    pass


def called(client, complaint, verb: str, body: dict) -> int:
    """The status of a call of which nothing stays."""
    status = 0
    try:
        with transaction.atomic():
            address = f"/api/v1/complaints/{complaint.number}/{verb.replace('_', '-')}/"
            status = client.post(address, body).status_code
            raise Undone
    except Undone:
        return status


@pytest.mark.parametrize("state", [*map(str, ROADS)])
def test_what_is_told_as_open_works_and_nothing_else(state, complaint, road, client_of, enterprise, monkeypatch):
    other = a_complaint(complaint.estate)
    road.to(complaint, state)
    monkeypatch.setattr("django.utils.timezone.now", road.later)
    handing = {"handler": "company", "enterprise": enterprise.uscc, "note": "属其职责"}
    bodies = {
        **BODIES,
        "join": {"to": other.number},
        **dict.fromkeys(("dispatch", "redispatch", "name_owner"), handing),
    }
    for person, verbs in PEOPLE.items():
        client = client_of(person)
        seen = client.get(f"/api/v1/complaints/{complaint.number}/")
        told = {move["verb"] for move in seen.json().get("moves", [])}
        for verb in verbs:
            status = called(client, complaint, verb, bodies.get(verb, {}))
            expected = {200, 204} if verb in told else {403, 404, 409}
            assert status in expected, f"{person} {verb} in {state}: {status}, told {sorted(told)}"


@pytest.mark.parametrize("verb", FORMS)
def test_nothing_is_done_to_what_has_changed_since_it_was_read(verb, complaint, client_of):
    address = f"/api/v1/complaints/{complaint.number}/{verb.replace('_', '-')}/"
    name = "bureau" if verb == "name_owner" else "company" if verb == "appeal" else "street"
    answer = client_of(name).post(address, BODIES.get(verb, {}), headers={"if-match": '"old"'})
    assert answer.status_code == 412, answer.content
    complaint.refresh_from_db()
    assert complaint.version == 1
