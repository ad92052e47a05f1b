"""What is paid of the fees: which period is due, what a report may say, how it comes in by file, what it comes to."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.authority import NotAllowed
from accounts.models import AuditEntry
from fees.collection import actions, rates
from fees.collection.periods import owed, period_before
from fees.collection.sheets import CollectionSheet
from fees.models import Collection
from tests.factories import a_company_login, a_contract, an_enterprise, an_estate
from tests.factories.rules import the_rules
from tests.fees.looked import AT, ON
from tests.intake.conftest import faults_in, take_in  # noqa: F401 - fixtures
from tests.intake.files import workbook

FIGURES = {
    "due_fen": 1_000_000, "collected_fen": 900_000, "homes_due": 400, "homes_in_arrears": 40, "arrears_fen": 150_000,
}  # fmt: skip
QUARTER = {"from_on": date(2026, 7, 1), "until_on": date(2026, 10, 1)}


@pytest.fixture
def contract(city):
    the_rules(city)
    return a_contract(an_estate(), an_enterprise())


def reported(contract, by=None, at: datetime = AT, **values) -> Collection:
    return actions.report_collection(Collection(contract=contract, **QUARTER | FIGURES | values), by=by, at=at)


@pytest.mark.parametrize(
    ("on", "months", "period"),
    [
        (date(2026, 11, 20), 3, (date(2026, 7, 1), date(2026, 10, 1), date(2026, 10, 30))),
        (date(2026, 10, 1), 3, (date(2026, 7, 1), date(2026, 10, 1), date(2026, 10, 30))),
        (date(2026, 9, 30), 3, (date(2026, 4, 1), date(2026, 7, 1), date(2026, 7, 30))),
        (date(2026, 2, 28), 3, (date(2025, 10, 1), date(2026, 1, 1), date(2026, 1, 30))),
        (date(2026, 7, 1), 6, (date(2026, 1, 1), date(2026, 7, 1), date(2026, 7, 30))),
        (date(2026, 7, 1), 12, (date(2025, 1, 1), date(2026, 1, 1), date(2026, 1, 30))),
    ],
)
def test_the_period_before_a_day(on, months, period):
    found = period_before(on, months, 30)
    assert (found.from_on, found.until_on, found.due_on) == period


@pytest.mark.parametrize(
    ("collected", "due", "percent"), [(0, 0, None), (999_999, 1_000_000, "99.9"), (1, 1, "100.0"), (2, 3, "66.6")]
)
def test_a_rate_is_never_rounded_up(collected, due, percent):
    assert rates.percent(collected, due) == (Decimal(percent) if percent else None)


@pytest.mark.django_db
class TestReporting:
    def test_keeps_the_sums_and_who_reported(self, contract, people):
        a_company_login(people["company"], contract.enterprise)
        row = reported(contract, by=people["company"])
        assert (row.estate, row.reported_by) == (contract.estate, people["company"])
        assert AuditEntry.objects.get(verb="report_collection").after["collected_fen"] == 900_000

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"until_on": ON + timedelta(days=1)}, "until_on"),
            ({"until_on": date(2026, 7, 1)}, "until_on"),
            ({"from_on": date(2023, 12, 31)}, "from_on"),
            ({"collected_fen": 1_000_001}, "__all__"),
            ({"arrears_fen": 99_999}, "__all__"),
            ({"homes_in_arrears": 401}, "__all__"),
            ({"homes_in_arrears": 0}, "__all__"),
        ],
    )
    def test_is_told_what_is_wrong(self, contract, values, field):
        with pytest.raises(ValidationError) as wrong:
            reported(contract, **values)
        assert field in wrong.value.message_dict

    @pytest.mark.parametrize(
        ("ends_on", "is_cut"),
        [(date(2026, 7, 1), False), (date(2026, 7, 2), True), (date(2026, 9, 30), True), (date(2026, 10, 1), False)],
    )
    def test_is_apart_for_before_and_after_the_contracts_end(self, contract, ends_on, is_cut):
        contract.ends_on = ends_on
        if not is_cut:
            assert reported(contract).pk
            return
        with pytest.raises(ValidationError) as cut:
            reported(contract)
        assert set(cut.value.message_dict) == {"until_on"}

    def test_of_one_time_is_done_once(self, contract):
        reported(contract)
        with pytest.raises(ValidationError):
            reported(contract, from_on=date(2026, 9, 30), until_on=date(2026, 11, 1))
        assert reported(contract, from_on=date(2026, 10, 1), until_on=date(2026, 11, 1)).pk

    def test_is_for_the_company_of_today(self, contract, people):
        a_company_login(people["company"], contract.enterprise)
        with pytest.raises(NotAllowed):
            reported(a_contract(an_estate(), an_enterprise()), by=people["company"])
        type(contract).objects.update(ends_on=ON)
        with pytest.raises(NotAllowed):
            reported(contract, by=people["company"])
        assert reported(contract, by=people["district"]).pk
        with pytest.raises(NotAllowed):
            reported(contract, by=people["neighbour"])

    def test_is_corrected_with_a_reason(self, contract, people):
        row = reported(contract)
        row.collected_fen = 950_000
        actions.correct_collection(row, reason="漏计线上缴费。", by=people["district"], at=AT)
        line = AuditEntry.objects.get(verb="correct_collection")
        assert (line.before["collected_fen"], line.after["collected_fen"]) == (900_000, 950_000)
        with pytest.raises(ValidationError):
            actions.correct_collection(row, reason=" ", by=people["district"], at=AT)

    @pytest.mark.parametrize(
        ("values", "constraint"),
        [
            ({"collected_fen": 1_000_001}, "no_more_collected_than_due"),
            ({"arrears_fen": 99_999}, "arrears_hold_what_is_open"),
            ({"homes_in_arrears": 0}, "arrears_are_of_homes"),
            ({"until_on": date(2026, 7, 1)}, "collection_has_a_period"),
        ],
    )
    def test_the_database_refuses_sums_that_cannot_be(self, contract, values, constraint):
        row = reported(contract)
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            Collection.objects.filter(pk=row.pk).update(**values)

    def test_the_database_refuses_a_time_told_twice(self, contract):
        row = reported(contract)
        row.pk = None
        row.from_on = date(2026, 9, 1)
        with pytest.raises(IntegrityError, match="one_collection_for_a_time"), transaction.atomic():
            row.save(force_insert=True)


@pytest.mark.django_db
class TestWhatIsOwed:
    def test_is_the_last_period_until_it_is_reported(self, contract):
        (due,) = owed([contract], on=ON)
        assert (due.period.from_on, due.is_late(on=ON), due.is_late(on=date(2026, 10, 30))) == (
            date(2026, 7, 1), True, False,
        )  # fmt: skip
        reported(contract)
        assert owed([contract], on=ON) == []

    def test_is_cut_to_the_contract(self, contract):
        contract.begins_on = date(2026, 8, 15)
        assert owed([contract], on=ON)[0].period.from_on == date(2026, 8, 15)
        contract.begins_on = date(2026, 10, 1)
        assert owed([contract], on=ON) == []


@pytest.mark.django_db
class TestRates:
    def test_of_a_region_divide_the_sums(self, contract):
        reported(contract)
        other = a_contract(an_estate(), an_enterprise())
        reported(other, due_fen=3_000_000, collected_fen=1_500_000, arrears_fen=1_500_000)
        elsewhere = a_contract(an_estate("130108001000"), an_enterprise())
        reported(elsewhere)
        rate = rates.of_region("130102", **QUARTER)
        assert (rate.percent, rate.homes_in_arrears) == (Decimal("60.0"), 80)
        assert rates.of_estate(contract.estate, on=ON).rate.percent == Decimal("90.0")
        assert rates.of_estate(contract.estate, on=date(2026, 9, 30)) is None


LINE = {
    "起始日期": "2026-07-01", "截止日期": "2026-09-30", "应收（元）": "10000.00", "实收（元）": "9000.5",
    "应缴户数": "400", "欠费户数": "40", "累计欠费（元）": "1500", "最长预收（月）": "6",
}  # fmt: skip


@pytest.mark.django_db
class TestTheFile:
    def test_becomes_fen_and_a_half_open_period(self, contract, take_in, tmp_path):  # noqa: F811
        take_in(workbook(tmp_path / "a.xlsx", LINE | {"合同编号": contract.number}), CollectionSheet)
        row = Collection.objects.get()
        assert (row.collected_fen, row.until_on, row.estate, row.reported_at is not None) == (
            900_050, date(2026, 10, 1), contract.estate, True,
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("cells", "heading"),
        [
            ({"实收（元）": "10000.01"}, "实收（元）"),
            ({"累计欠费（元）": "999"}, "累计欠费（元）"),
            ({"欠费户数": "401"}, "欠费户数"),
            ({"欠费户数": "0"}, "欠费户数"),
            ({"截止日期": "2026-06-30"}, "截止日期"),
            ({"截止日期": "2099-01-01"}, "截止日期"),
            ({"起始日期": "2023-12-31"}, "起始日期"),
            ({"合同编号": "HT-无"}, "合同编号"),
        ],
    )
    def test_says_at_which_cell_it_is_wrong(self, contract, faults_in, tmp_path, cells, heading):  # noqa: F811
        line = LINE | {"合同编号": contract.number} | cells
        assert [fault[1] for fault in faults_in(workbook(tmp_path / "a.xlsx", line), CollectionSheet)] == [heading]

    def test_may_not_run_over_the_contracts_end(self, contract, faults_in, tmp_path):  # noqa: F811
        contract.ends_on = date(2026, 9, 30)
        contract.save()
        line = LINE | {"合同编号": contract.number}
        assert [fault[1] for fault in faults_in(workbook(tmp_path / "a.xlsx", line), CollectionSheet)] == ["截止日期"]

    def test_may_not_run_into_what_was_told(self, contract, faults_in, tmp_path):  # noqa: F811
        reported(contract, from_on=date(2026, 6, 1), until_on=date(2026, 7, 2))
        line = LINE | {"合同编号": contract.number}
        twice = [line, line | {"起始日期": "2026-09-01", "截止日期": "2026-10-31"}]
        found = faults_in(workbook(tmp_path / "a.xlsx", *twice), CollectionSheet)
        assert [fault[:2] for fault in found] == [(2, "起始日期"), (3, "起始日期")]
