"""Yangquan, loaded once through the real importers and nights; everything in here looks at that portal."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Sum
from django.test import override_settings
from django.utils import translation

from accounts import authority
from accounts.city import rule_values
from accounts.models import ApiClient, ApiToken, AuditEntry, CityProfile, Role, User
from accounts.tokens import digest_of, is_secret_of
from committees.forming.composition import committee_faults, management_faults
from committees.meetings.queries import idle
from committees.models import Committee, CommitteeCount, CommitteeKind, Formation, Matter, Vote
from committees.terms import forming_law
from committees.votes import counting
from credit.models import Evidence, Grade, Night, NightNotice, Posting
from credit.night import recompute
from demo import loading, people
from enterprises.models import Enterprise, ServiceContract
from enterprises.queries import estates_for
from estates.models import Building, Estate
from fees.funds import telling as fund
from fees.models import FundUse, RevenueDemand
from intake.models import BatchState, ImportBatch
from oversight.models import NightCount
from tests.demo.conftest import MORNING

AT = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)  # an hour after midnight in Shanghai
YESTERDAY = MORNING - timedelta(days=1)
pytestmark = pytest.mark.django_db  # what one test writes, the next does not see


@pytest.fixture(scope="module")
def told() -> list[tuple[str, int, int]]:
    """What the loading said of its progress."""
    return []


@pytest.fixture(scope="module", autouse=True)
def portal(django_db_setup, django_db_blocker, tmp_path_factory, told):
    """The loaded portal; all of it is rolled back after this module."""
    quick = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    folder = tmp_path_factory.mktemp("data")
    with (
        django_db_blocker.unblock(),
        override_settings(DATA=folder, PASSWORD_HASHERS=quick),
        transaction.atomic(),
    ):
        loading.load("yangquan", on=MORNING, at=AT, progress=lambda *step: told.append(step))
        connection.check_constraints()  # once for all: what is still to be checked at the end is so after each test
        yield folder
        transaction.set_rollback(True)


def percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 2)


class TestRegisters:
    def test_hold_what_the_bureau_says(self):
        assert CityProfile.objects.get().is_demo
        assert Estate.objects.count() == 961
        assert Enterprise.objects.count() == 120

    def test_agree_with_the_world(self, yangquan):
        assert Building.objects.count() == sum(len(place.buildings) for place in yangquan.places)
        assert ServiceContract.objects.count() == len(yangquan.contracts)
        running = sum(contract.runs_on(MORNING) for contract in yangquan.contracts)
        assert ServiceContract.objects.running(on=MORNING).count() == running
        assert Evidence.objects.count() == len(yangquan.records)

    def test_came_in_as_files(self, portal):
        batches = ImportBatch.objects.all()
        assert {batch.state for batch in batches} == {BatchState.APPLIED}
        assert {batch.sheet for batch in batches} == {
            "estates", "buildings", "enterprises", "managers", "contracts", "evidence",
        }  # fmt: skip
        kept = {path.name for path in (portal / "demo" / "yangquan").iterdir()}
        assert kept == set(batches.values_list("file_name", flat=True))

    def test_the_wrong_code_was_remarked_on_and_taken(self):
        assert ImportBatch.objects.filter(sheet="enterprises").aggregate(n=Sum("warning_count"))["n"] == 1


class TestFigures:
    def test_say_41_73_and_91_68_percent(self):
        kept = NightCount.objects.get(night__on=YESTERDAY, area_code="140300000000")
        assert percent(kept.old_count, kept.estate_count) == 41.73
        assert percent(kept.served_count, kept.estate_count) == 91.68

    def test_say_that_every_estate_has_a_committee(self):
        kept = CommitteeCount.objects.get(on=MORNING, area_code="140300000000")
        assert (kept.owners_count, kept.management_count) == (288, 673)
        assert percent(kept.owners_count + kept.management_count, kept.estate_count) == 100

    def test_coverage_grew(self):
        first = NightCount.objects.get(night=Night.objects.earliest("on"), area_code="140300000000")
        assert percent(first.served_count, first.estate_count) < 90


class TestOwners:
    def test_committees_are_lawful(self):
        law = forming_law(MORNING)
        for committee in Committee.objects.select_related("estate").prefetch_related("members"):
            sides = [member.side for member in committee.members.all()]
            if committee.kind == CommitteeKind.MANAGEMENT:
                assert management_faults(sides, law.management) == []
            else:
                assert committee_faults(len(sides), 0, committee.estate.households, law.committee) == []

    def test_votes_stand_at_every_point_of_their_road(self):
        states = Counter(Vote.objects.values_list("state", flat=True))
        assert {"posted", "open", "announced", "final"} <= set(states)
        assert states["open"] == 1

    def test_every_result_is_found_again_by_a_second_count(self):
        counted = Vote.objects.filter(counted_at__isnull=False)
        assert len(counted) >= 4
        assert [counting.check(vote) for vote in counted] == [[]] * len(counted)

    def test_some_passed_and_some_did_not(self):
        judged = Matter.objects.filter(passed__isnull=False)
        assert {"", "quorum"} <= set(judged.values_list("fault", flat=True))

    def test_committees_are_on_their_way(self):
        assert set(Formation.objects.values_list("state", flat=True)) == {"checked", "grouped", "announced"}

    def test_most_committees_met_of_late(self):
        in_office = Committee.objects.in_office()
        late = idle(in_office, on=MORNING).count()
        assert 0 < late < in_office.count() / 5


class TestNights:
    def test_are_monthly_then_nightly_up_to_yesterday(self):
        nights = list(Night.objects.published().order_by("id").values_list("on", flat=True))
        assert nights[-14:] == [MORNING - timedelta(days=ago) for ago in range(14, 0, -1)]
        assert len(nights) == Night.objects.count() == 20
        assert (nights[1] - nights[0]).days in range(28, 32)

    def test_graded_everybody(self):
        grades = Counter(Grade.objects.current().values_list("grade", flat=True))
        assert sum(grades.values()) == 120
        assert grades["NEW"] == 3
        assert grades["MISSING"] == 1
        assert grades["B"] > grades["C"] > grades["D"]

    def test_can_be_recomputed(self):
        assert recompute(Night.objects.order_by("id")[7]).same
        assert recompute(Night.objects.latest("id")).same

    def test_point_at_what_a_person_must_see(self):
        notices = dict(NightNotice.objects.filter(night__on=YESTERDAY).values_list("kind", "count"))
        assert notices == {"nobody": 5, "odd_code": 1}

    def test_leave_yesterdays_records_to_the_night_to_come(self):
        unseen = Posting.objects.filter(known_from=None, replaces=None)
        assert unseen.exists()
        assert set(unseen.values_list("evidence__decided_on", flat=True)) == {YESTERDAY}


class TestLoading:
    def test_tells_how_far_it_is(self, told):
        last = {step: (done, total) for step, done, total in told}
        assert len(last) == 5
        assert all(done == total for done, total in last.values())
        for step in last:
            counts = [done for name, done, _total in told if name == step]
            assert counts == sorted(counts)

    def test_is_on_the_audit_log(self):
        verbs = set(AuditEntry.objects.values_list("verb", flat=True))
        assert {"load_regions", "start_city", "draft_rulebook", "publish_rulebook", "import"} <= verbs

    def test_is_refused_where_a_city_is(self):
        with pytest.raises(loading.NotEmpty, match="empty"), translation.override("en"):
            loading.load("shijiazhuang", on=MORNING, at=AT)
        assert Estate.objects.count() == 961

    def test_the_command_refuses_in_a_sentence(self):
        with pytest.raises(CommandError, match="empty"), translation.override("en"):
            call_command("load_city", "yangquan", "--on", "2026-11-21")

    def test_the_command_knows_no_future(self):
        with pytest.raises(CommandError, match="has not come yet"), translation.override("en"):
            call_command("load_city", "yangquan", "--on", "2999-01-01")

    def test_some_companies_object(self):
        assert Evidence.objects.filter(steps__verb="object").exists()
        assert Evidence.objects.filter(steps__verb="uphold").exists()


class TestTheEstateOfThePicture:
    """The same figures on every page."""

    @pytest.fixture
    def estate(self) -> Estate:
        return Estate.objects.get(name="青禾苑")

    def test_has_the_fund_and_the_uses_that_are_shown(self, estate):
        told = fund.of_estate(estate, rule_values(on=MORNING), on=MORNING)
        assert (str(told.wan), str(told.first_deposit_wan), str(told.percent)) == ("1286.4", "1842", "69.8")
        paid = FundUse.objects.filter(estate=estate, state="paid")
        assert sorted(paid.values_list("settled_fen", flat=True)) == [158_000_00, 214_000_00]
        assert FundUse.objects.filter(estate=estate).exclude(state="paid").count() == 2

    def test_owners_demand_audits_elsewhere(self):
        assert set(RevenueDemand.objects.values_list("state", flat=True)) == {"open", "reached"}


class TestPeople:
    def make(self) -> dict:
        return people.make_people(CityProfile.objects.get(), at=AT, base_url="http://127.0.0.1:8000")

    def test_one_of_each_role_stands_in_the_file(self, portal):
        made = self.make()
        assert json.loads((portal / "demo.json").read_text()) == made
        assert made["base_url"] == "http://127.0.0.1:8000"
        assert {name: person["role"] for name, person in made["people"].items()} == {role: role for role in Role.values}
        assert set(made["people"]["street"]) == {"username", "password", "role", "region", "api_token"}

    def test_nobody_else_may_read_the_file(self, portal):
        self.make()
        assert (portal / "demo.json").stat().st_mode & 0o077 == 0

    def test_passwords_and_tokens_open_the_door(self):
        for person in self.make()["people"].values():
            user = User.objects.get(username=person["username"])
            assert user.check_password(person["password"])
            assert ApiToken.objects.get(digest=digest_of(person["api_token"])).user == user

    def test_a_second_start_changes_nothing(self):
        assert self.make() == self.make()
        assert ApiToken.objects.count() == User.objects.count() == len(Role.values)

    def test_a_new_database_keeps_the_passwords_of_the_file(self):
        before = self.make()
        User.objects.all().delete()
        after = self.make()
        assert after == before

    def test_a_revoked_token_gets_a_successor(self):
        before = self.make()["people"]["bureau"]["api_token"]
        ApiToken.objects.update(revoked_at=AT)
        after = self.make()["people"]["bureau"]["api_token"]
        assert after != before
        assert self.make()["people"]["bureau"]["api_token"] == after

    def test_an_oauth_client_of_the_district_stands_in_the_file(self):
        [(name, told)] = self.make()["oauth_clients"].items()
        client = ApiClient.objects.get(client_id=told["client_id"])
        assert client.user.username == name == "district"
        assert is_secret_of(client, told["client_secret"], at=AT)

    def test_a_revoked_client_gets_a_successor(self):
        before = self.make()["oauth_clients"]["district"]
        ApiClient.objects.update(revoked_at=AT)
        after = self.make()["oauth_clients"]["district"]
        assert after["client_id"] != before["client_id"]
        assert self.make()["oauth_clients"]["district"] == after

    def test_a_damaged_file_is_written_anew(self, portal):
        (portal / "demo.json").write_text("{")
        assert len(self.make()["people"]) == len(Role.values)

    def test_company_street_and_district_meet_at_an_estate(self):
        made = self.make()["people"]
        mine = {name: User.objects.get(username=name) for name in ("company", "street", "district")}
        seen = {name: set(estates_for(user).values_list("code", flat=True)) for name, user in mine.items()}
        assert seen["company"] & seen["street"]
        assert seen["street"] < seen["district"]
        assert made["district"]["region"] == "140302000000"
        assert made["street"]["region"].startswith("140302")

    def test_nobody_holds_more_than_their_role(self):
        self.make()
        assert not authority.may(User.objects.get(username="company"), "registers.edit")
        assert authority.may(User.objects.get(username="bureau"), "nights.run")
