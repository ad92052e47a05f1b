"""A district's own copy of the portal, in SQLite, kept in step.

    PORTAL=https://wuye.example.gov.cn TOKEN=… python sync.py copy.sqlite

First everything is copied once, then what has changed since, every few seconds. The position in the change feed is
saved in the same transaction as what was made of the changes: the program may be stopped at any moment and goes on
where it was. `thing` holds each thing as JSON, by its kind and key.
"""

import json
import os
import sqlite3
import sys
import time
from collections.abc import Iterable
from contextlib import closing

from anju_client import Gone, NoAnswer, Portal

EVERY = 5.0
"""Seconds between two looks at the change feed."""
ASKED = {"grade": {"past": True}, "evidence": {"expand": "steps"}}
"""What a full copy asks for beyond the fields that the change feed carries."""
TABLES = """
CREATE TABLE IF NOT EXISTS thing (kind TEXT, key TEXT, fields TEXT NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS position (place TEXT NOT NULL);
"""


def opened(path: str) -> sqlite3.Connection:
    database = sqlite3.connect(path)
    database.executescript(TABLES)
    return database


def position_of(database: sqlite3.Connection) -> str | None:
    """Up to where the copy has followed the changes; None before the first full copy is whole."""
    row = database.execute("SELECT place FROM position").fetchone()
    return row and row[0]


def save_position(database: sqlite3.Connection, place: str) -> None:
    database.execute("DELETE FROM position")
    database.execute("INSERT INTO position VALUES (?)", (place,))


def keep(database: sqlite3.Connection, kind: str, things: Iterable[tuple[str, dict]]) -> None:
    rows = ((kind, key, json.dumps(thing, ensure_ascii=False, sort_keys=True)) for key, thing in things)
    database.executemany("INSERT OR REPLACE INTO thing VALUES (?, ?, ?)", rows)


def copy_all(portal: Portal, database: sqlite3.Connection) -> None:
    """Everything that the token sees. What changes meanwhile lies behind the position, and is read afterwards."""
    begun = portal.position()
    with database:
        database.execute("DELETE FROM thing")
        for kind, resource in portal.by_kind().items():
            rows = resource.list(fields=resource.own, page_size=1000, **ASKED.get(kind, {}))
            keep(database, kind, ((str(row[resource.key]), row) for row in rows))
        save_position(database, begun)


def follow(portal: Portal, database: sqlite3.Connection, since: str) -> None:
    """What changed since then. A thing that was deleted or has left one's sight is null, and goes."""
    for page in portal.changes(since, expand="thing"):
        with database:
            for change in page.changes:
                database.execute("DELETE FROM thing WHERE kind = ? AND key = ?", (change["resource"], change["key"]))
                if change["thing"] is not None:
                    keep(database, change["resource"], [(change["key"], change["thing"])])
            save_position(database, page.position)


def step(portal: Portal, database: sqlite3.Connection) -> None:
    """Bring the copy up to the present, beginning afresh where the feed reaches back no longer."""
    since = position_of(database)
    try:
        if since is None:
            copy_all(portal, database)
        else:
            follow(portal, database, since)
    except Gone:
        copy_all(portal, database)


def main(path: str) -> None:
    portal = Portal(os.environ["PORTAL"], token=os.environ["TOKEN"])
    with closing(opened(path)) as database:
        while True:
            try:
                step(portal, database)
            except NoAnswer as fault:
                print(fault, file=sys.stderr)
            time.sleep(float(os.environ.get("EVERY", EVERY)))


if __name__ == "__main__":
    main(sys.argv[1])
