import django.contrib.postgres.indexes
from django.db import migrations, models
from django.db.models.functions import Upper


class Migration(migrations.Migration):
    """The search compares capitals, so its index has to hold capitals. Contracts are paged by begin and by end."""

    dependencies = [("enterprises", "0001_initial")]

    operations = [
        migrations.RemoveIndex(model_name="enterprise", name="enterprise_search_trigram"),
        migrations.AddIndex(
            model_name="enterprise",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(Upper("search_text"), name="gin_trgm_ops"),
                name="enterprise_search_by_trigram",
            ),
        ),
        migrations.AddIndex(
            model_name="servicecontract",
            index=models.Index(fields=["-begins_on", "number"], name="contracts_newest_first"),
        ),
        migrations.AddIndex(
            model_name="servicecontract",
            index=models.Index(fields=["ends_on", "id"], name="contracts_by_end"),
        ),
    ]
