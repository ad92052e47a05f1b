"""Figures of the city, of counties and of streets in one table, and tallies of today beside it.

What the nights kept of coverage by county stays as it was kept; `take_figures` counts the other areas around it.
"""

import django.db.models.deletion
from django.db import migrations, models

COUNTIES_AS_KEPT = """
INSERT INTO oversight_nightcount (night_id, area_code, estate_count, served_count, old_count, household_count, grades,
                                  up_count, down_count)
SELECT night_id, county_code, estate_count, served_count, old_count, household_count, '{}', 0, 0
FROM oversight_coveragecount
"""


class Migration(migrations.Migration):
    dependencies = [
        ("credit", "0002_touches"),
        ("oversight", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Window",
            fields=[
                ("estate_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("estate_code", models.CharField(max_length=13)),
                ("area_code", models.CharField(db_index=True, max_length=12)),
                ("is_served", models.BooleanField()),
                ("is_old", models.BooleanField()),
                ("households", models.PositiveIntegerField()),
                ("contract_id", models.BigIntegerField(db_index=True, null=True)),
                ("enterprise_id", models.BigIntegerField(null=True)),
                ("grade", models.CharField(max_length=8)),
            ],
            options={
                "verbose_name": "window",
                "verbose_name_plural": "windows",
            },
        ),
        migrations.CreateModel(
            name="Followed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.CharField(max_length=60, verbose_name="position in the change feed")),
                ("on", models.DateField(verbose_name="day")),
                ("at", models.DateTimeField(verbose_name="in step since")),
                (
                    "night",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="credit.night",
                        verbose_name="nightly run",
                    ),
                ),
            ],
            options={
                "verbose_name": "how far the tallies follow",
                "verbose_name_plural": "how far the tallies follow",
            },
        ),
        migrations.CreateModel(
            name="NightCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("area_code", models.CharField(max_length=12, verbose_name="area")),
                ("estate_count", models.PositiveIntegerField(default=0, verbose_name="estates")),
                ("served_count", models.PositiveIntegerField(default=0, verbose_name="with property service")),
                ("old_count", models.PositiveIntegerField(default=0, verbose_name="old estates")),
                ("household_count", models.PositiveIntegerField(default=0, verbose_name="households")),
                ("grades", models.JSONField(default=dict, verbose_name="companies by grade")),
                ("up_count", models.PositiveIntegerField(default=0, verbose_name="moved up")),
                ("down_count", models.PositiveIntegerField(default=0, verbose_name="moved down")),
                (
                    "night",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="figures", to="credit.night"
                    ),
                ),
            ],
            options={
                "verbose_name": "count of a night",
                "verbose_name_plural": "counts of nights",
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("enterprise_id", models.BigIntegerField()),
                ("area_code", models.CharField(db_index=True, max_length=12)),
                ("grade", models.CharField(max_length=8)),
            ],
            options={
                "verbose_name": "presence",
                "verbose_name_plural": "presences",
                "constraints": [
                    models.UniqueConstraint(fields=("enterprise_id", "area_code"), name="present_once_in_an_area")
                ],
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("area_code", models.CharField(max_length=12, verbose_name="area")),
                ("estate_count", models.PositiveIntegerField(default=0, verbose_name="estates")),
                ("served_count", models.PositiveIntegerField(default=0, verbose_name="with property service")),
                ("old_count", models.PositiveIntegerField(default=0, verbose_name="old estates")),
                ("household_count", models.PositiveIntegerField(default=0, verbose_name="households")),
                ("grades", models.JSONField(default=dict, verbose_name="companies by grade")),
            ],
            options={
                "verbose_name": "tally",
                "verbose_name_plural": "tallies",
                "constraints": [models.UniqueConstraint(fields=("area_code",), name="one_tally_per_area")],
            },
        ),
        migrations.AddConstraint(
            model_name="followed",
            constraint=models.UniqueConstraint(models.Value(1), name="the_tallies_follow_one_feed"),
        ),
        migrations.AddConstraint(
            model_name="nightcount",
            constraint=models.UniqueConstraint(fields=("area_code", "night"), name="one_count_per_area_and_night"),
        ),
        migrations.RunSQL(COUNTIES_AS_KEPT, migrations.RunSQL.noop),
        migrations.DeleteModel(
            name="CoverageCount",
        ),
    ]
