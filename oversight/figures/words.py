"""The grades that figures speak of: those of the night's rulebook, and any other that somebody still holds."""

from collections.abc import Iterable

from credit.marks import Mark, marks_of
from credit.models import Night
from credit.rules import UNGRADED
from oversight.counting import Counted


def marks_held(night: Night, held: Iterable[str]) -> list[Mark]:
    """Every grade of the night's rulebook, best first, and what else is held. One query."""
    marks = list(marks_of(night.rulebook_id))
    known = {mark.grade for mark in marks}
    return marks + [Mark(grade, "", "", len(marks)) for grade in sorted(set(held) - known)]


def lettered(night: Night, counts: Counted) -> list[str]:
    """The grades that count as rated."""
    return [mark.grade for mark in marks_held(night, counts.grades) if mark.grade not in UNGRADED]


def as_words(marks: Iterable[Mark]) -> list[dict[str, str]]:
    return [{"grade": mark.grade, "word": str(mark.word), "shape": mark.shape} for mark in marks]
