"""A rulebook as plain values: what the judgement reads. No ORM, no clock.

Points are whole hundredths (`centipoints`). A `Rules` knows its items by number; records priced under an earlier
version carry that version's numbers, and `aliases` leads from those to the items in force.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property

from django.utils.translation import gettext as _

NEW = "NEW"
MISSING = "MISSING"
UNGRADED = (NEW, MISSING)
MOST_CENTIPOINTS = 100_000_000
"""A million points: more than any rulebook speaks of, and less than its columns hold."""


class RuleFault(ValueError):
    """A rulebook, or a record under it, is not sound. The message is a sentence for the person who wrote it."""


@dataclass(frozen=True, slots=True)
class Band:
    """From which score to which a grade goes; `None` is no end. `when`: always, no_bad, has_bad."""

    grade: str
    word: str
    shape: str
    lower: int | None = None
    lower_closed: bool = True
    upper: int | None = None
    upper_closed: bool = False
    when: str = "always"
    is_veto: bool = False

    def holds(self, score: int, has_bad: bool) -> bool:
        if self.when != "always" and has_bad != (self.when == "has_bad"):
            return False
        above = self.lower is None or score > self.lower or (self.lower_closed and score == self.lower)
        below = self.upper is None or score < self.upper or (self.upper_closed and score == self.upper)
        return above and below


@dataclass(frozen=True, slots=True)
class Category:
    """A group of items; `cap` bounds the sum of its lines on either side of zero."""

    key: int
    name: str
    direction: str
    cap: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One rule. `mode`: fixed, by_level, range, veto; `repeat`: each, highest, once."""

    key: int
    code: str
    category: int
    subject: str
    mode: str
    fixed: int | None = None
    levels: Mapping[str, int] = field(default_factory=dict)
    least: int | None = None
    most: int | None = None
    also: Mapping[str, int | str] = field(default_factory=dict)
    repeat: str = "each"
    cap: int | None = None
    validity: str = "months"
    validity_months: int | None = None
    counts_from: str = "decided"


@dataclass(frozen=True)
class Rules:
    """Everything that the judgement needs to know of a rulebook."""

    items: Mapping[int, Item]
    categories: Mapping[int, Category]
    bands: tuple[Band, ...]
    base: int = 10_000
    floor: int | None = None
    combine: str = "sum"
    roll_up: str = "full"
    new_months: int = 0
    aliases: Mapping[int, int] = field(default_factory=dict)

    @cached_property
    def vetoes(self) -> frozenset[int]:
        """Numbers of the items that are a veto."""
        return frozenset(key for key, item in self.items.items() if item.mode == "veto")

    @cached_property
    def bad(self) -> frozenset[int]:
        """Numbers of the items in a category of bad records."""
        directions = {number: category.direction for number, category in self.categories.items()}
        return frozenset(key for key, item in self.items.items() if directions[item.category] == "bad")

    @cached_property
    def caps(self) -> dict[int, int]:
        """The caps of the items that have one."""
        return {key: item.cap for key, item in self.items.items() if item.cap is not None}

    @cached_property
    def capped_categories(self) -> list[tuple[int, int, frozenset[int]]]:
        """The categories with a cap: number, cap, and the items in them."""
        return [
            (number, category.cap, frozenset(key for key, item in self.items.items() if item.category == number))
            for number, category in sorted(self.categories.items())
            if category.cap is not None
        ]

    @cached_property
    def veto_band(self) -> Band:
        return next(band for band in self.bands if band.is_veto)

    @cached_property
    def picks_one(self) -> frozenset[int]:
        """Numbers, old ones included, of items of which one record of a matter or of all counts: the extreme one."""
        return self._repeating("highest", "once")

    @cached_property
    def by_matter(self) -> frozenset[int]:
        """Numbers, old ones included, of items that count once for a matter."""
        return self._repeating("highest")

    def _repeating(self, *ways: str) -> frozenset[int]:
        mine = {key for key, item in self.items.items() if item.repeat in ways}
        return frozenset(mine | {old for old, new in self.aliases.items() if new in mine})

    def rank(self, grade: str) -> int | None:
        """0 for the best grade; None where there is no better and worse (new, missing)."""
        ranks = {band.grade: place for place, band in reversed(list(enumerate(self.bands)))}
        return ranks.get(grade)


def price(item: Item, *, level: str = "", given: int | None = None) -> int:
    """The centipoints of one record under `item`: fixed, by the level named, or those given within the range.

    Raises RuleFault when the level is unknown or the points lie outside of the range.
    """
    if item.mode == "veto":
        return 0
    if item.mode == "fixed":
        assert item.fixed is not None
        return item.fixed
    if item.mode == "by_level":
        if level not in item.levels:
            raise RuleFault(
                _("%(code)s: level “%(level)s” is not one of %(levels)s.")
                % {"code": item.code, "level": level, "levels": ", ".join(item.levels)}
            )
        return item.levels[level]
    assert item.least is not None
    assert item.most is not None
    if given is None or not item.least <= given <= item.most:
        raise RuleFault(
            _("%(code)s: points must lie between %(least)s and %(most)s.")
            % {"code": item.code, "least": as_points(item.least), "most": as_points(item.most)}
        )
    return given


def price_for(item: Item, subject: str, *, level: str, centipoints: int) -> int:
    """What the same event posts to a further subject: "same", or points of its own."""
    other = item.also[subject]
    return centipoints if other == "same" else int(other)


def check(rules: Rules) -> None:
    """Raises RuleFault unless every score has a grade and every item a category."""
    if not rules.bands:
        raise RuleFault(_("A rulebook needs at least one band."))
    if not any(band.is_veto for band in rules.bands):
        raise RuleFault(_("One band must be the grade of a veto."))
    for item in rules.items.values():
        if item.category not in rules.categories:
            raise RuleFault(_("%(code)s: its category is not in the rulebook.") % {"code": item.code})
        if item.mode == "range" and (item.least or 0) > (item.most or 0):
            raise RuleFault(_("%(code)s: the least is more than the most.") % {"code": item.code})
    for edge in edges(rules.bands):
        for score in (edge - 1, edge, edge + 1):
            for has_bad in (False, True):
                if not any(band.holds(score, has_bad) for band in rules.bands):
                    sentence = (
                        _("A score of %(score)s with a bad record has no grade.")
                        if has_bad
                        else _("A score of %(score)s without a bad record has no grade.")
                    )
                    raise RuleFault(sentence % {"score": as_points(score)})


def edges(bands: tuple[Band, ...]) -> list[int]:
    found = {edge for band in bands for edge in (band.lower, band.upper) if edge is not None}
    return sorted(found | {-1_000_000, 1_000_000})


def to_centipoints(value: object) -> int:
    """Points as people write them (`5`, `-0.5`, `"4.2"`) in whole hundredths. Raises RuleFault."""
    told = str(value)[:30]
    try:
        hundredths = Decimal(told) * 100
    except InvalidOperation:
        raise RuleFault(_("“%(value)s” is not a number of points.") % {"value": told}) from None
    if not hundredths.is_finite() or abs(hundredths) > MOST_CENTIPOINTS:
        raise RuleFault(_("“%(value)s” is not a number of points.") % {"value": told})
    if hundredths != hundredths.to_integral_value():
        raise RuleFault(_("“%(value)s”: points have at most two decimals.") % {"value": told})
    return int(hundredths)


def as_points(centipoints: int) -> str:
    """Hundredths as people write them: 420 -> `4.2`, -500 -> `-5`."""
    return f"{Decimal(centipoints) / 100:f}".rstrip("0").rstrip(".") if centipoints % 100 else str(centipoints // 100)
