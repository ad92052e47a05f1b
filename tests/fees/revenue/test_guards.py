"""Public revenue: what the database itself refuses, and contracts on shared parts."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.authority import NotAllowed
from accounts.lifecycle import NotNow
from fees.models import RevenueLine, RevenueReport
from fees.models.revenue import Side
from fees.revenue import contracts
from fees.revenue.accounts import Entry
from tests.factories import a_contract, an_estate
from tests.fees.revenue.accounted import (
    IN_TIME,
    LATE,
    PARKING,
    Q3,
    Q4,
    a_posted,
    a_revenue_contract,
    refused_by,
    written,
)

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.mark.django_db
class TestTheDatabase:
    """What it refuses to whoever goes around the actions."""

    def test_posts_nothing_but_the_sum_of_the_lines(self, report):
        written(report, PARKING)
        columns = {"state": "posted", "posted_at": IN_TIME, "posted_on": Q4, "shown_until_on": date(2026, 11, 1)}
        with refused_by("sum of its lines"), transaction.atomic():
            RevenueReport.objects.update(**columns, receipts_fen=1, closing_fen=1)

    def test_lets_a_posted_report_stand(self, estate):
        posted = a_posted(estate, PARKING)
        for change in ({"bank_fen": 1}, {"posted_on": date(2026, 10, 2)}, {"state": "owed"}):
            with refused_by("posted report does not change"), transaction.atomic():
                RevenueReport.objects.filter(pk=posted.pk).update(**change)
        with refused_by("posted report"), transaction.atomic():
            posted.lines.all().delete()
        with refused_by("takes no lines"), transaction.atomic():
            RevenueLine.objects.create(report=posted, side="cost", kind="tax", amount_fen=1)

    def test_balances(self, report):
        with refused_by("revenue_report_adds_up"), transaction.atomic():
            RevenueReport.objects.update(closing_fen=1)
        with refused_by("revenue_report_spends_what_there_is"), transaction.atomic():
            RevenueReport.objects.update(costs_fen=1, closing_fen=-1)

    def test_has_one_posted_report_for_a_day(self, estate):
        posted = a_posted(estate)
        columns = {
            field.attname: getattr(posted, field.attname) for field in RevenueReport._meta.fields if field.name != "id"
        }
        with refused_by("one_posted_revenue_report_per_day"), transaction.atomic():
            RevenueReport.objects.create(**{**columns, "number": "SZ-2", "from_on": date(2026, 8, 1)})

    @pytest.mark.parametrize(
        ("change", "name"),
        [
            ({"until_on": Q3}, "ends_after_it_begins"),
            ({"due_on": Q3}, "is_due_after_its_period"),
            ({"state": "posted"}, "posted_revenue_report_has_its_day"),
            ({"state": "dropped"}, "revenue_correction_says_why"),
            (
                {"state": "posted", "posted_on": Q3, "posted_at": IN_TIME, "shown_until_on": Q4},
                "posted_after_its_period",
            ),
        ],
    )
    def test_keeps_a_report_sound(self, report, change, name):
        with refused_by(name), transaction.atomic():
            RevenueReport.objects.update(**change)

    def test_owes_a_period_once(self, report):
        with refused_by("one_owed_revenue_report_per_period"), transaction.atomic():
            RevenueReport.objects.create(
                number="SZ-2", estate=report.estate, from_on=Q3, until_on=Q4, due_on=date(2026, 10, 15)
            )

    @pytest.mark.parametrize(
        ("line", "name"),
        [
            ({"side": "cost", "kind": "parking"}, "kind_of_its_side"),
            ({"side": "cost", "kind": "tax", "amount_fen": 0}, "revenue_line_has_a_sum"),
        ],
    )
    def test_keeps_lines_sound(self, report, line, name):
        with refused_by(name), transaction.atomic():
            RevenueLine.objects.create(**{"report": report, "amount_fen": 1, **line})

    def test_takes_receipts_from_contracts_of_the_estate_alone(self, report, company):
        other = an_estate()
        a_contract(other, company)
        with refused_by("another estate or kind"), transaction.atomic():
            RevenueLine.objects.create(
                report=report, side="receipt", kind="advert", amount_fen=1, contract=a_revenue_contract(other)
            )
        with refused_by("another estate or kind"), transaction.atomic():
            mine = a_revenue_contract(report.estate, source="other")
            RevenueLine.objects.create(report=report, side="cost", kind="other_cost", amount_fen=1, contract=mine)


@pytest.mark.django_db
class TestContracts:
    def test_end_within_their_term(self, estate, people):
        made = a_revenue_contract(estate)
        with pytest.raises(ValidationError) as refused:
            contracts.end_early(made, ended_on=made.until_on, reason="商家撤场。", by=people["company"], at=LATE)
        assert set(refused.value.message_dict) == {"ended_on"}
        ended = contracts.end_early(made, ended_on=Q4, reason="商家撤场。", by=people["company"], at=LATE)
        assert ended.over_on == Q4
        with pytest.raises(NotNow):
            contracts.void(ended, reason="误登。", by=None, at=LATE)

    def test_that_a_posted_report_names_are_not_void(self, estate):
        made = a_revenue_contract(estate)
        a_posted(estate, Entry(Side.RECEIPT, "advert", 1, contract=made))
        with pytest.raises(ValidationError, match="end it instead"):
            contracts.void(made, reason="误登。", by=None, at=LATE)

    @pytest.mark.parametrize(
        ("change", "name"),
        [
            ({"state": "ended", "end_reason": "x"}, "ends_within_its_term"),
            ({"state": "ended", "end_reason": "x", "ended_on": date(2027, 7, 1)}, "ends_within_its_term"),
            ({"state": "void"}, "ended_revenue_contract_says_why"),
            ({"amount_fen": 0}, "revenue_contract_has_a_sum"),
            ({"until_on": date(2025, 7, 1)}, "revenue_contract_ends_after_it_begins"),
        ],
    )
    def test_are_kept_sound_by_the_database(self, estate, change, name):
        made = a_revenue_contract(estate)
        with refused_by(name), transaction.atomic():
            type(made).objects.update(**change)

    @pytest.mark.parametrize(
        ("told", "field"),
        [({"payer": " "}, "payer"), ({"place": ""}, "place"), ({"until_on": date(2025, 7, 1)}, "until_on"),
         ({"signed_on": date(2027, 1, 1)}, "signed_on"), ({"amount_fen": 0}, "amount_fen")],
    )  # fmt: skip
    def test_refuse_what_cannot_be_at_its_field(self, estate, told, field):
        with pytest.raises(ValidationError) as refused:
            a_revenue_contract(estate, **told)
        assert set(refused.value.message_dict) == {field}

    def test_are_registered_for_ones_own_estates(self, estate, people):
        new = contracts.NewContract(
            an_estate("130108001000"), "advert", "商家", "门口", Q3, Q4, 1, "term", Q3
        )  # fmt: skip
        for person in ("company", "district"):
            with pytest.raises(NotAllowed):
                contracts.register(new=new, by=people[person], at=LATE)
