"""The home that somebody typed: as it stands on the roll, by all of its figures, or by a room that there is once."""

import re
import unicodedata
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from committees.models import RollLine, Vote

BETWEEN = re.compile(r"号楼|单元|[栋幢座室房\s\-‐-―−]")
"""What stands between the pieces of a home and tells none from another."""
PIECES = re.compile(r"\d+|[A-Za-z]+|[^\dA-Za-z\s]+")
A_ROOM = re.compile(r"\d+\s*[室房]?")
NAMED = 4


def line_of(vote: Vote, text: str) -> RollLine:
    """The line of the roll that is meant: `3号楼2单元501`, `3-2-501`, or `501` where there is one such room.

    Raises ValidationError with what to do.
    """
    said = " ".join(unicodedata.normalize("NFKC", text).split())
    if not said:
        raise ValidationError(_("Type the home, such as 3-2-501."))
    exact = RollLine.objects.filter(vote=vote, label=said.replace(" ", "")).first()
    if exact is not None:
        return exact
    found = matches(said, RollLine.objects.filter(vote=vote).values_list("pk", "label"))
    if len(found) != 1:
        raise ValidationError(why_not(said, [label for _key, label in found]))
    return RollLine.objects.get(pk=found[0][0])


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


def why_not(said: str, labels: list[str]) -> str:
    if not labels:
        return _("“%(home)s” is not on the roll of this vote. Compare it with the ballot.") % {"home": said}
    named = "、".join(labels[:NAMED]) + ("…" if len(labels) > NAMED else "")
    return _("“%(home)s” could be %(count)d homes: %(homes)s. Type the house and the unit too.") % {
        "home": said,
        "count": len(labels),
        "homes": named,
    }
