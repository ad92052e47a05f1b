"""What owners' self-government shows reaches the ledger of the company whose contract it was that day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import Role, RuleValue, User
from committees.duties import actions as duties
from credit import taking_up
from credit.committees import COMMITTEES
from credit.floors import FLOORS, take_up_all
from credit.models import Evidence
from credit.taking_up import Taken
from tests.complaints.conftest import *  # noqa: F403 - the same street with its company
from tests.credit.builders import a_rulebook
from tests.factories.companies import a_contract, an_enterprise
from tests.factories.places import an_estate

REPORTED = datetime(2026, 11, 17, 2, 0, tzinfo=UTC)
DECIDED = REPORTED + timedelta(days=8)
ON, AT = date(2026, 11, 25), DECIDED + timedelta(hours=6)


@pytest.fixture(autouse=True)
def rulebook(rules):
    return a_rulebook()


@pytest.fixture
def report(estate, people):
    return decided(estate, people)


def decided(estate, people, kind="owner_list", happened_on=date(2026, 11, 10)):
    checker, _made = User.objects.get_or_create(username="d2", role=Role.DISTRICT, region_id="130102000000")
    made = duties.report(
        estate=estate, kind=kind, happened_on=happened_on, words="未提供。", by=people["street"], at=REPORTED
    )
    duties.find_so(made, statement="未说明。", finding="属实。", by=checker, at=REPORTED)
    return duties.decide(made, decision="逾期未改。", by=people["district"], at=DECIDED)


def take_up(on=ON, at=AT):
    return taking_up.take_up(COMMITTEES, on=on, at=at)


@pytest.mark.django_db
class TestTakingUp:
    def test_names_the_company_of_the_day_and_nobody_else(self, report, estate, enterprise):
        assert take_up() == Taken(added=1)
        record = Evidence.objects.get()
        assert (record.number, record.document, record.source) == (f"{report.number}-D", report.number, "committee")
        assert (record.item.code, record.enterprise, record.estate) == ("R-N31", enterprise, estate)
        assert (record.occurred_on, record.decided_on) == (date(2026, 11, 10), ON)
        assert "2026-11-10" in record.fact
        assert [posting.enterprise for posting in record.postings.all()] == [enterprise]
        assert take_up() == Taken()

    def test_blames_the_company_that_had_the_estate_then(self, people, rules):
        home, before, after = an_estate("130102001000"), an_enterprise(), an_enterprise()
        a_contract(home, before, begins_on=date(2025, 1, 1), ends_on=date(2026, 11, 10))
        a_contract(home, after, begins_on=date(2026, 11, 10))
        decided(home, people, happened_on=date(2026, 11, 9))
        decided(home, people, happened_on=date(2026, 11, 10))
        take_up()
        assert list(Evidence.objects.order_by("occurred_on").values_list("enterprise", flat=True)) == [
            before.pk,
            after.pk,
        ]

    def test_an_estate_without_a_company_is_left_out_and_said_in_the_log(self, people, rules, caplog):
        found = decided(an_estate("130102001000"), people)
        assert take_up() == Taken(left_out=1)
        assert found.number in caplog.text

    @pytest.mark.parametrize(("kind", "item"), [("owner_list", "R-N31"), ("assembly", "R-N16"), ("vote", "R-N16")])
    def test_each_kind_has_its_item(self, estate, people, kind, item):
        decided(estate, people, kind=kind)
        take_up()
        assert Evidence.objects.get().item.code == item

    def test_the_city_may_leave_it_out(self, report):
        RuleValue.objects.filter(key="duty_owner_list_item").update(value="-")
        assert take_up() == Taken()

    def test_what_was_revoked_is_withdrawn(self, report, people):
        take_up()
        duties.revoke(report, reason="名册已移交街道。", by=people["bureau"], at=AT)
        assert take_up() == Taken(withdrawn=1)
        assert list(Evidence.objects.get().steps.values_list("verb", flat=True)) == ["withdraw"]
        assert take_up() == Taken()

    def test_of_the_day_after_waits_for_its_night(self, report):
        assert take_up(on=date(2026, 11, 24)) == Taken()


@pytest.mark.django_db
def test_every_floor_is_asked_before_a_night(report):
    taken = {"complaint": Taken(), "committee": Taken(added=1), "board": Taken(), "money": Taken()}
    assert {str(floor.source) for floor in FLOORS} == set(taken)
    assert take_up_all(on=ON, at=AT) == taken


@pytest.mark.django_db
class TestTheRecordOnTheDesk:
    def page(self, client, who):
        client.force_login(who)
        return client.get(f"/admin/credit/evidence/{Evidence.objects.get().pk}/change/").content.decode()

    def test_leads_officers_to_the_report_and_the_company_nowhere(self, report, people, client):
        take_up()
        assert f"/admin/committees/dutyreport/{report.pk}/change/" in self.page(client, people["street"])
        shown = self.page(client, people["company"])
        assert report.number in shown
        assert "/dutyreport/" not in shown
