"""What the page of one nightly run shows: stages, a cell for each company, moves, thirty nights, what to look at."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from credit.marks import Marks, marks_of
from credit.models import Grade, Night, NightNotice, NightStage, NightState, Touched
from credit.rules import as_points
from credit.story import Move
from oversight.cells import Cells, drawn
from oversight.figures import NoSuchArea, area_for, moves_within
from oversight.figures.runs import in_area

MOVES_SHOWN = 12
NIGHTS_SHOWN = 30
MOST_CELLS = 6_000
STAGES = [NightStage.COLLECT, NightStage.SUM, NightStage.JUDGE, NightStage.PUBLISH]


def facts_of(night: Night, user: User, *, asked: Mapping[str, str]) -> dict[str, Any]:
    """`asked`: `all` moves, those in a `region`, those of a `direction`, as the figures' addresses name them."""
    running, all_moves = night.state == NightState.RUNNING, "all" in asked
    narrower = {"code": asked.get("region") or None, "direction": asked.get("direction") or None}
    found = [] if running else moves_for(night, user, **narrower)
    marks = both_marks(night)
    return {
        "night": night,
        "running": running,
        "page_state": state_of(night),
        "page_note": when_and_who(night),
        "stages": stages_of(night),
        "cells": None if running else cells_of(night, user),
        "moves": [told(move, marks) for move in (found if all_moves else found[:MOVES_SHOWN])],
        "move_count": len(found),
        "more_moves": not all_moves and len(found) > MOVES_SHOWN,
        "last_nights": last_nights(night),
        "resumed": resumed_among(night),
        "notices": [notice_told(notice) for notice in night.notices.all()],
    }


def moves_for(night: Night, user: User, **narrower: str | None) -> list[Move]:
    try:
        return moves_within(night, user, **narrower)
    except NoSuchArea:
        return []


def state_of(night: Night) -> dict[str, str]:
    if night.state == NightState.PUBLISHED:
        return {"word": _("finished"), "kind": "ok", "icon": "check_circle"}
    if night.error:
        return {"word": _("interrupted, will be taken up again"), "kind": "late", "icon": "warning"}
    return {"word": _("in progress"), "kind": "running", "icon": "progress_activity"}


def when_and_who(night: Night) -> str:
    started = timezone.localtime(night.started_at)
    words = [_("started %(time)s") % {"time": f"{started:%H:%M:%S}"}]
    if night.ended_at:
        ended = timezone.localtime(night.ended_at)
        took = (night.ended_at - night.started_at).total_seconds()
        words.append(_("ended %(time)s") % {"time": f"{ended:%H:%M:%S}"})
        words.append(_("took %(seconds)s seconds") % {"seconds": f"{took:.1f}"})
    words.append(f"{night.get_kind_display()} {night.by}".strip())
    return " · ".join(words)


def stages_of(night: Night) -> list[dict[str, Any]]:
    """The four stages with what each counted. `state`: done, now, later; `share` is how far the present one is."""
    running = night.state == NightState.RUNNING
    here = STAGES.index(night.stage) if running else len(STAGES)
    kept = max(0, night.enterprise_count - night.touched_count)
    told = [
        (_("Collect"), night.new_record_count, _("records changed"),
         _("of %(all)s on the ledger") % {"all": f"{night.record_count:,}"}),
        (_("Sum up"), night.touched_count, _("companies to be judged again"),
         _("%(carried)s more keep what they had") % {"carried": f"{kept:,}"}),
        (_("Judge"), night.judged_count, _("companies were judged"),
         _("by %(rulebook)s") % {"rulebook": night.rulebook}),
        (_("Publish"), night.moved_count, _("grades moved"),
         _("%(count)s where only the score changed") % {"count": f"{night.score_only_count:,}"}),
    ]  # fmt: skip
    stages = []
    for place, (key, (name, count, unit, more)) in enumerate(zip(STAGES, told, strict=True)):
        seconds = night.stage_seconds.get(key)
        state = "done" if place < here else "now" if place == here else "later"
        share = (
            round(100 * night.judged_count / night.touched_count) if state == "now" and night.touched_count else None
        )
        stages.append(
            {
                "name": name,
                "count": count,
                "unit": unit,
                "more": more,
                "seconds": seconds,
                "state": state,
                "share": share,
            }
        )
    return stages


def cells_of(night: Night, user: User) -> Cells | None:
    """One cell for each company of the person's area; None where there are too many to draw."""
    try:
        area = area_for(user)
    except NoSuchArea:
        return None
    held = Grade.objects.filter(
        in_area(area, on=night.on), Q(until_night=None) | Q(until_night__gt=night.pk), night__lte=night.pk
    )
    if night.enterprise_count > MOST_CELLS:
        return None
    before = Grade.objects.filter(enterprise=OuterRef("enterprise_id"), until_night=night.pk)
    touched = Touched.objects.filter(night=night, enterprise_id=OuterRef("enterprise_id"))
    rows = held.annotate(old=Subquery(before.values("grade")[:1]), touched=Exists(touched)).order_by("enterprise_id")
    ranks = {mark.grade: mark.place for mark in marks_of(night.rulebook_id) if mark.is_graded}
    kinds = [
        kind_of(made == night.pk, old, grade, night.is_full or was_touched, ranks)
        for made, old, grade, was_touched in rows.values_list("night_id", "old", "grade", "touched")
    ]
    return drawn(kinds)


def kind_of(is_fresh: bool, old: str | None, new: str, was_judged: bool, ranks: dict[str, int]) -> str:
    if not is_fresh:
        return "same" if was_judged else "carried"
    if old is None:
        return "first"
    if old == new or old not in ranks or new not in ranks:
        return "score" if old == new else "other"
    return "up" if ranks[new] < ranks[old] else "down"


def both_marks(night: Night) -> tuple[Marks, Marks]:
    """The marks of the night before and of this one; they differ only on a rulebook's first night."""
    previous = Night.objects.published().filter(pk__lt=night.pk).order_by("-pk").first()
    new = marks_of(night.rulebook_id)
    return (marks_of(previous.rulebook_id) if previous and previous.rulebook_id != night.rulebook_id else new), new


def told(move: Move, marks: tuple[Marks, Marks]) -> dict[str, Any]:
    return {
        "move": move,
        "old": marks[0].of(move.old_grade),
        "new": marks[1].of(move.new_grade),
        "reasons": _("; ").join(move.reasons),
    }


def move_lines(night: Night, user: User) -> Iterator[list[Any]]:
    yield [
        _("Company"),
        _("Credit code"),
        _("Grade before"),
        _("Grade after"),
        _("Score before"),
        _("Score after"),
        _("Why"),
    ]
    for move in moves_for(night, user):
        scores = ["" if score is None else as_points(score) for score in (move.old_score, move.new_score)]
        company = move.enterprise
        yield [company.name, company.uscc, move.old_grade, move.new_grade, *scores, _("; ").join(move.reasons)]


def last_nights(night: Night) -> list[dict[str, Any]]:
    """The last thirty runs up to this one, oldest first, with how many grades each moved."""
    rows = Night.objects.filter(pk__lte=night.pk).order_by("-pk")[:NIGHTS_SHOWN]
    return [
        {
            "night": row,
            "moved": row.moved_count,
            "kind": "here" if row.pk == night.pk else "resumed" if row.resumed_at else "plain",
            "title": _("%(day)s: %(count)d grades moved") % {"day": f"{row.on:%Y-%m-%d}", "count": row.moved_count},
        }
        for row in reversed(rows)
    ]


def resumed_among(night: Night) -> Night | None:
    """The latest of the last thirty runs that was cut off and taken up again."""
    rows = [row["night"] for row in last_nights(night)]
    return next((row for row in reversed(rows) if row.resumed_at), None)


def notice_told(notice: NightNotice) -> dict[str, str]:
    """A notice as a sentence, and where to do something about it."""
    if notice.kind == "nobody":
        return {
            "icon": "link_off",
            "words": ngettext(
                "%(count)d record is about an estate that nobody managed on its day, so it is not counted.",
                "%(count)d records are about estates that nobody managed on their days, so they are not counted.",
                notice.count,
            )
            % {"count": notice.count},
            "todo": _("Add the contract or correct the estate"),
            "url": f"{reverse('admin:credit_evidence_changelist')}?nobody=1",
        }
    if notice.kind == "odd_code":
        return {
            "icon": "help",
            "words": ngettext(
                "The credit code of %(count)d company fails its check; it was graded all the same.",
                "The credit codes of %(count)d companies fail their check; they were graded all the same.",
                notice.count,
            )
            % {"count": notice.count},
            "todo": _("Compare the codes"),
            "url": f"{reverse('admin:enterprises_enterprise_changelist')}?odd_code=1",
        }
    return {"icon": "info", "words": f"{notice.kind}: {notice.count}", "todo": "", "url": ""}
