"""When a price has risen, and which rises stand without the owners behind them."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from committees.models import Matter, Vote
from enterprises.models import ServiceContract
from fees.filings.rises import rises
from fees.findings.checks.rises import Charge, still_charged
from fees.models import FeeFiling


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
        (
            [item(180, building_kind="multi_storey"), item(250)],
            [item(100, building_kind="multi_storey"), item(250)],
            True,
        ),
        ([item(180, building_kind="multi_storey")], [item(100, building_kind="high_rise")], False),
        ([item(180, lift="with"), item(150, lift="without")], [item(165)], True),
    ],
)
def test_a_price_has_risen(new, old, risen):
    assert bool(rises(new, old)) is risen


def test_a_rise_says_from_what_to_what():
    found = rises([item(180)], [item(150), item(165)])[0]
    assert (found.old_fen, found.new_fen) == (165, 180)


CONTRACT = ServiceContract(pk=1, estate_id=1, enterprise_id=1, stage="owners", begins_on=date(2024, 1, 1))
LATER_ONE = ServiceContract(pk=2, estate_id=1, enterprise_id=2, stage="owners", begins_on=date(2024, 1, 1))


def decision(key=7, *, year=2025, month=1, **values) -> Matter:
    """The owners passed it, in a vote that is over."""
    vote = Vote(
        pk=key, estate_id=values.pop("estate_id", 1), state=values.pop("state", "final"),
        opens_at=datetime(year, month, 1, tzinfo=UTC),
    )  # fmt: skip
    return Matter(pk=key, vote=vote, **{"kind": "other", "passed": True, **values})


def charged(*prices) -> list[Charge]:
    """One charge for each year from 2024 on: a price, or a price with the decision behind it, or items."""
    found = []
    for place, given in enumerate(prices):
        price, matter, contract = (*given, None, CONTRACT)[:3] if isinstance(given, tuple) else (given, None, CONTRACT)
        filing = FeeFiling(
            number=f"SF-{place}", estate_id=1, contract=contract or CONTRACT, matter=matter, decided_by="owners",
            from_on=date(2024 + place, 1, 1),
        )  # fmt: skip
        found.append(Charge(f"F{place}", filing, [item(price)] if isinstance(price, int) else price))
    return found


def standing(*prices) -> list[str]:
    return [each.charge.key for each in still_charged(charged(*prices))]


MIXED = [item(100, building_kind="multi_storey"), item(250, building_kind="high_rise")]
DEARER = [item(180, building_kind="multi_storey"), item(250, building_kind="high_rise")]


@pytest.mark.parametrize(
    ("prices", "found"),
    [
        ((205, 205), []),
        ((205, 225), ["F1"]),
        ((205, 225, 205), []),
        ((205, 225, 225), ["F1"]),
        ((205, 225, 250), ["F1", "F2"]),
        ((205, 225, 250, 225), ["F1"]),
        ((205, (225, decision())), []),
        ((205, 225, (225, decision(month=6))), []),
        ((205, (225, decision()), 250, (250, decision())), ["F2"]),
        ((205, (225, decision()), (250, decision())), ["F2"]),
        ((205, (225, None, LATER_ONE)), []),
        ((MIXED, DEARER), ["F1"]),
    ],
)
def test_a_rise_stands_until_it_is_undone(prices, found):
    assert standing(*prices) == found


@pytest.mark.parametrize(
    "values", [{"passed": False}, {"kind": "use_fund"}, {"estate_id": 2}, {"state": "announced"}, {"year": 2023}]
)
def test_no_other_decision_stands_behind_a_rise(values):
    """In the last case the owners voted before the price of before began."""
    assert standing(205, (225, decision(**values))) == ["F1"]
