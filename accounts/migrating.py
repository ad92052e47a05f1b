"""What migrations of tables with triggers need."""

from django.db.migrations.operations.base import Operation, OperationCategory


class AddTriggers(Operation):
    """Adds triggers, (name of the model, trigger) each, in this order.

    One by one (`pgtrigger.migrations.AddTrigger`) each of them makes Django draw anew all models that are related to
    its own: with hundreds of triggers that is most of the time that an empty database takes. Here it is once.
    """

    category = OperationCategory.ADDITION

    def __init__(self, triggers: list[tuple]):
        self.triggers = triggers

    def deconstruct(self):
        return type(self).__name__, [], {"triggers": self.triggers}

    def state_forwards(self, app_label, state) -> None:
        touched = set()
        for model, trigger in self.triggers:
            options = state.models[app_label, model].options
            options["triggers"] = [*options.get("triggers", []), trigger]
            touched.add((app_label, model))
        state.reload_models(touched)

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:
        for _model, trigger in self.triggers:
            schema_editor.execute(trigger.install_sql, params=None)

    def database_backwards(self, app_label, schema_editor, from_state, to_state) -> None:
        for _model, trigger in reversed(self.triggers):
            schema_editor.execute(trigger.uninstall_sql, params=None)

    def describe(self) -> str:
        return f"Add {len(self.triggers)} triggers"
