"""Fees, maintenance fund, public revenue, boards and equipment of a place, each number leading to its rows."""

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from accounts.authority import may
from accounts.models import User
from oversight import figures
from oversight.dashboard.asked import Asked
from oversight.names import short_place

LISTS: dict[str, tuple[str, str, dict[str, str]]] = {
    "findings": ("fees_finding", "findings.view", {"open": "yes"}),
    "fund": ("fees_fundblock", "funds.view", {"low": "yes"}),
    "revenue": ("fees_revenuereport", "revenue.view", {}),
    "board": ("estates_boardentry", "board.view", {}),
    "equipment": ("estates_equipment", "life.view", {"due": "overdue"}),
    "quality": ("oversight_qualitygap", "quality.view", {}),
}
"""The desk behind a number, the right to open it, and how its list is asked."""


def money_of(asked: Asked, user: User) -> dict[str, Any]:
    """Nothing before the first count. Numbers of a day of the past lead nowhere: the desks know the register of now."""
    found = figures.money(asked.area, on=asked.on)
    if found["total"] is None:
        return {}
    quality = figures.quality(asked.area, on=asked.on)
    return {
        "money": row_of(found["total"], asked, user),
        "money_places": [row_of(row, asked, user) for row in found["parts"] if row["managed"]],
        "money_as_of": found["as_of"],
        "quality": quality["total"],
    }


def row_of(row: dict[str, Any], asked: Asked, user: User) -> dict[str, Any]:
    sums = {name.replace("_yuan", "_fen"): fen(row[name]) for name in row if name.endswith("_yuan")}
    return {
        **row,
        **sums,
        "short": short_place(row["name"], asked.area.city.name),
        "page": asked.address(region=row["code"]) if row["code"] != asked.region.code else "",
        "urls": {} if asked.is_past else addresses(row["code"], user),
    }


def fen(yuan: str) -> int:
    return int(Decimal(yuan) * 100)


def addresses(code: str, user: User) -> dict[str, str]:
    return {
        name: f"{reverse(f'admin:{desk}_changelist')}?{urlencode({'region': code, **query})}"
        for name, (desk, right, query) in LISTS.items()
        if may(user, right)
    }
