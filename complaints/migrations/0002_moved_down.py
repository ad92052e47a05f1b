from django.db import migrations

MOVED = {"DayOff": "accounts", "MediationCommittee": "committees"}


def copy(apps, schema_editor, old_app: str, new_app: str, name: str) -> None:
    """The rows of a table with the numbers that they had; those that the other one has already stay as they are."""
    old, new = apps.get_model(old_app, name), apps.get_model(new_app, name)
    columns = {field.attname for field in old._meta.concrete_fields} & {
        field.attname for field in new._meta.concrete_fields
    }
    new.objects.bulk_create([new(**row) for row in old.objects.values(*columns)], ignore_conflicts=True)
    table = new._meta.db_table
    schema_editor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), greatest(max(id), 1)) FROM {table}")
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def move_down(apps, schema_editor) -> None:
    for name, app in MOVED.items():
        copy(apps, schema_editor, "complaints", app, name)


class Migration(migrations.Migration):
    """The days off and the mediation committees go to the floors that own them. The way back is in the next one."""

    dependencies = [
        ("complaints", "0001_initial"),
        ("accounts", "0004_committee_members_and_days"),
        ("committees", "0001_initial"),
    ]
    operations = [migrations.RunPython(move_down, migrations.RunPython.noop)]
