"""Fees beside those of their peers: who those are, where the fence stands, what the page is told."""

from datetime import date

import pytest

from accounts.city import NoRuleValue
from accounts.models import RuleValue
from fees.findings import positions, telling
from fees.models import Breadth, PricePosition
from tests.factories import a_contract, an_enterprise, an_estate
from tests.factories.rules import the_rules
from tests.fees.looked import ON, OTHERS, peers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rules(city):
    the_rules(city)


def of(estate) -> PricePosition:
    return PricePosition.objects.get(estate=estate)


@pytest.mark.parametrize(("price", "is_high"), [(150, False), (195, False), (196, True)])
def test_a_price_is_high_one_fen_beyond_the_fence(price, is_high):
    """Nine prices: q1 is the third, q3 the seventh. 150 + 3/2 of (150 - 120) is 195."""
    odd, *_rest = peers(price, *OTHERS)
    positions.take(on=ON)
    assert of(odd).is_high is is_high


@pytest.mark.parametrize(("price", "is_low"), [(65, False), (64, True)])
def test_a_price_is_low_one_fen_beyond_the_fence(price, is_low):
    """110 - 3/2 of (140 - 110) is 65."""
    odd, *_rest = peers(price, *OTHERS)
    positions.take(on=ON)
    assert of(odd).is_low is is_low


@pytest.mark.parametrize(("price", "is_high"), [(120, False), (121, True)])
def test_where_all_pay_the_same_a_fifth_more_is_asked(price, is_high):
    odd, *_rest = peers(price, *[100] * 8)
    positions.take(on=ON)
    assert of(odd).is_high is is_high


def test_peers_are_counted_without_the_estate_itself():
    made = peers(*OTHERS, 130)
    positions.take(on=ON)
    assert {of(estate).peers for estate in made} == {8}
    assert of(made[0]).breadth == Breadth.CLOSE
    assert of(made[0]) not in positions.of_group(of(made[0]))
    assert positions.of_group(of(made[0])).count() == 8


def test_eight_are_too_few():
    made = peers(*OTHERS)
    positions.take(on=ON)
    assert of(made[0]).breadth == Breadth.NONE
    assert telling.peers_of(made[0], on=ON) is None
    assert telling.peer_list(made[0], on=ON) == []


@pytest.mark.parametrize(
    ("others", "breadth"),
    [
        ({"built_year": 1995}, Breadth.ANY_AGE),
        ({"region": "130108001000"}, Breadth.CITY),
        ({"region": "130108001000", "built_year": 1995}, Breadth.CITY_ANY_AGE),
        ({"lifts": 0}, Breadth.NONE),
        ({"level": "一级"}, Breadth.NONE),
    ],
)
def test_the_circle_widens_until_there_are_enough(others, breadth):
    year = others.pop("built_year", 2012)
    one, *_few = peers(130, 131)
    for estate in peers(*OTHERS, **others):
        type(estate).objects.filter(pk=estate.pk).update(built_year=year)
    positions.take(on=ON)
    assert of(one).breadth == breadth
    assert positions.of_group(of(one)).count() == of(one).peers == (0 if breadth == Breadth.NONE else 9)


def test_a_level_that_nobody_knows_has_no_peers():
    made = peers(*OTHERS, 130, level="")
    positions.take(on=ON)
    assert of(made[0]).breadth == Breadth.NONE


def test_taking_again_moves_places_and_drops_those_who_left():
    first, second, *_rest = peers(*OTHERS, 130)
    assert positions.take(on=ON) == 9
    first.contracts.update(fee_fen_per_m2_month=None)
    second.contracts.update(fee_fen_per_m2_month=999)
    assert positions.take(on=ON) == 8
    assert not PricePosition.objects.filter(estate=first).exists()
    assert of(second).price_fen == 999


def test_a_contract_that_is_over_has_no_place():
    estate = an_estate()
    a_contract(estate, an_enterprise(), ends_on=ON)
    assert positions.take(on=ON) == 0
    assert positions.take(on=date(2026, 11, 19)) == 1


def test_a_city_without_a_measure_is_told_which():
    RuleValue.objects.filter(key="peers_least").delete()
    with pytest.raises(NoRuleValue, match="peers_least"):
        positions.take(on=ON)


def test_the_page_is_told_in_yuan_and_in_words(django_assert_num_queries):
    made = peers(*OTHERS, 196)
    positions.take(on=ON)
    with django_assert_num_queries(1):
        told = telling.peers_of(made[-1], on=ON)
    assert (str(told.median), told.count, told.is_high, told.off_percent) == ("1.3", 8, True, 51)
    assert "二级" in told.in_common
    assert (told.place(told.least), told.place(told.most)) == (0, 100)
    with django_assert_num_queries(2):
        assert [peer.price_fen for peer in telling.peer_list(made[-1], on=ON)] == sorted(OTHERS, reverse=True)


def test_many_estates_take_one_query(django_assert_num_queries):
    made = peers(*OTHERS, 130)
    positions.take(on=ON)
    with django_assert_num_queries(1):
        assert len(telling.peers_of_estates(made, on=ON)) == 9
