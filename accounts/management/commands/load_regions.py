import csv
from pathlib import Path

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import actions
from accounts.command import Door
from accounts.models import Level, Region

COLUMNS = ["code", "parent_code", "name", "level"]
FAULTS_SHOWN = 20


class Command(Door):
    help = gettext_lazy("Add or rename the divisions of a city, from a shipped list or from a CSV file.")

    def add_arguments(self, parser):
        shipped = "、".join(sorted(path.stem for path in (actions.DATA / "regions").glob("*.csv")))
        parser.add_argument(
            "list", help=_("a shipped list (%(names)s), or the path of a file with the columns %(columns)s")
            % {"names": shipped, "columns": ",".join(COLUMNS)}
        )  # fmt: skip

    def handle(self, *args, **options):
        rows = read(options["list"])
        faults = faults_of(rows)
        if faults:
            more = (
                [_("… and %(count)d more") % {"count": len(faults) - FAULTS_SHOWN}]
                if len(faults) > FAULTS_SHOWN
                else []
            )
            raise CommandError("\n".join([*faults[:FAULTS_SHOWN], *more, _("Nothing was loaded.")]))
        count = actions.load_regions(rows, by=None, at=timezone.now())
        self.stdout.write(_("%(count)d divisions are loaded.") % {"count": count})


def read(name: str) -> list[dict[str, str]]:
    """The rows of a shipped list or of a file in UTF-8 or GB18030. Raises CommandError."""
    path = Path(name)
    try:
        if "/" not in name and not path.exists():
            return actions.region_rows(name)
        data = path.read_bytes()
    except OSError as fault:
        raise CommandError(_("There is no list or file “%(name)s”.") % {"name": name}) from fault
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    rows = list(csv.DictReader(text.splitlines()))
    if not rows or not set(COLUMNS) <= set(rows[0]):
        raise CommandError(
            _("“%(name)s” must have the columns %(columns)s in its first line.")
            % {"name": name, "columns": ",".join(COLUMNS)}
        )
    return rows


def faults_of(rows: list[dict[str, str]]) -> list[str]:
    """What is wrong with the rows, each with its line of the file."""
    faults, above = [], set(Region.objects.values_list("code", flat=True))
    for line, row in enumerate(rows, start=2):
        code, parent = row["code"] or "", row["parent_code"] or ""
        if not (code.isascii() and code.isdecimal() and len(code) == 12):
            faults.append(
                _("line %(line)d: the code must have 12 digits, not “%(code)s”") % {"line": line, "code": code}
            )
        if row["level"] not in Level.values:
            faults.append(
                _("line %(line)d: the level must be one of %(levels)s, not “%(level)s”")
                % {"line": line, "levels": ", ".join(Level.values), "level": row["level"]}
            )
        if not row["name"]:
            faults.append(_("line %(line)d: the name is missing") % {"line": line})
        if parent and parent not in above:
            faults.append(
                _("line %(line)d: its parent %(parent)s stands neither above nor on the register")
                % {"line": line, "parent": parent}
            )
        if not parent and row["level"] not in (Level.PROVINCE, Level.CITY):
            faults.append(_("line %(line)d: the parent's code is missing") % {"line": line})
        above.add(code)
    return faults
