"""Homes that somebody typed: as they stand on the door, by all of their figures, or by a room that there is once."""

import re
import unicodedata
from collections.abc import Iterable

from estates.models import Home

BETWEEN = re.compile(r"号楼|单元|[栋幢座室房\s\-‐-―−]")
"""What stands between the pieces of a home and tells none from another."""
PIECES = re.compile(r"\d+|[A-Za-z]+|[^\dA-Za-z\s]+")
A_ROOM = re.compile(r"\d+\s*[室房]?")


def typed_homes(text: str, homes: Iterable[Home]) -> tuple[list[Home], list[str]]:
    """The homes that lines such as `3号楼2单元501` or `3-2-501` mean, and the lines that mean none or several.

    `building` is read along with each home.
    """
    of_key = {home.pk: home for home in homes}
    labels = [(key, home.label) for key, home in of_key.items()]
    read: dict[tuple[str, ...], list[tuple[int, str]]] = {}
    for each in labels:
        read.setdefault(tuple(pieces(each[1])), []).append(each)
    found, unknown = {}, []
    for line in filter(None, (unicodedata.normalize("NFKC", each).strip() for each in text.splitlines())):
        meant = read.get(tuple(pieces(line))) or matches(line, labels)
        if len(meant) == 1:
            found[meant[0][0]] = of_key[meant[0][0]]
        else:
            unknown.append(line)
    return list(found.values()), unknown


def matches(said: str, lines: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    """The lines that are made of exactly these pieces; for a number alone, those whose room it is.

    A part of a home is never enough: whose ballot it is must not be guessed.
    """
    plain = unicodedata.normalize("NFKC", said).strip()
    wanted = pieces(plain)
    if not wanted:
        return []
    read = [(line, pieces(line[1])) for line in lines]
    alike = [line for line, held in read if held == wanted]
    if alike or not A_ROOM.fullmatch(plain):
        return alike
    return [line for line, held in read if held[-1:] == wanted]


def pieces(text: str) -> list[str]:
    """`3号楼2单元0501` as 3, 2, 501. What is neither a figure nor one of the usual words is a piece too."""
    found = PIECES.findall(BETWEEN.sub(" ", text))
    return [piece.lstrip("0").upper() or "0" for piece in found]
