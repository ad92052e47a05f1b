"""How the portal is plugged together: settings, addresses, the clock, the embedded services.

- `settings.py`, with the clock's schedule; `urls.py` and `api.py`, the two doors; `health.py`, `celery.py`, `wsgi.py`.
- `serve.py` is what `make run` runs: the servers of `embedded/`, then `prepare.py` (tables, the demo city), then web,
  worker, courier and beat, kept running by `supervisor.py`. `gunicorn.py` also serves production.
- `check.py` is `make check`, `generate.py` writes the generated documents, `catalogue.py` keeps the translations.
- `desk.py`, `look.py`: the web admin's site, colours and menu.
"""

from config.celery import app as celery_app

__all__ = ["celery_app"]
