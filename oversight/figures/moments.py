"""What answers for a day: the tallies for today, a night for the past; and the nights that it is compared with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from dateutil.relativedelta import relativedelta
from django.db.models import F, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from credit.models import Night
from oversight.models import Followed
from oversight.queries import counted_nights

PERIODS = {"last_month": relativedelta(months=1), "last_year": relativedelta(years=1)}


@dataclass(frozen=True)
class Moment:
    """The last night of a day or before it, and, where there are any, the last ones a month and a year before that.

    `followed` is there when the tallies answer: for today, once they know that night.
    """

    night: Night
    earlier: dict[str, Night]
    followed: Followed | None = None

    @property
    def nights(self) -> list[Night]:
        return [self.night, *self.earlier.values()]

    @property
    def day(self) -> date:
        """The day that the counts are of."""
        return self.followed.on if self.followed else self.night.on

    @property
    def as_of(self) -> datetime | None:
        at = self.followed.at if self.followed else self.night.ended_at
        return at and timezone.localtime(at)

    @property
    def source(self) -> str:
        if self.followed:
            return _("Registers as they are now; grades of the nightly run of %(day)s") % {"day": self.night.on}
        return source_of(self.night)


def source_of(night: Night) -> str:
    """What stands as the source under a figure that a night made."""
    return _("Nightly run of %(day)s") % {"day": night.on.isoformat()}


def night_of(day: date) -> Night | None:
    """The last night of a day or before it whose figures are taken."""
    return counted_nights().filter(on__lte=day).select_related("rulebook").order_by("-pk").first()


def moment_of(day: date) -> Moment | None:
    """Three queries. None before the first night."""
    night = night_of(day)
    if night is None:
        return None
    followed = Followed.objects.filter(night=night, on__lte=day).first()
    return Moment(night, earlier_than(night), followed)


def earlier_than(night: Night) -> dict[str, Night]:
    """The last nights a month and a year before one, where there are any. One query."""
    until = {
        name: counted_nights().filter(on__lte=night.on - period).order_by("-pk").values("pk")[:1]
        for name, period in PERIODS.items()
    }
    rows = Night.objects.annotate(**{name: Subquery(last) for name, last in until.items()}).filter(
        Q(pk=F("last_month")) | Q(pk=F("last_year"))
    )
    return {name: row for row in rows for name in PERIODS if getattr(row, name) == row.pk}


def why_nothing(day: date) -> str:
    """Why nothing answers for a day."""
    first = counted_nights().order_by("on").first()
    if first is None:
        return _("No night has been run yet: figures appear after the first one.")
    return _("The first night was that of %(first)s; nothing was counted on %(day)s.") % {"first": first.on, "day": day}


def last_nights(number: int, *, until: date) -> list[Night]:
    """The last run of each of the last `number` days that have one, oldest first. One query."""
    newest = counted_nights().filter(on__lte=until).order_by("-on", "-pk").distinct("on")
    return list(newest[:number])[::-1]


def compared(now: float | None, earlier: Mapping[str, tuple[Night, float | None]]) -> dict[str, dict | None]:
    """A value beside what it was: `{"last_month": {"on", "run", "value", "change"} or None, "last_year": ...}`."""
    found: dict[str, dict | None] = dict.fromkeys(PERIODS)
    for name, (night, value) in earlier.items():
        if now is not None and value is not None:
            found[name] = {"on": night.on, "run": night.pk, "value": value, "change": round(now - value, 2)}
    return found
