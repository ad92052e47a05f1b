"""How complete and how fresh the data of an area and its parts are, and what is to be put right by when."""

from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Region
from oversight.figures import mornings, records
from oversight.figures.areas import Area
from oversight.figures.counts import percent
from oversight.models import QualityCount

NOTHING = QualityCount(
    estate_count=0, complete_asked=0, complete_held=0, fresh_asked=0, fresh_held=0, gap_count=0, overdue_count=0
)


def quality(area: Area, *, on: date, by: str | None = None) -> dict[str, Any]:
    """An area and its parts, best first; equals share a rank. Raises NotDivided."""
    source = _("All registers, against the rules of data quality")
    told = mornings.table(NOTHING, row_of, area, on=on, by=by, source=source)
    return told | {"parts": ranked(told["parts"])}


def ranked(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Best first, equals on one rank, judged by the counts, which are not rounded; no rank for who owes nothing."""
    best_first = sorted(rows, key=lambda row: (-share_of(row), row["code"]))
    shares = [share_of(row) for row in best_first]
    return [
        row | {"rank": shares.index(share) + 1 if share >= 0 else None}
        for row, share in zip(best_first, shares, strict=True)
    ]


def share_of(row: dict[str, Any]) -> Fraction:
    """What is held of all that is asked; below every share where nothing is asked."""
    asked = row["complete_asked"] + row["fresh_asked"]
    return Fraction(row["complete_held"] + row["fresh_held"], asked) if asked else Fraction(-1)


def row_of(row: QualityCount, region: Region) -> dict[str, Any]:
    held, asked = row.complete_held + row.fresh_held, row.complete_asked + row.fresh_asked
    return {
        "code": region.code,
        "name": region.name,
        "rank": None,
        "estates": row.estate_count,
        "percent": percent(held, asked),
        "complete_asked": row.complete_asked,
        "complete_held": row.complete_held,
        "complete_percent": percent(row.complete_held, row.complete_asked),
        "fresh_asked": row.fresh_asked,
        "fresh_held": row.fresh_held,
        "fresh_percent": percent(row.fresh_held, row.fresh_asked),
        "gaps": row.gap_count,
        "overdue": row.overdue_count,
        "next_due_on": row.next_due_on,
        "records": records.link("api:quality-gap-list", region=region.code),
        "down": records.below("quality", region),
    }
