"""The reference: no framework. For each path it runs the statements that the portal runs, and dumps the rows.

Served as the portal is: `gunicorn --config python:bench.api.server bench.api.bare:application`.
`BENCH_STATEMENTS` names the file with the statements of each path.
"""

import json
import os
import threading
from zoneinfo import ZoneInfo

import orjson
import psycopg2

from accounts.codes import credit_code_fault

with open(os.environ["BENCH_STATEMENTS"]) as file:
    CALLS = json.load(file)
HERE = threading.local()
CITY = ZoneInfo("Asia/Shanghai")


def cursor():
    if not hasattr(HERE, "connection"):
        HERE.connection = psycopg2.connect(os.environ["DATABASE_URL"])
        HERE.connection.autocommit = True
    return HERE.connection.cursor()


def points(centipoints):
    if centipoints is None:
        return None
    return centipoints // 100 if centipoints % 100 == 0 else centipoints / 100


def local(value):
    return None if value is None else value.astimezone(CITY).isoformat()


def number(value):
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


SHOWN = {"points": points, "number": number, "local": local, "code": credit_code_fault}


def application(environ, start_response):
    query = environ.get("QUERY_STRING")
    told = CALLS[environ["PATH_INFO"] + (f"?{query}" if query else "")]
    rows = []
    with cursor() as asked:
        for statement in told["statements"]:
            asked.execute(statement)
            rows = asked.fetchall()
    columns = told["columns"]
    found = [{name: row[place] for name, place in columns} for row in rows[: told["most"]]]
    for name, how in told["shown"].items():
        shown = SHOWN[how]
        for row in found:
            row[name] = shown(row[name])
    body = orjson.dumps({**told["around"], "results": found} if told["is_list"] else found[0])
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
