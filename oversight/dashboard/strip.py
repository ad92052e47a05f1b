"""Six figures in one strip, each with what it was before and the rows that it counts."""

from typing import Any

from django.utils.translation import gettext as _

from oversight.dashboard.records import at_desk
from oversight.dashboard.words import change, joined, number, shown_percent, whole


def strip(found: dict[str, dict], period: str) -> list[dict[str, str]]:
    """`found` are the figures of `figures.overview`."""
    rated = _("%(rated)s rated, %(unrated)s not yet") % {
        "rated": whole(found["rated"]["value"]), "unrated": whole(found["unrated"]["value"]),
    }  # fmt: skip
    served = _("%(served)s estates") % {"served": whole(found["served"]["value"])}
    old = _("%(percent)s of all estates") % {"percent": shown_percent(found["old_percent"]["value"])}
    covered = tile(
        found["coverage_percent"], _("Served by somebody"), joined(served, change(found["coverage_percent"], period))
    )
    return [
        tile(found["enterprises"], _("Property companies"), rated),
        tile(found["estates"], _("Estates"), change(found["estates"], period)),
        covered | {"value": number(found["coverage_percent"]["value"]), "unit": "%"},
        tile(found["households"], _("Households"), change(found["households"], period)),
        tile(found["old_estates"], _("Old estates"), old),
        moved(found["moved_up"], found["moved_down"]),
    ]  # fmt: skip


def tile(figure: dict[str, Any], label: str, note: str) -> dict[str, str]:
    return {
        "label": label,
        "value": whole(figure["value"]),
        "unit": "",
        "note": note,
        "url": at_desk(figure["records"]),
    }


def moved(up: dict[str, Any], down: dict[str, Any]) -> dict[str, str]:
    words = _("%(up)d up, %(down)d down") % {"up": up["value"], "down": down["value"]}
    both = {"value": whole(up["value"] + down["value"]), "url": at_desk(up["records"], direction="")}
    return tile(up, _("Grades moved last night"), words) | both
