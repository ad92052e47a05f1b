"""The portal's own way of being served, for an application without Django: only what loads Django is left out."""

from config.gunicorn import *  # noqa: F403 - gunicorn reads its settings from the module's names


def when_ready(server):
    pass
