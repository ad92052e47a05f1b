"""Which home somebody means: all of its pieces, or a room that there is once. A part of one is nobody's ballot."""

import pytest

from estates import homes
from estates.homes import matches, typed_homes
from estates.models import Building, Home

LABELS = ["1号楼1单元101", "1号楼1单元102", "3号楼1单元501", "3号楼2单元601", "A座东单元701", "商业楼9"]
LINES = list(enumerate(LABELS))


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("3号楼1单元501", "3号楼1单元501"), ("3-1-501", "3号楼1单元501"), ("3栋1单元501室", "3号楼1单元501"),
        ("03-01-0501", "3号楼1单元501"), ("3—1—501", "3号楼1单元501"), ("３ １ ５０１", "3号楼1单元501"),
        ("501", "3号楼1单元501"), ("501室", "3号楼1单元501"), ("601 房", "3号楼2单元601"),
        ("a-东-701", "A座东单元701"), ("A座东单元701", "A座东单元701"), ("商业楼9", "商业楼9"), ("9", "商业楼9"),
    ],
)  # fmt: skip
def test_is_found_by_all_of_it_or_by_its_room(said, label):
    assert [found for _key, found in matches(said, LINES)] == [label]


@pytest.mark.parametrize(
    "said",
    [
        "车位101", "地下101", "3-501", "1-101", "3号楼501", "2-601", "3号楼", "9单元", "1", "商铺9", "101附1", "101A",
        "东701", "A-701", "1-1-101-1", "--", "",
    ],
)  # fmt: skip
def test_is_not_guessed_from_a_part_or_from_other_words(said):
    assert matches(said, LINES) == []


def test_a_room_in_two_houses_is_both():
    lines = [*LINES, (99, "2号楼1单元101")]
    assert [key for key, _label in matches("101", lines)] == [0, 99]


def test_many_typed_homes_are_compared_with_labels_taken_apart_once(monkeypatch):
    taken_apart = []
    monkeypatch.setattr(homes, "pieces", lambda text, of=homes.pieces: taken_apart.append(text) or of(text))
    building = Building(name="3号楼")
    held = [Home(pk=place, building=building, unit="1", room=str(place)) for place in range(100, 200)]
    found, unknown = typed_homes("\n".join(["501", "3-1-101", "150", "０１９９室", *["1"] * 400]), held)
    assert [home.pk for home in found] == [101, 150, 199]
    assert unknown == ["501", *["1"] * 400]
    assert len(taken_apart) == len(held) + 404
