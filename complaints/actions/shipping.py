"""The lists that a city starts with: topics, bodies, reasons, templates, days off, notices. The city amends them."""

import csv
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import models, transaction

from accounts import audit
from accounts.actions import add_new_rule_values
from accounts.authority import require
from accounts.models import DayOff, User
from complaints.models import AnswerTemplate, Body, ConsentText, NoticeTemplate, RefusalReason, Topic

DATA = Path(__file__).parents[1] / "data"
Values = dict[str, Any]


@transaction.atomic
def load_lists(*, by: User | None, at: datetime) -> dict[str, int]:
    """Add what the shipped lists have and the portal has not; what is there stays as it was amended.

    Returns how many rows are new, by the name of their table.
    """
    require(by, "complaints.lists")
    added: dict[str, int] = Counter()
    for model, key, rows in LISTS:
        added[model._meta.label_lower] += add_missing(model, key, rows(), by=by, at=at)
    added["accounts.rulevalue"] = add_new_rule_values(by=by, at=at)
    return added


def add_missing(model: type[models.Model], key: str, rows: Iterator[Values], *, by: User | None, at: datetime) -> int:
    columns = key.split()
    known = set(model._base_manager.values_list(*columns))
    fresh = [model(**values) for values in rows if tuple(values[name] for name in columns) not in known]
    model._base_manager.bulk_create(fresh)
    if fresh:
        audit.record(by=by, at=at, verb="load_complaint_list", thing=fresh[0], after={"rows": len(fresh)})
    return len(fresh)


def shipped(name: str) -> Iterator[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


def bodies() -> Iterator[Values]:
    yield from shipped("bodies")


def refusals() -> Iterator[Values]:
    ids = dict(Body.objects.values_list("code", "pk"))
    for row in shipped("refusals"):
        yield {**{name: text for name, text in row.items() if name != "body"}, "body_id": ids.get(row["body"])}


def classes() -> Iterator[Values]:
    for place, row in enumerate(row for row in shipped("topics") if len(row["code"]) == 2):
        yield topic(row, place, body_id=None, parent_id=None)


def leaves() -> Iterator[Values]:
    bodies = dict(Body.objects.values_list("code", "pk"))
    parents = dict(Topic.objects.filter(parent=None).values_list("code", "pk"))
    for place, row in enumerate(row for row in shipped("topics") if len(row["code"]) == 4):
        yield topic(row, place, body_id=bodies.get(row["body"]), parent_id=parents[row["code"][:2]])


def topic(row: dict[str, str], place: int, *, body_id: int | None, parent_id: int | None) -> Values:
    own = {name: value for name, value in row.items() if name not in {"body", "is_urgent", "answer_workdays"}}
    return {
        **own,
        "is_urgent": row["is_urgent"] == "1",
        "answer_workdays": int(row["answer_workdays"]) if row["answer_workdays"] else None,
        "body_id": body_id,
        "parent_id": parent_id,
        "place": place,
    }


def days_off() -> Iterator[Values]:
    for row in shipped("days_off"):
        yield {**row, "day": date.fromisoformat(row["day"]), "is_worked": row["is_worked"] == "1"}


def answer_templates() -> Iterator[Values]:
    topics = dict(Topic.objects.values_list("code", "pk"))
    for row in shipped("answer_templates"):
        topic_id = topics.get(row["topic"])
        yield {"use": row["use"], "name": row["name"], "words": row["words"], "topic_id": topic_id}


LISTS: list[tuple[type[models.Model], str, Callable[[], Iterator[Values]]]] = [
    (Body, "code", bodies),
    (RefusalReason, "code", refusals),
    (Topic, "code", classes),
    (Topic, "code", leaves),
    (AnswerTemplate, "use name", answer_templates),
    (DayOff, "day", days_off),
    (ConsentText, "version", lambda: shipped("consents")),
    (NoticeTemplate, "event audience", lambda: shipped("notice_templates")),
]
"""In the order in which they need each other: table, the columns that name a row, its shipped rows."""
