"""Tables that are only ever added to: the database itself refuses the rest."""

import pgtrigger


def append_only(name: str) -> list[pgtrigger.Trigger]:
    """Triggers that refuse UPDATE, DELETE and TRUNCATE. `name` begins their names and the error's text."""
    return [
        pgtrigger.Protect(name=f"{name}_never_changed", operation=pgtrigger.Update | pgtrigger.Delete),
        pgtrigger.Trigger(
            name=f"{name}_never_emptied",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func=f"RAISE EXCEPTION '{name} is append-only' USING ERRCODE = 'restrict_violation';",
        ),
    ]
