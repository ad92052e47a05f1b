"""Safety campaigns and hazards: found, removed, seen to be removed by somebody else."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.authority import NotAllowed
from accounts.lifecycle import NotNow
from estates.models import Hazard, SafetyCampaign
from estates.safety import actions
from estates.safety.actions import NewHazard
from estates.safety.lifecycle import HAZARD
from tests.estates.living import AT, HERE, THERE, TODAY, a_picture
from tests.factories import a_company_login, a_contract, an_enterprise, an_estate

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def campaign(regions, people):
    new = SafetyCampaign(
        title="汛前排查", kind="flood", region=regions["130102000000"], from_on=date(2026, 11, 1),
        until_on=date(2026, 12, 1),
    )  # fmt: skip
    return actions.keep_campaign(new, by=people["district"], at=AT)


@pytest.fixture
def hazard(estate, people):
    return found(estate, people["street"])


def found(estate, by=None, **values) -> Hazard:
    new = {"kind": "drainage", "severity": "general", "place": "车库", "words": "排水沟堵塞。", "found_on": TODAY}
    return actions.find(estate=estate, hazard=NewHazard(**{**new, **values}), by=by, at=AT)


def fixed(hazard: Hazard, by, **values) -> Hazard:
    return actions.report_fixed(hazard, **{"fixed_on": TODAY, "how": "已清掏。", **values}, by=by, at=AT)


class TestACampaign:
    def test_is_held_in_a_division_of_ones_own(self, campaign, people, regions):
        campaign.region = regions["130108000000"]
        with pytest.raises(NotAllowed):
            actions.keep_campaign(campaign, by=people["district"], at=AT)

    def test_ends_after_it_begins(self, campaign):
        campaign.until_on = campaign.from_on
        with pytest.raises(ValidationError):
            actions.keep_campaign(campaign, by=None, at=AT)
        with pytest.raises(IntegrityError, match="campaign_ends"), transaction.atomic():
            SafetyCampaign.objects.update(until_on=campaign.from_on)

    @pytest.mark.parametrize(
        ("day", "words"),
        [(date(2026, 10, 31), "runs from 2026-11-01 to 2026-11-30"), (TODAY + timedelta(days=1), "not come yet")],
    )
    def test_takes_checks_of_its_own_days(self, campaign, estate, day, words):
        with pytest.raises(ValidationError, match=words):
            actions.visit(campaign, estate=estate, visited_on=day, by=None, at=AT)

    def test_takes_estates_of_its_own_division_once_a_day(self, campaign, estate, people):
        actions.visit(campaign, estate=estate, visited_on=TODAY, by=people["street"], at=AT)
        with pytest.raises(ValidationError, match="entered already"):
            actions.visit(campaign, estate=estate, visited_on=TODAY, by=None, at=AT)
        with pytest.raises(ValidationError, match="outside of the campaign"):
            actions.visit(campaign, estate=an_estate(THERE), visited_on=TODAY, by=None, at=AT)

    def test_is_given_the_hazards_of_its_check(self, campaign, estate):
        visit = actions.visit(campaign, estate=estate, visited_on=TODAY, by=None, at=AT)
        assert found(estate).visit == visit
        with pytest.raises(ValidationError, match="another estate"):
            actions.find(
                estate=an_estate(HERE), hazard=NewHazard("gas", "major", "x", "x", TODAY), visit=visit, by=None, at=AT
            )


class TestFinding:
    @pytest.mark.parametrize(("severity", "days"), [("general", 15), ("major", 3)])
    def test_gives_the_citys_term(self, estate, severity, days):
        assert found(estate, severity=severity).fix_by == TODAY + timedelta(days=days)

    def test_is_for_officers_of_the_place(self, estate, people):
        for who in ("neighbour", "company", "committee"):
            with pytest.raises(NotAllowed):
                found(estate, people[who])

    @pytest.mark.parametrize("field", ["place", "words"])
    def test_says_where_and_what(self, estate, field):
        with pytest.raises(ValidationError) as fault:
            found(estate, **{field: " "})
        assert field in fault.value.message_dict


class TestRemoving:
    @pytest.fixture
    def staff(self, estate, people):
        company = an_enterprise()
        a_company_login(people["company"], company)
        a_contract(estate, company)
        return people["company"]

    def test_is_reported_by_the_company_and_seen_by_an_officer(self, hazard, staff, people):
        held = fixed(hazard, staff, proof=a_picture())
        assert held.proof.name.endswith(".jpg")
        assert actions.close(hazard, checked_on=TODAY, by=people["street"], at=AT).state == "closed"

    def test_is_not_reported_by_a_company_that_is_not_there(self, hazard, people):
        a_company_login(people["company"], an_enterprise())
        with pytest.raises(Hazard.DoesNotExist):
            fixed(hazard, people["company"])

    def test_is_not_seen_by_who_reported_it(self, hazard, people):
        fixed(hazard, people["street"])
        for verb in (lambda: actions.close(hazard, checked_on=TODAY, by=people["street"], at=AT),
                     lambda: actions.send_back(hazard, remark="x", by=people["street"], at=AT)):  # fmt: skip
            with pytest.raises(NotAllowed, match="Somebody else"):
                verb()

    def test_that_was_none_keeps_its_day(self, hazard, people):
        fixed(hazard, people["street"])
        held = actions.send_back(hazard, remark="仍有积水", by=people["district"], at=AT)
        assert (held.state, held.fixed_on, held.fix_by) == ("found", None, hazard.fix_by)

    def test_before_it_was_found_is_refused(self, hazard, people):
        with pytest.raises(ValidationError, match="It was found"):
            fixed(hazard, people["street"], fixed_on=TODAY - timedelta(days=1))


@pytest.mark.parametrize("verb", HAZARD)
@pytest.mark.parametrize("state", ["found", "fixed", "closed", "unfounded"])
def test_verbs_are_open_in_their_states_only(verb, state):
    open_ones = {"found": {"report_fixed", "strike"}, "fixed": {"close", "send_back"}}
    assert (state in HAZARD[verb].open_in) == (verb in open_ones.get(state, set()))


def test_a_closed_one_is_over(hazard, people):
    fixed(hazard, people["street"])
    actions.close(hazard, checked_on=TODAY, by=people["district"], at=AT)
    with pytest.raises(NotNow):
        actions.strike(hazard, reason="x", by=people["district"], at=AT)


def test_what_is_overdue(hazard):
    due = hazard.fix_by
    assert [Hazard.objects.overdue(on=day).count() for day in (due, due + timedelta(days=1))] == [0, 1]


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"fix_by": date(2026, 11, 19)}, "hazard_is_due"),
        ({"state": "fixed"}, "removed_hazard"),
        ({"state": "closed", "fixed_on": TODAY, "fixed_how": "x"}, "closed_hazard"),
    ],
)
def test_the_database_wants_the_days_of_each_state(hazard, values, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Hazard.objects.filter(pk=hazard.pk).update(**values)
