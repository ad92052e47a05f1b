"""Times in a file that run into each other, or into what the register holds."""

from collections import defaultdict
from collections.abc import Hashable
from datetime import date, timedelta

from django.utils.translation import gettext as _

from intake.sheets import Row

A_DAY = timedelta(days=1)


class Spans:
    """Half-open times by what they are of. Each is told to (`hold`) or judged against (`check`) the others."""

    def __init__(self) -> None:
        self.spans: dict[Hashable, list[tuple[date, date]]] = defaultdict(list)
        self.known: set[int] = set()

    def hold(self, key: Hashable, from_on: date, until_on: date | None, *, pk: int) -> None:
        """A time of the register, however often it is told."""
        if pk not in self.known:
            self.known.add(pk)
            self.spans[key].append((from_on, until_on or date.max))

    def let_go(self, key: Hashable, from_on: date) -> None:
        """A row takes the place of the time that began on this day."""
        self.spans[key] = [span for span in self.spans[key] if span[0] != from_on]

    def check(self, row: Row, key: Hashable, from_on: date, until_on: date | None, field: str = "from_on") -> None:
        """Complain of a row that runs into another time of the same; from then on it is one of them."""
        end = until_on or date.max
        met = next((span for span in self.spans[key] if span[0] < end and from_on < span[1]), None)
        if met is not None:
            last = _("without end") if met[1] == date.max else (met[1] - A_DAY).isoformat()
            row.fault(
                field,
                _("runs into another one (%(first)s to %(last)s)") % {"first": met[0].isoformat(), "last": last},
                _("Correct the days of one of the two."),
            )
        self.spans[key].append((from_on, end))


def until_of(row: Row, first: str = "from_on", last: str = "last_day") -> date | None:
    """The day after the last one of a file; complains of one before the first."""
    from_on, last_day = row.get(first), row.get(last)
    if from_on and last_day and last_day < from_on:
        row.fault(last, _("is before the first day"), _("Correct one of the two days."))
        return None
    return last_day + A_DAY if last_day else None
