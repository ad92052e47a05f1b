"""How a grade looks and what it is called: shape, letter, word. Letter and word are data; the shapes are fixed."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from credit.models import Band, Grade
from credit.rules import MISSING, NEW


@dataclass(frozen=True)
class Mark:
    """A grade as it is shown. `shape`: A circle, B square, C triangle, D diamond, NEW and MISSING dashed, "" plain."""

    grade: str
    word: str
    shape: str
    place: int
    """0 is the best; ungraded ones stand last."""

    @property
    def is_graded(self) -> bool:
        return self.shape not in (NEW, MISSING)

    @property
    def letter(self) -> str:
        """What stands in the shape."""
        return {NEW: "–", MISSING: "?"}.get(self.grade, self.grade)

    @property
    def name(self) -> str:
        """The grade in one phrase, for sentences and for those who hear the page: `B级 良好`."""
        if not self.is_graded:
            return self.word
        return _("Grade %(grade)s, %(word)s") % {"grade": self.grade, "word": self.word}


class Marks:
    """The marks of one rulebook, best first; asking for a grade that it does not know gives a plain mark."""

    def __init__(self, bands: Iterable[Band]):
        self._by_grade: dict[str, Mark] = {}
        for band in bands:
            place = len(self._by_grade)
            self._by_grade.setdefault(band.grade, Mark(band.grade, band.word, band.shape, place))
        self._by_grade[NEW] = Mark(NEW, _("not yet graded"), NEW, 98)
        self._by_grade[MISSING] = Mark(MISSING, _("file incomplete"), MISSING, 99)

    def __iter__(self):
        return iter(self._by_grade.values())

    def of(self, grade: str | Grade | None) -> Mark:
        """The mark of a grade, a published grade row, or of none yet."""
        name = (grade.grade if isinstance(grade, Grade) else grade) or NEW
        return self._by_grade.get(name) or Mark(name, "", "", 97)


def marks_of(rulebook_id: int | None) -> Marks:
    """One query. Without a rulebook only the two ungraded marks are known."""
    return Marks(Band.objects.filter(rulebook_id=rulebook_id) if rulebook_id else ())
