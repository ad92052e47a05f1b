"""What the five screens show, and what their script has to know."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from credit.marks import Mark, Marks, marks_of
from credit.models import Night
from credit.story import Move
from oversight import figures
from oversight.dashboard.asked import Asked
from oversight.dashboard.curves import between, coverage_said, trend_said
from oversight.dashboard.page import WATCHED_SHAPES, moved
from oversight.dashboard.words import change, joined, number, shown_percent, whole
from oversight.names import short_name, short_place
from oversight.wall.bars import least_of, place, shares
from oversight.wall.lights import DARK, Building, Part, skyline
from oversight.wall.steps import steps, top_of

SCREENS = ("lights", "grades", "coverage", "moves", "trend")
MOVES_SHOWN = 8
NIGHTS_BACK = 7
"""Where a night moved few grades, those of so many nights before it fill the screen."""
BRIEFLY = 2
TREND_NIGHTS = 90
MOST_IN_ONE_COLUMN = 26


def wall_of(asked: Asked, found: dict[str, Any], *, at: datetime, screen: str) -> dict[str, Any]:
    """The screens of a place whose overview is `found`. `screen` is the number in the address; else the first shows."""
    shown = int(screen) if screen in {"1", "2", "3", "4", "5"} else 1
    facts = {
        "asked": asked,
        "at": at,
        "place": asked.region.name,
        "as_of": found["as_of"],
        "source": found["source"],
        "strip": strip(found["figures"], asked.period),
        "sources": sources(asked),
        **screens(asked, at=at),
    }
    titles = {"lights": _("Lights of ten thousand homes"), "grades": facts["grades_title"], "coverage": _("Coverage"),
              "moves": _("Who moved, and why"), "trend": _("Night by night")}  # fmt: skip
    facts["nav"] = [
        {"number": n, "name": name, "title": titles[name], "url": turned(asked, n), "on": n == shown}
        for n, name in enumerate(SCREENS, 1)
    ]
    return {**facts, "shown": shown, "next_url": turned(asked, shown % len(SCREENS) + 1)}


def turned(asked: Asked, screen: int) -> str:
    """The address of this wall with another screen."""
    address = asked.address("admin:wall")
    return f"{address}{'&' if '?' in address else '?'}screen={screen}"


def sources(asked: Asked) -> list[str]:
    """Where the same figures are in the API: the script asks them every few minutes whether something is new."""
    region = {"region": asked.region.code}
    asks = {
        "overview": {}, "windows": {}, "grades": {}, "coverage": {}, "moves": {"limit": MOVES_SHOWN},
        "trend": {"nights": TREND_NIGHTS}, "coverage-trend": {"nights": TREND_NIGHTS},
    }  # fmt: skip
    return [f"{reverse(f'api:figures-{name}')}?{urlencode(region | more)}" for name, more in asks.items()]


def strip(found: dict[str, dict], period: str) -> list[dict[str, str]]:
    """Six figures at the top of every screen."""
    up, down = found["moved_up"]["value"], found["moved_down"]["value"]

    def told(name: str, label: str, note: str = "", unit: str = "") -> dict[str, str]:
        value = number(found[name]["value"]) if unit == "%" else whole(found[name]["value"])
        return {"label": label, "value": value, "unit": unit, "note": joined(note, change(found[name], period))}

    rated = _("%(rated)s rated") % {"rated": whole(found["rated"]["value"])}
    old = _("%(percent)s of all estates") % {"percent": shown_percent(found["old_percent"]["value"])}
    return [
        told("estates", _("Estates")),
        told("coverage_percent", _("Served by somebody"), unit="%"),
        told("enterprises", _("Property companies"), rated),
        told("households", _("Households")),
        told("old_estates", _("Old estates")) | {"note": old},
        {"label": _("Grades moved last night"), "value": whole(up + down), "unit": "",
         "note": _("%(up)d up, %(down)d down") % {"up": up, "down": down}},
    ]  # fmt: skip


def screens(asked: Asked, *, at: datetime) -> dict[str, Any]:
    part = asked.area.usual_part
    grades = figures.grades(asked.area, on=asked.on)
    coverage = figures.coverage(asked.area, on=asked.on)
    marks = [Mark(each["grade"], each["word"], each["shape"], 0) for each in grades["grades"]]
    watched = [mark.grade for mark in marks if mark.shape in WATCHED_SHAPES]
    return {
        "marks": marks,
        **lights_of(asked, at=at),
        **grade_rows(grades, marks, asked, part),
        **coverage_rows(coverage, asked),
        **move_rows(asked, Night.objects.get(pk=grades["run"]["id"])),
        **curves_of(asked, watched, coverage["target_percent"]),
        "watched": [
            {"mark": mark, **change_of_grade(grades, mark, asked.period)} for mark in marks if mark.grade in watched
        ],
    }


def change_of_grade(grades: dict[str, Any], mark: Mark, period: str) -> dict[str, str]:
    total = grades["total"]
    compared = {"unit": "enterprises", "compared": total["compared"][mark.grade]}
    return {"count": whole(total["grades"][mark.grade]), "change": change(compared, period)}


def lights_of(asked: Asked, *, at: datetime) -> dict[str, Any]:
    """The picture, its legend whose counts add up to all windows, and the picture as a sentence."""
    found = figures.windows(asked.area, at=at)
    marks = [Mark(each["grade"], each["word"], each["shape"], 0) for each in found["grades"]]
    shapes = [mark.shape if mark.is_graded else DARK for mark in marks]
    parts = [
        Part(
            each["code"],
            short_place(each["name"], asked.area.city.name),
            [DARK if place is None else shapes[place] for place in each["windows"]],
        )
        for each in found["buildings"]
    ]
    counts = [(mark, found["counts"][mark.grade]) for mark in marks if mark.is_graded]
    everything = sum(found["counts"].values())
    dark = everything - sum(count for _mark, count in counts)
    buildings = skyline(parts)
    return {
        "reason": found["reason"],
        "buildings": [{"building": each, "url": asked.address("admin:wall", region=each.code)} for each in buildings],
        "lit": [{"mark": mark, "count": whole(count)} for mark, count in counts],
        "dark": whole(dark),
        "windows": whole(everything),
        "lights_said": lights_said(counts, dark, everything, buildings),
    }


def lights_said(counts: list[tuple[Mark, int]], dark: int, all_of_them: int, buildings: list[Building]) -> str:
    graded = _(", ").join(f"{mark.name} {count:,}" for mark, count in counts)
    most = max(buildings, key=lambda each: each.count, default=None)
    said = _("%(all)s estates, a window each: %(graded)s, nobody in charge or not yet graded %(dark)s.") % {
        "all": whole(all_of_them), "graded": graded, "dark": whole(dark),
    }  # fmt: skip
    return said + (
        _(" Most of them are in %(place)s: %(count)s.") % {"place": most.name, "count": whole(most.count)}
        if most
        else ""
    )


def grade_rows(grades: dict[str, Any], marks: list[Mark], asked: Asked, part: str | None) -> dict[str, Any]:
    title = {"county": _("Grades in the counties"), "street": _("Grades in the streets")}.get(part or "", _("Grades"))
    rows = grades["parts"] if part else [grades["total"]]
    told = [
        {
            "name": short_place(row["name"], asked.area.city.name),
            "count": whole(row["count"]),
            "bar": shares([(mark.shape, row["grades"].get(mark.grade, 0)) for mark in marks]),
            "counts": [row["grades"].get(mark.grade, 0) for mark in marks],
        }
        for row in sorted(rows, key=lambda row: -row["count"])
    ]
    return {"grades_title": title, "grade_rows": told, "two_columns": len(told) > MOST_IN_ONE_COLUMN}


def coverage_rows(coverage: dict[str, Any], asked: Asked) -> dict[str, Any]:
    rows = sorted(
        (row for row in coverage["parts"] or [coverage["total"]] if row["percent"] is not None),
        key=lambda row: -row["percent"],
    )
    target, mark = coverage["target_percent"], coverage["lower_mark_percent"]
    least = least_of([row["percent"] for row in rows], target, mark)
    told = [
        {
            "name": short_place(row["name"], asked.area.city.name),
            "percent": number(row["percent"]),
            "estates": whole(row["estates"]),
            "unserved": whole(row["estates"] - row["served"]),
            "below": row["below_lower_mark"],
            "place": place(row["percent"], least),
        }
        for row in rows
    ]
    return {
        "coverage_rows": told,
        "least_covered": told[::-1][:BRIEFLY],
        "reached": sum(row["meets_target"] for row in rows),
        "target": target,
        "target_place": place(target, least),
        "lower_mark": mark,
    }


def move_rows(asked: Asked, night: Night) -> dict[str, Any]:
    found = figures.moves(asked.area, on=asked.on, limit=MOVES_SHOWN)
    rows = [told_move(move, night, asked) for move in found["moves"]]
    earlier = figures.moves_before(asked.area, night=night, nights=NIGHTS_BACK, limit=MOVES_SHOWN - len(rows))
    before = [told_move(move, its_night, asked) for its_night, move in earlier]
    return {
        "night": night,
        "moves_listed": rows + before,
        "moves_before": before,
        "moves_briefly": rows[:BRIEFLY],
        "move_count": found["count"],
        "moves_more": found["count"] - len(rows),
    }


def told_move(move: Move, night: Night, asked: Asked) -> dict[str, Any]:
    held: Marks = marks_of(night.rulebook_id)
    return {**moved(move, held), "short": short_name(move.enterprise.name, asked.area.city.name), "on": night.on}


def curves_of(asked: Asked, watched: list[str], target: float) -> dict[str, Any]:
    trend = figures.trend(asked.area, until=asked.on, nights=TREND_NIGHTS, only=watched)
    top = top_of([count for series in trend["series"] for count in series["counts"]])
    covered = figures.coverage_trend(asked.area, until=asked.on, nights=TREND_NIGHTS)
    known = [share for share in covered["percent"] if share is not None]
    least = least_of(known or [target], target)
    return {
        "trend_top": top,
        "trend": [
            {"grade": series["grade"], "word": series["word"], "shape": series["shape"],
             "line": steps(series["counts"], least=0, most=top)}
            for series in trend["series"]
        ],
        "trend_said": trend_said(trend),
        "trend_between": days_between(trend["nights"]),
        "covered": steps(covered["percent"], least=least, most=100),
        "covered_least": least,
        "covered_said": coverage_said(covered),
        "target_height": round(230 * (1 - (target - least) / (100 - least)), 1),
    }  # fmt: skip


def days_between(nights: list[dict[str, Any]]) -> str:
    return between(nights[0]["on"], nights[-1]["on"]).rstrip(":： ") if nights else ""
