"""Homes that somebody typed: as they stand on the door, by all of their figures, or by a room that there is once."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from estates.models import Home

BETWEEN = re.compile(r"号楼|单元|[栋幢座室房\s\-‐-―−]")
"""What stands between the pieces of a home and tells none from another."""
PIECES = re.compile(r"\d+|[A-Za-z]+|[^\dA-Za-z\s]+")
A_ROOM = re.compile(r"\d+\s*[室房]?")

Door = tuple[int, str]
"""A key, and a home as it stands on the door."""


class Doors:
    """The labels of homes, each with a key: taken apart once, however many homes are then asked for."""

    def __init__(self, lines: Iterable[Door]) -> None:
        self.whole: dict[tuple[str, ...], list[Door]] = defaultdict(list)
        self.room: dict[str, list[Door]] = defaultdict(list)
        for line in lines:
            held = pieces(line[1])
            self.whole[tuple(held)].append(line)
            for last in held[-1:]:
                self.room[last].append(line)

    def meant(self, said: str) -> list[Door]:
        """The lines that are made of exactly these pieces; for a number alone, those whose room it is.

        A part of a home is never enough: whose ballot it is must not be guessed.
        """
        plain = unicodedata.normalize("NFKC", said).strip()
        wanted = pieces(plain)
        if not wanted:
            return []
        alike = self.whole.get(tuple(wanted), [])
        if alike or not A_ROOM.fullmatch(plain):
            return alike
        return self.room.get(wanted[-1], [])


def matches(said: str, lines: Iterable[Door]) -> list[Door]:
    """The lines that one home means. For many of the same lines, `Doors` are made once."""
    return Doors(lines).meant(said)


def typed_homes(text: str, homes: Iterable[Home]) -> tuple[list[Home], list[str]]:
    """The homes that lines such as `3号楼2单元501` or `3-2-501` mean, and the lines that mean none or several.

    `building` is read along with each home.
    """
    of_key = {home.pk: home for home in homes}
    doors = Doors((key, home.label) for key, home in of_key.items())
    found, unknown = {}, []
    for line in filter(None, (unicodedata.normalize("NFKC", each).strip() for each in text.splitlines())):
        meant = doors.meant(line)
        if len(meant) == 1:
            key, _label = meant[0]
            found[key] = of_key[key]
        else:
            unknown.append(line)
    return list(found.values()), unknown


def pieces(text: str) -> list[str]:
    """`3号楼2单元0501` as 3, 2, 501. What is neither a figure nor one of the usual words is a piece too."""
    found = PIECES.findall(BETWEEN.sub(" ", text))
    return [piece.lstrip("0").upper() or "0" for piece in found]
