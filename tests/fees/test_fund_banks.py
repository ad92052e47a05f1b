"""Bank statements: taken in, matched with the ledger, worked through, closed."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from accounts.lifecycle import NotNow
from fees.funds import actions
from fees.funds.banks import actions as banks
from fees.funds.banks import matching
from fees.funds.banks.sheets import BankLineSheet
from fees.funds.banks.taking import take_in
from fees.funds.checks import uneven, unreconciled
from fees.models import BankLine, BankStatement, EntryKind, FundBlock, FundEntry, LineKind, LineState, StatementState
from tests.conftest import NOW
from tests.factories.places import an_estate
from tests.factories.rules import the_rules
from tests.fees.funded import a_block, accounts_of, pay_in

DAY = date(2026, 10, 12)
ACCOUNT = "130100880000123456"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def block(city):
    the_rules(city)
    made = a_block(an_estate("130102001001"), [100, 100])
    FundBlock.objects.filter(pk=made.pk).update(bank_account=ACCOUNT)
    pay_in(made, 100_00, 100_00)
    return made


def lines_of(block, *told) -> list[BankLine]:
    """(amount, account or None, day, kind) line by line; the bank's balance follows."""
    balance, made = 200_00, []
    for place, (fen, account, on, kind) in enumerate(told):
        balance += fen
        number = account.number if account else ""
        made.append(
            BankLine(
                block=block, serial=f"S{place}", on=on, kind=kind, amount_fen=fen, balance_fen=balance,
                account=account, account_number=number,
            )
        )  # fmt: skip
    return made


def taken(block, *told) -> BankStatement:
    return take_in(lines_of(block, *told), by=None, at=NOW)[0]


def states(statement) -> list[tuple[str, str]]:
    return list(statement.lines.values_list("state", "why"))


class TestMatching:
    def test_the_entry_of_the_day_is_found(self, block):
        first, _second = accounts_of(block)
        pay_in(block, 5_00, 6_00, on=DAY, kind=EntryKind.TOP_UP)
        statement = taken(block, (5_00, first, DAY, LineKind.TOP_UP))
        assert states(statement) == [("matched", "")]
        assert statement.lines.get().voucher.kind == EntryKind.TOP_UP

    def test_what_concerns_the_building_is_found_as_a_sum(self, block):
        voucher = actions.add_interest(
            block, amount_fen=777, from_on=date(2026, 7, 1), until_on=DAY, on=DAY, by=None, at=NOW
        )  # fmt: skip
        assert taken(block, (777, None, DAY, LineKind.INTEREST)).lines.get().voucher == voucher

    def test_a_few_days_apart_is_the_same_and_the_nearest_wins(self, block):
        first, _second = accounts_of(block)
        far = pay_in(block, 5_00, 1, on=DAY - timedelta(days=3), kind=EntryKind.TOP_UP)
        near = pay_in(block, 5_00, 1, on=DAY + timedelta(days=1), kind=EntryKind.TOP_UP)
        line = (5_00, first, DAY, LineKind.TOP_UP)
        assert [each.voucher for each in taken(block, line, line).lines.all()] == [near, far]

    @pytest.mark.parametrize(
        ("fen", "days", "why"),
        [(5_00, 4, "other_day"), (5_01, 0, "other_amount"), (5_01, 40, "not_booked"), (5_00, 0, "")],
    )
    def test_it_is_said_why_a_line_has_no_entry(self, block, fen, days, why):
        first, _second = accounts_of(block)
        pay_in(block, 5_00, 1, on=DAY - timedelta(days=days), kind=EntryKind.TOP_UP)
        statement = taken(block, (fen, first, DAY, LineKind.TOP_UP))
        assert states(statement) == [("unmatched" if why else "matched", why)]

    def test_of_equally_near_ones_the_first_was_first(self):
        pairs = [(1, 10, 7), (2, 10, 7), (1, 11, 7), (2, 11, 7), (3, 10, 8)]
        assert list(matching.nearest(pairs)) == [(1, 10), (2, 11), (3, 10)]

    def test_buildings_that_are_looked_at_part_by_part(self, block, monkeypatch):
        monkeypatch.setattr(matching, "AT_A_TIME", 1)
        other = a_block(block.estate, [90, 90], "2号楼")
        told = [(each, 5_00, accounts_of(each)[0], DAY, LineKind.TOP_UP) for each in (block, other)]
        lines = [line for each, *line_told in told for line in lines_of(each, tuple(line_told))]
        pay_in(block, 5_00, 6_00, on=DAY, kind=EntryKind.TOP_UP)
        pay_in(other, 5_01, 6_00, on=DAY, kind=EntryKind.TOP_UP)
        assert [states(each) for each in take_in(lines, by=None, at=NOW)] == [
            [("matched", "")], [("unmatched", "other_amount")],
        ]  # fmt: skip

    def test_an_entry_is_no_two_lines(self, block):
        first, _second = accounts_of(block)
        pay_in(block, 5_00, 1, on=DAY, kind=EntryKind.TOP_UP)
        line = (5_00, first, DAY, LineKind.TOP_UP)
        assert states(taken(block, line, line)) == [("matched", ""), ("unmatched", "twice")]

    @pytest.mark.parametrize("days", [0, 2])
    def test_an_entry_is_no_line_of_its_account_and_one_of_the_building(self, block, days):
        first, _second = accounts_of(block)
        actions.take_deposits(
            estate=block.estate, amounts={first.pk: 5_00}, on=DAY, kind=EntryKind.TOP_UP, by=None, at=NOW
        )
        day = DAY + timedelta(days=days)
        statement = taken(block, (5_00, None, day, LineKind.TOP_UP), (5_00, first, day, LineKind.TOP_UP))
        assert states(statement) == [("unmatched", "no_account"), ("matched", "")]

    def test_a_building_s_own_line_comes_before_one_of_an_account_on_another_day(self, block):
        first, _second = accounts_of(block)
        voucher = actions.take_deposits(
            estate=block.estate, amounts={first.pk: 5_00}, on=DAY, kind=EntryKind.TOP_UP, by=None, at=NOW
        )
        late = DAY + timedelta(days=1)
        whole, other = taken(
            block, (5_00, None, DAY, LineKind.TOP_UP), (5_00, first, late, LineKind.TOP_UP)
        ).lines.all()  # fmt: skip
        assert (whole.voucher, other.voucher) == (voucher, None)

    def test_an_account_that_no_home_has(self, block):
        (line,) = lines_of(block, (5_00, None, DAY, LineKind.TOP_UP))
        line.account_number = "999"
        assert states(take_in([line], by=None, at=NOW)[0]) == [("unmatched", "no_account")]

    def test_the_number_of_statements_costs_no_queries(self, block, django_assert_max_num_queries):
        statement = taken(block, *[(1, None, DAY, LineKind.OTHER)] * 30)
        with django_assert_max_num_queries(15):
            banks.match(statement, by=None, at=NOW)


class TestWorkingThrough:
    def test_what_is_missing_is_booked_from_the_bank(self, block):
        first, second = accounts_of(block)
        statement = taken(
            block,
            (5_00, first, DAY, LineKind.TOP_UP), (6_00, second, DAY, LineKind.TOP_UP),
            (7_00, first, DAY, LineKind.TOP_UP),
            (3, None, DAY, LineKind.INTEREST), (-1, None, DAY, LineKind.USE),
        )  # fmt: skip
        assert banks.book_missing(statement, by=None, at=NOW) == 4
        assert [account.balance_fen for account in accounts_of(block)] == [112_02, 106_01]
        assert [state for state, _why in states(statement)] == ["matched"] * 4 + ["unmatched"]

    def test_a_line_in_closed_books_is_booked_on_their_first_open_day(self, block):
        first, _second = accounts_of(block)
        statement = taken(block, (5_00, first, DAY, LineKind.TOP_UP))
        actions.roll_forward(date(2026, 11, 1), at=NOW)
        banks.book_line(statement.lines.get(), by=None, at=NOW)
        assert FundEntry.objects.get(kind=EntryKind.TOP_UP).on == date(2026, 11, 1)

    def test_a_use_is_not_booked_from_the_bank(self, block):
        statement = taken(block, (-1, None, DAY, LineKind.USE))
        with pytest.raises(NotNow, match="their own rooms"):
            banks.book_line(statement.lines.get(), by=None, at=NOW)

    def test_a_line_is_matched_by_hand_with_the_same_money_only(self, block):
        first, _second = accounts_of(block)
        voucher = pay_in(block, 5_00, 1, on=DAY - timedelta(days=20), kind=EntryKind.TOP_UP)
        right, wrong = taken(
            block, (5_00, first, DAY, LineKind.TOP_UP), (5_01, first, DAY, LineKind.TOP_UP)
        ).lines.all()  # fmt: skip
        assert banks.match_line(right, voucher=voucher.number, by=None, at=NOW).state == LineState.MATCHED
        with pytest.raises(ValidationError, match=r"5\.01"):
            banks.match_line(wrong, voucher=voucher.number, by=None, at=NOW)

    def test_nor_a_voucher_by_hand_that_is_a_line_otherwise(self, block):
        first, _second = accounts_of(block)
        matched, whole = taken(
            block, (5_00, first, DAY, LineKind.TOP_UP), (5_00, None, DAY, LineKind.TOP_UP)
        ).lines.all()  # fmt: skip
        voucher = banks.book_line(matched, by=None, at=NOW).voucher
        with pytest.raises(ValidationError, match="Another line"):
            banks.match_line(whole, voucher=voucher.number, by=None, at=NOW)

    def test_what_is_corrected_is_no_line_any_more(self, block):
        first, _second = accounts_of(block)
        pay_in(block, 5_00, 1, on=DAY, kind=EntryKind.TOP_UP)
        statement = taken(block, (5_00, first, DAY, LineKind.TOP_UP))
        actions.correct(statement.lines.get().voucher, on=DAY, note="入错账户", by=None, at=NOW)
        assert states(statement) == [("unmatched", "not_booked")]
        assert banks.match(statement, by=None, at=NOW) == 0

    def test_what_was_reconciled_stays_so_when_a_voucher_is_corrected_later(self, block):
        first, second = accounts_of(block)
        statement = taken(block, (5_00, first, DAY, LineKind.TOP_UP), (6_00, second, DAY, LineKind.TOP_UP))
        banks.book_missing(statement, by=None, at=NOW)
        banks.close(statement, by=None, at=NOW)
        actions.correct(statement.lines.first().voucher, on=DAY, note="入错账户", by=None, at=NOW)
        assert states(statement) == [("matched", ""), ("matched", "")]

    def test_it_is_closed_when_no_line_is_left(self, block):
        statement = taken(block, (5_00, None, DAY, LineKind.OTHER))
        with pytest.raises(NotNow, match="1 lines"):
            banks.close(statement, by=None, at=NOW)
        banks.explain_line(statement.lines.get(), explanation="银行串户，次日冲回", by=None, at=NOW)
        with pytest.raises(ValidationError, match="say why they differ"):
            banks.close(statement, by=None, at=NOW)
        closed = banks.close(statement, explanation="银行次月冲回", by=None, at=NOW)
        assert (closed.state, closed.closing_fen - closed.ledger_fen) == (StatementState.CLOSED, 5_00)
        assert [found.facts["statement"] for found in uneven(DAY)] == [closed.number]

    def test_one_that_agrees_needs_no_words(self, block):
        first, _second = accounts_of(block)
        pay_in(block, 5_00, 1, on=DAY, kind=EntryKind.TOP_UP)
        second = accounts_of(block)[1]
        statement = taken(block, (5_00, first, DAY, LineKind.TOP_UP), (1, second, DAY, LineKind.TOP_UP))
        assert banks.close(statement, by=None, at=NOW).ledger_fen == statement.closing_fen
        assert list(uneven(DAY)) == []

    def test_a_statement_left_lying_is_found(self, block):
        statement = taken(block, (5_00, None, DAY, LineKind.OTHER))
        day = NOW.date()
        found = [[each.key for each in unreconciled(day + timedelta(days=days))] for days in (30, 31)]
        assert found == [[], [statement.number]]


class TestWhatTheDatabaseRefuses:
    def test_lines_that_do_not_lead_to_the_closing_balance(self, block):
        BankStatement.objects.create(
            number="DZ-1", estate=block.estate, block=block, from_on=DAY, until_on=DAY + timedelta(days=1),
            opening_fen=0, closing_fen=1, taken_in_at=NOW,
        )  # fmt: skip
        with pytest.raises(IntegrityError, match="from its opening to its closing"), transaction.atomic():
            connection.check_constraints()
        BankLine.objects.create(
            statement=BankStatement.objects.get(), block=block, place=1, serial="1", on=DAY, kind=LineKind.OTHER,
            amount_fen=1, balance_fen=1,
        )  # fmt: skip

    def test_a_voucher_that_is_a_line_of_an_account_and_of_the_building(self, block):
        first, _second = accounts_of(block)
        matched, whole = taken(
            block, (5_00, first, DAY, LineKind.TOP_UP), (5_00, None, DAY, LineKind.OTHER)
        ).lines.all()  # fmt: skip
        voucher = banks.book_line(matched, by=None, at=NOW).voucher
        with pytest.raises(IntegrityError, match="or one line for the building"), transaction.atomic():
            BankLine.objects.filter(pk=whole.pk).update(state=LineState.MATCHED, why="", voucher=voucher)

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"amount_fen": 1}, "bank_lines_stand"),
            ({"state": "matched"}, "matched_bank_line_has_its_voucher"),
            ({"state": "explained"}, "explained_bank_line_says_why"),
        ],
    )
    def test_a_line_that_changes(self, block, change, words):
        taken(block, (5_00, None, DAY, LineKind.OTHER))
        with pytest.raises(Exception, match=f"{words}|Cannot update"), transaction.atomic():
            BankLine.objects.update(**change)

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"state": "closed"}, "closed_bank_statement_was_reconciled"),
            ({"state": "closed", "reconciled_at": NOW, "ledger_fen": 1}, "bank_statement_that_differs_says_why"),
        ],
    )
    def test_a_statement_that_was_not_reconciled(self, block, change, words):
        taken(block, (5_00, None, DAY, LineKind.OTHER))
        with pytest.raises(IntegrityError, match=words), transaction.atomic():
            BankStatement.objects.update(**change)


class TestFiles:
    def read(self, block, *rows) -> list[tuple[int, str, str]]:
        sheet = BankLineSheet(by=None)
        plan = list(enumerate(sheet.ready_columns()))
        read = [sheet.read(number, list(row), plan) for number, row in enumerate(rows, start=2)]
        sheet.take(read)
        self.entries = sheet.finish()
        return [(fault.row, fault.heading, fault.what) for fault in sheet.faults]

    def row(self, serial, amount, balance, on="2026-10-12", account=ACCOUNT):
        return [account, serial, on, "top_up", amount, balance, ""]

    def test_balances_must_follow(self, block):
        faults = self.read(block, self.row("1", "5.00", "205.00"), self.row("2", "1.00", "207.00"))
        assert faults == [(3, "余额（元）", "does not follow from row 2: it would be 206.00")]

    def test_parts_of_a_fen_are_refused(self, block):
        assert self.read(block, self.row("1", "5.001", "205.00")) == [(2, "金额（元）", "“5.001” has parts of a fen")]

    def test_an_unknown_account_of_a_building(self, block):
        ((row, heading, _what),) = self.read(block, self.row("1", "5.00", "205.00", account="1"))
        assert (row, heading) == (2, "专户账号")

    def test_months_that_were_taken_in_are_not_taken_twice(self, block):
        assert self.read(block, self.row("1", "5.00", "205.00")) == []
        take_in([entry.thing for entry in self.entries], by=None, at=NOW)
        ((row, _heading, what),) = self.read(block, self.row("9", "5.00", "210.00", on="2026-10-30"))
        assert (row, "taken in already" in what, self.entries) == (2, True, [])
