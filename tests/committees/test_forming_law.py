"""What the law has against a group, a committee, a candidate or an estate, on both sides of every boundary."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import translation

from accounts.actions import shipped_rule_values
from accounts.city import NoRuleValue
from accounts.models import RuleValue
from committees.forming.composition import (
    are_too_few,
    committee_faults,
    group_faults,
    least_members,
    management_faults,
    term_faults,
    was_absent_too_often,
)
from committees.forming.conditions import Place, applicant_faults, ground_faults
from committees.forming.eligibility import CONDITIONS, broken, open_checks
from committees.forming.law import Figure, FormingLaw
from committees.terms import forming_law, keys, read

ON = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture(scope="module")
def law() -> FormingLaw:
    """The law as it is shipped."""
    rows = {value.key: value for value in shipped_rule_values(date(2020, 1, 1))}
    return read(FormingLaw, "", rows, ON)


def fields_of(faults) -> list[str]:
    return [fault.field for fault in faults]


def figure(value, article="第一条") -> Figure:
    return Figure(Fraction(str(value)), article)


def people(owners: int, others: int) -> list[str]:
    return ["owner"] * owners + ["street", "community", "developer", "party", "police", "user"][:others]


class TestGroup:
    @pytest.mark.parametrize(("owners", "others"), [(4, 3), (5, 2), (5, 4), (6, 5)])
    def test_of_an_odd_number_with_half_owners_is_lawful(self, law, owners, others):
        assert group_faults(people(owners, others), "street", law.group) == []

    @pytest.mark.parametrize(
        ("owners", "others", "word"),
        [(4, 4, "odd"), (3, 2, "at least 7"), (7, 6, "at most 11"), (3, 4, "at least 50%")],
    )
    def test_of_any_other_is_not(self, law, owners, others, word):
        faults = group_faults(people(owners, others), "street", law.group)
        assert len(faults) == 1
        assert word in str(faults[0])

    def test_the_even_number_names_its_article(self, law):
        [fault] = group_faults(people(4, 4), "street", law.group)
        assert "业主大会和业主委员会指导规则第十条" in str(fault)

    @pytest.mark.parametrize("head", [None, "owner", "developer"])
    def test_is_led_by_the_street_or_the_community(self, law, head):
        assert fields_of(group_faults(people(4, 3), head, law.group)) == ["is_head"]

    def test_may_be_even_where_the_city_says_so(self, law):
        assert group_faults(people(4, 4), "community", replace(law.group, odd=figure(0))) == []


class TestCommittee:
    @pytest.mark.parametrize(
        ("members", "households", "lawful"),
        [(5, 101, True), (3, 101, False), (3, 100, True), (11, 400, True), (13, 400, False), (6, 400, False)],
    )
    def test_has_a_lawful_size(self, law, members, households, lawful):
        assert (committee_faults(members, 0, households, law.committee) == []) is lawful

    def test_of_a_small_estate_may_be_smaller(self, law):
        assert least_members(100, law.committee).count == 3
        assert least_members(101, law.committee).count == 5

    @pytest.mark.parametrize(("substitutes", "lawful"), [(5, True), (6, False)])
    def test_has_no_more_substitutes_than_members(self, law, substitutes, lawful):
        assert (committee_faults(5, substitutes, 400, law.committee) == []) is lawful

    @pytest.mark.parametrize(("left", "few"), [(2, True), (3, False)])
    def test_of_five_with_less_than_half_is_too_small(self, law, left, few):
        assert are_too_few(left, 5, law.committee) is few

    def test_with_exactly_half_is_not_too_small(self, law):
        assert not are_too_few(3, 6, law.committee)

    @pytest.mark.parametrize(("missed", "held", "too_often"), [(3, 6, False), (4, 6, True), (0, 0, False)])
    def test_members_may_miss_half_of_the_meetings(self, law, missed, held, too_often):
        assert was_absent_too_often(missed, held, law.committee) is too_often

    @pytest.mark.parametrize(("years", "lawful"), [(2, False), (3, True), (5, True), (6, False)])
    def test_has_a_term_of_lawful_length(self, law, years, lawful):
        law = law.committee
        assert (term_faults(years, least=law.term_least_years, most=law.term_most_years) == []) is lawful


class TestManagementCommittee:
    def test_of_seven_with_four_owners_and_the_community_is_lawful(self, law):
        assert management_faults([*people(4, 2), "party"], law.management) == []

    @pytest.mark.parametrize(
        ("sides", "word"),
        [
            (["owner"] * 3 + ["community"] * 2, "at least 7"),
            (["owner"] * 4 + ["community"] * 4, "odd"),
            (["owner"] * 3 + ["community"] * 4, "at least 50%"),
            (["owner"] * 7, "community"),
        ],
    )
    def test_of_others_is_not(self, law, sides, word):
        [fault] = management_faults(sides, law.management)
        assert word in str(fault)

    def test_needs_the_developer_where_the_city_says_so(self, law):
        hangzhou = replace(law.management, needs_developer=figure(1, "杭州条例"))
        [fault] = management_faults(["owner"] * 4 + ["community"] * 3, hangzhou)
        assert fault.article == "杭州条例"


class TestGrounds:
    @pytest.mark.parametrize(("percent", "met"), [("50", True), ("49.99", False), (None, False)])
    def test_delivered_area_counts_from_the_share_on(self, law, percent, met):
        place = Place(delivered_percent=None if percent is None else Decimal(percent))
        assert (ground_faults("first", "delivered", place, law, ON) == []) is met

    @pytest.mark.parametrize(("percent", "met"), [("50", True), ("49.99", False)])
    def test_owners_who_moved_in_count_from_the_share_on(self, law, percent, met):
        assert (ground_faults("first", "moved_in", Place(moved_in_percent=Decimal(percent)), law, ON) == []) is met

    @pytest.mark.parametrize(
        ("since", "percent", "field"),
        [
            (date(2024, 11, 20), "25", None),
            (date(2024, 11, 21), "25", "first_delivered_on"),
            (date(2024, 11, 20), "24.99", "moved_in_percent"),
            (None, "90", "first_delivered_on"),
        ],
    )
    def test_two_years_count_with_a_quarter_of_the_owners(self, law, since, percent, field):
        place = Place(first_delivered_on=since, moved_in_percent=Decimal(percent))
        assert fields_of(ground_faults("first", "two_years", place, law, ON)) == ([field] if field else [])

    def test_a_city_may_do_without_a_ground(self, law):
        without = replace(law, forming=replace(law.forming, heads_percent=figure(0)))
        [fault] = ground_faults("first", "moved_in", Place(moved_in_percent=Decimal(100)), without, ON)
        assert fault.field == "condition"

    def test_a_ground_belongs_to_its_way(self, law):
        assert fields_of(ground_faults("reelection", "delivered", Place(), law, ON)) == ["condition"]

    @pytest.mark.parametrize(("until", "met"), [(date(2027, 5, 20), True), (date(2027, 5, 21), False), (None, False)])
    def test_a_term_ends_within_six_months(self, law, until, met):
        assert (ground_faults("reelection", "term_ends", Place(term_until=until), law, ON) == []) is met

    @pytest.mark.parametrize(("left", "met"), [(2, True), (3, False)])
    def test_too_few_members_are_less_than_half(self, law, left, met):
        assert (ground_faults("reelection", "too_few", Place(seats=5, members_left=left), law, ON) == []) is met

    @pytest.mark.parametrize(
        ("last_on", "met"), [(date(2025, 11, 20), True), (date(2025, 11, 21), False), (None, False)]
    )
    def test_idle_is_who_has_not_met_for_a_year(self, law, last_on, met):
        assert (ground_faults("management", "idle", Place(last_met_on=last_on), law, ON) == []) is met

    def test_an_estate_that_may_elect_gets_no_management_committee_as_not_ready(self, law):
        ready = Place(delivered_percent=Decimal(80))
        assert fields_of(ground_faults("management", "not_ready", ready, law, ON)) == ["condition"]
        assert ground_faults("management", "not_ready", Place(delivered_percent=Decimal(20)), law, ON) == []

    def test_nobody_failed_to_be_elected_where_nobody_tried(self, law):
        assert ground_faults("management", "none_elected", Place(failed_before=True), law, ON) == []
        assert fields_of(ground_faults("management", "none_elected", Place(), law, ON)) == ["condition"]


class TestApplicants:
    @pytest.mark.parametrize(
        ("given", "owners", "enough"), [(10, 1000, True), (9, 1000, False), (5, 100, True), (4, 100, False)]
    )
    def test_ten_or_five_in_a_hundred_are_enough(self, law, given, owners, enough):
        assert (applicant_faults(given, Place(owners=owners), law) == []) is enough

    def test_the_developer_and_the_street_need_nobody(self, law):
        assert applicant_faults(None, Place(owners=100), law) == []

    def test_the_fault_says_how_many_and_by_which_article(self, law):
        [fault] = applicant_faults(4, Place(owners=100), law)
        assert "10 owners" in str(fault)
        assert "5%" in str(fault)
        assert "北京条例" in str(fault)


class TestCandidate:
    def test_with_an_interest_in_the_company_may_not_stand(self, law):
        [fault] = broken(dict.fromkeys(CONDITIONS, True) | {"no_interest": False}, law.candidate)
        assert "property company" in str(fault)
        assert "北京条例第三十九条" in str(fault)

    def test_is_not_asked_what_the_city_does_not_ask(self, law):
        assert "fees_paid" not in open_checks({}, law.candidate)
        assert broken({"fees_paid": False}, law.candidate) == []

    def test_stays_open_until_all_is_looked_into(self, law):
        checks = dict.fromkeys(CONDITIONS, True) | {"has_capacity": None}
        assert open_checks(checks, law.candidate) == ["has_capacity"]


@pytest.mark.django_db
class TestReading:
    def test_every_figure_is_shipped(self, rules):
        assert set(keys()) <= set(RuleValue.objects.values_list("key", flat=True))
        assert forming_law(ON).group.post_days.count == 7

    def test_is_that_of_the_day(self, rules):
        RuleValue.objects.create(
            key="group_post_days", value="10", unit="天", article="新条例", from_on=date(2027, 1, 1)
        )
        assert forming_law(date(2026, 12, 31)).group.post_days.count == 7
        assert forming_law(date(2027, 1, 1)).group.post_days == Figure(Fraction(10), "新条例")

    def test_a_figure_that_the_city_never_set_is_named(self, rules):
        RuleValue.objects.filter(key="group_odd").delete()
        with pytest.raises(NoRuleValue, match="group_odd"):
            forming_law(ON)
