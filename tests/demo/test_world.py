"""The invented cities: exactly as many of everything as they must have, believable, and nobody's."""

import re
from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import pairwise

import pytest

from accounts.actions import region_rows
from accounts.codes import credit_code_fault
from demo.cities import NoSuchCity, city_called
from demo.names import CODE_LETTERS, credit_code
from demo.registers import parts
from demo.world import World, make_world
from tests.demo.conftest import MORNING

WELL_KNOWN = ["万科", "恒大", "碧桂园", "保利", "绿城", "龙湖", "华润", "中海", "融创", "世茂", "招商", "卓达"]


def everything(world: World) -> list:
    """All that the world says of its registers, as plain rows."""
    return [(part.fields, list(part.rows)) for part in parts(world, None, date.max)]


class TestTheSameDay:
    def test_gives_the_same_city(self):
        first, second = make_world("yangquan", MORNING), make_world("yangquan", MORNING)
        assert everything(first) == everything(second)
        assert first.records == second.records

    def test_gives_the_same_great_city(self, shijiazhuang):
        assert everything(make_world("shijiazhuang", MORNING)) == everything(shijiazhuang)

    def test_another_day_gives_another_past(self, yangquan):
        assert make_world("yangquan", MORNING + timedelta(days=1)).records != yangquan.records


class TestNumbers:
    def test_shijiazhuang_is_as_its_bureau_describes_it(self, shijiazhuang):
        assert len(shijiazhuang.companies) == 1_737
        assert len(shijiazhuang.places) == 3_955
        assert sum(place.is_served for place in shijiazhuang.places) == 3_688

    def test_yangquan_is_as_its_bureau_describes_it(self, yangquan):
        assert len(yangquan.places) == 961
        assert sum(place.kind == "old" for place in yangquan.places) == 401
        assert sum(place.is_served for place in yangquan.places) == 881

    @pytest.mark.parametrize("key", ["shijiazhuang", "yangquan"])
    def test_every_county_has_its_own(self, key, request):
        world = request.getfixturevalue(key)
        estates = Counter(place.county for place in world.places)
        served = Counter(place.county for place in world.places if place.is_served)
        old = Counter(place.county for place in world.places if place.kind == "old")
        companies = Counter(company.county for company in world.companies)
        for county in world.city.counties:
            found = (estates[county.code], served[county.code], old[county.code], companies[county.code])
            assert found == (county.estates, county.served, county.old, county.enterprises), county.name

    @pytest.mark.parametrize("key", ["shijiazhuang", "yangquan"])
    def test_the_counties_are_those_of_the_divisions(self, key):
        real = {row["code"]: row["name"] for row in region_rows(key) if row["level"] == "county"}
        assert {county.code: county.name for county in city_called(key).counties} == real

    def test_every_street_and_community_has_an_estate(self, shijiazhuang):
        streets = {place.code[:9] for place in shijiazhuang.places}
        homes = {place.region for place in shijiazhuang.places}
        rows = region_rows("shijiazhuang")
        assert {row["code"][:9] for row in rows if row["level"] == "street"} == streets
        assert {row["code"] for row in rows if row["level"] == "community"} <= homes

    def test_newcomers_and_strangers(self, shijiazhuang):
        joined = [company.joined_on for company in shijiazhuang.companies]
        assert joined.count(None) == 5
        assert sum(day is not None and day > date(2026, 5, 20) for day in joined) == 38

    def test_buildings_make_up_their_estate(self, shijiazhuang):
        for place in shijiazhuang.places:
            assert 1 <= len(place.buildings) <= 40
            assert len({building.name for building in place.buildings}) == len(place.buildings)
            assert place.households == sum(building.households for building in place.buildings) > 0

    def test_the_example_of_the_search_box_is_there(self, shijiazhuang):
        (place,) = [place for place in shijiazhuang.places if place.name == "青禾苑"]
        assert place.county == "130108000000"
        assert place.is_served

    def test_the_small_yangquan_has_everything_in_little(self):
        world = make_world("yangquan-small", MORNING)
        assert len(world.places) == 48
        assert {place.county for place in world.places} == {county.code for county in city_called("yangquan").counties}
        assert {place.kind for place in world.places} >= {"commodity", "old", "former_employer"}
        assert len(world.companies) == 12
        assert "青禾苑" in {place.name for place in world.places}
        assert 100 < len(world.records) < 1_000

    @pytest.mark.parametrize("morning", [date(2021, 3, 1), date(2028, 2, 29), date(2033, 1, 1)])
    def test_hold_on_other_days_too(self, morning):
        world = make_world("yangquan", morning)
        contracts = [contract for contract in world.contracts if contract.runs_on(world.calendar.yesterday)]
        assert len(contracts) > 700
        assert max(contract.begins_on for contract in world.contracts) < morning
        assert len(world.records) > 4_000

    def test_an_unknown_city_is_refused_by_name(self):
        with pytest.raises(NoSuchCity, match="shijiazhuang, yangquan"):
            city_called("atlantis")


class TestNobodyIsMeant:
    def test_names_are_given_once(self, shijiazhuang):
        for things in (shijiazhuang.places, shijiazhuang.companies):
            assert len({thing.name for thing in things}) == len(things)

    def test_no_well_known_company(self, shijiazhuang, yangquan):
        names = "\n".join(company.name for company in [*shijiazhuang.companies, *yangquan.companies])
        assert not [brand for brand in WELL_KNOWN if brand in names]

    def test_no_telephone_could_exist(self, shijiazhuang, yangquan):
        for world, shape in ((shijiazhuang, r"0311-0\d{7}"), (yangquan, r"0353-0\d{6}")):
            odd = [one.contact_phone for one in world.companies if not re.fullmatch(shape, one.contact_phone)]
            assert odd == []

    def test_no_registrar_has_given_out_such_codes(self, shijiazhuang):
        assert {company.uscc[8:11] for company in shijiazhuang.companies} == {"MAY"}


class TestCreditCodes:
    def test_all_but_two_pass_the_check(self, shijiazhuang):
        codes = [company.uscc for company in shijiazhuang.companies]
        assert len(set(codes)) == len(codes)
        assert Counter(map(credit_code_fault, codes)) == {None: 1_735, "checksum": 2}

    @pytest.mark.parametrize("serial", range(1, 400, 7))
    def test_every_check_digit_comes_out(self, serial):
        assert credit_code_fault(credit_code("130102000000", serial)) is None
        assert credit_code_fault(credit_code("130102000000", serial, wrong=True)) == "checksum"

    def test_two_numbers_never_share_a_code(self):
        assert len({credit_code("130102000000", serial) for serial in range(5_000)}) == 5_000
        assert set(credit_code("130102000000", 1)) <= set(CODE_LETTERS)


class TestContracts:
    def test_never_overlap(self, shijiazhuang):
        at = defaultdict(list)
        for contract in shijiazhuang.contracts:
            at[contract.place.code].append(contract)
        for chain in at.values():
            for earlier, later in pairwise(chain):
                assert earlier.ends_on is not None
                assert earlier.ends_on <= later.begins_on

    def test_end_after_they_begin_and_are_signed_before(self, shijiazhuang):
        for contract in shijiazhuang.contracts:
            assert contract.ends_on is None or contract.ends_on > contract.begins_on
            assert contract.signed_on < contract.begins_on
            assert contract.filed_on is None or contract.signed_on < contract.filed_on < MORNING

    def test_have_a_manager_of_the_company_and_a_number_of_their_own(self, shijiazhuang):
        for contract in shijiazhuang.contracts:
            assert contract.manager in contract.company.managers
        numbers = [contract.number for contract in shijiazhuang.contracts]
        assert len(set(numbers)) == len(numbers)

    def test_some_estates_changed_company_and_some_have_none_any_more(self, shijiazhuang):
        three_years_ago = MORNING - timedelta(days=3 * 365)
        companies = defaultdict(set)
        running = set()
        for contract in shijiazhuang.contracts:
            if contract.ends_on is None or contract.ends_on > three_years_ago:
                companies[contract.place.code].add(contract.company.uscc)
            if contract.runs_on(MORNING):
                running.add(contract.place.code)
        changed = sum(len(each) > 1 for each in companies.values())
        assert 0.1 < changed / len(companies) < 0.35
        assert 20 < len(set(companies) - running) < 120

    def test_service_was_won_over_two_years(self, shijiazhuang):
        """The share of estates with a contract only grows: a trend that a page can show."""
        began = [place.came_on for place in shijiazhuang.places if place.came_on]
        assert len(began) > 200
        assert min(began) > shijiazhuang.calendar.first_night
        assert max(began) < MORNING
