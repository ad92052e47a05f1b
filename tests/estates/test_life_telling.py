"""What everybody may read of an estate's life."""

from datetime import date, timedelta

import pytest

from accounts.city import rule_values
from estates import telling
from estates.equipment import actions as equipment
from estates.equipment.actions import NewCheck
from estates.models import Equipment, RenovationItem, RenovationPlan
from estates.renovation import actions as renovation
from estates.renovation.actions import NewItem
from estates.safety import actions as safety
from estates.safety.actions import NewHazard
from tests.estates.living import AT, TODAY
from tests.factories import a_building

pytestmark = pytest.mark.usefixtures("in_english")
ON = {"by": None, "at": AT}


def a_lift(estate, days_ago: int | None, result: str = "passed", kind: str = "lift") -> Equipment:
    made = equipment.register(Equipment(estate=estate, kind=kind), **ON)
    if days_ago is not None:
        check = NewCheck(TODAY - timedelta(days=days_ago), "特检院", result)
        equipment.report_check(made, check=check, **ON)
    return made


def told(estate):
    return telling.of_estate(estate, rule_values(on=TODAY), on=TODAY)


class TestEquipment:
    def test_that_nobody_reported_says_what_is_missing_by_which_article(self, estate):
        a_building(estate, lifts=4)
        found = told(estate).equipment
        assert not found.kinds
        assert found.lifts_missing == 4
        assert "特种设备安全法" in found.articles[0]

    @pytest.mark.parametrize(
        ("since", "due_on"),
        [(date(2020, 1, 1), date(2026, 7, 31)), (date(2026, 7, 1), date(2026, 7, 31)),
         (date(2026, 11, 20), date(2026, 12, 20))],
    )  # fmt: skip
    def test_is_owed_each_half_year_and_from_a_company_once_it_is_there(self, estate, since, due_on):
        assert telling.list_due_on(rule_values(on=TODAY), since=since, on=TODAY) == due_on

    @pytest.mark.parametrize(
        ("days_ago", "result", "kind", "words"),
        [
            (100, "passed", "done", "valid"),
            (347, "passed", "near", "in 18 days"),
            (335, "passed", "near", "in 30 days"),
            (334, "passed", "done", "valid"),
            (365, "passed", "near", "in 0 days"),
            (366, "passed", "late", "1 day late"),
            (403, "passed", "late", "38 days late"),
            (None, "", "late", "never inspected"),
            (3, "failed", "late", "to be inspected again"),
        ],
    )
    def test_says_how_near_the_next_inspection_is(self, estate, days_ago, result, kind, words):
        a_lift(estate, days_ago, result)
        lifts = told(estate).equipment.lifts
        assert (lifts.state, lifts.words) == (kind, words)

    def test_shows_the_nearest_of_a_kind_and_counts_the_late(self, estate):
        for days in (100, 347, 400):
            a_lift(estate, days)
        a_lift(estate, 40, kind="water_tank")
        found = told(estate).equipment
        assert [(kind.kind, kind.count, kind.overdue) for kind in found.kinds] == [("lift", 3, 1), ("water_tank", 1, 0)]
        assert (found.overdue, found.lifts.days_late) == (1, 35)

    def test_tells_what_was_never_inspected_beside_what_is_late(self, estate):
        a_lift(estate, 400)
        a_lift(estate, None)
        lifts = told(estate).equipment.lifts
        assert (lifts.words, lifts.days_late, lifts.never) == ("2 overdue", 35, 1)

    def test_knows_whether_there_are_lifts_at_all(self, estate):
        without = told(estate).equipment
        assert (without.has_lifts, "消防法" in without.articles[0]) == (False, True)
        a_building(estate, lifts=1)
        assert told(estate).equipment.has_lifts


class TestRenovation:
    def test_weighs_progress_by_budget_and_never_rounds_up(self):
        items = [RenovationItem(progress_percent=100, budget_fen=199), RenovationItem(progress_percent=0, budget_fen=1)]
        assert telling.percent_of(items) == 99
        assert telling.percent_of([]) == 0

    def test_is_late_once_its_day_is_over(self, estate):
        new = RenovationPlan(estate=estate, year=2025, title="改造", due_on=TODAY - timedelta(days=1))
        renovation.plan(new, items=[NewItem("basic", "屋面", 100)], **ON)
        assert told(estate).renovation.is_late


def test_safety_counts_what_is_found_removed_and_late(estate):
    for days in (1, 40, 400):
        found_on = TODAY - timedelta(days=days)
        safety.find(estate=estate, hazard=NewHazard("gas", "major", "x", "x", found_on), **ON)
    found = told(estate).safety
    assert (found.found, found.removed, found.open, found.late, found.open_major) == (2, 0, 2, 1, 2)


def test_it_asks_as_many_questions_for_one_as_for_fifty(estate, django_assert_max_num_queries):
    rules = rule_values(on=TODAY)
    for number in range(50):
        Equipment.objects.create(estate=estate, kind="lift", code=f"L{number}")
    with django_assert_max_num_queries(6):
        telling.of_estate(estate, rules, on=TODAY)
