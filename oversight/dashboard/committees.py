"""How far owners' self-government reaches in a place: committees, terms, mediation, against the targets."""

from typing import Any

from django.urls import reverse

from oversight import figures
from oversight.dashboard.asked import Asked
from oversight.dashboard.words import change_of
from oversight.names import short_place


def committees_of(asked: Asked) -> dict[str, Any]:
    """Nothing before the first count."""
    found = figures.committees(asked.area, on=asked.on)
    if found["total"] is None:
        return {}
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
        "mediation_url": reverse("admin:committees_mediationcommittee_changelist"),
    }


def row_of(row: dict[str, Any], asked: Asked) -> dict[str, Any]:
    """One place, with the change of its formation rate; its name leads to its own page."""
    return {
        **row,
        "short": short_place(row["name"], asked.area.city.name),
        "page": asked.address(region=row["code"]) if row["code"] != asked.region.code else "",
        "change": change_of(row["compared"], asked.period, decimals=2),
    }
