"""Counting how far self-government reaches, of every area and kept by day: kinds, terms, formations, mediation."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import RuleValue
from committees.coverage import counting, tasks, telling
from committees.models import CommitteeCount, CommitteeState, Formation, MediationCommittee
from tests.factories.owners import a_committee
from tests.factories.places import an_estate

AT = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
ON = date(2026, 11, 20)
CITY, COUNTY, STREET, COMMUNITY = "130100000000", "130102000000", "130102001000", "130102001001"


def take(on=ON):
    counting.take(on=on, at=AT)


def count_of(code=CITY, on=ON) -> CommitteeCount:
    return CommitteeCount.objects.get(area_code=code, on=on)


def mediators(level, region, **values) -> MediationCommittee:
    told = {"name": f"{region} {level}", "member_count": 3, "chosen_on": date(2025, 1, 1), **values}
    return MediationCommittee.objects.create(level=level, region_id=region, **told)


@pytest.mark.django_db
class TestKinds:
    def test_add_up_in_every_division_around(self, rules):
        a_committee(an_estate(COMMUNITY))
        a_committee(an_estate(COMMUNITY), kind="management")
        a_committee(an_estate("130108001001"), kind="management")
        an_estate(STREET)
        take()
        found = {row.area_code: (row.estate_count, row.owners_count, row.management_count)
                 for row in CommitteeCount.objects.all()}  # fmt: skip
        assert found == {
            "130000000000": (4, 1, 2), CITY: (4, 1, 2), COUNTY: (3, 1, 1), STREET: (3, 1, 1),
            "130108000000": (1, 0, 1), "130108001000": (1, 0, 1),
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("values", "counted"),
        [
            ({"state": CommitteeState.ELECTED, "filed_on": None}, 0),
            ({"filed_on": ON}, 1),
            ({"filed_on": ON + timedelta(days=1)}, 0),
            ({"state": CommitteeState.ENDED, "ended_on": ON}, 0),
            ({"state": CommitteeState.DISSOLVED, "ended_on": ON + timedelta(days=1)}, 1),
        ],
    )
    def test_count_from_the_filing_up_to_the_end(self, estate, values, counted):
        a_committee(estate, **values)
        take()
        assert count_of().owners_count == counted

    def test_a_place_that_lies_straight_in_a_county_counts_there_once(self, rules):
        an_estate(COUNTY)
        take()
        assert count_of(COUNTY).estate_count == 1
        assert not CommitteeCount.objects.filter(area_code=STREET).exists()


@pytest.mark.django_db
class TestTerms:
    @pytest.mark.parametrize(
        ("term_until", "run_out", "running_out"),
        [
            (ON, 1, 0),
            (ON + timedelta(days=1), 0, 1),
            (date(2027, 5, 20), 0, 1),
            (date(2027, 5, 21), 0, 0),
        ],
    )
    def test_run_out_on_their_day_and_are_about_to_for_six_months(self, estate, term_until, run_out, running_out):
        a_committee(estate, term_until=term_until)
        take()
        assert (count_of().run_out_count, count_of().running_out_count) == (run_out, running_out)

    def test_are_warned_of_when_the_city_says(self, estate):
        RuleValue.objects.filter(key="reelection_report_months").update(value="0")
        a_committee(estate, term_until=date(2027, 5, 20))
        take()
        assert count_of().running_out_count == 0


@pytest.mark.django_db
@pytest.mark.parametrize(("state", "ended_on", "counted"), [
    ("applied", None, 1), ("voting", None, 1), ("done", ON, 0), ("failed", ON, 0),
])  # fmt: skip
def test_formations_count_while_they_are_under_way(estate, state, ended_on, counted):
    Formation.objects.create(
        number="ZJ-1", estate=estate, kind="first", state=state, condition="delivered", applied_on=ON, ended_on=ended_on
    )
    take()
    assert count_of().forming_count == counted


@pytest.mark.django_db
class TestMediation:
    @pytest.fixture
    def estates(self, rules):
        return [an_estate(COMMUNITY), an_estate(STREET), an_estate("130108001001")]

    @pytest.mark.parametrize(("level", "region", "reached"), [
        ("community", COMMUNITY, 1), ("street", STREET, 2), ("district", COUNTY, 2), ("city", CITY, 3),
    ])  # fmt: skip
    def test_reaches_the_estates_of_the_level_that_the_city_names(self, estates, level, region, reached):
        mediators(level, region)
        RuleValue.objects.filter(key="mediation_coverage_level").update(value=level)
        take()
        assert count_of().mediated_count == reached
        other = "street" if level != "street" else "district"
        RuleValue.objects.filter(key="mediation_coverage_level").update(value=other)
        take()
        assert count_of().mediated_count == 0

    def test_reaches_nobody_while_it_takes_no_cases_or_is_not_chosen_yet(self, estates):
        mediators("community", COMMUNITY, is_active=False)
        mediators("community", "130108001001", chosen_on=ON + timedelta(days=1))
        take()
        assert (count_of().mediated_count, count_of().mediation_bodies) == (0, 0)

    def test_is_over_after_three_years(self, estates):
        mediators("community", COMMUNITY, chosen_on=date(2023, 11, 20))
        mediators("community", "130108001001", chosen_on=date(2023, 11, 21))
        take()
        assert (count_of().mediation_bodies, count_of().mediation_over) == (2, 1)


@pytest.mark.django_db
class TestKeeping:
    def test_each_day_stands_by_itself(self, estate):
        take(on=ON - timedelta(days=1))
        a_committee(estate)
        take()
        assert (count_of(on=ON - timedelta(days=1)).owners_count, count_of().owners_count) == (0, 1)
        assert telling.last_day(on=ON) == ON
        assert telling.last_day(on=ON - timedelta(days=1)) == ON - timedelta(days=1)
        assert telling.last_day(on=ON - timedelta(days=2)) is None

    def test_the_same_day_is_counted_anew_and_what_is_gone_goes(self, estate):
        take()
        estate.delete()
        take()
        assert not CommitteeCount.objects.exists()

    def test_the_clock_counts_today(self, estate):
        tasks.take_figures()
        assert CommitteeCount.objects.filter(area_code=CITY).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("day", "wanted"), [
    (date(2022, 12, 31), None), (date(2023, 1, 1), 50.0), (date(2023, 12, 31), 50.0), (date(2024, 1, 1), 100.0),
])  # fmt: skip
def test_what_the_city_wants_of_mediation_rises_with_the_years(rules, day, wanted):
    goals = telling.goals(on=day)
    assert goals.mediation.percent == wanted
    assert bool(goals.mediation.article) == (wanted is not None)
