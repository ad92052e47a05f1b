"""The posted list: slips that nobody can put together again, except with a receipt.

Rooms and their areas are known to everybody, so a line “143.27 m², yes” would name its owner. A ballot is therefore cut
up: for each choice one slip for its head, and a number of slips for its area. Those are random numbers below `MODULUS`
that add up to the area when whole `MODULUS` are left out. Tokens follow from the ballot's receipt and look like chance
without it: sorted by them, the slips of all ballots are shuffled.

With enough slips for each ballot, the shuffled ones of an option tell their sum and nothing else (Ishai, Kushilevitz,
Ostrovsky, Sahai 2006, “split and mix”; the number is by Balle, Bell, Gascón, Nissim 2020). Slips of a few fixed sizes
would tell more: an estate has a handful of layouts, and how often each size occurs says how many of each voted what.

Place 0 of the list is taking part at all: every ballot has its slips there, whatever it marked.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256, shake_256
from struct import unpack
from typing import NamedTuple, overload

MODULUS = Decimal(10_000_000)
"""m², more than any estate has."""
HUNDREDTHS = int(MODULUS) * 100
TAKING_PART = 0
TOKEN_BYTES = 8
BATCH = 64
HEADING = "token,matter,option,heads,area_m2"
SECRET_BITS, MODULUS_BITS, FEWEST_BITS = 40, 30, 4


class Slip(NamedTuple):
    """One line: a head (and no area) or a piece of area in m² (and no head), for one option of one matter."""

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


def pieces_for(ballots: int) -> int:
    """Into how many pieces an area is cut where so many ballots are mixed: fewer ballots hide each other less.

    2 + (2·40 + log₂ MODULUS) / (log₂ ballots − log₂ e), in whole numbers, so that every machine finds the same.
    """
    bits = max(ballots.bit_length() - 1, FEWEST_BITS)
    return 2 - (-100 * (2 * SECRET_BITS + MODULUS_BITS) // (100 * bits - 145))


def pieces(choice: str, area_m2: Decimal, count: int) -> list[int]:
    """So many hundredths of m² that add up to the area: all but the last are SHAKE-256 of the choice's name."""
    made = shake_256(f"{choice}/area".encode()).digest(8 * (count - 1))
    found = [piece % HUNDREDTHS for piece in unpack(f">{count - 1}Q", made)]
    return [*found, (int(area_m2 * 100) - sum(found)) % HUNDREDTHS]


def choice_of(receipt: str, vote: str, matter: int, option: int) -> str:
    """The name of one choice of one ballot, from which its tokens and pieces follow."""
    return f"{receipt}/{vote}/{matter}/{option}"


def tokens(choice: str, count: int) -> list[str]:
    """The tokens of a choice's slips: the first is its head's. SHAKE-256 of its name, sixteen digits for each."""
    made = shake_256(choice.encode()).hexdigest(TOKEN_BYTES * count)
    width = 2 * TOKEN_BYTES
    return [made[start : start + width] for start in range(0, len(made), width)]


def lines_of(cut: Cut, vote: str, matter: int, option: int, count: int) -> list[str]:
    """The slips of one choice of one ballot, as the list writes them: the head, then `count` pieces of area."""
    choice = choice_of(cut.receipt, vote, matter, option)
    head, *others = tokens(choice, 1 + count)
    here = f"{matter},{option}"
    areas = zip(others, pieces(choice, cut.area_m2, count), strict=True)
    return [f"{head},{here},1,0.00", *(f"{each},{here},0,{area // 100}.{area % 100:02d}" for each, area in areas)]


def list_of(matter: int, cuts: Sequence[Cut], vote: str) -> str:
    """All slips of one matter (`TAKING_PART`: of all ballots), a line each, shuffled: a line begins with its token."""
    chosen = [(cut, option) for cut in cuts for option in choices(cut, matter)]
    counts = {option: pieces_for(ballots) for option, ballots in Counter(option for _cut, option in chosen).items()}
    lines: list[str] = []
    for cut, option in chosen:
        lines += lines_of(cut, vote, matter, option, counts[option])
    return "\n".join(sorted(lines))


def choices(cut: Cut, matter: int) -> Sequence[int]:
    return (TAKING_PART,) if matter == TAKING_PART else cut.marked.get(matter, ())


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
    choice = choice_of(receipt, vote, matter, option)
    found: list[Slip] = []
    while True:
        for token in tokens(choice, len(found) + BATCH)[len(found) :]:
            start = lines.find(token)
            if start < 0:
                return found
            end = lines.find("\n", start)
            found.append(slip_of(lines[start : end if end > 0 else None]))


class Sum(NamedTuple):
    heads: int
    area_m2: Decimal


def sum_of(slips: Iterable[Slip]) -> Sum:
    """What slips come to, whole `MODULUS` left out."""
    heads, area = 0, Decimal(0)
    for slip in slips:
        heads, area = heads + slip.heads, area + slip.area_m2
    return Sum(heads, area % MODULUS)


def added_up(slips: Iterable[Slip]) -> dict[tuple[int, int], Sum]:
    """What slips come to, by matter and option."""
    heads: dict[tuple[int, int], int] = {}
    areas: dict[tuple[int, int], Decimal] = {}
    for slip in slips:
        key = (slip.matter, slip.option)
        heads[key] = heads.get(key, 0) + slip.heads
        areas[key] = areas.get(key, Decimal(0)) + slip.area_m2
    return {key: Sum(heads[key], areas[key] % MODULUS) for key in heads}
