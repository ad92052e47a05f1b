import django.contrib.postgres.indexes
from django.db import migrations
from django.db.models.functions import Upper


class Migration(migrations.Migration):
    """The search compares capitals, so its index has to hold capitals."""

    dependencies = [("estates", "0001_initial")]

    operations = [
        migrations.RemoveIndex(model_name="estate", name="estate_search_trigram"),
        migrations.AddIndex(
            model_name="estate",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(Upper("search_text"), name="gin_trgm_ops"),
                name="estate_search_by_trigram",
            ),
        ),
    ]
