"""Ballots cut up into slips: they add up, a receipt finds its own, and nobody can put the others together."""

import math
from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from committees.votes import slips
from committees.votes.slips import (
    HUNDREDTHS,
    TAKING_PART,
    Cut,
    Slips,
    added_up,
    choice_of,
    digest,
    list_of,
    own,
    pieces,
    pieces_for,
    sum_of,
    tokens,
)

NUMBER = "BJ-20260901-000001"
areas = st.decimals(min_value="0.01", max_value="20000", places=2)
receipts = st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=16, max_size=16)
cuts = st.lists(
    st.builds(Cut, receipts, areas, st.fixed_dictionaries({1: st.lists(st.sampled_from([1, 2, 3]), unique=True)})),
    unique_by=lambda cut: cut.receipt,
    max_size=25,
)


class TestPieces:
    @given(receipts, areas, st.integers(2, 50))
    def test_add_up_to_the_area_when_whole_ten_millions_are_left_out(self, receipt, area, count):
        found = pieces(choice_of(receipt, NUMBER, 1, 1), area, count)
        assert len(found) == count
        assert all(0 <= piece < HUNDREDTHS for piece in found)
        assert sum(found) % HUNDREDTHS == area * 100

    def test_of_homes_alike_have_nothing_in_common(self):
        """Two flats of one layout: neither their pieces nor how many there are tell that they are alike."""
        one, other = (pieces(choice_of(receipt * 16, NUMBER, 1, 1), Decimal("143.27"), 15) for receipt in "AB")
        assert not set(one) & set(other)

    @pytest.mark.parametrize(
        ("ballots", "count"), [(1, 46), (31, 46), (32, 33), (64, 27), (1_000, 17), (1_024, 15), (5_000, 13)]
    )
    def test_are_more_where_fewer_ballots_hide_each_other(self, ballots, count):
        assert pieces_for(ballots) == count

    @given(st.integers(32, 10**6))
    def test_are_as_many_as_the_theorem_asks_for(self, ballots):
        """Balle, Bell, Gascón, Nissim 2020: at least 2 + (2σ + log₂ q) / (log₂ n − log₂ e), here σ = 40."""
        assert pieces_for(ballots) >= 2 + (80 + math.log2(HUNDREDTHS)) / (math.log2(ballots) - math.log2(math.e))


class TestList:
    @given(cuts)
    def test_adds_up_to_heads_and_area_of_each_option(self, ballots):
        sums = added_up(Slips(list_of(1, ballots, NUMBER)))
        for option in (1, 2, 3):
            behind = [ballot for ballot in ballots if option in ballot.marked[1]]
            assert sums.get((1, option), (0, 0)) == (len(behind), sum(ballot.area_m2 for ballot in behind))

    @given(cuts, st.data())
    def test_has_as_many_lines_whatever_the_areas_are(self, ballots, data):
        others = [replace(ballot, area_m2=data.draw(areas)) for ballot in ballots]
        lines, other_lines = (list_of(1, each, NUMBER).splitlines() for each in (ballots, others))
        assert Counter(line.split(",")[2] for line in lines) == Counter(line.split(",")[2] for line in other_lines)

    @given(cuts)
    def test_of_taking_part_has_every_ballot_whatever_it_marked(self, ballots):
        sums = added_up(Slips(list_of(TAKING_PART, ballots, NUMBER)))
        assert sums.get((0, 0), (0, 0)) == (len(ballots), sum(ballot.area_m2 for ballot in ballots))

    @given(cuts, st.randoms(use_true_random=False))
    def test_does_not_tell_in_which_order_ballots_came(self, ballots, chance):
        shuffled = list(ballots)
        chance.shuffle(shuffled)
        assert list_of(1, shuffled, NUMBER) == list_of(1, ballots, NUMBER)

    @given(cuts)
    def test_repeats_no_token(self, ballots):
        found = Counter(slip.token for place in (0, 1) for slip in Slips(list_of(place, ballots, NUMBER)))
        assert not found or max(found.values()) == 1

    def test_has_no_line_with_the_area_of_a_home(self):
        ballots = [Cut(f"RECEIPT{number:09d}", Decimal("143.27"), {1: [1]}) for number in range(30)]
        assert Decimal("143.27") not in {slip.area_m2 for slip in Slips(list_of(1, ballots, NUMBER))}

    def test_cannot_be_joined_between_matters(self):
        """The same ballot has other tokens in every matter and under every option."""
        named = [choice_of("R" * 16, NUMBER, matter, option) for matter in (0, 1, 2) for option in (0, 1, 2)]
        assert len({token for choice in named for token in tokens(choice, 20)}) == 20 * len(named)

    def test_another_vote_has_other_tokens(self):
        one, other = (choice_of("R" * 16, number, 1, 1) for number in (NUMBER, "BJ-20260901-000002"))
        assert not set(tokens(one, 20)) & set(tokens(other, 20))


class TestOwn:
    @given(cuts)
    def test_every_receipt_finds_exactly_its_own_slips(self, ballots):
        posted = list_of(1, ballots, NUMBER)
        for ballot in ballots:
            for option in (1, 2, 3):
                found = own(ballot.receipt, NUMBER, 1, option, posted)
                expected = (1, ballot.area_m2) if option in ballot.marked[1] else (0, 0)
                assert sum_of(found) == expected

    def test_more_pieces_than_are_looked_up_at_once_are_found(self, monkeypatch):
        monkeypatch.setattr(slips, "BATCH", 5)
        ballot = Cut("D" * 16, Decimal("12345.67"), {1: [2]})
        assert sum_of(own(ballot.receipt, NUMBER, 1, 2, list_of(1, [ballot], NUMBER))) == (1, ballot.area_m2)

    def test_a_receipt_with_one_wrong_character_finds_nothing(self):
        ballot = Cut("A" * 16, Decimal(100), {1: [1]})
        posted = list_of(1, [ballot], NUMBER)
        assert own("A" * 15 + "B", NUMBER, 1, 1, posted) == []


class TestDigest:
    @given(cuts, st.data())
    def test_one_changed_character_is_noticed(self, ballots, data):
        text = list_of(1, ballots, NUMBER)
        if not text:
            return
        where = data.draw(st.integers(0, len(text) - 1))
        changed = text[:where] + ("0" if text[where] != "0" else "1") + text[where + 1 :]
        assert digest([changed]) != digest([text])

    def test_a_line_that_is_left_out_is_noticed(self):
        text = list_of(1, [Cut("A" * 16, Decimal(100), {1: [1]})], NUMBER)
        assert digest([text.partition("\n")[2]]) != digest([text])

    def test_is_that_of_the_file_without_its_heading(self):
        from hashlib import sha256

        first, second = (
            list_of(0, [Cut("A" * 16, Decimal(9), {})], NUMBER),
            list_of(1, [Cut("A" * 16, Decimal(9), {1: [1]})], NUMBER),
        )
        assert digest([first, "", second]) == sha256(f"{first}\n{second}\n".encode()).hexdigest()


def test_a_page_of_the_list_is_read_without_the_rest():
    text = list_of(1, [Cut("A" * 16, Decimal("90.05"), {1: [2]})], NUMBER)
    found = Slips(text, "broken", text)
    assert len(found) == 2 * len(text.splitlines()) + 1
    assert found[0] == found[:1][0]
    assert {slip.option for slip in found[:3]} == {2}
