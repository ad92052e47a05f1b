"""Run by `serve.py` in a process of its own before the portal opens: tables, and on the first start the demo city.

    python -m config.prepare load    migrate; load the demo city unless it is there; write .data/demo.json
    python -m config.prepare night   have the worker run tonight's grades and wait for them

Both can be cut off at any point and run again. `load` ends with exit code NIGHT_IS_DUE where the demo city is new, or
its last night was missed.
"""

import os
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime

import django
from django.utils import translation
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from accounts import terminal
from config import embedded

NIGHT_IS_DUE = 10
FAILED = 1
NIGHT_PATIENCE_SECONDS = 600
TABLES_NAMED = 5
DEFAULT_CITY = "shijiazhuang"
BEING_LOADED = "the demo city is being loaded"
"""Written on the schema while a first load runs, so that a load which was cut off is known and begun anew."""
_ = terminal.gettext
console = Console(highlight=False, soft_wrap=True)


class NotPrepared(RuntimeError):
    """The portal cannot open; the message says why and what to do."""


@contextmanager
def bars() -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar per step: call the result with the step's name, how much is done, and out of how much."""
    columns = (
        SpinnerColumn(finished_text="✓"),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as progress:
        tasks: dict[str, int] = {}

        def show(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = progress.add_task(step, total=total)
            progress.update(tasks[step], completed=done, total=total)

        yield show


def migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def start_without_demo() -> str:
    return _("This portal is somebody's own. Start it with ANJU_DEMO=0 make run, or give the demo another ANJU_DATA.")


def schema_note() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description('public'::regnamespace, 'pg_namespace')")
        return cursor.fetchone()[0] or ""


def note_on_schema(note: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("COMMENT ON SCHEMA public IS %s", [note])


def insist_on_own_tables() -> None:
    """Raises NotPrepared where `public` holds tables or views that are not the portal's, nor an extension's."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    ours = {*connection.introspection.django_table_names(), MigrationRecorder.Migration._meta.db_table}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " AND relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT relname = ANY(%s) AND NOT EXISTS"
            " (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e')"
            " ORDER BY relname",
            [list(ours)],
        )
        foreign = [name for (name,) in cursor.fetchall()]
    if foreign:
        raise NotPrepared(
            _(
                "The database holds tables that are not the portal's: %(tables)s. "
                "Give the demo city a database of its own in DATABASE_URL."
            )
            % {"tables": ", ".join(foreign[:TABLES_NAMED])}
        )


def begin_anew() -> None:
    """Drop what a load that was cut off left behind, at once or not at all. Only where `BEING_LOADED` is noted.

    Raises NotPrepared where that would take anything with it that is not the portal's.
    """
    from django.db import connection, transaction

    insist_on_own_tables()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")


def load() -> int:
    from django.conf import settings

    if settings.DEMO and schema_note() == BEING_LOADED:
        begin_anew()
        console.print(_("The first load was cut off; it begins anew."))
    migrate()
    return load_demo() if settings.DEMO else 0


def load_demo() -> int:
    """The demo city, loaded once: all of it or none; and its people, with the address of this start."""
    from django.conf import settings
    from django.utils import timezone

    from accounts.city import profile
    from demo import people
    from oversight import nightly

    at = timezone.now()
    is_new = profile() is None
    if is_new:
        load_city(on=nightly.due_on(at), at=at)
    if not profile().is_demo:
        return 0
    people.make_people(profile(), at=at, base_url=settings.BASE_URL)
    return NIGHT_IS_DUE if is_new or nightly.is_missing(at) else 0


def load_city(*, on: date, at: datetime) -> None:
    """Load the demo city into an empty portal, and note on the schema while it is half there. Raises NotPrepared."""
    from accounts.models import User
    from demo import loading

    try:
        loading.refuse_unless_empty()
    except loading.NotEmpty as reason:
        raise NotPrepared(f"{reason} {start_without_demo()}") from reason
    if User.objects.exists():
        raise NotPrepared(start_without_demo())
    insist_on_own_tables()
    note_on_schema(BEING_LOADED)
    console.print(_("First start: loading the demo city. This takes a few minutes."))
    with bars() as show:
        loading.load(os.environ.get("ANJU_DEMO_CITY") or DEFAULT_CITY, on=on, at=at, progress=show)
    note_on_schema("")


def night() -> int:
    """Tonight's grades through the worker. Returns once they are published."""
    from django.utils import timezone

    from oversight import nightly, tasks

    since = timezone.now()
    tasks.night.delay()
    until = time.monotonic() + NIGHT_PATIENCE_SECONDS
    with bars() as show:
        step = _("Tonight's grades, by the worker")
        while True:
            if not nightly.is_missing(since):
                show(step, 1, 1)
                return 0
            if time.monotonic() > until:
                raise NotPrepared(_("The worker did not finish tonight's grades; see worker.log."))
            show(step, 0, 1)
            time.sleep(0.2)


def main(verb: str) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        django.setup()
        translation.activate(terminal.language())
        return {"load": load, "night": night}[verb]()
    except NotPrepared as reason:
        console.print(str(reason), style="red")
    except Exception:
        log = embedded.data_folder() / "prepare.log"
        with log.open("a") as lines:
            traceback.print_exc(file=lines)
        told = _("The portal could not be prepared; what happened stands in %(log)s")
        console.print(told % {"log": log}, style="red")
    return FAILED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
