"""Django's `migrate`, quick on an empty database: `docs/decisions/0023-migrations-that-build-quickly.md`."""

from contextlib import nullcontext

from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from accounts.migrating import models_drawn_one_by_one


class Command(migrate.Command):
    def handle(self, *args, **options):
        is_empty = not MigrationRecorder(connections[options["database"]]).applied_migrations()
        with models_drawn_one_by_one() if is_empty else nullcontext():
            super().handle(*args, **options)
