from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("enterprises", "0006_service_rooms"),
    ]

    operations = [
        migrations.AddField(
            model_name="takeover",
            name="post_by",
            field=models.DateField(blank=True, null=True, verbose_name="result to be posted by"),
        ),
    ]
