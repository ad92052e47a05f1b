"""The page of a use for everybody, the phone desk of those who carry uses out, the officers' desk, and the API."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from committees.models import CommitteeLogin
from fees.fund_uses import actions
from fees.models import FundUse, FundUsePaper
from tests.factories import a_company_login, a_contract, an_enterprise
from tests.factories.fund_uses import AT, ROOF, a_draft, approved, confirmed
from tests.factories.owners import a_committee

AS_PORTAL = {"by": None, "at": AT}
API = "/api/v1/fund-uses/"


@pytest.fixture
def member(people, estate):
    CommitteeLogin.objects.create(user=people["committee"], committee=a_committee(estate))
    return people["committee"]


def a_picture() -> SimpleUploadedFile:
    held = BytesIO()
    Image.new("RGB", (80, 60), "white").save(held, "JPEG")
    return SimpleUploadedFile("屋面.jpg", held.getvalue(), "image/jpeg")


def public(use: FundUse) -> str:
    return reverse("fees:fund-use", args=[use.number])


class TestThePageForEverybody:
    def test_is_not_there_before_it_was_posted(self, client, estate, homes):
        use = a_draft(estate, homes, 30_000_00, 31_000_00)
        assert client.get(public(use)).status_code == 404
        actions.withdraw(use, reason="不做了", **AS_PORTAL)
        assert client.get(public(use)).status_code == 404
        assert client.get(reverse("fees:fund-use", args=["WX-20260101-999999"])).status_code == 404

    def test_tells_money_quotes_steps_and_no_home(self, client, estate, homes):
        use = actions.post(a_draft(estate, homes, 30_000_00, 29_000_00), **AS_PORTAL)
        page = client.get(public(use)).content.decode()
        for told in ("30,000.00", "甲防水公司", "乙防水公司", "业主代表现场比选。", "199.34", "150.50"):
            assert told in page
        assert "1单元101" not in page

    def test_costs_the_same_whatever_it_tells(self, client, estate, homes, django_assert_max_num_queries):
        use = approved(estate, homes, 10_000_00)
        for _fen in range(3):
            actions.advance(use, amount_fen=1, **AS_PORTAL)
        with django_assert_max_num_queries(14):
            assert client.get(public(use)).status_code == 200


class TestThePhoneDesk:
    def test_asks_strangers_to_log_in_and_turns_others_away(self, client, people):
        place = reverse("fees:fund-uses")
        assert client.get(place).status_code == 302
        client.force_login(people["inspector"])
        assert client.get(place).status_code == 403

    def test_leads_a_member_from_the_draft_to_the_notice(self, client, estate, homes, member):
        client.force_login(member)
        new = reverse("fees:fund-use-new", args=[estate.code])
        assert new in client.get(reverse("fees:fund-uses")).content.decode()
        given = {"title": ROOF.title, "part": "roof", "cause": "wear", "case": "", "plan": ROOF.plan}
        refused = client.post(new, {**given, "cause": "utility"})
        assert (refused.status_code, "第七十四条" in refused.content.decode()) == (422, True)
        work = client.post(new, given).headers["Location"]
        unit = f"{homes[0].building_id}/1"
        self.done(client, work, "choose_homes", {"units": [unit], "typed": ""})
        quote = {"contractor": "甲", "amount_fen": "30000.05", "given_on": "2026-01-01"}
        self.done(client, work, "add_quote", {**quote, "file": a_picture()})
        self.done(client, work, "add_quote", {**quote, "contractor": "乙", "amount_fen": "30001"})
        use = FundUse.objects.get()
        self.done(client, work, "choose_quote", {"quote": use.quotes.first().pk, "reason": ""})
        self.done(client, work, "post", {})
        use.refresh_from_db()
        assert (use.state, use.budget_fen, use.homes.count(), use.papers.count()) == ("posted", 30_000_05, 2, 1)
        assert client.get(work).status_code == 200

    def done(self, client, work: str, verb: str, given: dict) -> None:
        place = f"{work}{verb}/"
        assert client.get(place).status_code == 200
        answer = client.post(place, given)
        assert answer.status_code == 302, answer.content.decode()

    def test_says_what_is_wrong_and_keeps_what_was_typed(self, client, estate, homes, member):
        use = a_draft(estate, homes, 30_000_00)
        client.force_login(member)
        place = reverse("fees:fund-use-act", args=[use.number, "choose_homes"])
        answer = client.post(place, {"typed": "9号楼1单元101"})
        assert (answer.status_code, answer.content.decode().count("9号楼1单元101")) == (422, 3)
        place = reverse("fees:fund-use-act", args=[use.number, "add_quote"])
        bad = SimpleUploadedFile("x.pdf", b"no", "application/pdf")
        answer = client.post(place, {"contractor": "乙", "amount_fen": "1", "given_on": "2026-01-01", "file": bad})
        assert (answer.status_code, use.quotes.count()) == (422, 1)

    def test_offers_nothing_that_is_closed(self, client, estate, homes, member):
        use = actions.post(a_draft(estate, homes, 30_000_00, 31_000_00), **AS_PORTAL)
        client.force_login(member)
        work = reverse("fees:fund-use-next", args=[use.number])
        for verb in ("approve", "confirm", "choose_homes"):
            assert client.get(f"{work}{verb}/").status_code == 302
            assert client.post(f"{work}{verb}/", {"site": "x"}).status_code == 422
        assert client.get(f"{work}nothing/").status_code == 404

    def test_hides_the_uses_of_others(self, client, estate, people):
        use = actions.propose(estate, ROOF, **AS_PORTAL)
        a_company_login(people["company"], an_enterprise())
        client.force_login(people["company"])
        work = reverse("fees:fund-use-next", args=[use.number])
        assert client.get(work).status_code == client.post(f"{work}withdraw/", {"reason": "x"}).status_code == 404
        assert client.get(reverse("fees:fund-use-new", args=[estate.code])).status_code == 404
        assert use.title not in client.get(reverse("fees:fund-uses")).content.decode()

    def test_costs_the_same_for_one_and_for_many(self, client, people, estate, django_assert_num_queries):
        client.force_login(people["street"])
        place = reverse("fees:fund-uses")
        actions.propose(estate, ROOF, **AS_PORTAL)
        with CaptureQueriesContext(
            connection,
        ) as one:
            client.get(place)
        for _each in range(8):
            actions.propose(estate, ROOF, **AS_PORTAL)
        with django_assert_num_queries(len(one)):
            client.get(place)


class TestTheOfficersDesk:
    def desk(self, name: str, *args) -> str:
        return reverse(f"admin:fees_funduse_{name}", args=args)

    @pytest.mark.parametrize(
        ("name", "status"),
        [("auditor", 200), ("bureau", 200), ("district", 200), ("street", 200), ("neighbour", 404),
         ("inspector", 403), ("system", 403)],
    )  # fmt: skip
    def test_shows_a_use_to_whoever_sees_it(self, client, people, estate, homes, name, status):
        use = approved(estate, homes, 10_000_00)
        actions.attach(use, kind="site", file=a_picture(), **AS_PORTAL)
        client.force_login(people[name])
        page = client.get(self.desk("change", use.pk))
        paper = self.desk("paper", use.pk, FundUsePaper.objects.get().pk)
        handed_out = client.get(paper)
        assert page.status_code == handed_out.status_code == status
        if status == 200:
            assert b"".join(handed_out.streaming_content).startswith(b"\xff\xd8")
            assert all(told in page.content.decode() for told in ("1号楼1单元101", "甲防水公司", "5,000.00", paper))
            assert use.title in client.get(self.desk("changelist")).content.decode()

    def test_a_use_is_proposed_confirmed_and_filed_there(self, client, people, estate, homes):
        client.force_login(people["district"])
        given = {"estate": estate.pk, "title": "抢修", "part": "roof", "cause": "wear", "case": "leak", "plan": "修"}
        assert client.post(self.desk("add"), {**given, "cause": "duty"}).status_code == 200
        assert client.post(self.desk("add"), given).status_code == 302
        use = FundUse.objects.get()
        client.force_login(people["street"])
        for verb, sent in (
            ("choose-homes", {"units": [f"{homes[0].building_id}/1"]}),
            ("add-quote", {"contractor": "甲", "amount_fen": "10000", "given_on": "2026-01-01"}),
            ("choose-quote", lambda: {"quote": use.quotes.get().pk}),
            ("confirm", {"site": "属实"}),
            ("file", {}),
        ):
            assert client.get(self.desk(verb, use.pk)).status_code == 200
            answer = client.post(self.desk(verb, use.pk), sent() if callable(sent) else sent)
            assert answer.status_code == 302, answer.content.decode()
        use.refresh_from_db()
        assert (use.state, use.budget_fen, use.homes.count()) == ("filed", 10_000_00, 2)
        late = self.desk("changelist") + "?late=notice"
        assert client.get(late).status_code == 200

    def test_what_the_law_forbids_stands_in_the_form(self, client, people, estate, homes):
        use = approved(estate, homes, 10_000_00)
        client.force_login(people["bureau"])
        answer = client.post(self.desk("advance", use.pk), {"amount_fen": "5000.01"})
        assert (answer.status_code, "5,000.00" in answer.content.decode()) == (200, True)


class TestTheAPI:
    def test_leads_an_emergency_to_its_approval(self, client_of, estate, homes):
        street, district, bureau = client_of("street"), client_of("district"), client_of("bureau")
        given = {"estate": estate.code, "title": "抢修", "part": "roof", "cause": "wear", "case": "leak", "plan": "修"}
        made = district.post(API, given, format="json")
        assert made.status_code == 201, made.json()
        place = f"{API}{made.json()['number']}/"
        self.used(district, place, "choose-homes", {"buildings": [homes[0].building_id]})
        told = self.used(
            district, place, "add-quote", {"contractor": "甲", "amount_fen": 1_000_00, "given_on": "2026-01-01"}
        )
        self.used(district, place, "choose-quote", {"quote": told["quotes"][0]["id"]})
        self.used(street, place, "confirm", {"site": "属实"})
        self.used(street, place, "file", {})
        assert district.post(f"{place}approve/", {}, format="json").status_code == 403
        told = self.used(bureau, place, "approve", {})
        assert (told["state"], told["ceiling_fen"], told["advance_most_fen"]) == ("approved", 1_100_00, 500_00)
        homes_told = district.get(f"{place}?expand=homes").json()["homes"]
        assert [each["home"] for each in homes_told] == [home.pk for home in homes]
        verbs = {move["verb"] for move in told["moves"]}
        assert "advance" in verbs
        assert "take_decision" not in verbs
        assert "return_advance" not in verbs
        told = self.used(bureau, place, "advance", {"amount_fen": 100_00})
        assert "return_advance" in {move["verb"] for move in told["moves"]}

    def used(self, client, place: str, verb: str, body: dict) -> dict:
        answer = client.post(f"{place}{verb}/", body, format="json")
        assert answer.status_code == 200, answer.json()
        return answer.json()

    def test_takes_a_picture_as_a_paper(self, client_of, estate, homes):
        use = confirmed(estate, homes, 1_000_00)
        sent = {"kind": "site", "file": a_picture()}
        assert client_of("street").post(f"{API}{use.number}/attach/", sent, format="multipart").status_code == 200
        assert FundUsePaper.objects.get().file.name.endswith(".jpg")

    def test_offers_no_vote_for_an_emergency_and_says_why_not(self, client_of, estate, homes):
        use = confirmed(estate, homes, 1_000_00)
        answer = client_of("street").post(f"{API}{use.number}/post/", {}, format="json")
        assert answer.status_code == 409
        answer = client_of("district").post(
            f"{API}{use.number}/choose-homes/", {"homes": [homes[0].pk, 999_999_999]}, format="json"
        )
        assert (answer.status_code, "homes" in str(answer.json())) == (400, True)

    def test_shows_staff_of_the_company_their_estates_only(self, client_of, people, estate):
        use = actions.propose(estate, ROOF, **AS_PORTAL)
        enterprise = an_enterprise()
        a_company_login(people["company"], enterprise)
        company = client_of("company")
        assert company.get(API).json()["results"] == []
        a_contract(estate, enterprise, begins_on=AT.date(), ends_on=None)
        assert [each["number"] for each in company.get(API).json()["results"]] == [use.number]

    def test_filters_by_state_and_by_what_is_late(self, client_of, estate, homes):
        use = confirmed(estate, homes, 1_000_00)
        district = client_of("district")
        for asked, count in (("state=confirmed", 1), ("state=paid", 0), ("late=true", 1), (f"estate={estate.code}", 1)):
            assert len(district.get(f"{API}?{asked}").json()["results"]) == count, (asked, use)
