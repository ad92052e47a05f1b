"""The arithmetic of votes: every boundary from both sides, and what holds for any vote at all."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from committees.quorum import (
    ALL,
    AREA_FIRST,
    Ratio,
    Share,
    Tally,
    VoteLaw,
    areas_by_head,
    elect,
    has_quorum,
    judge,
    tally,
)

CODE = VoteLaw(
    quorum=Ratio(Fraction(2, 3), True),
    ordinary=Ratio(Fraction(1, 2), False),
    special=Ratio(Fraction(3, 4), True),
    special_kinds=frozenset({"raise_fund", "rebuild", "change_use"}),
)
"""The Civil Code, article 278."""
OLD = VoteLaw(
    quorum=Ratio(Fraction(1, 2), False),
    ordinary=Ratio(Fraction(1, 2), False),
    special=Ratio(Fraction(2, 3), True),
    special_kinds=frozenset({"use_fund", "raise_fund", "rebuild"}),
    counted_of=ALL,
)
"""The regulation before it, article 12."""


def share(heads: int, area) -> Share:
    return Share(heads, Decimal(str(area)))


def took_part(heads: int, area, of=(100, 10_000)) -> Tally:
    return Tally(all=share(*of), part=share(heads, area))


class TestRatio:
    @pytest.mark.parametrize(
        ("part", "whole", "enough"), [(67, 100, True), (66, 100, False), (2, 3, True), (0, 0, False)]
    )
    def test_two_thirds_or_more_include_two_thirds(self, part, whole, enough):
        assert CODE.quorum.met_by(part, whole) is enough

    @pytest.mark.parametrize(("part", "whole", "enough"), [(50, 100, False), (51, 100, True), (0, 0, False)])
    def test_more_than_half_does_not_include_half(self, part, whole, enough):
        assert CODE.ordinary.met_by(part, whole) is enough

    @given(st.integers(1, 10**9), st.integers(1, 40), st.integers(1, 40))
    def test_the_line_itself_is_met_only_where_it_is_included(self, base, over, under):
        over, under = min(over, under), max(over, under)
        line, whole = Decimal(base * over) / 100, Decimal(base * under) / 100
        assert Ratio(Fraction(over, under), True).met_by(line, whole)
        assert not Ratio(Fraction(over, under), False).met_by(line, whole)
        assert not Ratio(Fraction(over, under), True).met_by(line - Decimal("0.01"), whole)
        assert Ratio(Fraction(over, under), False).met_by(line + Decimal("0.01"), whole)


class TestQuorum:
    """A hundred owners with 10,000 m²."""

    @pytest.mark.parametrize(
        ("heads", "area", "enough"),
        [
            (67, 6700, True),
            (66, 6700, False),
            (67, "6666.67", True),
            (67, "6666.66", False),
            (67, 6666, False),
            (100, 10_000, True),
            (0, 0, False),
        ],
    )
    def test_heads_and_area_both_reach_two_thirds(self, heads, area, enough):
        assert has_quorum(CODE, took_part(heads, area)) is enough

    def test_exactly_two_thirds_are_enough(self):
        assert has_quorum(CODE, took_part(2, 200, of=(3, 300)))

    def test_a_vote_of_nobody_has_none(self):
        assert not has_quorum(CODE, Tally())


class TestOrdinary:
    """67 heads and 6,700 m² of a hundred take part; more than half of them is 33.5 heads and 3,350 m²."""

    @pytest.mark.parametrize(
        ("heads", "area", "fault"),
        [
            (34, 3360, ""),
            (34, "3350.01", ""),
            (34, 3350, "area"),
            (33, 3360, "heads"),
            (33, 3350, "both"),
        ],
    )
    def test_needs_more_than_half_of_both(self, heads, area, fault):
        found = judge(CODE, "hire", share(heads, area), took_part(67, 6700))
        assert found == (not fault, fault)

    def test_half_of_an_even_number_is_not_enough(self):
        assert judge(CODE, "hire", share(34, 3500), took_part(68, 6800)) == (False, "heads")

    def test_without_quorum_nothing_passes(self):
        assert judge(CODE, "hire", share(66, 6666), took_part(67, 6666)) == (False, "quorum")
        assert judge(CODE, "hire", share(66, 6600), took_part(66, 6700)) == (False, "quorum")


class TestSpecial:
    """Three quarters of 67 heads and 6,700 m² are 50.25 heads and 5,025 m²."""

    @pytest.mark.parametrize(
        ("heads", "area", "fault"),
        [(51, 5025, ""), (51, "5024.99", "area"), (50, 5025, "heads"), (50, "5024.99", "both")],
    )
    @pytest.mark.parametrize("kind", ["raise_fund", "rebuild", "change_use"])
    def test_needs_three_quarters_or_more_of_both(self, kind, heads, area, fault):
        assert judge(CODE, kind, share(heads, area), took_part(67, 6700)) == (not fault, fault)

    def test_use_of_the_fund_is_ordinary_and_raising_it_special(self):
        yes, counted = share(36, 3600), took_part(70, 7000)
        assert judge(CODE, "use_fund", yes, counted) == (True, "")
        assert judge(CODE, "raise_fund", yes, counted) == (False, "both")

    @pytest.mark.parametrize("kind", ["rules", "covenant", "elect", "hire", "use_fund", "other"])
    def test_all_others_are_ordinary(self, kind):
        assert CODE.majority_for(kind) == CODE.ordinary


class TestOldLaw:
    """Until 2020 half had to take part, and majorities were of all owners, not of those who took part."""

    def test_counts_of_all_owners(self):
        counted = took_part(60, 6000)
        assert judge(OLD, "hire", share(50, 5000), counted) == (False, "both")
        assert judge(OLD, "hire", share(51, "5000.01"), counted) == (True, "")

    def test_half_taking_part_is_not_enough(self):
        assert judge(OLD, "hire", share(50, 5000), took_part(50, 5001)) == (False, "quorum")

    def test_use_of_the_fund_needed_two_thirds_of_all(self):
        assert judge(OLD, "use_fund", share(67, 6700), took_part(80, 8000)) == (True, "")
        assert judge(OLD, "use_fund", share(66, 6700), took_part(80, 8000)) == (False, "heads")


class TestHeads:
    def test_three_homes_are_one_head(self):
        roll = [("owner", Decimal(90)), ("owner", Decimal(100)), ("owner", Decimal(110))]
        assert areas_by_head(roll) == {"owner": Decimal(300)}

    def test_forty_unsold_homes_are_one_head(self):
        counted = tally(areas_by_head([("developer", Decimal("89.50"))] * 40), {"developer": ["no"]})
        assert counted.all == counted.part == counted.of("no") == (1, Decimal("3580.00"))


class TestTally:
    def test_a_ballot_that_marks_nothing_took_part(self):
        counted = tally({"a": Decimal(80), "b": Decimal(120)}, {"b": []})
        assert counted.part == (1, Decimal(120))
        assert counted.options == {}

    def test_a_ballot_of_nobody_on_the_roll_is_no_ballot(self):
        with pytest.raises(KeyError):
            tally({"a": Decimal(80)}, {"b": ["yes"]})


def candidates(**shares) -> Tally:
    return Tally(share(100, 10_000), share(80, 8000), {name: share(*each) for name, each in shares.items()})


class TestElection:
    """80 heads and 8,000 m² take part: a candidate needs more than 40 and 4,000."""

    def elected(self, seats: int, law=CODE, **shares):
        return elect(law, "elect", list(shares), seats, candidates(**shares))

    def test_seats_go_to_the_most_heads_among_those_with_the_majority(self):
        found = self.elected(2, a=(50, 5000), b=(70, 7000), c=(60, 6000), d=(40, 7900))
        assert found == (["b", "c"], [], "")

    @pytest.mark.parametrize(("heads", "area"), [(40, "4000.01"), (41, 4000)])
    def test_half_of_either_is_no_majority(self, heads, area):
        assert self.elected(1, a=(heads, area)) == ([], [], "nobody")
        assert self.elected(1, a=(41, "4000.01")) == (["a"], [], "")

    def test_seats_stay_empty_without_enough_candidates_of_the_majority(self):
        assert self.elected(3, a=(50, 5000), b=(10, 1000), c=(45, 4500)).elected == ["a", "c"]

    def test_equal_heads_are_ordered_by_area(self):
        assert self.elected(1, a=(50, 5000), b=(50, "5000.01")) == (["b"], [], "")

    def test_a_city_may_order_by_area(self):
        by_area = VoteLaw(CODE.quorum, CODE.ordinary, CODE.special, CODE.special_kinds, seats_by=AREA_FIRST)
        assert self.elected(1, by_area, a=(60, 5000), b=(50, 6000)).elected == ["b"]

    def test_who_stands_level_for_the_last_seat_is_not_drawn_by_lot(self):
        found = self.elected(2, a=(60, 6000), b=(50, 5000), c=(50, 5000), d=(45, 4500))
        assert found == (["a"], ["b", "c"], "tie")

    def test_level_candidates_who_all_get_a_seat_are_no_tie(self):
        assert self.elected(2, a=(50, 5000), b=(50, 5000), c=(45, 4500)).fault == ""

    def test_without_quorum_nobody_is_elected(self):
        few = Tally(share(100, 10_000), share(66, 8000), {"a": share(66, 8000)})
        assert elect(CODE, "elect", ["a"], 1, few) == ([], [], "quorum")


areas = st.decimals(min_value="0.01", max_value="5000", places=2)
rolls = st.dictionaries(st.integers(1, 500), areas, min_size=1, max_size=60)
choices = st.lists(st.sampled_from(["yes", "no", "abstain"]), max_size=1)


@st.composite
def votes(draw):
    roll = draw(rolls)
    voters = draw(st.lists(st.sampled_from(sorted(roll)), unique=True))
    return roll, {voter: draw(choices) for voter in voters}


class TestAnyVote:
    @given(votes())
    def test_heads_and_areas_never_exceed_those_who_took_part_nor_these_all(self, vote):
        counted = tally(*vote)
        chosen = sum(each.heads for each in counted.options.values())
        assert chosen <= counted.part.heads <= counted.all.heads
        assert sum(each.area for each in counted.options.values()) <= counted.part.area <= counted.all.area

    @given(votes(), st.randoms(use_true_random=False))
    def test_the_order_of_ballots_and_homes_never_matters(self, vote, chance):
        roll, ballots = vote
        other_roll, other_ballots = list(roll.items()), list(ballots.items())
        chance.shuffle(other_roll)
        chance.shuffle(other_ballots)
        assert tally(dict(other_roll), dict(other_ballots)) == tally(roll, ballots)

    @given(votes())
    def test_one_more_yes_never_undoes_what_passed(self, vote):
        roll, ballots = vote
        silent = sorted(set(roll) - set(ballots))
        before = tally(roll, ballots)
        if not silent or not judge(CODE, "hire", before.of("yes"), before).passed:
            return
        after = tally(roll, {**ballots, silent[0]: ["yes"]})
        assert judge(CODE, "hire", after.of("yes"), after).passed

    @given(votes())
    def test_yes_and_no_never_both_pass(self, vote):
        counted = tally(*vote)
        passed = [judge(CODE, "hire", counted.of(side), counted).passed for side in ("yes", "no")]
        assert passed != [True, True]
