"""A kept page is never an old one: whatever an estate's page is made of changes its version."""

import re
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from accounts.models import RuleValue
from committees.models import Posting, PostingKind, Vote
from enterprises.models import Takeover
from estates.models import Building, RenovationPlan
from oversight.my_estate.citywide import citywide
from oversight.my_estate.parts import OF_ALL, OF_AN_ESTATE
from oversight.my_estate.version import version_of
from tests.conftest import NOW
from tests.factories import a_building, an_estate
from tests.factories.owners import a_committee
from tests.factories.prices import a_guide_price, a_standard, a_verified_level, an_accepted_filing, level_of
from tests.factories.rules import the_rules
from tests.fees.funded import a_block
from tests.fees.revenue.accounted import a_posted


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture
def address(town) -> str:
    return f"/estates/{town.estate.code}/"


TOLD_BY_ANOTHER = {
    "accounts_region",  # a street's name: within an hour
    "committees_matter", "committees_paper",  # what is decided and issued is never amended
    "complaints_figure",  # complaints_figurestaken
    "credit_category", "credit_item", "credit_rulebook",  # a rulebook in force is never amended
    "committees_ballot", "committees_rollline",  # while a vote runs the version moves by the minute
    "fees_fundentry", "fees_fundvoucher",  # what is booked changes the balance that fees_fundblock holds
    "fees_fundperiod",  # a period that closes moves closed_until of fees_fundblock
    "enterprises_takeoverpaper", "enterprises_takeoverwitness", "estates_renovationpicture",  # read, but not shown here
}  # fmt: skip
"""Tables that the page reads and whose changes another table tells, or nobody waits for."""


def version(town, at=NOW) -> str:
    return version_of(town.estate.code, at=at)


def a_running_vote(town) -> None:
    Vote.objects.create(
        number="BJ-1", estate=town.estate, title="换电梯", organiser="committee", state="open",
        posted_on=NOW.date(), opens_at=NOW, closes_at=NOW + timedelta(days=7), roll_confirmed_at=NOW,
    )  # fmt: skip


def with_a_block_of_each_kind(town, city) -> None:
    """Some tables are read only for an estate that has such a thing, or where the city has such a rule."""
    the_rules(city)
    estate, company, today = town.estate, town.enterprise, NOW.date()
    level = level_of(a_standard())
    a_guide_price(level)
    a_verified_level(estate, level)
    an_accepted_filing(town.contract)
    a_block(estate)
    a_posted(estate)
    a_committee(estate)
    a_running_vote(town)
    RenovationPlan.objects.create(number="GZ-1", estate=estate, year=2026, title="外墙保温", due_on=today)
    Takeover.objects.create(
        number="CY-1", estate=estate, enterprise=company, kind="new", hands_over="青禾地产", handover_on=today,
        inspect_by=today,
    )  # fmt: skip


class TestVersion:
    def test_stays_while_nothing_happens(self, town):
        assert version(town) == version(town, at=NOW + timedelta(hours=2))

    def test_is_that_of_the_day(self, town):
        assert version(town) != version(town, at=NOW + timedelta(days=1))

    def test_differs_once_a_row_changed_came_or_went_by_whatever_way(self, town):
        seen = [version(town)]
        type(town.contract).objects.filter(pk=town.contract.pk).update(fee_fen_per_m2_month=170)
        seen.append(version(town))
        building = a_building(town.estate)
        seen.append(version(town))
        Building.objects.filter(pk=building.pk).delete()
        type(town.enterprise).objects.filter(pk=town.enterprise.pk).update(contact_phone="0311-0123456")
        seen.append(version(town))
        Posting.objects.create(
            estate=town.estate, kind=PostingKind.NOTICE, title="停水", text="明天停水", posted_on=date(2026, 11, 1),
            until_on=date(2027, 1, 1),
        )  # fmt: skip
        seen.append(version(town))
        assert len(set(seen)) == len(seen)

    def test_is_no_affair_of_another_estate(self, town):
        before = version(town)
        a_building(an_estate())
        assert version(town) == before

    def test_moves_by_the_minute_while_a_vote_runs(self, town):
        a_running_vote(town)
        assert version(town) == version(town, at=NOW + timedelta(seconds=20))
        assert version(town) != version(town, at=NOW + timedelta(seconds=70))

    def test_is_made_of_every_table_that_the_page_reads(self, client, city, town, address):
        parts = {apps.get_model(label)._meta.db_table for label in (*OF_AN_ESTATE, *OF_ALL)}
        with_a_block_of_each_kind(town, city)
        version(town)  # asked first, it prepares a statement that names every part
        citywide.cache_clear()
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{address}?x=1")
        read = {table for query in asked for table in re.findall(r'(?:FROM|JOIN) "?(\w+_\w+)"?', query["sql"])}
        assert parts - read == set()
        assert read - parts == TOLD_BY_ANOTHER


class TestKeptPage:
    def test_is_told_from_the_cache_in_one_query(self, client, address, django_assert_num_queries):
        fresh = client.get(address).content
        with django_assert_num_queries(1):
            assert client.get(address).content == fresh

    def test_follows_at_once(self, client, town, address):
        client.get(address)
        type(town.contract).objects.filter(pk=town.contract.pk).update(fee_fen_per_m2_month=299)
        assert "2.99" in client.get(address).content.decode()

    def test_reads_what_is_of_all_estates_once_and_follows_it_at_once(self, client, town, address):
        type(town.contract).objects.filter(pk=town.contract.pk).delete()
        other = f"/estates/{an_estate().code}/"
        client.get(address)
        misses = citywide.cache_info().misses
        assert "在15天内备案" in squeezed(client.get(other))
        assert citywide.cache_info().misses == misses
        RuleValue.objects.filter(key="contract_filing_days").update(value="17")
        assert "在17天内备案" in squeezed(client.get(other))

    def test_is_one_for_each_look_and_language(self, read, address):
        texts = {read(address, look=look, language=lang).text for look in ("", "elder") for lang in ("zh-hans", "en")}
        assert len(texts) == 4
        assert read(address, look="elder", language="en").text in texts

    def test_with_a_query_of_its_own_is_not_kept(self, client, address):
        client.get(f"{address}?x=1")
        assert len(keys()) == 0
        client.get(f"{address}?via=qr")
        assert len(keys()) == 1

    @override_settings(
        CACHES={
            "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
        }
    )
    def test_is_made_afresh_while_the_cache_is_away(self, client, address):
        assert client.get(address).status_code == 200


def squeezed(response) -> str:
    return "".join(response.content.decode().split())


def keys() -> list[bytes]:
    backend = cache._cache.get_client(None)
    return backend.keys("*estate-page-*")
