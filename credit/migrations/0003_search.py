import django.contrib.postgres.indexes
from django.db import migrations, models
from django.db.models import F, Value
from django.db.models.functions import Concat, Lower


class Migration(migrations.Migration):
    """Words are looked for in one column with an index; the ledger is paged by each day that it is ordered by."""

    dependencies = [("credit", "0002_touches")]

    operations = [
        migrations.AddField(
            model_name="evidence",
            name="search_text",
            field=models.GeneratedField(
                db_persist=True,
                expression=Lower(Concat("number", Value(" "), "document", Value(" "), "matter", Value(" "), "fact")),
                output_field=models.TextField(verbose_name="what search looks at"),
            ),
        ),
        migrations.AddIndex(
            model_name="evidence",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(F("search_text"), name="gin_trgm_ops"),
                name="evidence_search_trigram",
            ),
        ),
        migrations.AddIndex(
            model_name="evidence",
            index=models.Index(fields=["occurred_on", "id"], name="evidence_by_happening"),
        ),
        migrations.AddIndex(
            model_name="evidence",
            index=models.Index(fields=["recorded_at", "id"], name="evidence_by_recording"),
        ),
        migrations.AddIndex(
            model_name="evidence",
            index=models.Index(fields=["centipoints", "id"], name="evidence_by_points"),
        ),
    ]
