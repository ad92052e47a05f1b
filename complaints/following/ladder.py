"""Street, district, city: where a case is now, and when it rises by itself. Values in, values out."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from complaints.clocks import Terms
from complaints.models import Stage

STAGES = [Stage.STREET, Stage.DISTRICT, Stage.CITY]


@dataclass(frozen=True)
class Rung:
    name: str
    note: str
    is_now: bool = False
    is_past: bool = False


def ladder(level: str, terms: Terms) -> list[Rung]:
    """The three stages, with how many working days late a case must be to rise."""
    names = {
        Stage.STREET: pgettext("stage", "street"),
        Stage.DISTRICT: pgettext("stage", "district bureau"),
        Stage.CITY: pgettext("stage", "city bureau"),
    }
    here = STAGES.index(Stage(level))
    late = {1: terms.escalate_district_workdays, 2: terms.escalate_city_workdays}
    rungs = []
    for place, stage in enumerate(STAGES):
        if place <= here:
            note = pgettext("stage", "now") if place == here else pgettext("stage", "was here")
            rungs.append(Rung(names[stage], note, is_now=place == here, is_past=place < here))
            continue
        words = _("%(n)d working days late") if place == here + 1 else _("another %(n)d working days")
        rungs.append(Rung(names[stage], words % {"n": late[place]}))
    return rungs
