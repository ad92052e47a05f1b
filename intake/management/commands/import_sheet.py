"""`manage.py import_sheet estates 小区.xlsx [--apply] [--update]`: check a file, and with --apply take it in."""

from pathlib import Path

from django.core.files.base import File
from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from accounts.command import Door
from intake import actions
from intake.faults import CannotRead
from intake.models import BatchState, ImportBatch, OnExisting
from intake.sheets import all_sheets

SHOWN = 50


class Command(Door):
    help = "Check a workbook or CSV file against a register; with --apply import it, all rows or none."

    def add_arguments(self, parser) -> None:
        parser.add_argument("register", choices=list(all_sheets()))
        parser.add_argument("file", type=Path)
        parser.add_argument("--apply", action="store_true", help="import the file if it has no fault")
        parser.add_argument("--update", action="store_true", help="update what is already on the register")

    def handle(self, *, register: str, file: Path, apply: bool, update: bool, **options) -> None:
        sheet = all_sheets()[register]
        on_existing = OnExisting.UPDATE if update else OnExisting.REFUSE
        try:
            with file.open("rb") as opened:
                batch = actions.receive(
                    File(opened), sheet=sheet, name=file.name, by=None, at=timezone.now(), on_existing=on_existing
                )
        except (OSError, CannotRead) as odd:
            raise CommandError(str(odd)) from odd
        self.with_bar(_("Checking"), actions.check, batch, sheet)
        self.report(batch)
        if batch.state != BatchState.CLEAN:
            raise CommandError(batch.message or self.counts(batch))
        if apply:
            actions.order(batch, sheet=sheet, by=None, at=timezone.now())
            self.with_bar(_("Importing"), actions.apply, batch, sheet)
            if batch.state != BatchState.APPLIED:
                self.report(batch)
                raise CommandError(batch.message or self.counts(batch))
        self.stdout.write(f"{batch.get_state_display()}: {self.counts(batch)}")

    def with_bar(self, said: str, verb, batch: ImportBatch, sheet) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True)) as bar:
            line = bar.add_task(said, total=None)
            verb(batch, sheet=sheet, progress=lambda done, total: bar.update(line, completed=done, total=total))

    def report(self, batch: ImportBatch) -> None:
        for fault in batch.faults[:SHOWN]:
            mark = "!" if fault["is_warning"] else "✗"
            self.stdout.write(f"{mark} {fault['row']} {fault['heading']}: {fault['what']} {fault['todo']}")
        if len(batch.faults) > SHOWN:
            self.stdout.write(_("All of them stand in %(file)s.") % {"file": batch.marked_file.path})

    def counts(self, batch: ImportBatch) -> str:
        return _("%(rows)d rows, %(faults)d faults, %(warnings)d warnings.") % {
            "rows": batch.row_count,
            "faults": batch.fault_count,
            "warnings": batch.warning_count,
        }
