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


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description="What the portal costs.")
    parser.add_argument("--size", choices=SIZES, default="full")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--only", choices=["night", "api"], help="measure the nights only, or the calls of the API only"
    )
    arguments = parser.parse_args()
    stop = embedded.provide()
    home = os.environ["DATABASE_URL"]
    rows, full_seconds = [], {}
    try:
        import django
        from django.core.management import call_command
        from rich.console import Console
        from rich.table import Table

        console = Console()
        for name, companies, records in SIZES[arguments.size]:
            os.environ["DATABASE_URL"] = fresh_database(home)
            os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
            if not full_seconds:
                django.setup()
            from django.db import connection

            from bench import nights, world

            connection.close()
            with console.status(f"{name}: {companies:,} companies, {records:,} records"):
                call_command("migrate", verbosity=0)
                world.build(companies, records)
                measured, full_seconds[name] = nights.measure(name, companies, arguments.rounds)
            rows += measured
            connection.close()
        if {"million", "full"} <= full_seconds.keys():
            from bench.table import Row

            growth = full_seconds["full"] / full_seconds["million"]
            rows.append(
                Row(
                    "time from 1 to 10 million records",
                    full_seconds["full"],
                    "s",
                    full_seconds["million"],
                    growth,
                    GROWTH,
                )
            )
        table = Table("measured", "value", "reference", "ratio", "wanted", "")
        for row in rows:
            verdict = {True: "holds", False: "[red]does not hold[/red]", None: ""}[row.holds]
            table.add_row(
                row.name, f"{row.value:.3f} {row.unit}", f"{row.reference:.3f}", f"{row.ratio:.3f}", row.wanted, verdict
            )
        console.print(table)
        target = embedded.data_folder() / "bench.json"
        target.write_text(json.dumps([row.as_dict() for row in rows], ensure_ascii=False, indent=1))
        console.print(f"written to {target}")
    finally:
        stop()
    return 0 if all(row.holds is not False for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
