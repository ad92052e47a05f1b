"""A report of public revenue: owed, written down, posted, corrected; what the database refuses; money that arrives."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts.authority import NotAllowed
from accounts.lifecycle import NotNow
from accounts.models import AuditEntry, RuleValue
from fees.funds import actions as funds
from fees.models import FundBlock, RevenueLine, RevenueReport
from fees.models.revenue import ReportState, RevenueSource, Side
from fees.revenue import arriving, reporting
from fees.revenue.accounts import Entry
from fees.revenue.lifecycle import CONTRACT, REPORT
from tests.factories import a_contract, an_estate
from tests.fees.funded import a_block, pay_in
from tests.fees.revenue.accounted import (
    ADVERTS,
    COSTS,
    FUND,
    IN_TIME,
    LATE,
    OPENED,
    PARKING,
    Q3,
    Q4,
    a_pdf,
    a_posted,
    a_revenue_contract,
    an_owed,
    written,
)

pytestmark = pytest.mark.usefixtures("in_english")

OPEN = {
    "owed": {"write", "add_proof", "post", "drop"},
    "posted": {"add_proof", "correct", "note_arrived"},
    "replaced": set(),
    "dropped": set(),
}
"""Written by hand: what may be done in each state."""


def low_fund(estate, first: int = 1_000_00, left: int = 299_99) -> FundBlock:
    """A fund of which so many fen are left of the first deposit; put straight in, as a bank would report it."""
    block = a_block(estate, [100])
    pay_in(block, first)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE fees_fundblock SET balance_fen = %s WHERE id = %s", [left, block.pk])
        cursor.execute("SET session_replication_role = DEFAULT")
    return block


def test_the_table_of_verbs_is_what_is_written_by_hand():
    for state in ReportState.values:
        assert {verb for verb, move in REPORT.items() if state in move.open_in} == OPEN[state]
    assert {move.open_in for move in CONTRACT.values()} == {frozenset(["running"])}


@pytest.mark.django_db
class TestOpening:
    def test_every_estate_with_a_company_owes_the_quarter_that_ended(self, report):
        assert (report.from_on, report.until_on, report.due_on) == (Q3, Q4, date(2026, 10, 15))
        assert report.number == f"SZ-20261001-{report.pk:06d}"

    def test_nothing_is_owed_twice(self, report):
        assert reporting.open_owed(on=date(2026, 11, 20), at=LATE) == 0

    def test_an_estate_without_a_company_then_owes_nothing(self, company):
        a_contract(an_estate(), company, begins_on=date(2026, 10, 1))
        assert reporting.open_owed(on=date(2026, 10, 1), at=OPENED) == 0

    def test_opens_with_what_the_quarter_before_closed_with(self, estate):
        a_posted(estate, PARKING, opened=OPENED - timedelta(days=92), at=IN_TIME - timedelta(days=92))
        assert an_owed(estate).opening_fen == PARKING.amount_fen


@pytest.mark.django_db
class TestWriting:
    def test_sums_its_lines(self, report):
        made = written(report, PARKING, ADVERTS, COSTS, FUND, opening_fen=500)
        assert (made.receipts_fen, made.costs_fen, made.to_fund_fen) == (16_620_000, 3_100_000, 6_760_000)
        assert made.closing_fen == 500 + 16_620_000 - 3_100_000 - 6_760_000

    def test_takes_the_place_of_what_was_written_before(self, report):
        written(report, PARKING, ADVERTS)
        assert written(report, COSTS, opening_fen=COSTS.amount_fen).receipts_fen == 0
        assert report.lines.count() == 1

    def test_line_by_line_comes_to_the_same(self, report):
        for entry in (PARKING, COSTS):
            reporting.add_line(report, entry=entry, by=None, at=IN_TIME)
        report.refresh_from_db()
        assert report.closing_fen == PARKING.amount_fen - COSTS.amount_fen
        made = reporting.strike_line(report, line=report.lines.get(side=Side.COST).pk, by=None, at=IN_TIME)
        assert made.closing_fen == PARKING.amount_fen
        with pytest.raises(ValidationError, match="not there any more"):
            reporting.strike_line(report, line=0, by=None, at=IN_TIME)

    @pytest.mark.parametrize(
        ("entry", "field"),
        [
            (Entry(Side.RECEIPT, "upkeep", 1), "kind"),
            (Entry("gift", "parking", 1), "side"),
            (Entry(Side.COST, "tax", 0), "amount_fen"),
            (Entry(Side.COST, "tax", 1, "字" * 101), "words"),
        ],
    )
    def test_refuses_an_odd_line_at_its_field(self, report, entry, field):
        with pytest.raises(ValidationError) as refused:
            reporting.add_line(report, entry=entry, by=None, at=IN_TIME)
        assert set(refused.value.message_dict) == {field}

    def test_spends_no_more_than_there_is(self, report):
        with pytest.raises(ValidationError, match=r"0\.01 yuan are missing"):
            written(report, Entry(Side.RECEIPT, "parking", 99), Entry(Side.COST, "tax", 100))
        assert not RevenueLine.objects.exists()

    def test_a_receipt_names_a_contract_of_the_same_estate_and_kind(self, report, company):
        mine = a_revenue_contract(report.estate)
        entry = Entry(Side.RECEIPT, RevenueSource.ADVERT, 1, contract=mine)
        assert reporting.add_line(report, entry=entry, by=None, at=IN_TIME).receipts_fen == 1
        other = an_estate()
        a_contract(other, company)
        for wrong in (Entry(Side.RECEIPT, "parking", 1, contract=mine),
                      Entry(Side.RECEIPT, "advert", 1, contract=a_revenue_contract(other))):  # fmt: skip
            with pytest.raises(ValidationError) as refused:
                reporting.add_line(report, entry=wrong, by=None, at=IN_TIME)
            assert set(refused.value.message_dict) == {"contract"}


@pytest.mark.django_db
class TestWhoWrites:
    def test_is_the_company_that_manages_the_estate(self, report, people):
        assert written(report, PARKING, by=people["company"]).receipts_fen == PARKING.amount_fen

    def test_is_the_company_that_managed_it_on_the_last_day_of_the_period(self, report, people, company):
        company.contracts.update(ends_on=Q4)
        assert written(report, PARKING, by=people["company"], at=LATE).receipts_fen
        company.contracts.update(ends_on=Q4 - timedelta(days=1))
        with pytest.raises(RevenueReport.DoesNotExist):
            written(report, PARKING, by=people["company"], at=LATE)

    def test_is_nobody_without_the_right_or_from_elsewhere(self, report, people):
        with pytest.raises(NotAllowed):
            written(report, PARKING, by=people["auditor"])
        with pytest.raises(RevenueReport.DoesNotExist):
            written(report, PARKING, by=people["neighbour"])


@pytest.mark.django_db
class TestPosting:
    def test_hangs_for_thirty_whole_days(self, estate):
        made = a_posted(estate, PARKING)
        assert (made.posted_on, made.shown_until_on) == (date(2026, 10, 14), date(2026, 11, 14))
        assert not made.was_late
        assert AuditEntry.objects.get(verb="post_revenue").after == {"state": "posted"}

    @pytest.mark.parametrize(("day", "late"), [(15, False), (16, True)])
    def test_is_late_from_the_day_after_its_last_day(self, estate, day, late):
        assert a_posted(estate, PARKING, at=IN_TIME.replace(day=day)).was_late is late

    def test_of_nothing_needs_no_proof(self, estate):
        assert a_posted(estate).state == ReportState.POSTED

    def test_wants_a_voucher_or_a_bank_statement(self, report):
        reporting.write(report, opening_fen=0, lines=[PARKING], by=None, at=IN_TIME)
        reporting.add_proof(report, kind="board", title="公示照片", file=a_pdf(), by=None, at=IN_TIME)
        with pytest.raises(ValidationError, match="at least one voucher"):
            reporting.post(report, by=None, at=IN_TIME)

    def test_waits_for_the_end_of_the_period(self, report):
        written(report, PARKING)
        RevenueReport.objects.update(until_on=date(2026, 10, 15))
        with pytest.raises(ValidationError, match="lasts until 2026-10-15"):
            reporting.post(report, by=None, at=IN_TIME)

    def test_opens_with_the_balance_before_or_says_why_not(self, estate):
        a_posted(estate, PARKING, opened=OPENED - timedelta(days=92), at=IN_TIME - timedelta(days=92))
        report = written(an_owed(estate), ADVERTS, opening_fen=1)
        with pytest.raises(ValidationError, match=r"closed with 114,000\.00 yuan"):
            reporting.post(report, by=None, at=IN_TIME)
        report = written(report, ADVERTS, opening_fen=1, opening_note="原企业移交时账户余额为 0.01 元。")
        assert reporting.post(report, by=None, at=IN_TIME).state == ReportState.POSTED

    @pytest.mark.parametrize(("left", "fed"), [(299_99, True), (300_00, False)])
    def test_feeds_the_fund_only_below_thirty_percent(self, estate, left, fed):
        low_fund(estate, left=left)
        report = written(an_owed(estate), PARKING, COSTS)
        assert bool(reporting.faults_of_share(report, *shares_of(report))) is fed

    @pytest.mark.parametrize(("short", "refused"), [(0, False), (1, True)])
    def test_half_of_what_is_left_is_the_least_to_the_fen(self, estate, short, refused):
        low_fund(estate)
        half = (PARKING.amount_fen - COSTS.amount_fen) // 2
        report = written(an_owed(estate), PARKING, COSTS, Entry(Side.TO_FUND, "fund", half - short))
        if not refused:
            assert reporting.post(report, by=None, at=IN_TIME).state == ReportState.POSTED
            return
        with pytest.raises(ValidationError, match=r"50%.*41,500\.00 yuan.*北京条例第七十四条"):
            reporting.post(report, by=None, at=IN_TIME)

    def test_feeds_the_fund_always_where_the_city_says_so(self, estate):
        low_fund(estate, left=1_000_00)
        RuleValue.objects.filter(key="revenue_to_fund_only_low").update(value="0")
        report = written(an_owed(estate), PARKING)
        assert reporting.faults_of_share(report, *shares_of(report))


def shares_of(report):
    from fees.revenue.accounts import Totals
    from fees.revenue.law import revenue_law

    sums = Totals(report.receipts_fen, report.costs_fen, report.to_fund_fen, report.to_owners_fen)
    return sums, revenue_law(IN_TIME.date())


@pytest.mark.django_db
class TestCorrecting:
    def test_takes_the_place_of_the_report_when_it_is_posted(self, estate):
        first = a_posted(estate, PARKING, COSTS)
        second = reporting.correct(first, reason="漏记电梯广告收入。", by=None, at=LATE)
        assert (second.opening_fen, second.closing_fen) == (first.opening_fen, first.closing_fen)
        first.refresh_from_db()
        assert first.state == ReportState.POSTED
        written(second, PARKING, COSTS, ADVERTS, at=LATE)
        second = reporting.post(second, by=None, at=LATE)
        first.refresh_from_db()
        assert (first.state, first.receipts_fen) == (ReportState.REPLACED, PARKING.amount_fen)
        assert not second.was_late

    def test_is_dropped_only_if_it_is_a_correction(self, estate):
        first = a_posted(estate, PARKING)
        second = reporting.correct(first, reason="写错了。", by=None, at=LATE)
        with pytest.raises(NotNow, match="being written already"):
            reporting.correct(first, reason="写错了。", by=None, at=LATE)
        assert reporting.drop(second, by=None, at=LATE).state == ReportState.DROPPED
        assert reporting.correct(first, reason="又想起来。", by=None, at=LATE).pk

    def test_an_owed_report_cannot_be_dropped(self, report):
        with pytest.raises(NotNow, match="is owed"):
            reporting.drop(report, by=None, at=LATE)

    def test_says_why(self, estate):
        with pytest.raises(ValidationError) as silent:
            reporting.correct(a_posted(estate), reason=" ", by=None, at=LATE)
        assert set(silent.value.message_dict) == {"reason"}


@pytest.mark.django_db
class TestArriving:
    def test_moves_the_accounts_of_the_owners_to_the_fen(self, estate, people):
        block = a_block(estate)
        pay_in(block, 100_00, 100_00, 100_00)
        report = a_posted(estate, PARKING, Entry(Side.TO_FUND, "fund", 100_01))
        arriving.note_arrived(report, amount_fen=60_00, arrived_on=date(2026, 10, 18), by=people["district"], at=LATE)
        assert arriving.awaited_fen(report) == 40_01
        arriving.note_arrived(report, amount_fen=40_01, arrived_on=date(2026, 10, 19), by=None, at=LATE)
        block.refresh_from_db()
        assert block.balance_fen == 300_00 + 100_01
        with pytest.raises(NotNow, match="still to arrive"):
            arriving.note_arrived(report, amount_fen=1, arrived_on=date(2026, 10, 19), by=None, at=LATE)

    def test_is_awaited_again_when_the_ledger_takes_it_back(self, estate):
        pay_in(a_block(estate), 100_00, 100_00, 100_00)
        report = a_posted(estate, PARKING, FUND)
        for _time in range(2):
            voucher = arriving.note_arrived(report, amount_fen=FUND.amount_fen, arrived_on=Q4, by=None, at=LATE)
            assert arriving.awaited_fen(report) == 0
            funds.correct(voucher, on=Q4, note="入错小区", by=None, at=LATE)
            assert arriving.awaited_fen(report) == FUND.amount_fen

    def test_is_noted_by_who_keeps_the_fund(self, estate, people):
        report = a_posted(estate, PARKING, FUND)
        with pytest.raises(NotAllowed):
            arriving.note_arrived(report, amount_fen=1, arrived_on=Q4, by=people["company"], at=LATE)

    @pytest.mark.parametrize(
        ("fen", "day", "field"),
        [(FUND.amount_fen + 1, Q4, "amount_fen"), (0, Q4, "amount_fen"), (1, date(2026, 9, 30), "arrived_on"),
         (1, date(2026, 10, 21), "arrived_on")],
    )  # fmt: skip
    def test_refuses_what_cannot_be(self, estate, fen, day, field):
        report = a_posted(estate, PARKING, FUND)
        with pytest.raises(ValidationError) as refused:
            arriving.note_arrived(report, amount_fen=fen, arrived_on=day, by=None, at=LATE)
        assert set(refused.value.message_dict) == {field}
