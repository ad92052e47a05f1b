"""An article is shown as a basis where it is the country's law or the city's own, not where it is another city's."""

import csv
from pathlib import Path

import pytest

import estates
from accounts.basis import basis
from accounts.templatetags.site import percent_of

YANGQUAN, HANGZHOU = "140300000000", "330100000000"


@pytest.mark.parametrize(
    ("article", "city", "shown"),
    [
        ("杭州条例第五十四条；聊城条例第三十五条（七）", YANGQUAN, ""),
        ("杭州条例第五十四条；聊城条例第三十五条（七）", HANGZHOU, "杭州条例第五十四条"),
        ("北京、杭州、宁波条例", HANGZHOU, "北京、杭州、宁波条例"),
        ("默认值（按季度）", YANGQUAN, ""),
        ("各地条例均为 30%", YANGQUAN, ""),
        ("各地条例均为 30%；默认值（各地半年或一年公布一次）", YANGQUAN, ""),
        ("默认值（杭州 5 天）", HANGZHOU, ""),
        ("民法典第九百四十九条、第九百五十条", YANGQUAN, "民法典第九百四十九条、第九百五十条"),
        ("泉州市承接查验规定（2025）；物业管理条例第二十九条", YANGQUAN, "物业管理条例第二十九条"),
        ("山西省物业管理条例第十条", YANGQUAN, "山西省物业管理条例第十条"),
        ("消防法第十六条（每年一次）", YANGQUAN, "消防法第十六条（每年一次）"),
        ("", YANGQUAN, ""),
    ],
)  # fmt: skip
def test_only_law_of_the_city_or_the_country_is_a_basis(article, city, shown):
    assert basis(article, city) == shown


def test_the_boards_delivered_list_cites_other_cities_alone():
    file = Path(estates.__file__).parent / "data/board_items.csv"
    articles = [row["article"] for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines())]
    assert len(articles) > 10
    assert {basis(article, YANGQUAN) for article in articles} == {""}


@pytest.mark.parametrize(
    ("part", "whole", "shown"), [(10427, 10613, "98.2"), (1, 8, "12.5"), (0, 3, "0.0"), (0, 0, ""), (None, 3, "")]
)
def test_a_share_is_rounded_once(part, whole, shown):
    assert percent_of(part, whole) == shown
