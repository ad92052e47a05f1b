"""What each officer is told of, resource by resource: created, changed, deleted, come into sight, gone out of it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.utils import timezone

from accounts.models import Level, Region, User
from credit.models import EvidenceStep, NightState, RulebookState
from estates.models import Estate
from exchange import feed
from exchange.models import Change, Commit
from tests.conftest import NOW
from tests.factories import (
    a_building,
    a_contract,
    a_grade,
    a_manager,
    a_night,
    a_record,
    a_rulebook,
    an_enterprise,
    an_estate,
)

STREET, NEXT_STREET, OTHER_COUNTY = "130102001000", "130102002000", "130108001000"


@pytest.fixture
def told(people):
    """`told()` is what each reader was told since the last call: {"district": ["create estate 130…"]}; no silence."""
    Region.objects.create(code=NEXT_STREET, parent_id="130102000000", name="青园街道", level=Level.STREET)
    readers = ("bureau", "district", "street", "neighbour", "auditor")
    since = feed.start()

    def ask(*resources: str) -> dict[str, list[str]]:
        nonlocal since
        found = {}
        for name in readers:
            page = feed.read(people[name], since=since, limit=1000)
            entries = [entry for entry in page.entries if not resources or entry.resource in resources]
            if entries:
                found[name] = [f"{entry.verb} {entry.resource} {entry.key}" for entry in entries]
        since = feed.start()
        return found

    return ask


def to_all(*sentences: str, but: tuple[str, ...] = ()) -> dict[str, list[str]]:
    readers = ("bureau", "district", "street", "neighbour", "auditor")
    return {name: list(sentences) for name in readers if name not in but}


@pytest.fixture
def estate(people):
    return an_estate(STREET)


class TestEstate:
    def test_is_created_changed_and_deleted_where_it_stands(self, told):
        estate = an_estate(STREET)
        assert told() == to_all(f"create estate {estate.code}", but=("neighbour",))
        estate.name = "新名"
        estate.save()
        assert told() == to_all(f"change estate {estate.code}", but=("neighbour",))
        code = estate.code
        estate.delete()
        assert told() == to_all(f"delete estate {code}", but=("neighbour",))

    def test_that_is_saved_unchanged_tells_nothing(self, estate, told):
        estate.save()
        assert told() == {}

    def test_takes_its_buildings_contracts_and_records_along(self, estate, told):
        company = an_enterprise("130102000000")
        building, contract = a_building(estate), a_contract(estate, company)
        record = a_record(a_rulebook().items.first(), estate=estate)
        told()
        estate.region_id = OTHER_COUNTY
        estate.save()
        news = told("estate", "building", "contract", "evidence")
        things = (
            f"estate {estate.code}", f"building {building.pk}", f"contract {contract.pk}", f"evidence {record.pk}"
        )  # fmt: skip
        leave, enter = [f"leave {thing}" for thing in things], [f"enter {thing}" for thing in things]
        assert news == {
            "bureau": [f"change estate {estate.code}"], "auditor": [f"change estate {estate.code}"],
            "district": leave, "street": leave, "neighbour": enter,
        }  # fmt: skip

    def test_within_one_district_moves_for_streets_only(self, estate, told):
        building = a_building(estate)
        told()
        estate.region_id = NEXT_STREET
        estate.save()
        assert told() == {
            **to_all(f"change estate {estate.code}", but=("neighbour", "street")),
            "street": [f"leave estate {estate.code}", f"leave building {building.pk}"],
        }


class TestBuilding:
    def test_is_told_where_its_estate_stands(self, estate, told):
        building = a_building(estate)
        assert told() == to_all(f"create building {building.pk}", but=("neighbour",))
        building.storeys = 9
        building.save()
        assert told() == to_all(f"change building {building.pk}", but=("neighbour",))
        key = building.pk
        building.delete()
        assert told() == to_all(f"delete building {key}", but=("neighbour",))


class TestRegion:
    def test_is_told_to_those_within_which_it_lies(self, told):
        region = Region.objects.create(code="130102001009", parent_id=STREET, name="新社区", level=Level.COMMUNITY)
        assert told() == to_all("create region 130102001009", but=("neighbour",))
        region.name = "改名社区"
        region.save()
        assert told() == to_all("change region 130102001009", but=("neighbour",))
        region.delete()
        assert told() == to_all("delete region 130102001009", but=("neighbour",))


class TestEnterprise:
    def test_is_told_where_it_is_registered(self, told):
        company = an_enterprise("130102000000")
        assert told() == to_all(f"create enterprise {company.uscc}", but=("neighbour", "street"))
        company.name = "新名物业"
        company.save()
        assert told() == to_all(f"change enterprise {company.uscc}", but=("neighbour", "street"))
        company.delete()
        assert told() == to_all(f"delete enterprise {company.uscc}", but=("neighbour", "street"))

    def test_comes_with_all_that_is_seen_with_it(self, told):
        company = an_enterprise("130108000000")
        manager, book = a_manager(company), a_rulebook()
        grade = a_grade(company, a_night(book))
        record = a_record(book.items.first(), enterprise=company)
        estate = an_estate(STREET)
        told()
        contract = a_contract(estate, company)
        things = (
            f"enterprise {company.uscc}", f"manager {manager.pk}", f"grade {grade.pk}", f"evidence {record.pk}"
        )  # fmt: skip
        entered = [*(f"enter {thing}" for thing in things), f"create contract {contract.pk}"]
        created = [f"create contract {contract.pk}"]
        assert told() == {"bureau": created, "auditor": created, "district": entered, "street": entered}
        key = contract.pk
        contract.delete()
        left = [f"delete contract {key}", *(f"leave {thing}" for thing in things)]
        deleted = [f"delete contract {key}"]
        assert told() == {"bureau": deleted, "auditor": deleted, "district": left, "street": left}

    def test_stays_in_sight_while_one_way_is_left(self, estate, told):
        company = an_enterprise("130108000000")
        first, second = a_contract(estate, company), a_contract(an_estate(NEXT_STREET), company)
        told()
        first.delete()
        assert told("enterprise") == {"street": [f"leave enterprise {company.uscc}"]}
        second.delete()
        assert told("enterprise") == {"district": [f"leave enterprise {company.uscc}"]}

    def test_registered_elsewhere_leaves_and_enters(self, told):
        company = an_enterprise("130102000000")
        told()
        company.region_id = "130108000000"
        company.save()
        assert told() == {
            "bureau": [f"change enterprise {company.uscc}"], "auditor": [f"change enterprise {company.uscc}"],
            "district": [f"leave enterprise {company.uscc}"],
            "neighbour": [f"enter enterprise {company.uscc}", f"change enterprise {company.uscc}"],
        }  # fmt: skip


class TestManager:
    def test_is_told_with_the_company_and_moves_between_companies(self, told):
        mine, theirs = an_enterprise("130102000000"), an_enterprise("130108000000")
        told()
        manager = a_manager(mine)
        record = a_record(a_rulebook().items.first(), manager=manager)
        assert told("manager") == to_all(f"create manager {manager.pk}", but=("neighbour", "street"))
        manager.enterprise = theirs
        manager.save()
        things = (f"manager {manager.pk}", f"evidence {record.pk}")
        assert told() == {
            "bureau": [f"change manager {manager.pk}"], "auditor": [f"change manager {manager.pk}"],
            "district": [f"leave {thing}" for thing in things], "neighbour": [f"enter {thing}" for thing in things],
        }  # fmt: skip


class TestContract:
    def test_moves_with_the_estate_it_names(self, estate, told):
        contract = a_contract(estate, an_enterprise("130102000000"))
        told()
        contract.estate = an_estate(OTHER_COUNTY)
        contract.save()
        news = told("contract")
        assert news.pop("neighbour") == [f"enter contract {contract.pk}"]
        assert news.pop("district") == news.pop("street") == [f"leave contract {contract.pk}"]
        assert news == to_all(f"change contract {contract.pk}", but=("neighbour", "district", "street"))


class TestEvidence:
    def test_is_told_where_its_estate_stands_whoever_is_to_blame(self, estate, told):
        company, item = an_enterprise("130108000000"), a_rulebook().items.first()
        told()
        record = a_record(item, estate=estate, enterprise=company)
        assert told() == to_all(f"create evidence {record.pk}", but=("neighbour",))
        EvidenceStep.objects.create(evidence=record, verb="object", on=record.decided_on, at=record.recorded_at)
        assert told() == to_all(f"change evidence {record.pk}", but=("neighbour",))

    def test_without_an_estate_is_told_with_the_company(self, people, told):
        company, item = an_enterprise("130108000000"), a_rulebook().items.first()
        told()
        record = a_record(item, enterprise=company)
        assert told() == to_all(f"create evidence {record.pk}", but=("district", "street"))

    def test_stays_in_sight_by_its_manager_when_its_company_is_lost(self, estate, told):
        company, employer = an_enterprise("130108000000"), an_enterprise("130102000000")
        contract = a_contract(estate, company)
        record = a_record(a_rulebook().items.first(), enterprise=company, manager=a_manager(employer))
        told()
        contract.delete()
        assert told("evidence") == {"street": [f"leave evidence {record.pk}"]}


class TestJudgement:
    def test_of_a_company_is_told_with_it(self, told):
        company, night = an_enterprise("130102000000"), a_night(a_rulebook(), state=NightState.RUNNING)
        assert told("run") == to_all(f"create run {night.pk}")
        grade = a_grade(company, night)
        assert told("grade") == to_all(f"create grade {grade.pk}", but=("neighbour", "street"))
        grade.until_on = date(2026, 11, 21)
        grade.save()
        assert told() == to_all(f"change grade {grade.pk}", but=("neighbour", "street"))
        night.judged_count = 1
        night.save()
        assert told() == {}
        night.state = NightState.PUBLISHED
        night.save()
        assert told() == to_all(f"change run {night.pk}")
        night.checked_at, night.checked_same = NOW, True
        night.save()
        assert told() == to_all(f"change run {night.pk}")

    def test_by_a_rulebook_is_everybodys_once_it_is_published(self, told):
        book = a_rulebook(published=False)
        assert told() == {}
        book.title = "信用评价规则（修订）"
        book.save()
        assert told() == {}
        book.state, book.effective_from, book.published_at = (
            RulebookState.PUBLISHED,
            date(2026, 1, 1),
            "2025-12-01T00:00Z",
        )
        book.save()
        assert told() == to_all(f"create rulebook {book.pk}")


class TestForgetting:
    def test_drops_what_is_too_old_a_night_after_it_can_no_longer_be_asked_for(self, people, settings):
        beginning = feed.start()
        an_estate(STREET)
        middle = feed.start()
        an_estate(STREET)
        end = feed.start()
        now = timezone.now()
        Commit.objects.filter(first__lt=position(middle)).update(at=now - timedelta(days=91))
        assert feed.forget(now) == 0
        with pytest.raises(feed.NoLongerKept, match="90"):
            feed.read(people["auditor"], since=beginning)
        assert len(feed.read(people["auditor"], since=middle).entries) == 1
        assert len(feed.read(people["auditor"], since=None).entries) == 1
        assert feed.forget(now) == position(middle)
        assert feed.read(people["auditor"], since=middle).next == end
        assert Change.objects.count() == 1

    def test_forgets_everything_where_nothing_happened_for_long(self, people):
        an_estate(STREET)
        end = feed.start()
        Commit.objects.update(at=timezone.now() - timedelta(days=200))
        feed.forget(timezone.now())
        feed.forget(timezone.now())
        assert not Commit.objects.exists()
        assert feed.read(people["auditor"], since=end) == feed.Page([], end, False)
        an_estate(STREET)
        assert len(feed.read(people["auditor"], since=end).entries) == 1


def position(place: str) -> int:
    return int(place.partition("-")[2])


class TestBulk:
    def test_of_thousands_is_one_statement_and_one_transaction(self, people, django_assert_num_queries):
        estates = [an_estate(STREET) for _n in range(3)]
        before = feed.start()
        Estate.objects.filter(pk__in=[each.pk for each in estates]).update(households=F("households") + 1)
        reader = User.objects.select_related("region").get(username="district")
        with django_assert_num_queries(3):
            page = feed.read(reader, since=before)
        assert [entry.key for entry in page.entries] == sorted(each.code for each in estates)

    def test_sleeps_with_all_triggers(self, people):
        before = feed.start()
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            an_estate(STREET)
            cursor.execute("SET session_replication_role = DEFAULT")
        assert feed.read(people["auditor"], since=before).entries == []
