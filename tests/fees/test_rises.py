"""When a price has risen."""

from types import SimpleNamespace

import pytest

from fees.filings.rises import rises


def item(price_fen, kind="residential", name="物业服务费", unit="m2_month", building_kind="any", lift="any"):
    return SimpleNamespace(price_fen=price_fen, kind=kind, name=name, unit=unit, building_kind=building_kind, lift=lift)


@pytest.mark.parametrize(
    ("new", "old", "risen"),
    [
        ([item(166)], [item(165)], True),
        ([item(165)], [item(165)], False),
        ([item(166, name="综合服务费")], [item(165)], True),
        ([item(166)], [], False),
        ([item(150)], [item(140, lift="without"), item(165, lift="with")], False),
        ([item(900, kind="parking", name="地面车位")], [item(800, kind="parking", name="地下车位")], False),
        ([item(900, kind="parking", name="地面车位")], [item(800, kind="parking", name="地面车位")], True),
        ([item(166, unit="home_month")], [item(165)], False),
    ],
)
def test_a_price_has_risen(new, old, risen):
    assert bool(rises(new, old)) is risen


def test_a_rise_says_from_what_to_what():
    found = rises([item(180)], [item(150), item(165)])[0]
    assert (found.old_fen, found.new_fen) == (165, 180)
