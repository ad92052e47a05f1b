"""The judgement, pure: facts in, a verdict with its lines out. The score is the base plus the sum of the lines.

`tally` turns single records into facts; the nightly job has SQL do the same (`gather.py`; a test holds them together).
`assess` applies roll-up, caps, floor and bands. Whatever moves the score is a line: an item's line under its number,
a category's cap under minus the category's number, the floor under 0.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from credit.rules import MISSING, NEW, Rules
from credit.validity import end_of_newness

FLOOR_LINE = 0


class Record(NamedTuple):
    """One record that counts: its item, centipoints, matter, and the area (m²) of its project where that weighs."""

    item: int
    centipoints: int
    matter: int = 0
    area: Fraction | int | None = None


class Fact(NamedTuple):
    """What the records of one item (of one matter, of one project) come to after the item's way of repeating."""

    item: int
    count: int  # type: ignore[assignment]  # a field of this name hides tuple.count
    centipoints: int
    area: Fraction | int | None = None


class Line(NamedTuple):
    """One line of a result: what, how many centipoints, from how many records."""

    item: int
    centipoints: int
    count: int  # type: ignore[assignment]  # likewise


class Verdict(NamedTuple):
    """A company's result on a day. `lines` are in rulebook order; `score` is `base` plus their sum."""

    grade: str
    score: int
    base: int
    is_vetoed: bool
    lines: list[Line]


def extreme(points: Sequence[int]) -> int:
    """The one record that counts where only one does: the farthest from zero, a plus winning a tie."""
    return max(points, key=lambda value: (abs(value), value))


def tally(rules: Rules, records: Iterable[Record]) -> list[Fact]:
    """Facts from single records, in a fixed order whatever the order of the records."""
    picks_one, by_matter = rules.picks_one, rules.by_matter
    groups: dict[tuple, list[int]] = defaultdict(list)
    for record in records:
        item = rules.aliases.get(record.item, record.item)
        matter = record.matter if item in by_matter else None
        groups[(item, matter, record.area)].append(record.centipoints)
    facts = [
        Fact(item, len(points), extreme(points) if item in picks_one else sum(points), area)
        for (item, _matter, area), points in groups.items()
    ]
    return sorted(facts, key=lambda fact: (fact.item, fact.count, fact.centipoints, fact.area or 0))


def assess(
    rules: Rules,
    facts: Iterable[Sequence],
    *,
    on: date,
    joined_on: date | None,
    total_area: Fraction | int = 0,
) -> Verdict:
    """Judge one company.

    `facts`: (item, count, centipoints[, area]) in any order. `joined_on`: when the company entered the credit system
    (None: never). `total_area`: all the floor area it manages, against which a fact's own area weighs.
    """
    lines, counts = lines_of(rules, facts, total_area)
    base = 0 if rules.combine == "mean" else rules.base
    score = base + sum([line[1] for line in lines])
    if rules.floor is not None and score < rules.floor and rules.combine == "sum":
        lines.append(Line(FLOOR_LINE, rules.floor - score, 0))
        score = rules.floor
    is_vetoed = not rules.vetoes.isdisjoint(counts)
    grade = _grade(rules, score, counts, is_vetoed, on=on, joined_on=joined_on)
    return Verdict(grade, score, base, is_vetoed, lines)


def lines_of(
    rules: Rules, facts: Iterable[Sequence], total_area: Fraction | int = 0
) -> tuple[list[Line], dict[int, int]]:
    """The lines that facts make under the caps, and how many records each item has."""
    sums, counts = _by_item_and_area(rules, facts, total_area) if rules.roll_up == "area" else _by_item(rules, facts)
    if rules.combine == "mean":
        return _mean_lines(sums, counts), counts
    return _sum_lines(rules, sums, counts), counts


def _by_item(rules: Rules, facts: Iterable[Sequence]) -> tuple[dict[int, int], dict[int, int]]:
    aliases = rules.aliases
    sums: dict[int, int] = {}
    counts: dict[int, int] = {}
    for fact in facts:
        key = fact[0]
        if key in aliases:
            key = aliases[key]
        if key in sums:
            sums[key] += fact[2]
            counts[key] += fact[1]
        else:
            sums[key] = fact[2]
            counts[key] = fact[1]
    return sums, counts


def _by_item_and_area(
    rules: Rules, facts: Iterable[Sequence], total_area: Fraction | int
) -> tuple[dict[int, int], dict[int, int]]:
    """The same where a project's points weigh by its area; each item is rounded once, when it is whole."""
    weighed = []
    for item, count, points, area in facts:
        if area is not None:
            points = Fraction(points) * Fraction(area) / Fraction(total_area) if total_area else 0
        weighed.append((item, count, points))
    sums, counts = _by_item(rules, weighed)
    return {key: round_half_up(value) for key, value in sums.items()}, counts


def _sum_lines(rules: Rules, sums: dict[int, int], counts: dict[int, int]) -> list[Line]:
    caps, capped_category = rules.caps, rules.capped_category
    lines = []
    in_category: dict[int, int] = {}
    for key in sorted(sums):
        points = sums[key]
        if key in caps:
            cap = caps[key]
            points = cap if points > cap else -cap if points < -cap else points
        lines.append(Line(key, points, counts[key]))
        if key in capped_category:
            number = capped_category[key]
            in_category[number] = in_category.get(number, 0) + points
    for number in sorted(in_category):
        total, most = in_category[number], rules.categories[number].cap
        if most is not None and abs(total) > most:
            lines.append(Line(-number, (most if total > 0 else -most) - total, 0))
    return lines


def _mean_lines(sums: dict[int, int], counts: dict[int, int]) -> list[Line]:
    """Each component's part of the mean, rounded so that the parts add up to the rounded mean: largest remainder."""
    if not sums:
        return []
    parts = {key: Fraction(sums[key]) / counts[key] / len(sums) for key in sorted(sums)}
    whole = {key: part.__floor__() for key, part in parts.items()}
    missing = round_half_up(sum(parts.values(), Fraction(0))) - sum(whole.values())
    for key in sorted(parts, key=lambda key: (whole[key] - parts[key], key))[:missing]:
        whole[key] += 1
    return [Line(key, points, counts[key]) for key, points in whole.items()]


def _grade(
    rules: Rules, score: int, counts: dict[int, int], is_vetoed: bool, *, on: date, joined_on: date | None
) -> str:
    if joined_on is None or joined_on > on:
        return MISSING
    if is_vetoed:
        return rules.veto_band.grade
    if rules.new_months and on < end_of_newness(joined_on, rules.new_months):
        return NEW
    if rules.combine == "mean" and not counts:
        return NEW
    has_bad = not rules.bad.isdisjoint(counts)
    for band in rules.bands:
        if band.holds(score, has_bad):
            return band.grade
    raise AssertionError("rules.check lets no rulebook pass in which a score has no grade")


def round_half_up(value: Fraction | int) -> int:
    """To the nearest whole number; a half goes away from zero, as clerks round."""
    if value < 0:
        return -round_half_up(-value)
    return (Fraction(value) + Fraction(1, 2)).__floor__()
