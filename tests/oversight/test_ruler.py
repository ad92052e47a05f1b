"""The ruler of a fee: where prices stand on it, in percent. Pure."""

import pytest

from oversight.my_estate.ruler import anchor, ends, ruler


class TestRuler:
    def test_puts_a_price_between_its_peers_and_its_guide_price(self):
        drawn = ruler(165, peers=(138, 152, 160), guide=(112, 168))
        assert (drawn.least_fen, drawn.most_fen) == (100, 180)
        assert drawn.flag == 81.25
        assert (drawn.band.start, drawn.band.width) == (47.5, 27.5)
        assert drawn.median == 65
        assert (drawn.guide.start, drawn.guide.width) == (15, 70)

    def test_is_open_where_the_guide_price_has_no_upper_limit(self):
        drawn = ruler(165, peers=None, guide=(112, None))
        assert drawn.is_guide_open
        assert drawn.guide.start + drawn.guide.width == 100
        assert drawn.band is drawn.median is None

    @pytest.mark.parametrize("price", [1, 45, 165, 999, 12_345])
    @pytest.mark.parametrize("guide", [None, (100, 150), (0, 30), (5_000, None)])
    def test_keeps_everything_on_its_length(self, price, guide):
        drawn = ruler(price, peers=(40, 50, 60), guide=guide)
        places = [drawn.flag, drawn.median, drawn.band.start, drawn.band.start + drawn.band.width]
        places += [drawn.guide.start, drawn.guide.start + drawn.guide.width] if drawn.guide else []
        assert all(0 <= place <= 100.01 for place in places)
        assert 0 <= drawn.least_fen < drawn.most_fen

    def test_has_a_length_even_where_all_prices_are_one(self):
        least, most = ends(150, 150)
        assert least < 150 < most

    @pytest.mark.parametrize(("percent", "side"), [(0, "start"), (23.9, "start"), (24, "middle"), (76.1, "end")])
    def test_labels_stay_in_the_picture(self, percent, side):
        assert anchor(percent) == side
