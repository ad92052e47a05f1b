"""`manage.py sheet_template estates 小区.xlsx`: the empty workbook of a register."""

from pathlib import Path

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from accounts.command import Door
from intake.sheets import all_sheets
from intake.templates import template


class Command(Door):
    help = "Write the empty workbook of a register."

    def add_arguments(self, parser) -> None:
        parser.add_argument("register", choices=list(all_sheets()))
        parser.add_argument("file", type=Path)

    def handle(self, *, register: str, file: Path, **options) -> None:
        if file.suffix.lower() != ".xlsx":
            raise CommandError(_("The name of the file must end in .xlsx."))
        file.write_bytes(template(all_sheets()[register]))
        self.stdout.write(str(file))
