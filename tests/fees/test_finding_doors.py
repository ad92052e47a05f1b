"""Desks and API of findings, collections and referrals."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import AuditEntry
from fees import evidence
from fees.findings import actions as findings
from fees.models import ArrearsReferral, Collection, Finding
from tests.factories import a_company_login, a_contract, an_enterprise, an_estate
from tests.factories.prices import an_accepted_filing
from tests.factories.rules import the_rules
from tests.fees.looked import AT, ON, OTHERS, look, peers

pytestmark = pytest.mark.django_db
PROPOSAL = {"home": "3号楼501", "name": "赵青山", "phone": "13800001234", "arrears_since_on": "2025-01-01"}


@pytest.fixture
def contract(city, people):
    the_rules(city)
    made = a_contract(an_estate(), an_enterprise())
    a_company_login(people["company"], made.enterprise)
    return made


@pytest.fixture
def finding(contract) -> Finding:
    an_accepted_filing(contract, prepay_months_most=24)
    look()
    return Finding.objects.get()


class TestTheDeskOfFindings:
    def test_leads_from_the_question_to_the_order(self, finding, people, client):
        page = f"/admin/fees/finding/{finding.pk}"
        client.force_login(people["district"])
        shown = client.get(f"{page}/change/").content.decode()
        assert "24" in shown
        assert "第五十五条" in shown
        assert client.post(f"{page}/ask/").status_code == 302
        client.force_login(people["company"])
        assert client.post(f"{page}/explain/", {"statement": "业主自愿预存。"}).status_code == 302
        assert client.get(f"{page}/find-so/").status_code == 403
        client.force_login(people["district"])
        assert client.post(f"{page}/find-so/", {"result": " "}).status_code == 200
        assert client.post(f"{page}/find-so/", {"result": "属实。"}).status_code == 302
        assert "业主自愿预存。" in client.get(f"{page}/change/").content.decode()
        finding.refresh_from_db()
        assert finding.state == "ordered"
        assert (why := evidence.uncounted(finding, on=ON))
        assert why in client.get(f"{page}/decide/").content.decode()
        assert why in client.get(f"{page}/change/").content.decode()

    def test_takes_what_no_check_can_see(self, contract, people, client):
        form = {"estate": contract.estate_id, "kind": "overcharged", "happened_on": "2026-11-01", "words": "重复收费。"}
        client.force_login(people["street"])
        assert client.post("/admin/fees/finding/add/", form).status_code == 302
        assert Finding.objects.get().facts == {"words": "重复收费。"}
        assert client.post("/admin/fees/finding/add/", form | {"kind": "money_misused"}).status_code == 200
        assert Finding.objects.count() == 1

    def test_lists_the_peers_of_a_price_out_of_line(self, contract, people, client):
        odd, *others = peers(300, *OTHERS)
        look()
        finding = Finding.objects.get(kind="price_outlier")
        client.force_login(people["district"])
        shown = client.get(f"/admin/fees/finding/{finding.pk}/change/").content.decode()
        assert finding.estate == odd
        assert all(estate.name in shown for estate in others)

    def test_goes_out_as_a_list(self, finding, people, client):
        client.force_login(people["district"])
        shown = client.get("/admin/fees/finding/").content.decode()
        assert finding.number in shown

    def test_is_closed_to_strangers(self, finding, people, client):
        client.force_login(people["neighbour"])
        assert client.get(f"/admin/fees/finding/{finding.pk}/change/").status_code == 404
        client.force_login(people["system"])
        assert client.get("/admin/fees/finding/").status_code == 403


class TestTheDeskOfCollections:
    def form(self, contract, **values) -> dict:
        return {
            "contract": contract.pk, "from_on": "2026-07-01", "last_day": "2026-09-30", "due_fen": "10000",
            "collected_fen": "9000.50", "homes_due": 400, "homes_in_arrears": 40, "arrears_fen": "1500",
            "prepaid_months_most": 6, **values,
        }  # fmt: skip

    def test_reports_in_yuan_and_corrects(self, contract, people, client):
        client.force_login(people["company"])
        answer = client.post("/admin/fees/collection/add/", self.form(contract))
        assert answer.status_code == 302
        row = Collection.objects.get()
        assert (row.collected_fen, row.until_on) == (900_050, date(2026, 10, 1))
        place = f"/admin/fees/collection/{row.pk}"
        assert "9000.50" in client.get(f"{place}/correct/").content.decode()
        figures = {
            "due_fen": "10000", "collected_fen": "9500", "homes_due": 400, "homes_in_arrears": 30,
            "arrears_fen": "1500", "prepaid_months_most": 6, "reason": "漏计。",
        }  # fmt: skip
        assert client.post(f"{place}/correct/", figures).status_code == 302
        assert "95.0 %" in client.get(f"{place}/change/").content.decode()

    def test_says_what_is_wrong_in_the_form(self, contract, people, client):
        client.force_login(people["company"])
        answer = client.post("/admin/fees/collection/add/", self.form(contract, collected_fen="10000.01"))
        assert answer.status_code == 200
        assert not Collection.objects.exists()


class TestTheDeskOfReferrals:
    def test_shows_nobody_until_somebody_looks(self, contract, people, client, private_storage):
        client.force_login(people["company"])
        form = PROPOSAL | {"contract": contract.pk, "arrears_fen": "5123"}
        assert client.post("/admin/fees/arrearsreferral/add/", form).status_code == 302
        referral = ArrearsReferral.objects.get()
        place = f"/admin/fees/arrearsreferral/{referral.pk}"
        file = SimpleUploadedFile("a.pdf", b"%PDF-1.4", content_type="application/pdf")
        paper = {"kind": "demand", "issued_on": "2026-01-05", "file": file}
        assert client.post(f"{place}/add-paper/", paper).status_code == 302
        client.force_login(people["district"])
        shown = client.get(f"{place}/change/").content.decode()
        assert "赵**" in shown
        assert not any(secret in shown for secret in ("赵青山", "13800001234", "501"))
        file_place = f"{place}/papers/{referral.papers.get().pk}/"
        assert file_place in shown
        assert b"".join(client.get(file_place).streaming_content) == b"%PDF-1.4"
        assert "赵青山" in client.post(f"{place}/look/", follow=True).content.decode()
        assert set(AuditEntry.objects.filter(verb__startswith="look_at").values_list("verb", flat=True)) == {
            "look_at_paper_referral", "look_at_referral",
        }  # fmt: skip
        client.force_login(people["neighbour"])
        assert client.get(file_place).status_code == 404
        client.force_login(people["street"])
        assert client.get(file_place).status_code == 403


class TestTheApi:
    def test_of_findings_tells_words_and_moves(self, finding, people, client_of):
        place = f"/api/v1/findings/{finding.number}/"
        told = client_of("district").get(place).json()
        assert "24" in told["words"]
        assert [move["verb"] for move in told["moves"]] == ["ask", "find_unfounded"]
        asked = client_of("district").post(f"{place}ask/", {}, format="json").json()
        assert asked["state"] == "asked"
        answered = client_of("company").post(f"{place}explain/", {"statement": "说明。"}, format="json")
        assert answered.status_code == 200, answered.content
        assert "说明。" not in answered.content.decode()
        assert client_of("company").post(f"{place}find-so/", {"result": "x"}, format="json").status_code == 403
        assert client_of("neighbour").get(place).status_code == 404

    def test_of_findings_filters(self, finding, people, client_of):
        api = client_of("bureau")
        assert len(api.get("/api/v1/findings/?open=true").json()["results"]) == 1
        findings.find_unfounded(finding, result="不属实。", by=None, at=AT)
        assert api.get("/api/v1/findings/?open=true").json()["results"] == []
        uscc = finding.enterprise.uscc
        assert len(api.get(f"/api/v1/findings/?enterprise={uscc}&kind=prepaid_long").json()["results"]) == 1

    def test_of_collections_reports_and_corrects(self, contract, people, client_of):
        figures = {
            "due_fen": 1_000_000, "collected_fen": 900_000, "homes_due": 400, "homes_in_arrears": 40,
            "arrears_fen": 150_000,
        }  # fmt: skip
        body = figures | {"contract": contract.number, "from_on": "2026-07-01", "until_on": "2026-10-01"}
        api = client_of("company")
        made = api.post("/api/v1/fee-collections/", body, format="json")
        assert made.status_code == 201, made.content
        place = f"/api/v1/fee-collections/{made.json()['id']}/"
        better = api.post(f"{place}correct/", figures | {"collected_fen": 950_000, "reason": "漏计。"}, format="json")
        assert better.json()["collected_fen"] == 950_000
        wrong = api.post("/api/v1/fee-collections/", body | {"collected_fen": 1_000_001}, format="json")
        assert wrong.status_code == 400, wrong.content

    def test_of_referrals_never_tells_who(self, contract, people, client_of):
        body = PROPOSAL | {"contract": contract.number, "arrears_fen": 512_300}
        made = client_of("company").post("/api/v1/arrears-referrals/", body, format="json")
        assert made.status_code == 201, made.content
        place = f"/api/v1/arrears-referrals/{made.json()['number']}/"
        for person in ("company", "district", "auditor"):
            told = client_of(person).get(place).content.decode()
            assert not any(secret in told for secret in ("赵", "1380", "501"))
        early = client_of("district").post(f"{place}give-notice/", {"served_on": "2026-11-01"}, format="json")
        assert early.status_code == 400
        assert client_of("company").post(f"{place}note-paid/", {}, format="json").json()["state"] == "paid"
