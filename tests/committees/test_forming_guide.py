"""The guide through a formation: what is due next, by which article and day, what is missing."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from accounts.actions import shipped_rule_values
from committees.forming.facts import steps_of
from committees.forming.guide import Facts, next_step, steps
from committees.forming.law import FormingLaw
from committees.terms import read
from tests.factories.forming import Forming

APPLIED = date(2026, 9, 1)
SEVEN = ("owner",) * 4 + ("street", "community", "developer")


@pytest.fixture(scope="module")
def law() -> FormingLaw:
    rows = {value.key: value for value in shipped_rule_values(date(2020, 1, 1))}
    return read(FormingLaw, "", rows, APPLIED)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def facts(**known) -> Facts:
    return Facts(**{"kind": "first", "households": 400, "applied_on": APPLIED, **known})


def step_of(key: str, law: FormingLaw, **known):
    return next(step for step in steps(facts(**known), law) if step.key == key)


class TestFirstAssembly:
    def test_goes_from_the_application_to_the_answer(self, law):
        assert [step.key for step in steps(facts(), law)] == [
            "apply", "check", "group", "post_group", "candidates", "announce", "vote", "first_meeting", "post_names",
            "file", "answer",
        ]  # fmt: skip

    def test_is_to_be_checked_next(self, law):
        step = next_step(steps(facts(ground_faults=["too little"]), law))
        assert (step.key, step.due_on, step.missing) == ("check", date(2026, 10, 1), ("too little",))

    def test_says_what_the_group_lacks(self, law):
        step = step_of("group", law, checked_on=date(2026, 9, 2), group=SEVEN[:6], group_head="street")
        assert step.due_on == date(2026, 10, 2)
        assert len(step.missing) == 2

    def test_counts_back_from_the_assembly(self, law):
        known = {
            "checked_on": date(2026, 9, 2),
            "group": SEVEN,
            "group_head": "street",
            "grouped_on": date(2026, 9, 10),
        }
        due = {step.key: step.due_on for step in steps(facts(**known), law)}
        assert due["vote"] == date(2026, 11, 9)
        assert due["announce"] == date(2026, 10, 25)
        assert due["post_group"] == date(2026, 10, 17)

    def test_counts_candidates(self, law):
        step = step_of("candidates", law, candidates_sound=4, candidates_unchecked=2)
        assert [words[0] for words in step.missing] == ["2", "4"]
        assert step_of("candidates", law, candidates_sound=5).missing == ()

    def test_of_a_small_estate_needs_three_candidates(self, law):
        assert step_of("candidates", law, households=100, candidates_sound=3).missing == ()

    def test_has_its_terms_after_the_election(self, law):
        due = {step.key: step.due_on for step in steps(facts(elected_on=date(2026, 11, 2)), law)}
        assert due["first_meeting"] == date(2026, 11, 9)
        assert due["post_names"] == date(2026, 11, 5)
        assert due["file"] == date(2026, 12, 2)

    def test_names_the_article_of_every_step(self, law):
        assert all(step.article for step in steps(facts(), law))


class TestStep:
    def test_is_late_after_its_day(self, law):
        step = step_of("check", law)
        assert not step.was_late(date(2026, 10, 1))
        assert step.was_late(date(2026, 10, 2))

    def test_stays_late_when_it_was_done_late(self, law):
        assert step_of("check", law, checked_on=date(2026, 10, 2)).was_late(date(2027, 1, 1))
        assert not step_of("check", law, checked_on=date(2026, 10, 1)).was_late(date(2027, 1, 1))

    def test_misses_nothing_once_it_is_done(self, law):
        assert step_of("check", law, ground_faults=["too little"], checked_on=APPLIED).missing == ()


class TestOtherWays:
    def test_a_reelection_has_its_group_and_its_handover(self, law):
        found = {step.key: step for step in steps(facts(kind="reelection", checked_on=APPLIED, succeeds=True), law)}
        assert found["regroup"].due_on == date(2026, 10, 31)
        assert "hand_over" in found

    def test_a_management_committee_is_named_and_not_elected(self, law):
        keys = [step.key for step in steps(facts(kind="management"), law)]
        assert {"name", "post_named", "found"} <= set(keys)
        assert not {"candidates", "vote"} & set(keys)

    def test_other_figures_move_the_days(self, law):
        longer = replace(law, forming=replace(law.forming, check_days=law.group.reelection_days))
        assert step_of("check", longer).due_on == date(2026, 10, 31)


@pytest.mark.django_db
def test_a_formation_tells_its_own_steps(estate):
    road = Forming(estate).applied().checked().grouped().posted().with_candidates(3)
    step = next_step(steps_of(road.formation, road.at.date()))
    assert step.key == "candidates"
    assert "3 candidates" in step.missing[0]
    road.stands(3)
    road.stands(4)
    road.announced()
    step = next_step(steps_of(road.formation, road.at.date()))
    assert step.key == "vote"
    assert step.missing == ("draft",)
