"""What an address asks for: which place, on which day, compared with what; and the addresses of others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Level, Region, User
from oversight import figures
from oversight.dashboard.words import PERIODS
from oversight.figures import Area

USUAL = next(iter(PERIODS))


@dataclass(frozen=True)
class Asked:
    """A part of the city that the reader may see, a day, and what to compare with. `fault`: what could not be read."""

    area: Area
    home: Region
    """Where the reader's own part begins: no crumb leads above it."""
    on: date
    today: date
    period: str = USUAL
    fault: str = ""

    @property
    def is_past(self) -> bool:
        return self.on < self.today

    @property
    def region(self) -> Region:
        return self.area.region

    def address(self, page: str = "admin:index", **changes: Any) -> str:
        """This page, or another that reads the same, for a further `region`, day (`on`) or `compare`.

        What is as usual is not said.
        """
        asked = {"region": self.region.code, "on": self.on, "compare": self.period, **changes}
        usual = {"region": self.home.code, "on": self.today, "compare": USUAL}
        query = {name: value for name, value in asked.items() if usual.get(name) != value}
        return f"{reverse(page)}?{urlencode(query)}" if query else reverse(page)

    def hidden(self, *but: str) -> dict[str, str]:
        """What a form on the page has to carry along, without the fields that it asks for itself."""
        carried = {"region": self.region.code, "compare": self.period}
        usual = {"region": self.home.code, "compare": USUAL}
        return {name: value for name, value in carried.items() if name not in but and usual[name] != value}

    def crumbs(self, page: str = "admin:index") -> list[dict[str, str]]:
        """From the city down to here; only what the reader may see is a link."""
        line = [self.region]
        while line[0].level not in (Level.CITY, Level.PROVINCE) and line[0].parent_id:
            line.insert(0, line[0].parent)
        seen = [each.code.startswith(self.home.stem) for each in line]
        return [
            {"label": each.name, "url": self.address(page, region=each.code) if is_seen and each != self.region else ""}
            for each, is_seen in zip(line, seen, strict=True)
        ]


def asked_for(query: Mapping[str, str], *, user: User, today: date) -> Asked:
    """Reads an address. Raises NoSuchArea where the portal has no city, Http404 for a place out of sight."""
    home = figures.area_for(user)
    code = query.get("region")
    try:
        area = figures.area_for(user, code) if code else home
    except figures.NoSuchArea as fault:
        raise Http404(str(fault)) from fault
    on, fault = day_of(query.get("on", ""), today)
    period = query.get("compare", USUAL)
    return Asked(area, home.region, on, today, period if period in PERIODS else USUAL, fault)


def day_of(text: str, today: date) -> tuple[date, str]:
    """The day that was typed, or today with a sentence that says what was wrong."""
    if not text:
        return today, ""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today, _("“%(text)s” is no day. Write it like %(today)s.") % {"text": text[:20], "today": today}
    if day > today:
        return today, _("%(day)s has not come yet; this is today.") % {"day": day}
    return day, ""
