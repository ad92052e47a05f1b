"""The judgement, pure: facts in, a verdict with its lines out. The score is the base plus the sum of the lines.

`tally` turns single records into facts; the nightly job has SQL do the same (`night/gather.py`; a test holds them
together). `assess` applies roll-up, caps, floor and bands. Whatever moves the score is a line: an item's line under its
number, a category's cap under minus the category's number, the floor under 0.

Facts and lines are kept in columns, lists of one length: a big city's night judges millions of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from itertools import repeat
from typing import Any, NamedTuple

from credit.rules import MISSING, NEW, Rules
from credit.validity import end_of_newness

FLOOR_LINE = 0

Columns = tuple[list[int], list[int], list[int]]
"""Items, centipoints and counts of lines, in parallel."""


class Record(NamedTuple):
    """One record that counts: its item, centipoints, matter, and the area (m²) of its project where that weighs."""

    item: int
    centipoints: int
    matter: int = 0
    area: Fraction | int | None = None


class Facts(NamedTuple):
    """What records come to, in columns: items, how many records, centipoints after the item's way of repeating.

    `areas` (m² of the project, None for the company's own) only where areas weigh.
    """

    items: Sequence[int]
    counts: Sequence[int]
    points: Sequence[int]
    areas: Sequence[Fraction | int | None] | None = None


class Line(NamedTuple):
    """One line of a result: what, how many centipoints, from how many records."""

    item: int
    centipoints: int
    count: int  # type: ignore[assignment]


class Verdict(NamedTuple):
    """A company's result on a day. `score` is `base` plus the sum of the lines, which are in rulebook order."""

    grade: str
    score: int
    base: int
    is_vetoed: bool
    items: list[int]
    points: list[int]
    counts: list[int]

    @property
    def lines(self) -> list[Line]:
        return list(map(Line, self.items, self.points, self.counts))


def extreme(points: Sequence[int]) -> int:
    """The one record that counts where only one does: the farthest from zero, a plus winning a tie."""
    return max(points, key=lambda value: (abs(value), value))


def tally(rules: Rules, records: Iterable[Record]) -> Facts:
    """Facts from single records, in a fixed order whatever the order of the records."""
    picks_one, by_matter = rules.picks_one, rules.by_matter
    groups: dict[tuple, list[int]] = defaultdict(list)
    for record in records:
        item = rules.aliases.get(record.item, record.item)
        matter = record.matter if item in by_matter else None
        groups[(item, matter, record.area)].append(record.centipoints)
    rows: list[tuple[Any, ...]] = [
        (item, len(points), extreme(points) if item in picks_one else sum(points), area)
        for (item, _matter, area), points in groups.items()
    ]
    rows.sort(key=lambda row: (*row[:3], row[3] or 0))
    return Facts(*map(list, zip(*rows, strict=True))) if rows else Facts([], [], [])


def assess(rules: Rules, facts: Facts, *, on: date, joined_on: date | None, total_area: Fraction | int = 0) -> Verdict:
    """Judge one company.

    `joined_on`: when the company entered the credit system (None: never). `total_area`: all the floor area it manages,
    against which a fact's own area weighs.
    """
    items, points, counts = lines_of(rules, facts, total_area)
    base = 0 if rules.combine == "mean" else rules.base
    score = base + sum(points)
    is_vetoed = not rules.vetoes.isdisjoint(items)
    grade = _grade(rules, score, items, is_vetoed, on=on, joined_on=joined_on)
    return Verdict(grade, score, base, is_vetoed, items, points, counts)


def lines_of(rules: Rules, facts: Facts, total_area: Fraction | int = 0) -> Columns:
    """The lines that facts make under the caps and the floor."""
    sums, counts = _by_item(rules, facts, total_area)
    items = sorted(sums)
    if rules.combine == "mean":
        return items, _mean_parts(items, sums, counts), [counts[item] for item in items]
    _cap(rules, sums)
    lines = items, [sums[item] for item in items], [counts[item] for item in items]
    _add_caps_of_categories(rules, sums, lines)
    _add_floor(rules, lines)
    return lines


def _by_item(rules: Rules, facts: Facts, total_area: Fraction | int) -> tuple[dict[int, int], dict[int, int]]:
    """Centipoints and counts by item in force."""
    if rules.roll_up == "area" and facts.areas is not None:
        return _by_item_and_area(rules, facts, total_area)
    sums = dict(zip(facts.items, facts.points, strict=True))
    if len(sums) == len(facts.items) and rules.aliases.keys().isdisjoint(sums):
        return sums, dict(zip(facts.items, facts.counts, strict=True))
    return _merged(rules, facts.items, facts.points), _merged(rules, facts.items, facts.counts)


def _merged(rules: Rules, items: Sequence[int], values: Sequence) -> dict[int, Any]:
    merged: dict[int, Any] = {}
    for given, value in zip(items, values, strict=True):
        item = rules.aliases.get(given, given)
        merged[item] = merged.get(item, 0) + value
    return merged


def _by_item_and_area(rules: Rules, facts: Facts, total_area: Fraction | int) -> tuple[dict[int, int], dict[int, int]]:
    """The same where a project's points weigh by its area; each item is rounded once, when it is whole."""
    weighed = [
        points if area is None else Fraction(points) * Fraction(area) / Fraction(total_area) if total_area else 0
        for points, area in zip(facts.points, facts.areas or repeat(None), strict=False)
    ]
    sums = {item: round_half_up(value) for item, value in _merged(rules, facts.items, weighed).items()}
    return sums, _merged(rules, facts.items, facts.counts)


def _cap(rules: Rules, sums: dict[int, int]) -> None:
    """Cut each item's sum to its cap, on either side of zero."""
    caps = rules.caps
    for item in caps.keys() & sums.keys():
        cap = caps[item]
        if sums[item] > cap:
            sums[item] = cap
        elif sums[item] < -cap:
            sums[item] = -cap


def _add_caps_of_categories(rules: Rules, sums: dict[int, int], lines: Columns) -> None:
    for number, cap, members in rules.capped_categories:
        total = sum([sums[item] for item in members & sums.keys()])
        if total > cap:
            _add(lines, -number, cap - total)
        elif total < -cap:
            _add(lines, -number, -cap - total)


def _add_floor(rules: Rules, lines: Columns) -> None:
    if rules.floor is not None:
        missing = rules.floor - rules.base - sum(lines[1])
        if missing > 0:
            _add(lines, FLOOR_LINE, missing)


def _add(lines: Columns, item: int, points: int) -> None:
    for column, value in zip(lines, (item, points, 0), strict=True):
        column.append(value)


def _mean_parts(items: list[int], sums: dict[int, int], counts: dict[int, int]) -> list[int]:
    """Each component's part of the mean, rounded so that the parts add up to the rounded mean: largest remainder."""
    parts = [Fraction(sums[item]) / counts[item] / len(items) for item in items]
    whole = [part.__floor__() for part in parts]
    missing = round_half_up(sum(parts, Fraction(0))) - sum(whole)
    for place in sorted(range(len(items)), key=lambda place: (whole[place] - parts[place], place))[:missing]:
        whole[place] += 1
    return whole


def _grade(rules: Rules, score: int, items: list[int], is_vetoed: bool, *, on: date, joined_on: date | None) -> str:
    if joined_on is None or joined_on > on:
        return MISSING
    if is_vetoed:
        return rules.veto_band.grade
    if rules.new_months and on < end_of_newness(joined_on, rules.new_months):
        return NEW
    if rules.combine == "mean" and not items:
        return NEW
    has_bad = not rules.bad.isdisjoint(items)
    for band in rules.bands:
        if band.holds(score, has_bad):
            return band.grade
    raise AssertionError("rules.check lets no rulebook pass in which a score has no grade")


def round_half_up(value: Fraction | int) -> int:
    """To the nearest whole number; a half goes away from zero, as clerks round."""
    if value < 0:
        return -round_half_up(-value)
    return (Fraction(value) + Fraction(1, 2)).__floor__()
