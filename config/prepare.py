"""Run by `serve.py` in a process of its own before the portal opens: tables, and on the first start the demo city.

    python -m config.prepare load    migrate; load the demo city unless it is there; write .data/demo.json
    python -m config.prepare night   have the worker run tonight's grades and wait for them

Both can be cut off at any point and run again. `load` ends with exit code NIGHT_IS_DUE where no night was ever run
by a worker.
"""

import os
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import django
from django.utils import translation
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from config import embedded, terminal

NIGHT_IS_DUE = 10
FAILED = 1
NIGHT_PATIENCE_SECONDS = 600
CITY = "shijiazhuang"
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


def schema_note() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description('public'::regnamespace, 'pg_namespace')")
        return cursor.fetchone()[0] or ""


def note_on_schema(note: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("COMMENT ON SCHEMA public IS %s", [note])


def begin_anew() -> None:
    """Drop what a load that was cut off left behind. Only ever called where `BEING_LOADED` is noted."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")


def load() -> int:
    from django.conf import settings

    if settings.DEMO and schema_note() == BEING_LOADED:
        console.print(_("The first load was cut off; it begins anew."))
        begin_anew()
    migrate()
    if settings.DEMO:
        load_demo()
    from credit.models import Night

    return 0 if not settings.DEMO or Night.objects.exclude(worker="").exists() else NIGHT_IS_DUE


def load_demo() -> None:
    """The demo city, loaded once: all of it or none."""
    from django.utils import timezone

    from accounts.city import profile
    from demo import loading

    if profile() is None:
        note_on_schema(BEING_LOADED)
        console.print(_("First start: loading the demo city. This takes about two minutes."))
        with bars() as show:
            loading.load(CITY, on=timezone.localdate(), at=timezone.now(), progress=show)
        note_on_schema("")


def night() -> int:
    """Tonight's grades through the worker. Returns once they are published."""
    from django.utils import timezone

    from credit.models import Night, NightState
    from oversight import tasks

    on = timezone.localdate()
    tasks.night.delay()
    until = time.monotonic() + NIGHT_PATIENCE_SECONDS
    with bars() as show:
        step = _("Tonight's grades, by the worker")
        while True:
            run = Night.objects.filter(on=on).order_by("-id").first()
            if run and run.state == NightState.PUBLISHED:
                show(step, 1, 1)
                return 0
            if run and run.state == NightState.FAILED:
                raise NotPrepared(run.error)
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
        console.print(f"[red]{reason}[/red]")
    except Exception:
        log = embedded.data_folder() / "prepare.log"
        with log.open("a") as lines:
            traceback.print_exc(file=lines)
        console.print(f"[red]{_('The portal could not be prepared; what happened stands in')} {log}[/red]")
    return FAILED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
