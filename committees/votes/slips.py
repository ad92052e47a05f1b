"""The posted list: slips that nobody can put together again, except with a receipt.

Rooms and their areas are known to everybody, so a line “143.27 m², yes” would name its owner. A ballot is therefore cut
up: for each choice one slip for its head, and slips for its area of which each is one of a few sizes (`CHIPS`). Tokens
follow from the ballot's receipt and look like chance without it: sorted by them, the slips of all ballots are shuffled.

Place 0 of the list is taking part at all: every ballot has its slips there, whatever it marked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from hashlib import sha256, shake_256
from typing import NamedTuple, overload

CHIPS = (5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1)
"""Sizes in hundredths of a m²: 50 m² at most, so that no slip is a home."""
SIZES = {chip: f"{Decimal(chip) / 100:.2f}" for chip in CHIPS}
TAKING_PART = 0
TOKEN_BYTES = 8
BATCH = 64
HEADING = "token,matter,option,heads,area_m2"


class Slip(NamedTuple):
    """One line: a head (and no area) or a chip of area in m² (and no head), for one option of one matter."""

    token: str
    matter: int
    option: int
    heads: int
    area_m2: Decimal


@dataclass(frozen=True)
class Cut:
    """A ballot to cut up: its receipt, its area in m², and the places of the options it marked, by matter's place."""

    receipt: str
    area_m2: Decimal
    marked: Mapping[int, Sequence[int]]

    @cached_property
    def sizes(self) -> list[str]:
        return ["0.00", *chips(self.area_m2)]


def chips(area_m2: Decimal) -> list[str]:
    """An area in as few sizes as can be, as the list writes them."""
    rest, found = int(area_m2 * 100), []
    for chip in CHIPS:
        count, rest = divmod(rest, chip)
        found += [SIZES[chip]] * count
    return found


def tokens(receipt: str, vote: str, matter: int, option: int, count: int) -> list[str]:
    """The tokens of a ballot's slips: the first is its head's, then its chips', the largest first.

    SHAKE-256 of receipt, number of the vote, matter and option, sixteen hexadecimal digits for each.
    """
    made = shake_256(f"{receipt}/{vote}/{matter}/{option}".encode()).hexdigest(TOKEN_BYTES * count)
    width = 2 * TOKEN_BYTES
    return [made[start : start + width] for start in range(0, len(made), width)]


def lines_of(cut: Cut, vote: str, matter: int, option: int) -> list[str]:
    """The slips of one choice of one ballot, as the list writes them: the head, then the chips."""
    made = tokens(cut.receipt, vote, matter, option, len(cut.sizes))
    lines = [f"{token},{matter},{option},0,{size}" for token, size in zip(made, cut.sizes, strict=True)]
    lines[0] = f"{made[0]},{matter},{option},1,0.00"
    return lines


def list_of(matter: int, cuts: Iterable[Cut], vote: str) -> str:
    """All slips of one matter (`TAKING_PART`: of all ballots), a line each, shuffled: a line begins with its token."""
    lines: list[str] = []
    for cut in cuts:
        for option in [TAKING_PART] if matter == TAKING_PART else cut.marked.get(matter, ()):
            lines += lines_of(cut, vote, matter, option)
    return "\n".join(sorted(lines))


def digest(lists: Iterable[str]) -> str:
    """SHA-256 of all lists in the order of their matters, each line ended by a line feed."""
    made = sha256()
    for lines in lists:
        if lines:
            made.update(f"{lines}\n".encode())
    return made.hexdigest()


def slip_of(line: str) -> Slip:
    token, matter, option, heads, area = line.split(",")
    return Slip(token, int(matter), int(option), int(heads), Decimal(area))


class Slips(Sequence[Slip]):
    """Posted lists as slips, each read when it is asked for: of many thousands, a page shows a hundred."""

    def __init__(self, *lists: str) -> None:
        self.lines = [line for lines in lists for line in lines.splitlines()]

    def __len__(self) -> int:
        return len(self.lines)

    @overload
    def __getitem__(self, place: int) -> Slip: ...
    @overload
    def __getitem__(self, place: slice) -> list[Slip]: ...
    def __getitem__(self, place: int | slice) -> Slip | list[Slip]:
        if isinstance(place, slice):
            return [slip_of(line) for line in self.lines[place]]
        return slip_of(self.lines[place])


def own(receipt: str, vote: str, matter: int, option: int, lines: str) -> list[Slip]:
    """The slips of one choice of the ballot with this receipt, in the list of a matter: none if it chose otherwise."""
    found: list[Slip] = []
    while True:
        further = tokens(receipt, vote, matter, option, len(found) + BATCH)[len(found) :]
        for token in further:
            start = lines.find(token)
            if start < 0:
                return found
            end = lines.find("\n", start)
            found.append(slip_of(lines[start : end if end > 0 else None]))


class Sum(NamedTuple):
    heads: int
    area_m2: Decimal


def added_up(slips: Iterable[Slip]) -> dict[tuple[int, int], Sum]:
    """What slips come to, by matter and option."""
    sums: dict[tuple[int, int], Sum] = {}
    for slip in slips:
        so_far = sums.get((slip.matter, slip.option), Sum(0, Decimal(0)))
        sums[slip.matter, slip.option] = Sum(so_far.heads + slip.heads, so_far.area_m2 + slip.area_m2)
    return sums
