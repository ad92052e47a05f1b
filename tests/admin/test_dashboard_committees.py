"""Owners' self-government on the first page: by place, against the targets, each number with its rows."""

import re
from datetime import UTC, date, datetime

import pytest

from committees.coverage import counting
from tests.factories import a_night, a_rulebook, counted, covered
from tests.factories.owners import a_committee
from tests.factories.places import an_estate
from tests.factories.rules import the_rules

TODAY = date(2026, 11, 20)
CHANGAN, YUHUA = "130102000000", "130108000000"


@pytest.fixture
def governed(city, people):
    the_rules(city)
    night = a_night(a_rulebook(), TODAY)
    for county in (CHANGAN, YUHUA):
        counted(night, county, A=3, B=3)
        covered(night, county, 10, 9)
    a_committee(an_estate("130102001001"), term_until=date(2026, 11, 20))
    a_committee(an_estate("130102001001"), kind="management", term_until=date(2029, 1, 1))
    an_estate("130108001001")


@pytest.fixture
def page(governed, client, people, settings):
    def shown(who: str = "bureau", query: str = "") -> str:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        client.force_login(people[who])
        return client.get(f"/admin/{query}").content.decode()

    return shown


def take():
    counting.take(on=TODAY, at=datetime(2026, 11, 20, 4, tzinfo=UTC))


@pytest.mark.django_db
class TestTheBlock:
    def test_is_not_there_before_the_first_count(self, page):
        assert "Formation rate" not in page()

    def test_tells_kinds_rate_target_and_terms(self, page):
        take()
        text = re.sub(r"<[^>]+>|\s+", " ", page())
        assert "66.67%" in text
        assert "below the target" in text
        assert "1 has run out" in text

    def test_leads_to_the_rows_that_it_counts(self, page, client):
        take()
        found = re.findall(r'href="(/admin/committees/committee/\?region=130100000000[^"]+)"', page())
        addresses = [address.replace("&amp;", "&") for address in dict.fromkeys(found)]
        assert len(addresses) == 4
        counts = [client.get(address).context["cl"].result_count for address in addresses]
        assert counts == [1, 1, 1, 0]

    def test_offers_the_mediation_committees_to_those_who_may_see_them(self, page):
        take()
        assert "/admin/committees/mediationcommittee/" in page("bureau")
        assert 'href="/admin/committees/mediationcommittee/"' not in page("auditor")

    def test_of_a_street_is_its_own(self, page):
        take()
        assert "100%" in page("street")
