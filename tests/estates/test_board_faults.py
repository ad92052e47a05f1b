"""Faults of boards: found at night, gathered so that they count once, checked, put right or decided."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from accounts.authority import NotAllowed
from accounts.lifecycle import NotNow
from accounts.models import AuditEntry
from estates import evidence
from estates.board import actions, faults, looking
from estates.board.lifecycle import FAULT
from estates.models import BoardEntry, BoardFault, BoardItem, Estate, FaultKind, FaultState, ServiceMode
from tests.factories.boards import QUARTERLY, STANDING, an_entry, an_item
from tests.factories.places import an_estate

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
OVER = AT + timedelta(days=8)
"""The day after the seven days in which it was to be put right."""
OPEN = {
    "reported": {"find_so", "find_unfounded", "note_put_right"},
    "ordered": {"note_put_right", "decide"},
    "unfounded": set(),
    "put_right": set(),
    "decided": {"revoke"},
    "revoked": set(),
}
"""Written by hand: what may be done in each state."""


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T02:00:00+00:00")


def reported(estate, by, **told) -> BoardFault:
    told = {"kind": "missing", "happened_on": date(2026, 11, 10), "words": "大门口没有公示栏。", **told}
    return faults.report(estate=estate, by=by, at=AT, **told)


def ordered(fault, by):
    return faults.find_so(fault, statement="正在制作。", finding="现场未见公示栏。", by=by, at=AT)


def test_the_table_of_verbs_is_the_one_written_by_hand():
    assert {state: {move.verb for move in FAULT.values() if state in move.open_in} for state in OPEN} == OPEN


@pytest.mark.django_db
class TestTheNightsLook:
    @pytest.mark.parametrize(("day", "found"), [("2026-11-07", 0), ("2026-11-08", 1)])
    def test_waits_for_the_citys_days_after_the_last_one(self, quarter, day, found):
        """Due on 31 October and seven days after it: the eighth of November is the first day on which it counts."""
        assert looking.look_over(at=at(day)) == found

    def test_finds_a_day_only_once(self, quarter):
        assert [looking.look_over(at=at("2026-11-10")) for _ in range(2)] == [1, 0]
        fault = BoardFault.objects.get()
        assert (fault.kind, fault.happened_on, list(fault.entries.all())) == ("utilities", date(2026, 11, 1), [quarter])

    def test_gathers_all_that_is_left_out_of_a_board(self, estate, items, standing):
        parking = an_entry(estate, an_item("parking", 3))
        assert looking.look_over(at=at("2026-11-10")) == 1
        later = an_entry(estate, an_item("fund", 6), due_on=date(2026, 11, 5))
        assert looking.look_over(at=at("2026-11-14")) == 0
        assert set(BoardFault.objects.get().entries.all()) == {standing, parking, later}

    def test_leaves_for_the_next_one_what_lapses_while_the_company_has_its_term(self, estate, items, standing, people):
        looking.look_over(at=at("2026-11-10"))
        ordered(BoardFault.objects.get(), people["district"])
        later = an_entry(estate, an_item("fund", 6), due_on=date(2026, 11, 5))
        assert looking.look_over(at=at("2026-11-25")) == 0
        later.refresh_from_db()
        assert later.fault is None

    @pytest.mark.parametrize(
        "change",
        [
            lambda: BoardEntry.objects.update(state="posted", posted_on=date(2026, 11, 1)),
            lambda: BoardItem.objects.update(counts_as=""),
            lambda: BoardItem.objects.update(until_on=date(2026, 11, 1)),
            lambda: Estate.objects.update(service_mode=ServiceMode.NONE),
        ],
    )
    def test_passes_over_what_hangs_or_is_owed_by_nobody(self, quarter, change):
        change()
        assert looking.look_over(at=at("2026-11-20")) == 0

    def test_counts_what_a_check_found_missing_from_the_day_of_the_check(self, quarter, people):
        actions.put_up(quarter, posted_on=date(2026, 10, 20), by=people["street"], at=at("2026-10-20"))
        actions.find_faulty(quarter, lacks="没有凭证", by=people["street"], at=at("2026-11-03"))
        assert looking.look_over(at=at("2026-11-10")) == 0
        assert looking.look_over(at=at("2026-11-11")) == 1
        assert BoardFault.objects.get().happened_on == date(2026, 11, 3)

    def test_counts_anew_what_is_found_missing_after_its_fault_was_over(self, standing, people, other):
        def found_faulty(day: str) -> None:
            actions.put_up(standing, posted_on=at(day).date(), by=people["street"], at=at(day))
            actions.find_faulty(standing, lacks="又被取下", by=people["street"], at=at(day))

        looking.look_over(at=at("2026-11-10"))
        found_faulty("2026-11-11")
        assert looking.look_over(at=at("2026-11-19")) == 0
        first = BoardFault.objects.get()
        assert list(first.entries.all()) == [standing]
        faults.find_unfounded(first, finding="已补贴。", by=people["district"], at=at("2026-11-20"))
        assert looking.look_over(at=at("2026-12-20")) == 0
        found_faulty("2026-12-21")
        assert [looking.look_over(at=at(day)) for day in ("2026-12-28", "2026-12-29")] == [0, 1]
        assert BoardFault.objects.latest("pk").happened_on == date(2026, 12, 21)

    def test_closes_what_was_put_right_before_anybody_checked(self, quarter, people):
        looking.look_over(at=at("2026-11-10"))
        actions.put_up(quarter, posted_on=date(2026, 11, 11), by=people["street"], at=at("2026-11-11"))
        looking.look_over(at=at("2026-11-12"))
        fault = BoardFault.objects.get()
        assert (fault.state, fault.decided_by) == ("put_right", None)
        assert AuditEntry.objects.get(verb="note_put_right_board_fault").who == "portal"

    def test_leaves_what_an_officer_saw_to_the_officers(self, estate, people):
        fault = reported(estate, people["street"])
        looking.look_over(at=OVER)
        fault.refresh_from_db()
        assert fault.state == "reported"

    def test_asks_the_same_questions_for_one_estate_and_for_ten(self, items, estate, django_assert_num_queries):
        looking.look_over(at=at("2026-11-10"))
        for place in (estate, *(an_estate() for _ in range(9))):
            an_entry(place, items[QUARTERLY], state="posted", posted_on=date(2026, 10, 20))
        with django_assert_num_queries(6):
            looking.look_over(at=at("2026-11-10"))


@pytest.mark.django_db
class TestAnOfficersReport:
    def test_says_what_was_seen_on_a_day_that_has_come(self, estate, people):
        for told in ({"words": " "}, {"happened_on": date(2026, 11, 21)}):
            with pytest.raises(ValidationError) as fault:
                reported(estate, people["street"], **told)
            assert list(fault.value.message_dict) == list(told)

    def test_belongs_to_the_one_that_is_open(self, estate, people):
        first = reported(estate, people["street"])
        with pytest.raises(ValidationError, match=first.number):
            reported(estate, people["district"], happened_on=date(2026, 11, 12))
        faults.find_unfounded(first, finding="设在南门。", by=people["district"], at=AT)
        assert reported(estate, people["street"]).pk

    def test_is_for_officers_of_the_place(self, estate, people):
        for name in ("company", "auditor", "committee", "neighbour"):
            with pytest.raises(NotAllowed):
                reported(estate, people[name])


@pytest.mark.django_db
class TestWorkingThrough:
    def test_gives_the_company_its_term_after_it_was_heard(self, estate, people):
        fault = ordered(reported(estate, people["street"]), people["district"])
        assert (fault.state, fault.put_right_by) == ("ordered", date(2026, 11, 27))
        with pytest.raises(ValidationError):
            faults.find_so(reported(estate, people["street"], kind="utilities"), statement="", finding="x",
                           by=people["district"], at=AT)  # fmt: skip

    def test_is_checked_and_decided_by_different_people(self, estate, people, other):
        fault = reported(estate, people["district"])
        with pytest.raises(NotAllowed):
            ordered(fault, people["district"])
        ordered(fault, other)
        with pytest.raises(NotAllowed):
            faults.decide(fault, decision="逾期未设。", by=other, at=OVER)
        with pytest.raises(NotAllowed):
            faults.decide(fault, decision="逾期未设。", by=people["district"], at=OVER)
        assert faults.decide(fault, decision="逾期未设。", by=people["bureau"], at=OVER).state == "decided"
        for decider in (people["district"], other):
            with pytest.raises(IntegrityError, match="board_fault_is_decided_by_somebody_else"), transaction.atomic():
                BoardFault.objects.update(decided_by=decider)

    @pytest.mark.parametrize(("days", "fits"), [(7, False), (8, True)])
    def test_is_decided_only_after_the_term(self, estate, people, other, days, fits):
        fault = ordered(reported(estate, people["street"]), people["district"])
        if fits:
            assert faults.decide(fault, decision="x", by=other, at=AT + timedelta(days=days)).state == "decided"
            return
        with pytest.raises(NotNow, match="2026-11-27"):
            faults.decide(fault, decision="x", by=other, at=AT + timedelta(days=days))

    def test_is_put_right_only_when_all_of_it_is(self, quarter, people, other):
        looking.look_over(at=at("2026-11-10"))
        fault = BoardFault.objects.get()
        ordered(fault, people["district"])
        with pytest.raises(NotNow, match="共用水电分摊"):
            faults.note_put_right(fault, decision="已公示", by=other, at=OVER)
        actions.put_up(quarter, posted_on=date(2026, 11, 20), by=people["street"], at=OVER)
        with pytest.raises(NotNow):
            faults.decide(fault, decision="x", by=other, at=OVER)
        assert faults.note_put_right(fault, decision="已公示", by=other, at=OVER).state == "put_right"


@pytest.mark.django_db
class TestEvidence:
    @pytest.mark.parametrize(
        ("kind", "told"),
        [("missing", "board_missing"), ("utilities", "board_utilities"), ("objection", "board_objection")],
    )
    def test_is_there_once_decided_and_goes_with_the_decision(self, estate, people, other, kind, told):
        fault = ordered(reported(estate, people["street"], kind=kind), people["district"])
        window = {"since": AT, "until": OVER + timedelta(days=1)}
        assert evidence.facts(**window) == []
        faults.decide(fault, decision="逾期未改。", by=other, at=OVER)
        [fact] = evidence.facts(**window)
        assert (fact.kind, fact.number, fact.estate_id, fact.on) == (told, fault.number, estate.pk, date(2026, 11, 10))
        assert fact.key.startswith(fault.number)
        assert evidence.facts(since=OVER + timedelta(seconds=1), until=OVER + timedelta(days=1)) == []
        faults.revoke(fault, reason="经复核不属实", by=people["bureau"], at=OVER)
        assert evidence.facts(**window) == []

    def test_has_a_rule_value_for_each_kind(self, rules):
        from accounts.city import rule_value

        items = {rule_value(f"{kind}_item", on=AT.date()).value for kind in evidence.KINDS.values()}
        assert items == {"R-N01", "R-N03", "R-N32"}
        assert set(evidence.KINDS) == set(FaultKind)


@pytest.mark.django_db
class TestTheDatabase:
    @pytest.mark.parametrize(
        ("values", "name"),
        [
            ({"state": "unfounded"}, "checked_board_fault_says_what_was_found"),
            ({"state": "put_right"}, "decided_board_fault_has_its_decision"),
            ({"state": "ordered", "checked_at": AT, "finding": "x"}, "ordered_board_fault_has_its_day"),
            (
                {"state": "revoked", "checked_at": AT, "finding": "x", "put_right_by": AT.date(), "decided_at": AT,
                 "decision": "x"},
                "revoked_board_fault_says_why",
            ),
        ],
    )  # fmt: skip
    def test_refuses_faults_that_contradict_themselves(self, estate, people, values, name):
        fault = reported(estate, people["street"])
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            BoardFault.objects.filter(pk=fault.pk).update(**values)

    def test_has_one_open_fault_of_a_kind(self, estate, people):
        reported(estate, people["street"])
        with pytest.raises(IntegrityError, match="one_open_board_fault_per_kind"), transaction.atomic():
            BoardFault.objects.create(
                number="GS-2", estate=estate, kind="missing", state=FaultState.ORDERED, happened_on=AT.date(),
                reported_at=AT, checked_at=AT, finding="x", put_right_by=AT.date(),
            )  # fmt: skip

    def test_keeps_entries_and_faults_of_one_estate_together(self, items, standing, people):
        elsewhere = reported(an_estate(), people["street"])
        assert standing.item == items[STANDING]
        with pytest.raises(DatabaseError, match="another estate"), transaction.atomic():
            BoardEntry.objects.filter(pk=standing.pk).update(fault=elsewhere)
