"""Guide prices: laid down, ended, reviewed; what would follow from the indices stays a proposal."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from accounts.authority import NotAllowed
from accounts.lifecycle import NotNow
from accounts.models import AuditEntry, RuleValue
from fees.models import BuildingKind, GuidePrice, IndexKind, Lift, PriceIndex, PriceProposal
from fees.prices import actions
from fees.prices.caps import Sort
from fees.prices.guide import GuideBook
from fees.standards.table_file import shipped
from tests.factories import a_building, a_contract, an_enterprise, an_estate
from tests.factories.prices import SINCE, a_guide_price, a_standard, an_accepted_filing, level_of
from tests.factories.rules import the_rules

AT = datetime(2026, 11, 17, 2, 0, tzinfo=UTC)
ON = date(2026, 11, 17)
TOWER, WALK_UP = Sort(BuildingKind.HIGH_RISE, Lift.WITH), Sort(BuildingKind.MULTI_STOREY, Lift.WITHOUT)


@pytest.fixture
def standard(city):
    the_rules(city)
    return a_standard()


@pytest.fixture
def level(standard):
    return level_of(standard)


@pytest.fixture
def indices(city):
    for kind, value in {"wage": "105", "consumer": "102", "energy": "98"}.items():
        PriceIndex.objects.create(
            kind=kind, year=2025, value=Decimal(value), source="统计公报", published_on=date(2026, 3, 1)
        )


def new_price(level, **values):
    return GuidePrice(
        **{
            "region": level.standard.region, "level": level, "base_fen": 140, "valid_from": SINCE,
            "document": "发改价〔2024〕1号", "issuers": "市发展和改革委员会", **values,
        }
    )  # fmt: skip


class TestAGuidePrice:
    def test_is_to_be_reviewed_by_the_citys_cycle(self, level, people):
        made = actions.set_guide_price(new_price(level), by=people["bureau"], at=AT)
        assert made.review_due_on == date(2027, 1, 1)

    def test_is_to_be_reviewed_after_five_years_where_the_city_says_so(self, level, people):
        RuleValue.objects.filter(key="guide_price_review_years").update(value="5")
        made = actions.set_guide_price(new_price(level), by=people["bureau"], at=AT)
        assert made.review_due_on == date(2029, 1, 1)

    def test_is_due_for_review_on_its_day(self, level):
        a_guide_price(level, review_due_on=date(2027, 1, 1))
        assert not GuidePrice.objects.to_review(on=date(2026, 12, 31)).exists()
        assert GuidePrice.objects.to_review(on=date(2027, 1, 1)).exists()

    def test_stays_after_a_review_for_no_longer_than_the_cycle(self, level, people):
        price = a_guide_price(level, review_due_on=ON)
        with pytest.raises(ValidationError, match="2029"):
            actions.note_review(price, next_on=date(2029, 11, 18), by=people["bureau"], at=AT)
        kept = actions.note_review(price, next_on=date(2029, 11, 17), by=people["bureau"], at=AT)
        assert kept.review_due_on == date(2029, 11, 17)

    def test_ends_once_and_after_it_began(self, level, people):
        price = a_guide_price(level)
        with pytest.raises(ValidationError):
            actions.end_guide_price(price, valid_until=SINCE, by=people["bureau"], at=AT)
        actions.end_guide_price(price, valid_until=ON, by=people["bureau"], at=AT)
        with pytest.raises(NotNow):
            actions.end_guide_price(price, valid_until=date(2027, 1, 1), by=people["bureau"], at=AT)

    def test_is_struck_off_where_it_was_written_down_wrongly(self, level, people):
        price = a_guide_price(level)
        with pytest.raises(ValidationError):
            actions.strike_guide_price(price, reason=" ", by=people["bureau"], at=AT)
        actions.strike_guide_price(price, reason="小数点录错。", by=people["bureau"], at=AT)
        assert not GuidePrice.objects.exists()
        assert AuditEntry.objects.get(verb="strike_guide_price").before["base_fen"] == price.base_fen

    def test_is_the_bureaus(self, level, people):
        with pytest.raises(NotAllowed):
            actions.set_guide_price(new_price(level), by=people["district"], at=AT)

    def test_is_of_a_published_standard(self, city, people):
        draft = level_of(a_standard(published=False))
        with pytest.raises(ValidationError) as fault:
            actions.set_guide_price(new_price(draft), by=people["bureau"], at=AT)
        assert set(fault.value.message_dict) == {"level"}

    def test_comes_with_its_table(self, city, people):
        the_rules(city)
        standard = a_standard(*reversed(shipped("jinan").levels))
        made = actions.set_prices_of(shipped("jinan").prices, standard, by=people["bureau"], at=AT)
        assert {price.level.name: price.base_fen for price in made}["三星"] == 100

    @pytest.mark.parametrize(
        ("values", "constraint"),
        [
            ({"base_fen": 0}, "guide_price_is_more_than_nothing"),
            ({"no_lift_less_fen": 140}, "guide_price_is_more_than_nothing"),
            ({"float_up_percent": Decimal(101)}, "float_is_within_a_hundred_percent"),
            ({"valid_until": SINCE}, "guide_price_ends_after_it_begins"),
            ({"valid_from": date(2025, 1, 1)}, "one_guide_price_for_a_thing_at_a_time"),
        ],
    )
    def test_is_guarded_by_the_database(self, level, values, constraint):
        if "valid_from" in values:
            a_guide_price(level)
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            a_guide_price(level, **values)


class TestTheBook:
    def test_finds_the_price_of_the_smallest_division_and_the_closest_building(self, level, regions):
        wide = a_guide_price(level, 140)
        close = a_guide_price(level, 115, building_kind="multi_storey")
        local = a_guide_price(level, 120, region=regions["130108000000"])
        book = GuideBook(on=ON)
        assert book.price_for("130102001001", level, TOWER) == wide
        assert book.price_for("130102001001", level, WALK_UP) == close
        assert book.price_for("130108001001", level, WALK_UP) == local

    def test_knows_a_level_by_its_rank_in_every_edition(self, standard, level):
        price = a_guide_price(level)
        later = a_standard(code=standard.code, edition="2027", published=False)
        assert GuideBook(on=ON).price_for("130102001001", level_of(later), TOWER) == price

    @pytest.mark.parametrize(("day", "holds"), [(date(2023, 12, 31), False), (SINCE, True), (date(2026, 1, 1), False)])
    def test_has_what_is_in_force(self, level, day, holds):
        a_guide_price(level, valid_until=date(2026, 1, 1))
        assert bool(GuideBook(on=day).price_for("130102001001", level, TOWER)) is holds


class TestAProposal:
    def test_follows_the_indices_and_changes_no_price(self, level, indices, people):
        price = a_guide_price(level, 140)
        made = actions.propose_guide_price(price, year=2025, by=people["bureau"], at=AT)
        price.refresh_from_db()
        assert (made.old_fen, made.proposed_fen, price.base_fen) == (140, 145, 140)
        assert made.reckoning["factor"] == "517/500"

    def test_is_made_of_an_estates_fee(self, indices, people):
        estate = an_estate()
        a_building(estate, storeys=18, lifts=2, floor_area_m2=1000)
        the_rules(None)
        an_accepted_filing(a_contract(estate, an_enterprise()), 165)
        assert actions.propose_fee(estate, year=2025, by=people["bureau"], at=AT).proposed_fen == 171

    def test_needs_a_filed_fee(self, standard, indices, people):
        with pytest.raises(ValidationError) as fault:
            actions.propose_fee(an_estate(), year=2025, by=people["bureau"], at=AT)
        assert set(fault.value.message_dict) == {"estate"}

    def test_names_the_indices_that_are_missing(self, level, indices, people):
        PriceIndex.objects.filter(kind=IndexKind.ENERGY).delete()
        with translation.override("en"), pytest.raises(ValidationError, match="energy"):
            actions.propose_guide_price(a_guide_price(level), year=2025, by=people["bureau"], at=AT)

    def test_needs_weights_of_one_whole(self, level, indices, people):
        RuleValue.objects.filter(key="fee_index_weight_wage").update(value="0.5")
        with pytest.raises(ValidationError, match="fee_index_weight_wage"):
            actions.propose_guide_price(a_guide_price(level), year=2025, by=people["bureau"], at=AT)

    def test_is_for_an_estate_or_a_guide_price(self, city):
        with pytest.raises(IntegrityError, match="proposal_is_for"), transaction.atomic():
            PriceProposal.objects.create(year=2025, old_fen=1, proposed_fen=1, reckoning={}, made_at=AT)
