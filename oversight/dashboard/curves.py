"""What went on from night to night, as rows and as a sentence: companies at the lower grades, and coverage."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from oversight.dashboard.words import change, shown_percent


def trend_table(trend: dict[str, Any]) -> dict[str, Any]:
    """Companies by grade as rows, newest first."""
    rows = [
        {"on": night["on"], "counts": [series["counts"][place] for series in trend["series"]]}
        for place, night in enumerate(trend["nights"])
    ]
    return {"grades": [f"{series['grade']} {series['word']}" for series in trend["series"]], "rows": rows[::-1]}


def trend_said(trend: dict[str, Any]) -> str:
    if not trend["nights"]:
        return ""
    parts = [
        _("%(grade)s from %(first)d to %(last)d")
        % {"grade": series["grade"], "first": series["counts"][0], "last": series["counts"][-1]}
        for series in trend["series"]
    ]
    return between(trend["nights"][0]["on"], trend["nights"][-1]["on"]) + _(", ").join(parts)


def trend_change(grades: dict[str, Any], watched: list[str], period: str) -> str:
    """How many companies hold the lower grades now beside what it was: `C −8 on last month, D the same`."""
    if not grades["total"]:
        return ""
    held = grades["total"]["compared"]
    told = [
        (grade, change({"unit": "enterprises", "compared": held[grade]}, period)) for grade in watched if grade in held
    ]
    return _(", ").join(f"{grade} {words}" for grade, words in told if words)


def coverage_table(found: dict[str, Any]) -> list[dict[str, Any]]:
    """Coverage as rows, newest first."""
    kept = zip(found["nights"], found["estates"], found["served"], found["percent"], strict=True)
    rows = [
        {"on": night["on"], "estates": estates, "served": served, "percent": percent}
        for night, estates, served, percent in kept
        if percent is not None
    ]
    return rows[::-1]


def coverage_said(found: dict[str, Any]) -> str:
    shares = zip(found["nights"], found["percent"], strict=True)
    known = [(night["on"], share) for night, share in shares if share is not None]
    if not known:
        return ""
    words = _("coverage from %(first)s to %(last)s") % {
        "first": shown_percent(known[0][1]), "last": shown_percent(known[-1][1]),
    }  # fmt: skip
    return between(known[0][0], known[-1][0]) + words


def between(first: date, last: date) -> str:
    return _("%(first)s to %(last)s: ") % {"first": f"{first:%Y-%m-%d}", "last": f"{last:%Y-%m-%d}"}
