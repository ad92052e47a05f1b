"""The tables of standards and guide prices that come with the portal, and what a file may not say."""

import pytest
from django.utils import translation

from fees.standards.table_file import TableFault, read, shipped, table_names

SOUND = """
code: x
edition: "1"
name: 等级
effective_from: 2024-01-01
levels: [一级, 二级]
promises:
  保洁:
    - {text: "每天清扫 {} 遍", by_level: [[2], no]}
prices:
  document: 文
  issuers: 委
  valid_from: 2024-01-01
  rows:
    - {level: 一级, base: 1.40, up: 20}
"""


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def test_every_table_can_be_read():
    assert {name: len(shipped(name).levels) for name in table_names()} == {
        "baiyin-2021": 4, "changchun-2022": 5, "example": 5, "jinan": 5,
    }  # fmt: skip


def test_prices_are_fen_and_floats_stay_open_where_the_document_is_silent():
    row = shipped("changchun-2022").prices.rows[0]
    assert (row.base_fen, row.float_up_percent, row.float_down_percent, row.no_lift_less_fen) == (236, 20, None, 20)


def test_the_example_says_that_it_is_one():
    assert shipped("example").is_example
    assert {name for name in table_names() if shipped(name).is_example} == {"example"}


def test_the_example_has_five_levels_by_six_areas():
    table = shipped("example")
    assert {(each.level, each.area) for each in table.promises} == {
        (level, area) for level in table.levels for area in table.areas
    }
    assert (len(table.levels), len(table.areas)) == (5, 6)


def test_gaps_are_filled_level_by_level():
    (promise,) = read(SOUND).promises
    assert (promise.level, promise.text) == ("一级", "每天清扫 2 遍")


@pytest.mark.parametrize(
    ("wrong", "right", "told"),
    [
        ("levels: [一级, 一级]", "levels: [一级, 二级]", "same name"),
        ("by_level: [[2]]", "by_level: [[2], no]", "one entry for each"),
        ("by_level: [[2, 3], no]", "by_level: [[2], no]", "do not fit"),
        ("level: 三级,", "level: 一级,", "none of the levels"),
        ("base: 1.405", "base: 1.40", "two decimals"),
        ("base: viel", "base: 1.40", "no number"),
        ("valid_from: soon", "valid_from: 2024-01-01", "no day"),
        ("documents: 文", "document: 文", "not known"),
        ("name: ''", "name: 等级", "missing"),
        ("levels: [", "levels: [一级, 二级]", "cannot be read"),
    ],
)
def test_what_is_wrong_is_said(wrong, right, told):
    with pytest.raises(TableFault, match=told):
        read(SOUND.replace(right, wrong))


def test_an_unknown_table_names_those_there_are():
    with pytest.raises(TableFault, match="changchun-2022"):
        shipped("atlantis")
