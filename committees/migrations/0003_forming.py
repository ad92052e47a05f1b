import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("committees", "0002_around"),
    ]

    operations = [
        migrations.AddField(
            model_name="committee",
            name="seat_count",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="seats"),
        ),
        migrations.AddField(
            model_name="committee",
            name="first_met_on",
            field=models.DateField(blank=True, null=True, verbose_name="first meeting held on"),
        ),
        migrations.CreateModel(
            name="CommitteeWarning",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("report", "the end of the term nears: report it"),
                            ("group", "the end of the term nears: form the re-election group"),
                            ("last", "the end of the term nears: hold the election"),
                            ("over", "the term is over"),
                            ("too_few", "too few members are left: hold an election"),
                            ("filing", "the filing is late"),
                            ("answer", "the answer to the filing is late"),
                            ("handover", "books and seal have not been handed over"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="about the day")),
                ("given_on", models.DateField(verbose_name="given on")),
                ("article", models.CharField(max_length=200, verbose_name="article")),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="warnings",
                        to="committees.committee",
                        verbose_name="committee",
                    ),
                ),
            ],
            options={
                "verbose_name": "warning of a committee",
                "verbose_name_plural": "warnings of committees",
                "ordering": ["-given_on", "-id"],
            },
        ),
        migrations.AddConstraint(
            model_name="committeewarning",
            constraint=models.UniqueConstraint(fields=("committee", "kind", "due_on"), name="one_warning_for_a_day"),
        ),
    ]
