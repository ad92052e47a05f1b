"""What the machine finds odd about public revenue, and that it is silent where nothing is."""

from datetime import date, timedelta

import pytest

from fees.findings.wording import SENTENCES, sentence
from fees.funds import actions as funds
from fees.models import FindingKind
from fees.models.revenue import Pays, Side
from fees.revenue import arriving, auditing, checks, reporting
from fees.revenue.accounts import Entry
from tests.factories import a_contract, an_enterprise, an_estate
from tests.fees.funded import a_block, pay_in
from tests.fees.revenue.accounted import (
    ADVERTS,
    FUND,
    IN_TIME,
    LATE,
    OPENED,
    PARKING,
    Q3,
    Q4,
    a_posted,
    a_revenue_contract,
    an_owed,
)

QUARTER = timedelta(days=92)
ON = date(2026, 11, 20)


def found(check, on: date = ON) -> list:
    return list(check(on))


def quarters(estate, *lines: Entry, **second):
    """Two posted quarters that roll forward, the second with these lines."""
    a_posted(estate, PARKING, opened=OPENED - QUARTER, at=IN_TIME - QUARTER)
    return a_posted(estate, *lines, **second)


@pytest.mark.django_db
class TestNotPosted:
    @pytest.mark.parametrize(("day", "n"), [(15, 0), (16, 1)])
    def test_is_found_from_the_day_after_its_last_day(self, estate, day, n):
        an_owed(estate)
        assert len(found(checks.not_posted, date(2026, 10, day))) == n

    def test_names_the_company_of_the_last_day_of_the_period(self, estate, company):
        report = an_owed(estate)
        company.contracts.update(ends_on=Q4)
        a_contract(estate, an_enterprise(), begins_on=Q4)
        (trouble,) = found(checks.not_posted)
        assert (trouble.enterprise_id, trouble.on) == (company.pk, report.due_on + timedelta(days=1))
        assert trouble.facts == {"from_on": "2026-07-01", "until_on": "2026-09-30", "due_on": "2026-10-15"}

    def test_is_gone_when_it_is_posted_and_never_of_a_correction(self, estate):
        posted = a_posted(estate, at=LATE)
        reporting.correct(posted, reason="漏记。", by=None, at=LATE)
        assert found(checks.not_posted) == []


@pytest.mark.django_db
class TestIdleContracts:
    def test_a_contract_that_never_brought_anything_is_found(self, estate):
        idle = a_revenue_contract(estate, pays=Pays.QUARTER)
        a_posted(estate, PARKING)
        (trouble,) = found(checks.idle_contracts)
        assert trouble.facts == {"contract": idle.number, "from_on": "2026-07-01", "until_on": "2026-09-30"}

    def test_one_that_pays_is_not(self, estate):
        paying = a_revenue_contract(estate, pays=Pays.QUARTER)
        a_posted(estate, Entry(Side.RECEIPT, "advert", 600_000, contract=paying))
        assert found(checks.idle_contracts) == []

    def test_one_that_pays_by_the_year_is_asked_after_a_year_of_reports(self, estate):
        a_revenue_contract(estate, pays=Pays.YEAR)
        a_posted(estate, PARKING)
        assert found(checks.idle_contracts) == []

    def test_one_that_stopped_paying_is_found(self, estate):
        stopped = a_revenue_contract(estate, pays=Pays.QUARTER)
        a_posted(
            estate, Entry(Side.RECEIPT, "advert", 600_000, contract=stopped),
            opened=OPENED - QUARTER, at=IN_TIME - QUARTER,
        )  # fmt: skip
        assert found(checks.idle_contracts) == []
        a_posted(estate, PARKING)
        assert [each.facts["contract"] for each in found(checks.idle_contracts)] == [stopped.number]

    @pytest.mark.parametrize(("until", "n"), [(date(2026, 9, 30), 1), (date(2026, 10, 2), 0)])
    def test_one_paid_in_one_sum_is_asked_when_its_term_is_over(self, estate, until, n):
        a_revenue_contract(estate, pays=Pays.TERM, from_on=Q3, until_on=until)
        a_posted(estate, PARKING)
        assert len(found(checks.idle_contracts)) == n

    def test_one_from_before_all_reports_is_not_asked(self, estate):
        a_revenue_contract(estate, pays=Pays.MONTH, from_on=date(2024, 1, 1), until_on=date(2026, 7, 1))
        a_posted(estate, PARKING)
        assert found(checks.idle_contracts) == []


@pytest.mark.django_db
class TestBalances:
    def test_that_roll_forward_are_silent(self, estate):
        quarters(estate, ADVERTS)
        assert found(checks.uneven) == []

    def test_that_do_not_are_found_though_they_were_explained(self, estate):
        quarters(estate, ADVERTS, opening_fen=1, opening_note="移交时余额。")
        (trouble,) = found(checks.uneven)
        assert (trouble.facts["opening_fen"], trouble.facts["closing_fen"]) == (1, PARKING.amount_fen)

    def test_over_a_gap_are_left_to_the_missing_report(self, estate):
        a_posted(estate, PARKING, opened=OPENED - 2 * QUARTER, at=IN_TIME - 2 * QUARTER)
        a_posted(estate, ADVERTS, opening_fen=1, opening_note="缺上一季度。")
        assert found(checks.uneven) == []

    @pytest.mark.parametrize(("bank", "n"), [(None, 0), (PARKING.amount_fen, 0), (PARKING.amount_fen - 1, 1)])
    def test_are_compared_with_the_bank_to_the_fen(self, estate, bank, n):
        a_posted(estate, PARKING, bank_fen=bank)
        assert len(found(checks.unbanked)) == n


@pytest.mark.django_db
class TestWithheld:
    def test_is_found_after_the_term_and_gone_when_it_arrived(self, estate):
        pay_in(a_block(estate, [100]), 100_00)
        report = a_posted(estate, PARKING, FUND)
        due = report.posted_on + timedelta(days=30)
        assert found(checks.withheld, due) == []
        (trouble,) = found(checks.withheld, due + timedelta(days=1))
        assert (trouble.facts["awaited_fen"], trouble.facts["due_on"]) == (FUND.amount_fen, str(due))
        voucher = arriving.note_arrived(report, amount_fen=FUND.amount_fen, arrived_on=Q4, by=None, at=LATE)
        assert found(checks.withheld) == []
        funds.correct(voucher, on=Q4, note="入错小区", by=None, at=LATE)
        assert len(found(checks.withheld)) == 1


@pytest.mark.django_db
class TestAudited:
    def test_faults_are_found_until_they_are_revoked_or_corrected(self, estate):
        report = a_posted(estate, PARKING)
        audit = auditing.order(report, by=None, at=LATE)
        assert found(checks.audited) == []
        auditing.find_faulty(audit, auditor="会计师事务所", result="少记收入。", wrong_fen=5_00, by=None, at=LATE)
        (trouble,) = found(checks.audited)
        assert (trouble.key, trouble.facts["wrong_fen"]) == (audit.number, 5_00)
        auditing.revoke(audit, reason="复核无误。", by=None, at=LATE)
        assert found(checks.audited) == []


@pytest.mark.django_db
def test_every_trouble_has_its_sentence(estate, django_assert_max_num_queries):
    pay_in(a_block(estate, [100]), 100_00)
    a_revenue_contract(estate, pays=Pays.QUARTER)
    report = quarters(estate, PARKING, FUND, bank_fen=1, opening_fen=1, opening_note="移交。")
    audit = auditing.order(report, by=None, at=LATE)
    auditing.find_faulty(audit, auditor="事务所", result="少记收入。", wrong_fen=5_00, by=None, at=LATE)
    reporting.open_owed(on=date(2027, 1, 1), at=LATE + QUARTER)
    on = date(2027, 2, 1)
    with django_assert_max_num_queries(20):
        troubles = [trouble for check in checks.CHECKS for trouble in check(on)]
    assert {trouble.kind for trouble in troubles} == {
        kind for kind in FindingKind.values if kind.startswith("revenue_")
    }
    for trouble in troubles:
        assert sentence(trouble.kind, trouble.facts) != f"{FindingKind(trouble.kind).label}。"
        assert set(SENTENCES) >= {FindingKind(trouble.kind)}


@pytest.mark.django_db
def test_no_check_asks_more_for_fifty_estates_than_for_one(company, django_assert_num_queries):
    def asked(n: int) -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        for _each in range(n):
            place = an_estate()
            a_contract(place, company)
            a_revenue_contract(place, pays=Pays.QUARTER)
        reporting.open_owed(on=OPENED.date(), at=OPENED)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            for check in checks.CHECKS:
                list(check(ON))
        return len(seen)

    assert asked(1) == asked(20)
