"""The terminal's door: what every `manage.py` command of ours has in common."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError
from django.utils import translation
from django.utils.translation import gettext as _
from psycopg2.errors import UndefinedColumn, UndefinedTable

from accounts import terminal
from accounts.audit import ORIGIN, Origin
from accounts.authority import NotAllowed


def day(text: str) -> date:
    """An argument such as `2026-03-31`. Raises CommandError."""
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise CommandError(_("“%(text)s” is not a day; write it as 2026-03-31.") % {"text": text}) from fault


def sentences(fault: ValidationError, thing: type | None = None) -> str:
    """The messages of a ValidationError, one a line, each with the name of its field."""
    if not hasattr(fault, "error_dict"):
        return "\n".join(fault.messages)
    lines = []
    for field, messages in fault.message_dict.items():
        name = field if thing is None or field == "__all__" else thing._meta.get_field(field).verbose_name
        lines += [message if field == "__all__" else f"{name}: {message}" for message in messages]
    return "\n".join(lines)


class Door(BaseCommand):
    """A command that calls an action: the audit log names it, and refusals are sentences, not tracebacks."""

    def create_parser(self, *args, **options):
        with translation.override(terminal.language()):
            self.help = str(self.help)
            return super().create_parser(*args, **options)

    def execute(self, *args, **options):
        mark = ORIGIN.set(Origin(f"manage.py {type(self).__module__.rpartition('.')[2]}"))
        try:
            with translation.override(terminal.language()):
                return super().execute(*args, **options)
        except ValidationError as fault:
            raise CommandError(sentences(fault)) from fault
        except NotAllowed as refusal:
            raise CommandError(str(refusal)) from refusal
        except ProgrammingError as fault:
            if not isinstance(fault.__cause__, UndefinedTable | UndefinedColumn):
                raise
            raise CommandError(
                str(_("Tables are missing in the database, or are older than the portal. Run “manage.py migrate”."))
            ) from fault
        finally:
            ORIGIN.reset(mark)
