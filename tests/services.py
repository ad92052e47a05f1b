"""Loaded before anything else: the suite's own PostgreSQL and broker, unless the environment names others."""

import atexit
import os
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2

from config import catalogue, embedded


def ask_the_server(statement: str) -> None:
    """Of a server whose data nobody misses: it need not reach the disk, and plans must not hang on when it vacuumed."""
    connection = psycopg2.connect(os.environ["DATABASE_URL"])
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(statement)
    connection.close()


if not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")):
    folder = Path(os.environ.get("ANJU_DATA") or embedded.ROOT / ".data") / "test"
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["ANJU_DATA"] = str(folder)
    atexit.register(embedded.provide())
    for setting in ("autovacuum", "fsync", "full_page_writes", "synchronous_commit"):
        ask_the_server(f"ALTER SYSTEM SET {setting} = off")
    ask_the_server("SELECT pg_reload_conf()")

worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
os.environ["REDIS_URL"] = urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{worker}").geturl()
"""Every process of the suite has a database of its own in PostgreSQL, and in the broker too."""

(embedded.data_folder() / "static").mkdir(parents=True, exist_ok=True)
catalogue.compile_all()
