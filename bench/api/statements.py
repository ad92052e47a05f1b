"""What the portal asks the database for a call, taken down once, so that the bare application can ask the same."""

import json
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.api import reading
from accounts.api.resources import TABLES
from accounts.api.tables import Table
from accounts.codes import credit_code_fault
from accounts.models import ApiToken
from credit.api.fields import word_of

NAMES = {reading.local: "local", reading.number: "number", credit_code_fault: "code", word_of: None}


def of(path: str, key: str) -> dict[str, Any]:
    """The statements of a path with their parameters, and how the last one's rows are told."""
    client = Client(headers={"authorization": f"Token {key}", "host": "127.0.0.1"})
    ApiToken.objects.update(last_used_at=timezone.now())
    client.get(path)
    TABLES.found.clear()
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    told = answer.json()
    is_list = "results" in told
    (table,) = [each for each in TABLES.found.values() if isinstance(each, Table)]
    columns = [(column.name, table.hidden + place) for place, column in enumerate(table.columns)]
    shown = {column.name: how for column in table.columns if (how := name_of(column.shown))}
    return {
        "statements": sorted(
            (each["sql"] for each in asked.captured_queries if each["sql"].startswith("SELECT")), key=is_page
        ),
        "columns": columns,
        "shown": shown,
        "most": len(told["results"]) if is_list else 1,
        "is_list": is_list,
        "around": {name: value for name, value in told.items() if name != "results"} if is_list else {},
        "body": answer.content.decode(),
    }


def is_page(sql: str) -> bool:
    """The page comes last: its rows are those that are told."""
    return sql.startswith("SELECT * FROM (")


def name_of(shown) -> str | None:
    """How the bare application calls what is done to a value; that of points is wrapped by its serializer field."""
    if shown is None:
        return None
    return NAMES.get(shown, "points")


def write(paths: list[str], key: str, target) -> dict[str, dict[str, Any]]:
    found = {path: of(path, key) for path in paths}
    target.write_text(json.dumps(found))
    return found
