"""Every example of the guides is called, and answered as it says."""

import json
from itertools import count

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.tokens import make_client
from config.examples import ANYTHING, FOLDER, Example, examples, filled
from tests.factories import a_contract, a_grade, a_night, a_record, a_rulebook, an_enterprise, an_estate

GUIDES = sorted(path.name for path in FOLDER.glob("*.md"))


@pytest.fixture
def city_of_the_guide(transactional_db, people):
    """Three estates of a street in 长安区, one of them managed by a company with grade B and one record."""
    estates = [
        an_estate(code=f"130102001000{number}", name=name, households=households, service_mode=mode)
        for number, name, households, mode in [
            (1, "青禾苑", 912, "company"), (2, "槐安里", 240, "none"), (3, "建明花园", 96, "community_trust"),
        ]
    ]  # fmt: skip
    company = an_enterprise(uscc="91130102MA0ABC02YG", name="和煦物业服务有限公司")
    a_contract(estates[0], company)
    rulebook = a_rulebook()
    a_grade(company, a_night(rulebook))
    item = rulebook.items.get(code="B1")
    a_record(item, enterprise=company, estate=estates[0], number="JL-0001", expires_on=None)


@pytest.fixture
def known(city_of_the_guide, people, client_of) -> dict[str, str]:
    """What the reader of a guide has: a token of 长安区's officer, and an OAuth client's id and secret."""
    client, secret = make_client(people["district"], name="区平台", by=people["system"], at=timezone.now())
    key = client_of("district")._credentials["HTTP_AUTHORIZATION"].removeprefix("Token ")
    return {"TOKEN": key, "CLIENT_ID": client.client_id, "CLIENT_SECRET": secret}


def differs(told, answer, known: dict[str, str], place: str = "") -> list[str]:
    """Where an answer is not what the guide tells. What it tells to remember is kept in `known`."""
    if told == ANYTHING:
        return []
    if isinstance(told, str) and told.startswith("$"):
        return [] if known.setdefault(told[1:], str(answer)) == str(answer) else [f"{place}: another {told}"]
    if isinstance(told, dict) and isinstance(answer, dict):
        names = set(told) - {ANYTHING}
        missing = [f"{place}/{name} is not there" for name in names - set(answer)]
        more = [f"{place}/{name} is there too" for name in set(answer) - names if ANYTHING not in told]
        common = ((told[name], answer[name], name) for name in names & set(answer))
        return [*missing, *more, *within(common, known, place)]
    if isinstance(told, list) and isinstance(answer, list) and len(told) == len(answer):
        return within(zip(told, answer, count()), known, place)
    return [] if told == answer and type(told) is type(answer) else [f"{place}: {answer!r}"]


def within(pairs, known: dict[str, str], place: str) -> list[str]:
    return [fault for one, other, name in pairs for fault in differs(one, other, known, f"{place}/{name}")]


def call(example: Example, known: dict[str, str]):
    headers = {name: filled(value, known) for name, value in example.headers.items()}
    kind = headers.pop("Content-Type", "application/json")
    body = b"" if example.body is None else filled(example.body, known).encode()
    return APIClient().generic(example.method, filled(example.target, known), body, kind, headers=headers)


@pytest.mark.parametrize("guide", GUIDES)
def test_answers_are_as_the_guide_says(guide, known):
    for example in examples(guide):
        answer = call(example, known)
        what = f"{example.method} {example.target} answers {answer.content.decode()}"
        assert answer.status_code == example.status or (example.status == 200 and answer.status_code < 300), what
        for name, told in example.answer_headers.items():
            assert differs(told, answer[name], known, name) == [], what
        body = json.loads(answer.content) if answer.content else None
        assert differs(example.answer, body, known) == [], what


def test_the_guides_in_both_languages_show_the_same():
    for name in [guide for guide in GUIDES if ".zh-CN." not in guide]:
        assert examples(name) == examples(name.replace(".md", ".zh-CN.md"))


class TestComparing:
    @pytest.mark.parametrize(
        ("told", "answer"),
        [
            ({"a": 1}, {"a": 2}), ({"a": 1}, {"a": 1, "b": 2}), ({"a": 1, "…": "…"}, {"b": 2}), ([1], [1, 2]),
            ({"a": "1"}, {"a": 1}), ({"a": True}, {"a": 1}), ({"a": "$ID", "b": "$ID"}, {"a": 1, "b": 2}), ({}, []),
        ],
    )  # fmt: skip
    def test_finds_what_differs(self, told, answer):
        assert differs(told, answer, {}) != []

    def test_lets_pass_what_stands_for_anything(self):
        known = {}
        assert differs({"a": "…", "b": ["$ID"], "…": "…"}, {"a": [1], "b": [7], "c": 3}, known) == []
        assert known == {"ID": "7"}
