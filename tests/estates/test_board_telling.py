"""What an estate's page is told of its board, and a compare page of several."""

from datetime import date

import pytest

from estates.board import telling
from estates.models import BoardEntry, BoardItem, ServiceMode
from tests.factories.boards import QUARTERLY, STANDING, an_entry, an_item
from tests.factories.places import a_building, an_estate

ON = date(2026, 11, 20)


def told_of(estate, *, on: date) -> telling.BoardTold:
    return telling.of_estate(estate, BoardItem.objects.in_force(on=on), on=on)


@pytest.mark.django_db
class TestOfAnEstate:
    def test_tells_each_item_of_the_list_in_its_order(self, estate, items, quarter, standing):
        an_item("performance", 12, place=3, due_days=30)
        BoardEntry.objects.filter(pk=standing.pk).update(state="posted", posted_on=date(2026, 11, 3))
        told = told_of(estate, on=ON)
        lines = [(line.item.code, line.how, line.due_on, line.days_late) for line in told.lines]
        assert lines == [
            (STANDING, "posted", date(2026, 10, 31), 0),
            (QUARTERLY, "late", date(2026, 10, 31), 20),
            ("performance", "due", date(2027, 1, 31), 0),
        ]
        assert (told.posted, told.late, told.owed) == (1, 1, 2)
        assert [line.item.code for line in told.open] == [QUARTERLY, "performance"]
        assert (told.lines[0].was_late, told.taken_on, told.next_due_on) == (True, date(2026, 11, 3), date(2027, 1, 31))
        assert not told.is_complete

    @pytest.mark.parametrize(("day", "how"), [(date(2026, 10, 31), "due"), (date(2026, 11, 1), "late")])
    def test_is_late_from_the_day_after_the_last_one(self, estate, quarter, day, how):
        assert next(line.how for line in told_of(estate, on=day).lines if line.entry == quarter) == how

    def test_counts_what_a_check_found_incomplete_as_left_out(self, estate, quarter):
        BoardEntry.objects.filter(pk=quarter.pk).update(
            state="faulty", posted_on=date(2026, 10, 20), checked_on=ON, lacks="没有凭证"
        )
        told = told_of(estate, on=ON)
        assert [(line.how, line.lacks) for line in told.lines if line.entry] == [("late", "没有凭证")]

    def test_tells_the_latest_period_and_no_standing_item_that_was_ended(self, estate, items, quarter, standing):
        later = an_entry(estate, items[QUARTERLY], from_on=date(2026, 10, 1), until_on=date(2027, 1, 1),
                         due_on=date(2027, 1, 31))  # fmt: skip
        BoardEntry.objects.filter(pk=standing.pk).update(until_on=ON)
        assert [line.entry for line in told_of(estate, on=ON).lines] == [None, later]

    def test_asks_for_lifts_only_where_there_are_some(self, estate, items):
        an_item("lifts", 12, only_where="lifts")
        assert len(told_of(estate, on=ON).lines) == 2
        a_building(estate, lifts=1)
        assert len(told_of(estate, on=ON).lines) == 3

    def test_of_an_estate_without_a_company_owes_nothing(self, items):
        told = told_of(an_estate(service_mode=ServiceMode.NONE), on=ON)
        assert (told.needs_board, told.lines, told.is_complete) == (False, (), False)

    def test_asks_few_questions(self, estate, items, quarter, standing, django_assert_num_queries):
        with django_assert_num_queries(3):
            told_of(estate, on=ON)


@pytest.mark.django_db
def test_several_are_told_in_one_question(estate, items, quarter, standing, django_assert_num_queries):
    BoardEntry.objects.filter(pk=standing.pk).update(state="posted", posted_on=date(2026, 10, 3))
    bare, unserved = an_estate(), an_estate(service_mode=ServiceMode.NONE)
    with django_assert_num_queries(1):
        told = telling.of_estates([estate, bare, unserved], on=ON)
    assert {pk: (each.posted, each.late) for pk, each in told.items()} == {estate.pk: (1, 1), bare.pk: (0, 0)}
