"""What hangs: opened by the night, reported by the company, looked at by an officer."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import DatabaseError, IntegrityError, transaction

from accounts.authority import NotAllowed
from accounts.lifecycle import NotNow
from accounts.models import AuditEntry, Role, User
from enterprises.models import ServiceContract
from estates.board import actions, opening
from estates.board.lifecycle import ENTRY
from estates.models import BoardEntry, BoardItem, BoardProof, ServiceMode
from tests.factories.boards import QUARTERLY, STANDING, an_entry, an_item
from tests.factories.companies import a_company_login, an_enterprise
from tests.factories.places import a_building, an_estate

AT = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)
ON = date(2026, 10, 20)
OPEN = {
    "due": {"put_up"},
    "posted": {"add_proof", "find_complete", "find_faulty"},
    "faulty": {"put_up", "find_complete"},
}
"""Written by hand: what may be done in each state."""


def put_up(entry, by, posted_on=date(2026, 10, 18), **more):
    return actions.put_up(entry, posted_on=posted_on, by=by, at=AT, **more)


def test_the_table_of_verbs_is_the_one_written_by_hand():
    assert {state: {move.verb for move in ENTRY.values() if state in move.open_in} for state in OPEN} == OPEN


@pytest.mark.django_db
class TestOpening:
    def test_opens_each_item_once_for_each_estate_that_owes_it(self, estate, items):
        an_estate(service_mode=ServiceMode.NONE)
        assert opening.open_due(on=date(2026, 10, 1)) == 2
        assert opening.open_due(on=date(2026, 10, 2)) == 0
        assert sorted(BoardEntry.objects.values_list("item__code", "from_on", "until_on", "due_on")) == [
            (STANDING, date(2026, 10, 1), None, date(2026, 10, 16)),
            (QUARTERLY, date(2026, 7, 1), date(2026, 10, 1), date(2026, 11, 1)),
        ]

    def test_asks_nobody_for_what_was_over_before_the_item_came_into_force(self, estate, rules):
        an_item("parking", 3, from_on=date(2026, 10, 1))
        assert opening.open_due(on=date(2026, 10, 5)) == 0
        assert opening.open_due(on=date(2027, 1, 1)) == 1

    def test_gives_its_term_to_an_estate_that_comes_later(self, items):
        late = an_estate()
        opening.open_due(on=date(2026, 12, 20))
        assert late.board_entries.get(item=items[QUARTERLY]).due_on == date(2027, 1, 20)

    def test_asks_for_lifts_only_where_there_are_some(self, estate, rules):
        an_item("lifts", 12, only_where="lifts", from_on=date(2025, 1, 1))
        high = an_estate()
        a_building(high, lifts=2)
        a_building(estate, lifts=0)
        opening.open_due(on=date(2026, 10, 1))
        assert list(BoardEntry.objects.values_list("estate", flat=True)) == [high.pk]

    def test_ends_what_hung_for_good_where_nobody_owes_it_any_more(self, estate, items):
        opening.open_due(on=date(2026, 10, 1))
        type(estate).objects.filter(pk=estate.pk).update(service_mode=ServiceMode.NONE)
        opening.open_due(on=date(2026, 10, 9))
        assert BoardEntry.objects.get(item__code=STANDING).until_on == date(2026, 10, 9)
        type(estate).objects.filter(pk=estate.pk).update(service_mode=ServiceMode.COMPANY)
        assert opening.open_due(on=date(2026, 10, 12)) == 1


@pytest.mark.django_db
class TestPosting:
    def test_is_kept_with_its_photos_and_audited(self, quarter, company):
        held = put_up(quarter, company, proofs=[ContentFile(b"x", name="a.jpg")])
        assert (held.state, held.posted_on, held.reported_by) == ("posted", date(2026, 10, 18), company)
        assert held.hangs_until_on == date(2026, 10, 18) + timedelta(days=15)
        assert held.proofs.get().file.name.startswith("board/")
        assert AuditEntry.objects.get(verb="put_up_board_entry").after["posted_on"] == "2026-10-18"

    def test_of_what_hangs_for_good_has_no_end(self, standing, company):
        assert put_up(standing, company, date(2024, 1, 1)).hangs_until_on is None

    @pytest.mark.parametrize("day", ["2026-10-21", "2026-06-30", "2026-10-12"])
    def test_refuses_days_to_come_days_before_the_period_and_days_told_too_late(self, quarter, company, day):
        with pytest.raises(ValidationError) as fault:
            put_up(quarter, company, date.fromisoformat(day))
        assert list(fault.value.message_dict) == ["posted_on"]

    def test_may_be_entered_by_an_officer_for_any_day_of_its_time(self, quarter, people):
        assert put_up(quarter, people["street"], date(2026, 10, 12)).is_complete

    def test_late_is_late(self, quarter, people):
        quarter.due_on = date(2026, 10, 17)
        quarter.save(update_fields=["due_on"])
        assert put_up(quarter, people["street"]).was_late

    def test_is_for_the_company_that_manages_the_estate_that_day(self, quarter, company):
        ServiceContract.objects.update(ends_on=ON)
        with pytest.raises(NotAllowed):
            put_up(quarter, company)

    def test_is_for_nobody_elses_estates(self, quarter, people):
        rival = User.objects.create_user("rival", "x", role=Role.COMPANY)
        a_company_login(rival, an_enterprise())
        for person in (rival, people["neighbour"]):
            with pytest.raises((NotAllowed, BoardEntry.DoesNotExist)):
                put_up(quarter, person)

    def test_is_done_once(self, quarter, company):
        put_up(quarter, company)
        with pytest.raises(NotNow):
            put_up(quarter, company)

    def test_takes_further_photos_without_moving_its_days(self, quarter, company):
        held = put_up(quarter, company)
        actions.add_proof(held, proofs=[ContentFile(b"x", name="b.jpg")], by=company, at=AT + timedelta(days=5))
        held.refresh_from_db()
        assert (held.posted_on, held.proofs.count()) == (date(2026, 10, 18), 1)
        with pytest.raises(ValidationError):
            actions.add_proof(held, proofs=[], by=company, at=AT)


@pytest.mark.django_db
class TestChecking:
    def test_finds_something_missing_until_it_is_posted_anew(self, quarter, company, people):
        held = put_up(quarter, company)
        found = actions.find_faulty(held, lacks="没有缴费凭证", by=people["inspector"], at=AT)
        assert (found.state, found.lacks, found.checked_on) == ("faulty", "没有缴费凭证", ON)
        again = put_up(found, company, date(2026, 10, 20))
        assert (again.state, again.lacks, again.checked_on) == ("posted", "", None)

    @pytest.mark.parametrize("lacks", [" ", "请联系张三 13900000003"])
    def test_says_what_is_missing_and_names_nobody(self, quarter, company, people, lacks):
        put_up(quarter, company)
        with pytest.raises(ValidationError):
            actions.find_faulty(quarter, lacks=lacks, by=people["street"], at=AT)

    def test_is_not_for_companies(self, quarter, company):
        put_up(quarter, company)
        with pytest.raises(NotAllowed):
            actions.find_complete(quarter, by=company, at=AT)


@pytest.mark.django_db
class TestTheList:
    def test_is_kept_by_the_bureau(self, items, people):
        item = items[STANDING]
        item.name = "营业执照"
        with pytest.raises(NotAllowed):
            actions.keep_item(item, by=people["district"], at=AT)
        assert actions.keep_item(item, by=people["bureau"], at=AT).name == "营业执照"

    @pytest.mark.parametrize(("field", "value"), [("code", "paper"), ("every_months", 12)])
    def test_keeps_the_code_and_cycle_on_which_entries_hang(self, items, people, field, value):
        setattr(items[STANDING], field, value)
        with pytest.raises(ValidationError) as fault:
            actions.keep_item(items[STANDING], by=people["bureau"], at=AT)
        assert list(fault.value.message_dict) == [field]


@pytest.mark.django_db
class TestTheDatabase:
    @pytest.mark.parametrize(
        ("values", "name"),
        [
            ({"state": "posted"}, "posted_board_entry_has_its_day"),
            ({"posted_on": ON}, "posted_board_entry_has_its_day"),
            ({"state": "faulty", "posted_on": ON}, "faulty_board_entry_says_what_is_missing"),
            ({"until_on": date(2026, 7, 1)}, "board_entry_is_about_some_days"),
        ],
    )
    def test_refuses_entries_that_contradict_themselves(self, quarter, values, name):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            BoardEntry.objects.filter(pk=quarter.pk).update(**values)

    def test_has_one_entry_for_a_period(self, quarter, estate):
        with pytest.raises(IntegrityError, match="one_board_entry_per_period"), transaction.atomic():
            an_entry(estate, quarter.item)

    @pytest.mark.parametrize(
        ("values", "name"),
        [
            ({"until_on": date(2026, 1, 1)}, "board_item_is_in_force_for_some_days"),
            ({"every_months": 5}, "board_item_has_a_cycle"),
        ],
    )
    def test_refuses_items_that_are_none(self, items, values, name):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            BoardItem.objects.filter(code=STANDING).update(**values)

    def test_keeps_photos_as_they_were_added(self, quarter):
        proof = BoardProof.objects.create(entry=quarter, file="board/x.jpg", added_at=AT)
        with pytest.raises(DatabaseError, match="Cannot update rows"), transaction.atomic():
            BoardProof.objects.filter(pk=proof.pk).update(added_at=AT + timedelta(days=1))


@pytest.mark.django_db
def test_what_is_late_is_left_out_of_what_was_ended(estate, items, quarter, standing):
    assert set(BoardEntry.objects.late(on=date(2026, 11, 1))) == {quarter, standing}
    assert set(BoardEntry.objects.late(on=date(2026, 10, 31))) == set()
    BoardEntry.objects.filter(pk=standing.pk).update(until_on=date(2026, 11, 1))
    BoardItem.objects.filter(code=QUARTERLY).update(until_on=date(2026, 11, 1))
    assert set(BoardEntry.objects.late(on=date(2026, 11, 1))) == set()
