"""The counties of the city, the streets of a county: who holds which grade there, and how many estates are served."""

from typing import Any

from django.utils.translation import gettext as _

from oversight.dashboard.asked import Asked
from oversight.dashboard.records import at_desk
from oversight.dashboard.words import change_of, shown_percent
from oversight.names import short_place


def rows_of(grades: dict[str, Any], coverage: dict[str, Any], asked: Asked) -> list[dict[str, Any]]:
    """A row for each part, those with most companies first; for a street one of its own."""
    covered = {row["code"]: row for row in [coverage["total"], *coverage["parts"]]}
    held = grades["parts"] if asked.area.usual_part else [grades["total"]]
    rows = [row_of(row, covered[row["code"]], grades["grades"], asked) for row in held]
    return sorted(rows, key=lambda row: -row["count"])


def row_of(held: dict[str, Any], share: dict[str, Any], grades: list[dict], asked: Asked) -> dict[str, Any]:
    """One place: its name leads to its own page, each number to the rows that it counts."""
    return {
        "code": held["code"],
        "name": held["name"],
        "short": short_place(held["name"], asked.area.city.name),
        "page": asked.address(region=held["code"]) if held["code"] != asked.region.code else "",
        "count": held["count"],
        "url": at_desk(held["records"]),
        "counts": [
            {
                "label": each["word"],
                "count": held["grades"].get(each["grade"], 0),
                "url": at_desk(held["records"], grade=each["grade"]),
            }
            for each in grades
        ],
        "estates": share["estates"],
        "percent": share["percent"],
        "below": share["below_lower_mark"],
        "estates_url": at_desk(share["records"]),
        "unserved": share["estates"] - share["served"],
        "unserved_url": at_desk(share["unserved"]),
        "change": change_of(share["compared"], asked.period, decimals=2),
    }


def places_said(rows: list[dict[str, Any]], coverage: dict[str, Any]) -> str:
    """The chart of the places as one sentence."""
    known = sorted((row for row in rows if row["percent"] is not None), key=lambda row: row["percent"])
    if not known:
        return _("No coverage has been counted here yet.")
    least, most = known[0], known[-1]
    if least is most:
        return _("Shares of grades, and coverage: %(percent)s.") % {"percent": shown_percent(least["percent"])}
    said = {
        "least": least["name"], "least_percent": shown_percent(least["percent"]),
        "most": most["name"], "most_percent": shown_percent(most["percent"]),
        "below": sum(row["below"] for row in known), "mark": f"{coverage['lower_mark_percent']:g}",
    }  # fmt: skip
    return (
        _(
            "Shares of grades, and coverage by place: highest in %(most)s (%(most_percent)s), lowest in %(least)s "
            "(%(least_percent)s); below %(mark)s%%: %(below)d."
        )
        % said
    )
