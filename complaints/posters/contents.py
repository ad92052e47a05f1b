"""What stands on a poster: values only, gathered before anything is drawn."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from complaints.models import PhoneLevel
from complaints.posters.board import Line


@dataclass(frozen=True)
class House:
    """What is the same on every poster of a city. `host`: where to type the code by hand."""

    emblem: str
    url: str
    host: str
    hotline: str
    accept_workdays: int
    on: date
    is_demo: bool


@dataclass(frozen=True)
class Poster:
    """One estate's poster. `place`: its district and street; `number`: for the printers."""

    url: str
    name: str
    place: str
    estate_code: str
    number: str
    board: tuple[Line, ...]

    @property
    def texts(self) -> str:
        """Everything on it that the registers, not we, have written."""
        return self.name + self.place + "".join(line.name for line in self.board)


def label_of(line: Line) -> str:
    """Who answers: as the bureau entered it, else what the level is called."""
    if line.name:
        return line.name
    if not line.is_own:
        return hotline_label(line.level)
    return {PhoneLevel.PROPERTY: _("Property service centre")}.get(line.level, str(PhoneLevel(line.level).label))


def hotline_label(level: str) -> str:
    return {
        PhoneLevel.PROPERTY: _("Property service: through the hotline"),
        PhoneLevel.STREET: _("Community and street: through the hotline"),
        PhoneLevel.DISTRICT: _("District bureau: through the hotline"),
        PhoneLevel.CITY: _("City bureau: through the hotline"),
    }[PhoneLevel(level)]


def spaced_code(code: str) -> str:
    """An estate's code in fours, for typing: `1301 0800 2004 7`."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))
