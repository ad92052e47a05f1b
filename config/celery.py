"""The Celery application. Its schedule stands in `settings.CELERY_BEAT_SCHEDULE`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("anju")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
ROOMS = [
    "committees.coverage",
    "committees.forming",
    "committees.owners",
    "committees.papers",
    "committees.votes",
    "complaints.hotline",
    "complaints.notices",
    "complaints.photos",
    "complaints.posters",
    "estates.board",
    "fees.collection",
    "fees.findings",
    "fees.funds",
    "fees.revenue",
    "oversight.followers",
    "oversight.money",
    "oversight.quality",
]
"""Rooms with tasks of their own."""
app.autodiscover_tasks(ROOMS)
