from django.db import migrations, models
from django.db.models import Q

OPEN = Q(state__in=["filed", "supplement", "accepted", "dispatched", "contacted", "answered", "reviewed", "denied"])
RISEN = OPEN & (~Q(level="street") | Q(handler="district"))


class Migration(migrations.Migration):
    dependencies = [("complaints", "0011_flagged")]

    operations = [
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(condition=RISEN, fields=["due_at", "id"], name="complaints_risen"),
        )
    ]
