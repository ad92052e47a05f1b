"""Public revenue through the interface, and its desks in the web admin."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from fees.models import RevenueAudit, RevenueContract, RevenueDemand, RevenueDraw, RevenueReport
from fees.models.revenue import ReportState
from fees.revenue import reporting
from tests.factories import an_estate
from tests.factories.owners import owners_of
from tests.fees.funded import a_block, pay_in
from tests.fees.revenue.accounted import FUND, IN_TIME, PARKING, a_pdf, a_posted, a_revenue_contract, an_owed

API = "/api/v1"


def call(client, place: str, sent: dict, **more):
    return client.post(f"{API}/{place}", json.dumps(sent), content_type="application/json", **more)


@pytest.mark.django_db
class TestTheInterface:
    def test_leads_a_report_from_owed_to_posted(self, estate, client_of):
        company, report = client_of("company"), an_owed(estate)
        lines = [
            {"side": "receipt", "kind": "parking", "amount_fen": 100_00},
            {"side": "cost", "kind": "tax", "amount_fen": 1_00, "words": "税费"},
        ]
        wrote = call(company, f"revenue-reports/{report.number}/write/", {"opening_fen": 0, "lines": lines})
        assert wrote.status_code == 200, wrote.content
        assert wrote.json()["closing_fen"] == 99_00
        assert len(wrote.json()["lines"]) == 2
        refused = call(company, f"revenue-reports/{report.number}/post/", {})
        assert refused.status_code == 400
        put = company.post(
            f"{API}/revenue-reports/{report.number}/add-proof/",
            {"kind": "bank", "title": "对账单", "file": a_pdf()}, format="multipart",
        )  # fmt: skip
        assert put.status_code == 200, put.content
        posted = call(company, f"revenue-reports/{report.number}/post/", {})
        assert posted.json()["state"] == "posted"
        assert call(company, f"revenue-reports/{report.number}/post/", {}).status_code == 409
        again = call(company, f"revenue-reports/{report.number}/correct/", {"reason": "漏记。"})
        assert again.status_code == 201
        assert again.json()["corrects"] == report.number

    def test_names_the_line_that_is_wrong(self, estate, client_of):
        report = an_owed(estate)
        sent = {"opening_fen": 0, "lines": [{"side": "receipt", "kind": "tax", "amount_fen": 1}]}
        assert call(client_of("company"), f"revenue-reports/{report.number}/write/", sent).status_code == 400
        sent["lines"] = [{"side": "gift"}]
        assert call(client_of("company"), f"revenue-reports/{report.number}/write/", sent).status_code == 400

    def test_refuses_what_was_read_before_it_changed(self, estate, client_of):
        company, report = client_of("company"), an_owed(estate)
        stale = company.get(f"{API}/revenue-reports/{report.number}/")["ETag"]
        reporting.write(report, opening_fen=5, lines=[], by=None, at=IN_TIME)
        answer = call(company, f"revenue-reports/{report.number}/post/", {}, HTTP_IF_MATCH=stale)
        assert answer.status_code == 412
        contract = a_revenue_contract(estate)
        stale = company.get(f"{API}/revenue-contracts/{contract.number}/")["ETag"]
        RevenueContract.objects.update(payer="另一家")
        sent = {"ended_on": "2026-01-01", "reason": "撤场"}
        for verb, body in (("end-early", sent), ("void", {"reason": "误登"})):
            answer = call(company, f"revenue-contracts/{contract.number}/{verb}/", body, HTTP_IF_MATCH=stale)
            assert answer.status_code == 412, verb

    def test_finds_what_is_late(self, estate, client_of):
        report = an_owed(estate)
        district = client_of("district")
        assert [row["number"] for row in district.get(f"{API}/revenue-reports/?late=true").json()["results"]] == [
            report.number
        ]
        assert district.get(f"{API}/revenue-reports/?late=false").json()["results"] == []

    def test_draws_audits_and_takes_what_arrived(self, estate, client_of):
        pay_in(a_block(estate, [100]), 100_00)
        report, district = a_posted(estate, PARKING, FUND), client_of("district")
        sent = {"amount_fen": FUND.amount_fen, "arrived_on": "2026-10-18"}
        assert call(client_of("company"), f"revenue-reports/{report.number}/note-arrived/", sent).status_code == 403
        assert call(district, f"revenue-reports/{report.number}/note-arrived/", sent).status_code == 200
        drawn = call(district, "revenue-draws/", {"region": "130102000000", "day": "2026-07-01"})
        assert drawn.status_code == 201, drawn.content
        assert drawn.json()["pool"] == [estate.code]
        (audit,) = district.get(f"{API}/revenue-audits/?draw={drawn.json()['number']}").json()["results"]
        told = {"auditor": "事务所", "result": "少记收入。", "wrong_fen": 100}
        assert call(district, f"revenue-audits/{audit['number']}/find-faulty/", told).json()["state"] == "faulty"
        for odd, pointer in (({}, "#/report"), ({"basis": "sample"}, "#/basis")):
            refused = call(district, "revenue-audits/", {"report": report.number, **odd})
            assert (refused.status_code, [fault["pointer"] for fault in refused.json()["errors"]]) == (400, [pointer])

    def test_takes_a_demand_of_owners_until_they_are_enough(self, estate, client_of):
        report, district = a_posted(estate, PARKING), client_of("district")
        one, two, *_others = [owner.ownerships.get().home_id for owner in owners_of(estate, [100] * 8)]
        sent = {"report": report.number, "demanded_on": "2026-11-01", "homes": [one]}
        made = call(district, "revenue-demands/", sent)
        assert (made.status_code, made.json()["state"], made.json()["of_heads"]) == (201, "open", 8), made.content
        place = f"revenue-demands/{made.json()['number']}/"
        staff = client_of("company")
        assert staff.get(f"{API}/{place}").status_code == 404, "who joins is not to be told from the counts"
        assert call(district, f"{place}add-homes/", {"homes": [one, 2**50]}).status_code == 400
        reached = call(district, f"{place}add-homes/", {"homes": [two]}).json()
        assert (reached["state"], reached["heads"], reached["area_m2"]) == ("reached", 2, 200)
        assert district.get(f"{API}/revenue-audits/{reached['audit']}/").json()["basis"] == "owners"
        assert staff.get(f"{API}/{place}").json()["heads"] == 2
        assert call(staff, "revenue-demands/", sent).status_code == 403

    def test_registers_contracts_for_ones_own_estates(self, estate, client_of):
        sent = {
            "estate": estate.code, "source": "advert", "payer": "传媒公司", "place": "电梯", "from_on": "2026-01-01",
            "until_on": "2027-01-01", "amount_fen": 100, "pays": "year", "signed_on": "2025-12-01",
        }  # fmt: skip
        made = call(client_of("company"), "revenue-contracts/", sent)
        assert made.status_code == 201, made.content
        other = an_estate("130108001000")
        assert call(client_of("company"), "revenue-contracts/", {**sent, "estate": other.code}).status_code == 400


def read(answer) -> str:
    return b"".join(answer.streaming_content).decode()


@pytest.mark.django_db
class TestTheDesks:
    @pytest.fixture
    def desk(self, people) -> Client:
        browser = Client()
        browser.force_login(people["district"])
        return browser

    def test_open_their_lists_pages_and_files(self, estate, desk):
        contract = a_revenue_contract(estate)
        report = a_posted(estate, PARKING)
        answer = desk.post(
            reverse("admin:fees_revenuedraw_changelist") + "draw/", {"region": "130102000000", "day": "2026-07-01"}
        )
        assert answer.status_code == 302, answer.content
        draw, audit = RevenueDraw.objects.get(), RevenueAudit.objects.get()
        for thing in (contract, report, draw, audit):
            name = f"admin:fees_{thing._meta.model_name}"
            assert desk.get(reverse(f"{name}_changelist")).status_code == 200
            page = desk.get(reverse(f"{name}_change", args=[thing.pk]))
            assert page.status_code == 200
            assert estate.name in page.content.decode()
            assert thing.number in read(desk.get(reverse(f"{name}_export") + "?as=csv"))
        accounts = read(desk.get(reverse("admin:fees_revenuereport_export") + "?as=csv"))
        assert "114000" in accounts
        assert "11400000" not in accounts
        proof = report.proofs.get()
        assert read(desk.get(reverse("admin:fees_revenueproof_file", args=[proof.pk]))).startswith("%PDF")
        assert desk.get(reverse("admin:fees_revenuecontract_file", args=[contract.pk])).status_code == 404

    def test_take_a_contract_in_yuan(self, estate, desk):
        given = {
            "estate": estate.pk, "source": "advert", "payer": "传媒公司", "place": "电梯", "from_on": "2026-01-01",
            "until_on": "2027-01-01", "amount_fen": "1200.50", "pays": "year", "signed_on": "2025-12-01",
        }  # fmt: skip
        answer = desk.post(reverse("admin:fees_revenuecontract_add"), given)
        assert answer.status_code == 302, answer.context["adminform"].form.errors
        assert RevenueContract.objects.get().amount_fen == 1200_50

    def test_press_the_verbs(self, estate, desk):
        report = an_owed(estate)
        place = reverse("admin:fees_revenuereport_post", args=[report.pk])
        assert desk.get(place).status_code == 200
        report.refresh_from_db()
        assert report.state == ReportState.OWED
        assert desk.post(place).status_code == 302
        report.refresh_from_db()
        assert report.state == ReportState.POSTED
        asked = desk.post(reverse("admin:fees_revenuereport_note-arrived", args=[report.pk]), {"amount_fen": "1"})
        assert "arrived_on" in asked.context["form"].errors

    def test_record_a_demand_and_open_its_audit(self, estate, desk):
        report = a_posted(estate, PARKING)
        owners_of(estate, [100] * 6)
        place = reverse("admin:fees_revenuereport_demand-audit", args=[report.pk])
        assert desk.get(place).status_code == 200
        odd = desk.post(place, {"demanded_on": "2026-11-01", "homes": "9-9-999"})
        assert "9-9-999" in str(odd.context["form"].errors["homes"])
        assert desk.post(place, {"demanded_on": "2026-11-01", "homes": "1-1-101"}).status_code == 302
        demand = RevenueDemand.objects.get()
        assert (demand.heads, demand.of_heads, demand.state) == (1, 6, "open")
        page = reverse("admin:fees_revenuedemand_change", args=[demand.pk])
        assert "16.66 %" in desk.get(page).content.decode()
        assert desk.post(f"{page.removesuffix('change/')}add-homes/", {"homes": "1-1-102"}).status_code == 302
        demand.refresh_from_db()
        assert demand.audit.report == report
        assert demand.number in read(desk.get(reverse("admin:fees_revenuedemand_export") + "?as=csv"))
        assert "6 名业主中 2 名联名" in Client().get(reverse("fees:revenue", args=[estate.code])).content.decode()

    def test_hide_files_from_others(self, estate, people):
        report = a_posted(estate, PARKING)
        stranger = Client()
        stranger.force_login(people["neighbour"])
        proof = report.proofs.get()
        assert stranger.get(reverse("admin:fees_revenueproof_file", args=[proof.pk])).status_code == 404
        assert stranger.get(reverse("admin:fees_revenuereport_change", args=[report.pk])).status_code == 404
        assert RevenueReport.objects.count() == 1
