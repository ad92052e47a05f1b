"""How a vote is counted and judged. Values in, values out: no tables, no clock, no rounding.

`tally` adds up heads and areas; `judge` and `elect` say what follows by a `VoteLaw`. Areas are Decimals in m².
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Generic, NamedTuple, TypeVar

Head = TypeVar("Head", bound=Hashable)
Choice = TypeVar("Choice", bound=Hashable)

TAKING_PART, ALL = "taking_part", "all"
HEADS_FIRST, AREA_FIRST = "heads", "area"

QUORUM, HEADS, AREA, BOTH, NOBODY, TIE = "quorum", "heads", "area", "both", "nobody", "tie"
"""Why something was not decided: the words of `Matter.Fault`."""


@dataclass(frozen=True)
class Ratio:
    """A share that must be reached. `inclusive`: reaching it is enough (以上); else it must be exceeded (过半数)."""

    value: Fraction
    inclusive: bool
    article: str = ""

    def met_by(self, part: Decimal | int, whole: Decimal | int) -> bool:
        """Whether `part` of `whole` is enough. Nothing of nothing never is."""
        if not whole:
            return False
        needed = self.value * Fraction(whole)
        return Fraction(part) >= needed if self.inclusive else Fraction(part) > needed


@dataclass(frozen=True)
class VoteLaw:
    """What decides a vote: who must take part, and the two majorities, each of heads and of area.

    `counted_of` says of whom the majorities are: of those `taking_part`, or of `all` owners. Seats go to the candidates
    with the most heads (or area, by `seats_by`), and with as many to the one with more of the other.
    """

    quorum: Ratio
    ordinary: Ratio
    special: Ratio
    special_kinds: frozenset[str]
    counted_of: str = TAKING_PART
    seats_by: str = HEADS_FIRST

    def majority_for(self, kind: str) -> Ratio:
        return self.special if kind in self.special_kinds else self.ordinary


class Share(NamedTuple):
    """Heads, and the area in m² that they hold."""

    heads: int = 0
    area: Decimal = Decimal(0)

    def __add__(self, other: tuple) -> "Share":
        return Share(self.heads + other[0], self.area + other[1])


NOTHING = Share()


@dataclass(frozen=True)
class Tally(Generic[Choice]):
    """All who could vote, all who did, and those behind each option (an option that nobody marked is missing)."""

    all: Share = NOTHING
    part: Share = NOTHING
    options: Mapping[Choice, Share] = field(default_factory=dict)

    def of(self, option: Choice) -> Share:
        return self.options.get(option, NOTHING)


def areas_by_head(roll: Iterable[tuple[Head, Decimal]]) -> dict[Head, Decimal]:
    """Each head with all its homes' area, from lines of head and area. Who holds three homes is one head."""
    areas: dict[Head, Decimal] = {}
    for head, area in roll:
        areas[head] = areas.get(head, Decimal(0)) + area
    return areas


def tally(areas: Mapping[Head, Decimal], ballots: Mapping[Head, Collection[Choice]]) -> Tally[Choice]:
    """What the ballots of some heads come to. One that marked nothing took part all the same.

    Raises KeyError for a ballot of somebody who has no vote.
    """
    heads: dict[Choice, int] = {}
    held: dict[Choice, Decimal] = {}
    taken = Decimal(0)
    for head, marked in ballots.items():
        area = areas[head]
        taken += area
        for option in marked:
            heads[option] = heads.get(option, 0) + 1
            held[option] = held.get(option, Decimal(0)) + area
    whole = Share(len(areas), sum(areas.values(), Decimal(0)))
    return Tally(whole, Share(len(ballots), taken), {option: Share(heads[option], held[option]) for option in heads})


def has_quorum(law: VoteLaw, counted: Tally) -> bool:
    """Whether enough heads and enough area took part."""
    return met(law.quorum, counted.part, counted.all) == ""


def met(ratio: Ratio, part: Share, whole: Share) -> str:
    """What is missing: "" (nothing), `heads`, `area` or `both`."""
    heads = ratio.met_by(part.heads, whole.heads)
    area = ratio.met_by(part.area, whole.area)
    return {(True, True): "", (False, True): HEADS, (True, False): AREA, (False, False): BOTH}[heads, area]


def base(law: VoteLaw, counted: Tally) -> Share:
    """Of whom the majorities are."""
    return counted.all if law.counted_of == ALL else counted.part


class Judgement(NamedTuple):
    """Whether a matter passed, and by which word it did not ("" where it did)."""

    passed: bool
    fault: str = ""


def judge(law: VoteLaw, kind: str, yes: Share, counted: Tally) -> Judgement:
    """A matter with yes and no. `yes` are those in favour."""
    if not has_quorum(law, counted):
        return Judgement(False, QUORUM)
    fault = met(law.majority_for(kind), yes, base(law, counted))
    return Judgement(not fault, fault)


class Election(NamedTuple, Generic[Choice]):
    """Who was elected, the best first; who stood level for the last seats, which stay empty; and the fault, if any."""

    elected: list[Choice]
    tied: list[Choice]
    fault: str = ""


def elect(law: VoteLaw, kind: str, candidates: Sequence[Choice], seats: int, counted: Tally[Choice]) -> Election:
    """A candidate needs the majority; seats go to the best of those who have it.

    Where the last seats lie between candidates with the same heads and the same area, nobody draws lots: those seats
    stay empty until the owners vote on them again.
    """
    if not has_quorum(law, counted):
        return Election([], [], QUORUM)
    whole, majority = base(law, counted), law.majority_for(kind)
    fit = [each for each in candidates if not met(majority, counted.of(each), whole)]
    ranked = sorted(fit, key=lambda each: rank(law, counted.of(each)), reverse=True)
    if not ranked:
        return Election([], [], NOBODY)
    if len(ranked) <= seats:
        return Election(ranked, [])
    return without_ties(law, ranked, seats, counted)


def rank(law: VoteLaw, share: Share) -> tuple:
    return (share.area, share.heads) if law.seats_by == AREA_FIRST else (share.heads, share.area)


def without_ties(law: VoteLaw, ranked: list, seats: int, counted: Tally) -> Election:
    """The first `seats` of more candidates, less those who are level with the first who would get none."""
    line = rank(law, counted.of(ranked[seats]))
    elected = [each for each in ranked[:seats] if rank(law, counted.of(each)) > line]
    if len(elected) == seats:
        return Election(elected, [])
    return Election(elected, [each for each in ranked if rank(law, counted.of(each)) == line], TIE)
