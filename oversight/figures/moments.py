"""Which night answers for a day, and which ones it is compared with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _

from credit.models import Night

PERIODS = {"last_month": relativedelta(months=1), "last_year": relativedelta(years=1)}


@dataclass(frozen=True)
class Moment:
    """The last night of a day or before it, and, where there are any, the last ones a month and a year before that."""

    night: Night
    earlier: dict[str, Night]

    @property
    def nights(self) -> list[Night]:
        return [self.night, *self.earlier.values()]


def source_of(night: Night) -> str:
    """What stands as the source under a figure."""
    return _("Nightly run of %(day)s") % {"day": night.on.isoformat()}


def night_of(day: date) -> Night | None:
    """The last published night of a day or before it."""
    return Night.objects.published().filter(on__lte=day).select_related("rulebook").order_by("-pk").first()


def moment_of(day: date) -> Moment | None:
    """Three queries. None before the first night."""
    night = night_of(day)
    if night is None:
        return None
    earlier = {name: night_of(night.on - period) for name, period in PERIODS.items()}
    return Moment(night, {name: found for name, found in earlier.items() if found})


def last_nights(number: int, *, until: date) -> list[Night]:
    """The last run of each of the last `number` days that have one, oldest first. One query."""
    newest = Night.objects.published().filter(on__lte=until).order_by("-on", "-pk").distinct("on")
    return list(newest[:number])[::-1]


def compared(now: float | None, earlier: Mapping[str, tuple[Night, float | None]]) -> dict[str, dict | None]:
    """A value beside what it was: `{"last_month": {"on", "run", "value", "change"} or None, "last_year": ...}`."""
    found: dict[str, dict | None] = dict.fromkeys(PERIODS)
    for name, (night, value) in earlier.items():
        if now is not None and value is not None:
            found[name] = {"on": night.on, "run": night.pk, "value": value, "change": round(now - value, 2)}
    return found
