"""The pages of public revenue: what everybody reads, and a company's way from what it owes to a posted report."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.city import rule_values
from accounts.models import Role, User
from committees.models import CommitteeLogin
from fees.company_desk.owed import owed_by
from fees.models import RevenueContract, RevenueReport
from fees.models.revenue import ReportState, Side
from fees.revenue import auditing, reporting, telling
from fees.revenue.accounts import Entry
from tests.factories import a_contract, an_enterprise, an_estate
from tests.factories.owners import a_committee
from tests.fees.revenue.accounted import (
    ADVERTS,
    COSTS,
    FUND,
    IN_TIME,
    LATE,
    OPENED,
    PARKING,
    Q3,
    a_pdf,
    a_posted,
    a_revenue_contract,
    an_owed,
    written,
)

ON = date(2026, 11, 20)
LOCKER = Entry(Side.RECEIPT, "locker", 2_000_000)
TO_FUND = Entry(Side.TO_FUND, "fund", 7_760_000)


def told(estate, on: date = ON) -> telling.RevenueTold:
    contract = estate.contracts.running(on=on).first()
    return telling.of_estate(estate, contract, rule_values(on=on), on=on)


@pytest.mark.django_db
class TestTelling:
    def test_both_bars_come_to_the_headline(self, estate):
        a_posted(estate, PARKING, ADVERTS, LOCKER, COSTS, TO_FUND)
        shown = told(estate).posted
        assert (shown.receipts_fen, shown.total_fen) == (18_620_000, 18_620_000)
        assert [part.fen for part in shown.sources] == [11_400_000, 5_220_000, 2_000_000]
        assert [part.fen for part in shown.uses] == [3_100_000, 7_760_000, 7_760_000]
        assert sum(part.percent for part in shown.uses) == pytest.approx(100, abs=0.02)

    def test_what_is_taken_from_before_is_a_source(self, estate):
        a_posted(estate, PARKING, opened=OPENED - timedelta(days=92), at=IN_TIME - timedelta(days=92))
        a_posted(estate, ADVERTS, Entry(Side.TO_OWNERS, "works", 6_000_000))
        shown = told(estate).posted
        assert [part.fen for part in shown.sources] == [5_220_000, 780_000]
        assert sum(part.fen for part in shown.uses) == shown.total_fen == 6_000_000

    def test_says_who_owes_what_comes_next_and_by_when(self, estate, company):
        a_posted(estate, PARKING)
        owed = told(estate).owed
        assert (owed.by, owed.due_on, owed.days_late) == (company.name, date(2027, 1, 15), 0)

    @pytest.mark.parametrize(("day", "late"), [(15, 0), (16, 1)])
    def test_counts_the_days_that_it_is_late(self, estate, day, late):
        an_owed(estate)
        assert told(estate, date(2026, 10, day)).owed.days_late == late

    def test_a_correction_that_is_being_written_is_nobodys_affair(self, estate):
        reporting.correct(a_posted(estate, PARKING), reason="漏记。", by=None, at=LATE)
        assert told(estate).owed.due_on == date(2027, 1, 15)

    def test_asks_as_much_for_one_as_for_many(self, estate, company):
        others = [an_estate() for _n in range(5)]
        for each in others:
            a_contract(each, company)
        for each in [estate, *others]:
            a_posted(each, PARKING)
        rules, counts = rule_values(on=ON), []
        for estates in ([estate], [estate, *others]):
            with CaptureQueriesContext(connection) as seen:
                found = telling.of_estates(estates, rules, on=ON)
            counts.append(len(seen))
            assert all(each.posted.receipts_fen == PARKING.amount_fen for each in found.values())
        assert counts[0] == counts[1]


@pytest.mark.django_db
class TestWhatEverybodyReads:
    def test_has_every_line_and_adds_up(self, estate, client):
        contract = a_revenue_contract(estate)
        a_posted(estate, PARKING, Entry(Side.RECEIPT, "advert", 5_220_000, contract=contract), COSTS)
        page = client.get(reverse("fees:revenue", args=[estate.code]))
        text = page.content.decode()
        for shown in ("114,000.00", "52,200.00", "31,000.00", "135,200.00", contract.number, contract.payer):
            assert shown in text
        assert "unsafe-inline" not in page["Content-Security-Policy"]
        assert " style=" not in text
        assert len(page.content) < 100_000

    def test_shows_a_correction_and_why_but_not_the_draft(self, estate, client):
        first = a_posted(estate, PARKING)
        second = reporting.correct(first, reason="漏记电梯广告收入。", by=None, at=LATE)
        place = reverse("fees:revenue", args=[estate.code])
        assert "漏记电梯广告收入" not in client.get(place).content.decode()
        written(second, PARKING, ADVERTS, at=LATE)
        reporting.post(second, by=None, at=LATE)
        assert "漏记电梯广告收入" in client.get(place).content.decode()

    @pytest.mark.parametrize("code", ["1301020019999", "x", "draws"])
    def test_of_no_estate_is_not_there(self, city, client, code):
        assert client.get(f"/revenue/{code}/").status_code == 404

    def test_has_a_page_for_each_draw(self, estate, client, regions):
        a_posted(estate, PARKING)
        made = auditing.draw(region=regions["130102000000"], day=Q3, seed="5f" * 16, by=None, at=LATE)
        text = client.get(reverse("fees:revenue-draw", args=[made.number])).content.decode()
        assert made.seed in text
        assert estate.code in text
        assert client.get("/revenue/draws/CQ-20260101-000001/").status_code == 404


@pytest.mark.django_db
class TestTheDeskOfACompany:
    def test_is_for_companies_and_committees_alone(self, estate, people, client):
        assert client.get(reverse("fees:owed")).status_code == 302
        client.force_login(people["district"])
        assert client.get(reverse("fees:owed")).status_code == 403

    def test_shows_what_is_owed_by_day(self, estate, people):
        report = an_owed(estate)
        rows = owed_by(people["company"], on=ON)
        assert [row.due_on for row in rows] == sorted(row.due_on for row in rows)
        mine = next(row for row in rows if row.about == "revenue")
        assert (mine.kind, mine.href) == ("late", reverse("fees:owed-report", args=[report.number]))
        assert {"revenue", "collection", "filing"} <= {row.about for row in rows}

    def test_asks_as_much_for_one_estate_as_for_many(self, estate, company, people):
        counts = []
        for _round in range(2):
            with CaptureQueriesContext(connection) as seen:
                owed_by(people["company"], on=ON)
            counts.append(len(seen))
            for _n in range(5):
                a_contract(an_estate(), company)
            reporting.open_owed(on=OPENED.date(), at=OPENED)
        assert counts[0] == counts[1]

    def test_does_not_show_another_companys_report(self, estate, company, staff):
        other = an_estate()
        a_contract(other, an_enterprise())
        report = an_owed(other)
        for place in (reverse("fees:owed-report", args=[report.number]), reverse("fees:owed-estate", args=[other.code]),
                      reverse("fees:owed-act", args=[report.number, "receipt"])):  # fmt: skip
            assert staff.get(place).status_code == 404

    def test_shows_the_last_period_to_the_company_that_left(self, estate, company, staff):
        report = an_owed(estate)
        company.contracts.update(ends_on=date(2026, 10, 1))
        assert staff.get(reverse("fees:owed-report", args=[report.number])).status_code == 200
        assert staff.get(reverse("fees:owed-estate", args=[estate.code])).status_code == 404

    def test_leads_from_an_empty_report_to_a_posted_one(self, estate, staff):
        contract, report = a_revenue_contract(estate), an_owed(estate)

        def send(verb: str, **given):
            return staff.post(reverse("fees:owed-act", args=[report.number, verb]), given)

        assert send("balances", opening_fen="10.00", bank_fen="").status_code == 302
        assert send("receipt", kind="parking", amount_fen="114000", words="地面停车").status_code == 302
        assert send("receipt", kind="advert", amount_fen="52200", contract=contract.number).status_code == 302
        assert send("cost", kind="upkeep", amount_fen="31000.00").status_code == 302
        assert send("to-fund", amount_fen="67600").status_code == 302
        refused = send("post")
        assert refused.status_code == 422
        assert send("proof", kind="voucher", title="三季度凭证", file=a_pdf()).status_code == 302
        page = staff.get(reverse("fees:owed-report", args=[report.number])).content.decode()
        assert "67,610.00" in page
        assert send("post").status_code == 302
        report.refresh_from_db()
        assert (report.state, report.closing_fen) == (ReportState.POSTED, 6_761_000)
        assert send("receipt", kind="parking", amount_fen="1").status_code == 422
        assert staff.get(reverse("fees:owed-act", args=[report.number, "receipt"])).status_code == 409
        proof = report.proofs.get()
        answer = staff.get(reverse("fees:owed-proof", args=[report.number, proof.pk]))
        assert answer["Content-Disposition"].startswith("attachment")
        assert b"".join(answer.streaming_content).startswith(b"%PDF")
        corrected = send("correct", reason="漏记一笔。")
        assert corrected.status_code == 302
        assert RevenueReport.objects.get(corrects=report).number in corrected["Location"]

    @pytest.mark.parametrize(
        ("verb", "given", "field"),
        [
            ("receipt", {"kind": "parking", "amount_fen": "12.345"}, "amount_fen"),
            ("receipt", {"kind": "upkeep", "amount_fen": "1"}, "kind"),
            ("cost", {"kind": "tax", "amount_fen": "-1"}, "amount_fen"),
            ("proof", {"kind": "voucher", "title": "x"}, "file"),
            ("balances", {"opening_fen": "x"}, "opening_fen"),
        ],
    )
    def test_says_at_the_field_what_is_wrong(self, estate, staff, verb, given, field):
        report = an_owed(estate)
        page = staff.post(reverse("fees:owed-act", args=[report.number, verb]), given)
        assert page.status_code == 422
        assert field in page.context["form"].errors

    def test_strikes_a_line_and_says_when_that_cannot_be(self, estate, staff):
        report = written(an_owed(estate), PARKING, Entry(Side.TO_OWNERS, "works", 1))
        lines = {line.side: line.pk for line in report.lines.all()}
        place = reverse("fees:owed-strike", args=[report.number, lines["receipt"]])
        assert staff.get(place).status_code == 405
        assert staff.post(place).status_code == 409
        assert staff.post(reverse("fees:owed-strike", args=[report.number, lines["to_owners"]])).status_code == 302

    def test_registers_and_ends_contracts(self, estate, staff):
        place = reverse("fees:owed-new-contract", args=[estate.code])
        given = {
            "source": "locker", "payer": "智能柜有限公司", "place": "大门内", "from_on": "2026-01-01",
            "until_on": "2028-01-01", "amount_fen": "8000", "pays": "year", "signed_on": "2025-12-20",
        }  # fmt: skip
        assert staff.post(place, {**given, "until_on": "2025-01-01"}).status_code == 422
        assert staff.post(place, given).status_code == 302
        made = RevenueContract.objects.get()
        assert made.amount_fen == 800_000
        assert staff.get(reverse("fees:owed-estate", args=[estate.code])).status_code == 200
        end = reverse("fees:owed-end-contract", args=[made.number])
        assert staff.post(end, {"ended_on": "2026-06-01", "reason": "撤场"}).status_code == 302
        assert staff.post(end, {"ended_on": "2026-06-01", "reason": "撤场"}).status_code == 422

    def test_is_open_to_a_committee_for_its_own_estate(self, estate, client):
        member = User.objects.create_user("member", "x", role=Role.COMMITTEE)
        CommitteeLogin.objects.create(user=member, committee=a_committee(estate))
        report = an_owed(estate)
        client.force_login(member)
        assert client.get(reverse("fees:owed")).status_code == 200
        place = reverse("fees:owed-act", args=[report.number, "receipt"])
        assert client.post(place, {"kind": "parking", "amount_fen": "10"}).status_code == 302

    def test_every_page_opens(self, estate, staff):
        report = written(an_owed(estate), PARKING, ADVERTS, COSTS, FUND)
        for verb in ("balances", "receipt", "cost", "to-fund", "to-owners", "proof", "post", "drop"):
            page = staff.get(reverse("fees:owed-act", args=[report.number, verb]))
            assert page.status_code == 200, verb
            assert " style=" not in page.content.decode()
        assert staff.get(reverse("fees:owed-act", args=[report.number, "steal"])).status_code == 404
