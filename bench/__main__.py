import argparse
import json
import os
import sys

from config import embedded

SIZES = {
    "small": [("small", 3_500, 100_000)],
    "city": [("city", 1_737, 214_000)],
    "million": [("million", 35_000, 1_000_000)],
    "full": [("city", 1_737, 214_000), ("million", 35_000, 1_000_000), ("full", 350_000, 10_000_000)],
}
CITIES = {
    "small": (800, 300, 20_000),
    "city": (4_000, 1_737, 214_000),
    "million": (4_000, 1_737, 1_000_000),
    "full": (4_000, 1_737, 1_000_000),
}
"""For the calls of the API and for complaints: estates, companies, records or complaints."""
DATABASE = "anju_bench"
GROWTH = "at most 11"


def fresh_database(address: str) -> str:
    """An empty database beside the one at `address`; returns its own address."""
    import psycopg2

    connection = psycopg2.connect(address)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {DATABASE} TEMPLATE template0")
    connection.close()
    place, _slash, rest = address.rpartition("/")
    if "?" in rest or "?" in address:
        before, _question, query = address.partition("?")
        return f"{before.rpartition('/')[0]}/{DATABASE}?{query}"
    return f"{place}/{DATABASE}"


def nights_of(size: str, home: str, rounds: int, console) -> list:
    """The nights of each size, on a database of its own; and how the time grows with the records."""
    from django.core.management import call_command
    from django.db import connection

    from bench import nights, world
    from bench.table import Row

    rows, full_seconds = [], {}
    for name, companies, records in SIZES[size]:
        connection.close()
        settle(fresh_database(home))
        with console.status(f"{name}: {companies:,} companies, {records:,} records"):
            call_command("migrate", verbosity=0)
            world.build(companies, records)
            measured, full_seconds[name] = nights.measure(name, companies, rounds)
        rows += measured
    if {"million", "full"} <= full_seconds.keys():
        million, full = full_seconds["million"], full_seconds["full"]
        rows.append(Row("time from 1 to 10 million records", full, "s", million, full / million, GROWTH))
    connection.close()
    return rows


def calls_of(size: str, home: str, rounds: int, console) -> list:
    """The calls of the API, on a database of their own."""
    from django.db import connection

    from bench.api import measure

    connection.close()
    settle(fresh_database(home))
    estates, companies, records = CITIES[size]
    with console.status(f"API: {estates:,} estates, {records:,} records"):
        rows = measure.run(estates, companies, records, rounds)
    connection.close()
    return rows


def complaints_of(size: str, home: str, _rounds: int, console) -> list:
    """Filing, and the pages of complaints, on a database of their own."""
    from django.db import connection

    from bench.complaints import measure

    connection.close()
    settle(fresh_database(home))
    estates, companies, complaints = CITIES[size]
    with console.status(f"complaints: {estates:,} estates, {complaints:,} complaints"):
        rows = measure.run(estates, companies, complaints)
    connection.close()
    return rows


def votes_of(_size: str, home: str, _rounds: int, console) -> list:
    """Counting votes and voting, on a database of their own; the size is always that of a very big estate."""
    from django.core.management import call_command
    from django.db import connection

    from bench.votes import measure

    connection.close()
    settle(fresh_database(home))
    with console.status(f"votes: {measure.HOMES:,} homes"):
        call_command("migrate", verbosity=0)
        rows = measure.run()
    connection.close()
    return rows


def money_of(_size: str, home: str, _rounds: int, console) -> list:
    """Peers of 4,000 estates, a million accounts of the fund, and “my estate”, each on a database of its own."""
    from django.core.management import call_command
    from django.db import connection

    from bench.money import funds, outliers, page

    rows = []
    for measure in (outliers, funds, page):
        connection.close()
        settle(fresh_database(home))
        with console.status(f"money: {measure.__name__}"):
            call_command("migrate", verbosity=0)
            rows += measure.run()
    connection.close()
    return rows


def settle(address: str) -> None:
    """From here on, everything is about the database at `address`: this process and those that it starts."""
    from django.db import connections

    os.environ["DATABASE_URL"] = address
    connections.settings["default"]["NAME"] = DATABASE
    connections["default"].settings_dict["NAME"] = DATABASE


def show(rows: list, console) -> None:
    from rich.table import Table

    table = Table("measured", "value", "reference", "ratio", "wanted", "")
    for row in rows:
        verdict = {True: "holds", False: "[red]does not hold[/red]", None: ""}[row.holds]
        table.add_row(
            row.name, f"{row.value:.3f} {row.unit}", f"{row.reference:.3f}", f"{row.ratio:.3f}", row.wanted, verdict
        )
    console.print(table)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description="What the portal costs.")
    parser.add_argument("--size", choices=SIZES, default="full")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=MEASURES, help="measure only these")
    arguments = parser.parse_args()
    stop = embedded.provide()
    home = os.environ["DATABASE_URL"]
    os.environ["DATABASE_URL"] = fresh_database(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    try:
        import django
        from rich.console import Console

        django.setup()
        console, rows = Console(width=130), []
        for name in [arguments.only] if arguments.only else MEASURES:
            rows += MEASURES[name](arguments.size, home, arguments.rounds, console)
        show(rows, console)
        target = embedded.data_folder() / "bench.json"
        target.write_text(json.dumps([row.as_dict() for row in rows], ensure_ascii=False, indent=1))
        console.print(f"written to {target}")
    finally:
        stop()
    return 0 if all(row.holds is not False for row in rows) else 1


MEASURES = {"night": nights_of, "api": calls_of, "complaints": complaints_of, "votes": votes_of, "money": money_of}

if __name__ == "__main__":
    sys.exit(main())
