"""The first page of the web admin: six figures, the counties, the trend, who moved and why; or what to do first.

The figures come from `oversight.figures`, as the API's `/api/v1/figures/...` do. The page carries them as tables; its
charts fetch the same from the API.
"""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.authority import may
from credit.marks import Mark, Marks, marks_of
from credit.models import Night
from credit.story import Move
from oversight import figures
from oversight.figures import Area
from oversight.first_page import first_steps, own_companies
from oversight.names import short_place

TREND_NIGHTS = 90
MOVES_SHOWN = 5
WATCHED_SHAPES = ("C", "D")
PERIODS = ("last_month", "last_year")


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """What the first page shows to this person."""
    on, at = timezone.localdate(), timezone.now()
    if not may(request.user, "figures.view"):
        return {**context, **own_companies(request.user)}
    try:
        area = figures.area_for(request.user)
    except figures.NoSuchArea:
        return {**context, **first_steps(request.user)}
    if not Night.objects.published().exists():
        return {**context, **first_steps(request.user)}
    asked = request.GET.get("compare")
    return {**context, **overview_of(area, on=on, at=at, period=asked if asked in PERIODS else PERIODS[0])}


def overview_of(area: Area, *, on: date, at: datetime, period: str) -> dict[str, Any]:
    found = figures.overview(area, on=on, at=at)
    grades = figures.grades(area, on=on)
    coverage = figures.coverage(area, on=on, at=at)
    moves = figures.moves(area, on=on, limit=MOVES_SHOWN)
    runs = figures.last_run(on=on)
    marks = [Mark(each["grade"], each["word"], each["shape"], 0) for each in grades["grades"]]
    watched = [mark.grade for mark in marks if mark.shape in WATCHED_SHAPES]
    trend = figures.trend(area, until=on, nights=TREND_NIGHTS, only=watched, by_county=False)
    rows = rows_of(grades, coverage)
    held = marks_of(runs["last"].rulebook_id)
    return {
        "view": "overview",
        "page_title": area.region.name,
        "title": _("City overview"),
        "crumbs": [{"label": _("City overview")}],
        "page_state": state_of(runs, on),
        "page_note": _("as of %(at)s") % {"at": f"{timezone.localtime(found['as_of']):%Y-%m-%d %H:%M}"},
        "source": found["source"],
        "period": period,
        "strip": strip(found["figures"], period, region=area.region.code, night=runs["last"]),
        "marks": marks,
        "rows": rows,
        "target": coverage["target_percent"],
        "lower_mark": coverage["lower_mark_percent"],
        "counties_said": counties_said(rows, coverage),
        "trend": trend_table(trend),
        "trend_said": trend_said(trend),
        "moves": [moved(move, held) for move in moves["moves"]],
        "move_count": moves["count"],
        "last": runs["last"],
        "running": runs["running"],
        "charts": charts(area, watched, rows),
    }


def state_of(runs: dict[str, Night | None], on: date) -> dict[str, str]:
    last = runs["last"]
    if runs["running"]:
        return {"word": _("being graded now"), "kind": "running", "icon": "progress_activity"}
    behind = (on - last.on).days
    if behind <= 1:
        return {"word": _("last night's grading is finished"), "kind": "ok", "icon": "check_circle"}
    word = _("the last grading is of %(day)s, %(days)d days ago") % {"day": f"{last.on:%m-%d}", "days": behind}
    return {"word": word, "kind": "warm", "icon": "schedule"}


def strip(found: dict[str, dict], period: str, *, region: str, night: Night) -> list[dict[str, Any]]:
    """Six figures, each with its rows and what it was before. `region` is the code of the place they are of."""
    enterprises, estates, coverage = found["enterprises"], found["estates"], found["coverage_percent"]
    up, down = found["moved_up"]["value"], found["moved_down"]["value"]
    rated = _("%(rated)s rated, %(unrated)s not yet") % {
        "rated": whole(found["rated"]["value"]), "unrated": whole(found["unrated"]["value"]),
    }  # fmt: skip
    served = _("%(served)s estates") % {"served": whole(found["served"]["value"])}
    old = _("%(percent)s of all estates") % {"percent": shown_percent(found["old_percent"]["value"])}
    all_estates = rows_at("estates_estate", region=region)
    served_estates = rows_at("estates_estate", region=region, served_on=night.on.isoformat())
    moves = f"{reverse('admin:credit_night_change', args=[night.pk])}?all=1"
    return [
        tile(_("Property companies"), whole(enterprises["value"]), rated, rows_at("credit_grade", region=region)),
        tile(_("Estates"), whole(estates["value"]), change(estates, period), all_estates),
        tile(
            _("Served by somebody"), number(coverage["value"]), joined(served, change(coverage, period)),
            served_estates, unit="%",
        ),
        tile(_("Households"), whole(found["households"]["value"]), change(found["households"], period), all_estates),
        tile(
            _("Old estates"), whole(found["old_estates"]["value"]), old,
            rows_at("estates_estate", region=region, kind__exact="old"),
        ),
        tile(
            _("Grades moved last night"), whole(up + down), _("%(up)d up, %(down)d down") % {"up": up, "down": down},
            moves,
        ),
    ]  # fmt: skip


def tile(label: str, value: str, note: str, url: str, *, unit: str = "") -> dict[str, str]:
    return {"label": label, "value": value, "unit": unit, "note": note, "url": url}


def rows_at(desk: str, **query: str) -> str:
    """The address of a desk's list with filters."""
    return f"{reverse(f'admin:{desk}_changelist')}?{urlencode(query)}"


def joined(*words: str) -> str:
    return _(", ").join(word for word in words if word)


def whole(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f}"


def number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}".rstrip("0").rstrip(".") if value == int(value) else f"{value:.2f}"


def shown_percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}%"


def change(figure: dict[str, Any], period: str) -> str:
    """`+6 on last month`, in words and sign; empty where no night reaches back so far."""
    earlier = figure["compared"].get(period)
    if earlier is None:
        return ""
    amount = earlier["change"]
    if amount == 0:
        return _("the same as last year") if period == "last_year" else _("the same as last month")
    text = (
        f"{amount:+,.2f}" if isinstance(figure["value"], float) and figure["unit"] == "percent" else f"{amount:+,.0f}"
    )
    text = text.replace("-", "−")
    words = _("%(change)s on last year") if period == "last_year" else _("%(change)s on last month")
    return words % {"change": text}


def rows_of(grades: dict[str, Any], coverage: dict[str, Any]) -> list[dict[str, Any]]:
    """A row for each county, or for the one place whose counties are not to be seen."""
    covered = {row["code"]: row for row in coverage["counties"]}
    counties = grades["counties"] or [grades["total"]]
    rows = []
    for county in counties:
        share = covered.get(county["code"]) or coverage["total"]
        query = f"?region={county['code']}"
        rows.append(
            {
                "name": county["name"],
                "code": county["code"],
                "count": county["count"],
                "counts": [county["grades"].get(each["grade"], 0) for each in grades["grades"]],
                "percent": share["percent"],
                "below": share["below_lower_mark"],
                "url": f"{reverse('admin:credit_grade_changelist')}{query}",
                "estates_url": f"{reverse('admin:estates_estate_changelist')}{query}",
            }
        )
    return sorted(rows, key=lambda row: -row["count"])


def counties_said(rows: list[dict[str, Any]], coverage: dict[str, Any]) -> str:
    """The chart of the counties as one sentence."""
    known = sorted((row for row in rows if row["percent"] is not None), key=lambda row: row["percent"])
    if not known:
        return _("No county has its coverage counted yet.")
    below = sum(row["below"] for row in known)
    said = {
        "least": known[0]["name"], "least_percent": shown_percent(known[0]["percent"]),
        "most": known[-1]["name"], "most_percent": shown_percent(known[-1]["percent"]),
        "below": below, "mark": f"{coverage['lower_mark_percent']:g}",
    }  # fmt: skip
    return (
        _(
            "Shares of grades and coverage by county: coverage is highest in %(most)s (%(most_percent)s), lowest in "
            "%(least)s (%(least_percent)s); below %(mark)s%%: %(below)d."
        )
        % said
    )


def trend_table(trend: dict[str, Any]) -> dict[str, Any]:
    """The trend as rows, newest first."""
    rows = [
        {"on": night["on"], "counts": [series["counts"][place] for series in trend["series"]]}
        for place, night in enumerate(trend["nights"])
    ]
    return {"grades": [f"{series['grade']} {series['word']}" for series in trend["series"]], "rows": rows[::-1]}


def trend_said(trend: dict[str, Any]) -> str:
    """The trend as one sentence."""
    if not trend["nights"]:
        return ""
    parts = [
        _("%(grade)s from %(first)d to %(last)d")
        % {"grade": series["grade"], "first": series["counts"][0], "last": series["counts"][-1]}
        for series in trend["series"]
    ]
    days = {"first": f"{trend['nights'][0]['on']:%Y-%m-%d}", "last": f"{trend['nights'][-1]['on']:%Y-%m-%d}"}
    return _("%(first)s to %(last)s: ") % days + _(", ").join(parts)


def moved(move: Move, marks: Marks) -> dict[str, Any]:
    return {
        "company": move.enterprise,
        "url": reverse("admin:enterprises_enterprise_change", args=[move.enterprise.pk]),
        "why": _("; ").join(move.reasons[:2]),
        "old": marks.of(move.old_grade),
        "new": marks.of(move.new_grade),
    }


def charts(area: Area, watched: list[str], rows: list[dict[str, Any]]) -> dict[str, Any]:
    """What the page's script needs: where the figures are, where a click leads, and the words on the axes."""
    region = f"region={area.region.code}"
    return {
        "grades": f"{reverse('api:figures-grades')}?{region}",
        "coverage": f"{reverse('api:figures-coverage')}?{region}",
        "trend": f"{reverse('api:figures-trend')}?{region}&nights={TREND_NIGHTS}&grade={','.join(watched)}",
        "records": f"{reverse('admin:credit_grade_changelist')}?region=",
        "estates": f"{reverse('admin:estates_estate_changelist')}?region=",
        "names": {row["code"]: short_place(row["name"], area.city.name) for row in rows},
        "words": {
            "coverage": _("coverage"),
            "failed": _("The chart could not be drawn; the table below says the same."),
        },
    }
