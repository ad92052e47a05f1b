"""From where their people start, there is a way to every desk of the money and of an estate's upkeep."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from committees.models import CommitteeLogin
from estates.board import objections
from estates.board.objections import Contact
from fees.company_desk.owed import owed_by
from tests.factories import a_company_login, a_contract, an_enterprise, an_estate
from tests.factories.boards import QUARTERLY, the_items
from tests.factories.owners import a_committee
from tests.factories.rules import the_rules

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
OWED, UPKEEP, BOARDS = "/company/reports/", "/upkeep/", "/board/"


@pytest.fixture
def estate(city, people):
    the_rules(city)
    company = an_enterprise()
    a_company_login(people["company"], company)
    made = an_estate("130102001001")
    a_contract(made, company)
    return made


def browser_of(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def links_of(browser: Client, place: str) -> set[str]:
    page = browser.get(place)
    assert page.status_code == 200, place
    return {part.split('"', 1)[0] for part in page.content.decode().split('href="')[1:]}


@pytest.mark.django_db
class TestWays:
    @pytest.mark.parametrize("page", ["admin:index", "admin:estates_estate_changelist"])
    def test_of_a_company_begin_at_its_first_page_and_menu(self, estate, people, page):
        browser = browser_of(people["company"])
        assert {OWED, UPKEEP, BOARDS} <= links_of(browser, reverse(page))
        assert [browser.get(place, follow=True).status_code for place in (OWED, UPKEEP, BOARDS)] == [200, 200, 200]

    @pytest.mark.parametrize("who", ["district", "street", "inspector"])
    def test_of_officers_begin_at_their_menu(self, estate, people, who):
        browser = browser_of(people[who])
        links = links_of(browser, reverse("admin:estates_estate_changelist"))
        assert UPKEEP in links
        assert OWED not in links
        assert browser.get(UPKEEP).status_code == 200

    def test_of_a_committee_begin_at_its_desk(self, estate, people):
        member, committee = User.objects.create_user("member", "x", role=Role.COMMITTEE), a_committee(estate)
        CommitteeLogin.objects.create(user=member, committee=committee)
        browser, place = browser_of(member), reverse("fees:owed-estate", args=[estate.code])
        desk = reverse("committees:desk-committee", args=[committee.number])
        assert place in links_of(browser, desk)
        assert place not in links_of(browser_of(people["street"]), desk)
        beyond = links_of(browser, place)
        assert reverse("fees:fund-uses") in beyond
        assert reverse("fees:filings", args=[estate.code]) not in beyond

    def test_lead_on_from_an_estate_of_a_company(self, estate, people):
        browser, code = browser_of(people["company"]), estate.code
        rooms = {
            reverse("fees:filings", args=[code]), reverse("estates:board", args=[code]), f"{UPKEEP}?estate={code}",
            reverse("fees:fund-uses"),
        }  # fmt: skip
        assert rooms <= links_of(browser, reverse("fees:owed-estate", args=[code]))
        assert {browser.get(place).status_code for place in rooms} == {200}


@pytest.mark.django_db
def test_an_objection_is_owed_an_answer(estate, people):
    filed = objections.file(
        estate=estate, item=the_items()[QUARTERLY], kind="wrong", words="分摊表只贴了半张。", contact=Contact(), at=AT
    )
    row = next(row for row in owed_by(people["company"], on=AT.date()) if row.about == "objections")
    assert (row.due_on, row.place) == (filed.due_on, estate.name)
    assert browser_of(people["company"]).get(row.href).status_code == 200
    objections.reply(filed, answer="已补贴。", by=people["company"], at=AT)
    assert "objections" not in {row.about for row in owed_by(people["company"], on=AT.date())}
