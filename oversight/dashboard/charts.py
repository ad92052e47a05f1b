"""What the page's script needs to draw: where the figures are, where a click leads, the words on the axes."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from oversight.dashboard.asked import Asked


def sources(
    asked: Asked, watched: list[str], rows: list[dict[str, Any]], part: str | None, *, nights: int
) -> dict[str, Any]:
    def figures(name: str, **query: Any) -> str:
        asked_for = {"region": asked.region.code, "on": asked.on, **query}
        return f"{reverse(f'api:figures-{name}')}?{urlencode(asked_for)}"

    return {
        "grades": figures("grades"),
        "coverage": figures("coverage"),
        "trend": figures("trend", nights=nights, grade=",".join(watched)),
        "covered": figures("coverage-trend", nights=nights),
        "part": part,
        "target": float(asked.area.city.coverage_target_percent),
        "period": asked.period,
        "rows": {
            row["code"]: {
                "name": row["short"],
                "page": row["page"] or row["url"],
                "estates": row["estates_url"],
            }
            for row in rows
        },
        "words": {
            "coverage": _("coverage"),
            "target": _("target"),
            "failed": _("The chart could not be drawn; the table below says the same."),
        },
    }
