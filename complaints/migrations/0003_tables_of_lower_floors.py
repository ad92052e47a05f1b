import django.db.models.deletion
from django.db import migrations, models


def move_up(apps, schema_editor) -> None:
    """Undone, this migration fills the tables again before anything refers to them."""
    from importlib import import_module

    before = import_module("complaints.migrations.0002_moved_down")
    for name, app in before.MOVED.items():
        before.copy(apps, schema_editor, app, "complaints", name)


class Migration(migrations.Migration):

    dependencies = [
        ("committees", "0001_initial"),
        ("complaints", "0002_moved_down"),
    ]

    operations = [
        migrations.AlterField(
            model_name="mediation",
            name="committee",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="mediations",
                to="committees.mediationcommittee",
                verbose_name="mediation committee",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, move_up),
        migrations.DeleteModel(name="MediationCommittee"),
        migrations.DeleteModel(name="DayOff"),
    ]
