"""How far owners' self-government reaches in a place: committees, terms, mediation, against the targets."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from accounts.authority import may
from accounts.models import User
from oversight import figures
from oversight.dashboard.asked import Asked
from oversight.dashboard.words import change_of
from oversight.names import short_place

IN_OFFICE = {"state__exact": "filed"}
LISTS = {
    "owners": ("committees_committee", {"kind__exact": "owners", **IN_OFFICE}),
    "management": ("committees_committee", {"kind__exact": "management", **IN_OFFICE}),
    "run_out": ("committees_committee", {"needs": "run_out"}),
    "running_out": ("committees_committee", {"needs": "running_out"}),
    "forming": ("committees_formation", {"under_way": "yes"}),
}
"""The desk's list with the rows behind a number, and how it is asked."""


def committees_of(asked: Asked, user: User) -> dict[str, Any]:
    """Nothing before the first count. Numbers of a day of the past lead nowhere: the desks know the register of now."""
    found = figures.committees(asked.area, on=asked.on)
    if found["total"] is None:
        return {}
    mediation = reverse("admin:committees_mediationcommittee_changelist")
    return {
        "governed": row_of(found["total"], asked),
        "governed_places": [row_of(row, asked) for row in found["parts"] if row["estates"]],
        "governed_goals": {
            "formation": found["target_percent"],
            "mediation": found["mediation_target_percent"],
            "mediation_article": found["mediation_target_article"],
            "article": found["target_article"],
        },
        "governed_as_of": found["as_of"],
        "mediation_url": mediation if may(user, "mediation.manage") else "",
    }


def row_of(row: dict[str, Any], asked: Asked) -> dict[str, Any]:
    """One place, with the change of its formation rate; its name leads to its own page, a number to its rows."""
    return {
        **row,
        "short": short_place(row["name"], asked.area.city.name),
        "page": asked.address(region=row["code"]) if row["code"] != asked.region.code else "",
        "change": change_of(row["compared"], asked.period, decimals=2),
        "urls": {} if asked.is_past else {name: list_of(name, row["code"]) for name in LISTS},
    }


def list_of(name: str, code: str) -> str:
    desk, query = LISTS[name]
    return f"{reverse(f'admin:{desk}_changelist')}?{urlencode({'region': code, **query})}"
