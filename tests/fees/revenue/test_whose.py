"""Public revenue of an estate that went from one company to another: who reads and writes what; what stays a secret."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.authority import NotAllowed
from accounts.models import Role, User
from fees.models import RevenueContract, RevenueReport
from fees.models.revenue import ContractState, ProofKind, Side
from fees.revenue import contracts, reporting
from fees.revenue.accounts import Entry
from tests.factories import a_company_login, a_contract, an_enterprise, an_estate
from tests.factories.rules import the_rules
from tests.fees.revenue.accounted import (
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

NUMBER = "经办人 13900000003"
QUARTER = timedelta(days=92)


@pytest.fixture
def before(city, people) -> User:
    """Staff of the company that managed the estate until the third quarter began."""
    the_rules(city)
    return people["company"]


@pytest.fixture
def now(db) -> User:
    """Staff of the company that came then."""
    return User.objects.create_user("now", "x", role=Role.COMPANY)


@pytest.fixture
def estate(before, now):
    made = an_estate()
    for person, days in ((before, {"ends_on": Q3}), (now, {"begins_on": Q3})):
        company = an_enterprise()
        a_company_login(person, company)
        a_contract(made, company, **days)
    return made


def reports(user) -> set[RevenueReport]:
    return set(RevenueReport.objects.visible_to(user))


@pytest.mark.django_db
class TestReports:
    def test_that_are_owed_are_read_by_whose_they_are(self, estate, before, now):
        first = an_owed(estate, OPENED - QUARTER)
        reporting.open_owed(on=Q4, at=OPENED)
        second = estate.revenue_reports.get(from_on=Q3)
        assert (reports(before), reports(now)) == ({first}, {second})

    def test_that_are_posted_are_read_by_both_and_corrections_only_by_whose_they_are(self, estate, before, now):
        first, second = a_posted(estate, opened=OPENED - QUARTER), a_posted(estate, PARKING)
        correction = reporting.correct(second, reason="漏记。", by=now, at=LATE)
        assert (reports(before), reports(now)) == ({first, second}, {first, second, correction})

    def test_are_corrected_by_nobody_who_came_later_or_went_before(self, estate, before, now):
        first, second = a_posted(estate, opened=OPENED - QUARTER), a_posted(estate, PARKING)
        for report, stranger, own in ((first, now, before), (second, before, now)):
            with pytest.raises(NotAllowed):
                reporting.correct(report, reason="漏记。", by=stranger, at=LATE)
            with pytest.raises(NotAllowed):
                reporting.add_proof(report, kind=ProofKind.BOARD, title="照片", file=a_pdf(), by=stranger, at=LATE)
            assert reporting.correct(report, reason="漏记。", by=own, at=LATE).corrects == report


@pytest.mark.django_db
class TestContracts:
    def test_are_seen_by_who_manages_the_estate_and_by_whose_time_they_ran_in(self, estate, before, now):
        old = a_revenue_contract(estate, until_on=Q3)
        both = a_revenue_contract(estate)
        new = a_revenue_contract(estate, from_on=Q3)
        assert set(RevenueContract.objects.visible_to(now)) == {old, both, new}
        assert set(RevenueContract.objects.visible_to(before)) == {old, both}

    def test_are_not_taken_back_by_who_posted_without_them(self, estate, now, people):
        made = a_revenue_contract(estate)
        a_posted(estate, PARKING)
        with pytest.raises(NotAllowed):
            contracts.void(made, reason="登记错误", by=now, at=LATE)
        with pytest.raises(NotAllowed):
            contracts.end_early(made, ended_on=Q4 - timedelta(days=1), reason="撤场", by=now, at=LATE)
        assert contracts.end_early(made, ended_on=Q4, reason="撤场", by=now, at=LATE).state == ContractState.ENDED
        other = a_revenue_contract(estate)
        assert contracts.void(other, reason="登记错误", by=people["district"], at=LATE).state == ContractState.VOID

    def test_registered_by_mistake_go_before_anything_was_posted(self, estate, now):
        made = a_revenue_contract(estate)
        assert contracts.void(made, reason="登记错误", by=now, at=LATE).state == ContractState.VOID


@pytest.mark.django_db
class TestWhatEverybodyReads:
    """No telephone number of a person stands there, whichever field it is typed into."""

    def test_of_a_contract(self, estate):
        made = a_revenue_contract(estate)
        for call, field in (
            (lambda: a_revenue_contract(estate, payer=NUMBER), "payer"),
            (lambda: a_revenue_contract(estate, place=NUMBER), "place"),
            (lambda: contracts.void(made, reason=NUMBER, by=None, at=LATE), "reason"),
            (lambda: contracts.end_early(made, ended_on=date(2026, 11, 1), reason=NUMBER, by=None, at=LATE), "reason"),
        ):
            with pytest.raises(ValidationError) as refused:
                call()
            assert set(refused.value.message_dict) == {field}

    def test_of_a_report(self, estate):
        owed = an_owed(estate)
        line = Entry(Side.RECEIPT, "parking", 1, words=NUMBER)
        for call, field in (
            (lambda: written(owed, line), "words"),
            (lambda: written(owed, opening_note=NUMBER), "opening_note"),
            (lambda: reporting.add_proof(owed, kind="bank", title=NUMBER, file=a_pdf(), by=None, at=LATE), "title"),
            (lambda: reporting.correct(a_posted(an_other()), reason=NUMBER, by=None, at=LATE), "reason"),
        ):
            with pytest.raises(ValidationError) as refused:
                call()
            assert set(refused.value.message_dict) == {field}


def an_other():
    made = an_estate()
    a_contract(made, an_enterprise())
    return made
