"""What makes an empty database quick to build: `docs/decisions/0023-migrations-that-build-quickly.md`.

Django draws anew, for each table, index, constraint and trigger that a migration adds, all models related to its own.
The two operations forget what was drawn; who needs models next has them all drawn once.
"""

from django.db import migrations
from django.db.migrations.operations.base import Operation, OperationCategory


def forget_drawn_models(state) -> None:
    vars(state).pop("apps", None)


class CreateTables(Operation):
    """Creates tables, one `CreateModel` each. They may refer to each other in any order."""

    category = OperationCategory.ADDITION

    def __init__(self, tables: list[migrations.CreateModel]):
        self.tables = tables

    def deconstruct(self):
        return type(self).__name__, [], {"tables": self.tables}

    def state_forwards(self, app_label, state) -> None:
        forget_drawn_models(state)
        for table in self.tables:
            table.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:
        for table in self.tables:
            table.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state) -> None:
        for table in reversed(self.tables):
            table.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Create {len(self.tables)} tables"


class AddTriggers(Operation):
    """Adds triggers, (name of the model, trigger) each, in this order."""

    category = OperationCategory.ADDITION

    def __init__(self, triggers: list[tuple]):
        self.triggers = triggers

    def deconstruct(self):
        return type(self).__name__, [], {"triggers": self.triggers}

    def state_forwards(self, app_label, state) -> None:
        forget_drawn_models(state)
        for model, trigger in self.triggers:
            options = state.models[app_label, model].options
            options["triggers"] = [*options.get("triggers", []), trigger]

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:
        for _model, trigger in self.triggers:
            schema_editor.execute(trigger.install_sql, params=None)

    def database_backwards(self, app_label, schema_editor, from_state, to_state) -> None:
        for _model, trigger in reversed(self.triggers):
            schema_editor.execute(trigger.uninstall_sql, params=None)

    def describe(self) -> str:
        return f"Add {len(self.triggers)} triggers"
