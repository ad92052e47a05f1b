from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("committees", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="phone_digest",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
    ]
