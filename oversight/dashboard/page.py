"""The first page of the web admin, put together for whoever opens it."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.authority import may
from accounts.models import User
from credit.marks import Mark, Marks, marks_of
from credit.models import Night
from credit.story import Move
from oversight import figures
from oversight.dashboard.asked import Asked, asked_for
from oversight.dashboard.charts import sources
from oversight.dashboard.committees import committees_of
from oversight.dashboard.complaints import complaints_of
from oversight.dashboard.curves import coverage_said, coverage_table, trend_change, trend_said, trend_table
from oversight.dashboard.homes import estates_of
from oversight.dashboard.money import money_of
from oversight.dashboard.places import places_said, rows_of
from oversight.dashboard.strip import strip
from oversight.first_page import first_steps, own_companies

TREND_NIGHTS = 90
MOVES_SHOWN = 3
WATCHED_SHAPES = ("C", "D")


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """What the first page shows to this person. Raises Http404 for a place that is not theirs."""
    on, at = timezone.localdate(), timezone.now()
    if not may(request.user, "figures.view"):
        return {**context, **own_companies(request.user)}
    try:
        asked = asked_for(request.GET, user=request.user, today=on)
    except figures.NoSuchArea:
        return {**context, **first_steps(request.user)}
    if not Night.objects.published().exists():
        return {**context, **first_steps(request.user)}
    return {**context, **framed(asked, at=at), **overview_of(asked, request.user, at=at)}


def framed(asked: Asked, *, at: datetime) -> dict[str, Any]:
    """What stands around the figures: where and when this is, and the ways to elsewhere."""
    return {
        "asked": asked,
        "page_title": asked.region.name,
        "title": _("City overview"),
        "crumbs": asked.crumbs(),
        "places": {period: asked.address(compare=period) for period in ("last_month", "last_year")},
        "today_url": asked.address(on=asked.today),
        "wall_url": asked.address("admin:wall"),
        "hidden": asked.hidden("on"),
        "printed_at": at,
    }


def overview_of(asked: Asked, user: User, *, at: datetime) -> dict[str, Any]:
    """The figures of a place on a day, or why there are none."""
    area, on, part = asked.area, asked.on, asked.area.usual_part
    found = figures.overview(area, on=on)
    if not found["figures"]:
        return {"view": "before", "reason": found["reason"]}
    grades = figures.grades(area, on=on)
    coverage = figures.coverage(area, on=on)
    marks = [Mark(each["grade"], each["word"], each["shape"], 0) for each in grades["grades"]]
    watched = [mark.grade for mark in marks if mark.shape in WATCHED_SHAPES]
    rows = rows_of(grades, coverage, asked)
    run = run_of(on, asked.today)
    return {
        "view": "overview",
        "as_of": as_of_said(found, asked),
        "source": found["source"],
        "strip": (tiles := strip(found["figures"], asked.period)),
        "moves_url": tiles[-1]["url"],
        "marks": marks,
        "part": part,
        "rows": rows,
        "target": coverage["target_percent"],
        "lower_mark": coverage["lower_mark_percent"],
        "places_said": places_said(rows, coverage),
        "watched_change": trend_change(grades, watched, asked.period),
        "charts": sources(asked, watched, rows, part, nights=TREND_NIGHTS),
        **curves_of(asked, watched),
        **run,
        **moves_of(asked, run["last"]),
        **(estates_of(asked, user) if part is None else {}),
        **complaints_of(asked, user, at=at),
        **committees_of(asked, user),
        **money_of(asked, user),
    }


def as_of_said(found: dict[str, Any], asked: Asked) -> str:
    """The moment of the figures; of a past night that was computed later, its day: it knew no more than that."""
    at, night = timezone.localtime(found["as_of"]), found["run"]["on"]
    return f"{night:%Y-%m-%d}" if asked.is_past and at.date() > night else f"{at:%Y-%m-%d %H:%M}"


def curves_of(asked: Asked, watched: list[str]) -> dict[str, Any]:
    trend = figures.trend(asked.area, until=asked.on, nights=TREND_NIGHTS, only=watched)
    covered = figures.coverage_trend(asked.area, until=asked.on, nights=TREND_NIGHTS)
    return {
        "trend": trend_table(trend),
        "trend_said": trend_said(trend),
        "covered": coverage_table(covered),
        "covered_said": coverage_said(covered),
    }


def moves_of(asked: Asked, night: Night) -> dict[str, Any]:
    found = figures.moves(asked.area, on=asked.on, limit=MOVES_SHOWN)
    held = marks_of(night.rulebook_id)
    return {
        "moves": [moved(move, held) for move in found["moves"]],
        "move_count": found["count"],
    }


def run_of(on: date, today: date) -> dict[str, Any]:
    """The run that answers for the day, and in one word how fresh that is."""
    runs = figures.last_run(on=on)
    running = runs["running"] if on == today else None
    return {"last": runs["last"], "running": running, "page_state": state_of(runs["last"], running, on, today)}


def state_of(last: Night, running: Night | None, on: date, today: date) -> dict[str, str]:
    if on < today:
        return {"word": _("as it was on %(day)s") % {"day": on}, "kind": "quiet", "icon": "history"}
    if running:
        return {"word": _("being graded now"), "kind": "running", "icon": "progress_activity"}
    behind = (on - last.on).days
    if behind <= 1:
        return {"word": _("last night's grading is finished"), "kind": "ok", "icon": "check_circle"}
    word = _("the last grading is of %(day)s, %(days)d days ago") % {"day": f"{last.on:%m-%d}", "days": behind}
    return {"word": word, "kind": "warm", "icon": "schedule"}


def moved(move: Move, marks: Marks) -> dict[str, Any]:
    first = "" if marks.of(move.old_grade).is_graded else _("graded for the first time")
    return {
        "company": move.enterprise,
        "url": reverse("admin:enterprises_enterprise_change", args=[move.enterprise.pk]),
        "why": _("; ").join(move.reasons[:2]) or first,
        "old": marks.of(move.old_grade),
        "new": marks.of(move.new_grade),
    }
