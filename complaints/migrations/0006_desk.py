import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

OPEN = Q(state__in=["filed", "supplement", "accepted", "dispatched", "contacted", "answered", "reviewed", "denied"])


class Migration(migrations.Migration):
    dependencies = [("complaints", "0005_posters")]

    operations = [
        migrations.RemoveIndex(model_name="complaint", name="complaints_due_in_a_street"),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(condition=OPEN, fields=["street", "due_at", "id"], name="complaints_open_in_a_street"),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(condition=OPEN, fields=["due_at", "id"], name="complaints_open"),
        ),
        migrations.CreateModel(
            name="AnswerTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("answer", "answer to the resident"),
                            ("ask", "question to the resident"),
                            ("return_answer", "why an answer goes back"),
                        ],
                        default="answer",
                        max_length=15,
                        verbose_name="used for",
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="name")),
                (
                    "words",
                    models.TextField(
                        help_text="{estate}, {number}, {topic} and {filed} are filled in from the complaint.",
                        max_length=1000,
                        verbose_name="words",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="offered")),
                (
                    "topic",
                    models.ForeignKey(
                        blank=True,
                        help_text="A class stands for all its leaves. Empty: for all topics.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="complaints.topic",
                        verbose_name="only for this topic",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer template",
                "verbose_name_plural": "answer templates",
                "ordering": ["use", "name", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("use", "name"), name="one_answer_template_per_name_and_use")
                ],
            },
        ),
    ]
