"""How the portal is plugged together: settings, addresses, the clock, the embedded services.

Start with `settings.py`; `urls.py` and `api.py` are the two doors; `celery.py` holds the schedule;
`serve.py` is what `make run` runs, on top of the PostgreSQL and Valkey of `embedded.py`.
"""

from config.celery import app as celery_app

__all__ = ["celery_app"]
