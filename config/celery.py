"""The Celery application. Its schedule stands in `settings.CELERY_BEAT_SCHEDULE`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("anju")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["complaints.hotline", "complaints.photos", "complaints.notices", "complaints.posters"])
app.autodiscover_tasks(
    [
        "oversight.money",
        "oversight.quality",
        "committees.coverage",
        "committees.forming",
        "committees.owners",
        "committees.papers",
        "committees.votes",
    ]
)
app.autodiscover_tasks(["estates.board", "oversight.followers"])
app.autodiscover_tasks(["fees.funds", "fees.revenue"])
