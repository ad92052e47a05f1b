"""The home that somebody typed: as it stands on the roll, or by its figures only."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from committees.models import RollLine, Vote

PIECES = re.compile(r"\d+|[A-Za-z]+|[甲乙丙丁东西南北]")
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
    """The lines whose figures are these; if there are none, those in which these stand last, in the same order."""
    wanted = pieces(said)
    if not wanted:
        return []
    read = [(line, pieces(line[1])) for line in lines]
    alike = [line for line, held in read if held == wanted]
    return alike or [line for line, held in read if held[-1:] == wanted[-1:] and stands_in(wanted, held)]


def pieces(text: str) -> list[str]:
    """`3号楼2单元0501` as 3, 2, 501."""
    return [piece.lstrip("0").upper() or "0" for piece in PIECES.findall(text)]


def stands_in(wanted: Sequence[str], held: Sequence[str]) -> bool:
    rest = iter(held)
    return all(piece in rest for piece in wanted)


def why_not(said: str, labels: list[str]) -> str:
    if not labels:
        return _("“%(home)s” is not on the roll of this vote. Compare it with the ballot.") % {"home": said}
    named = "、".join(labels[:NAMED]) + ("…" if len(labels) > NAMED else "")
    return _("“%(home)s” could be %(count)d homes: %(homes)s. Type the house and the unit too.") % {
        "home": said,
        "count": len(labels),
        "homes": named,
    }
