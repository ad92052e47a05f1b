"""How gunicorn serves the portal, in `make run` and in production alike.

`GUNICORN_BIND` and `WEB_CONCURRENCY` change address and number of workers.
"""

import gc
import os
import re
from urllib.parse import quote

from gunicorn import glogging
from gunicorn.http import message

bind = os.environ.get("GUNICORN_BIND", "127.0.0.1:8000")
wsgi_app = "config.wsgi:application"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 4
preload_app = True
raw_env = ["ANJU_WEB=1"]
"""Requests have a limit in the database; nights, imports and commands have none."""
timeout = 120
graceful_timeout = 15
keepalive = 30
max_requests = 20_000
max_requests_jitter = 2_000
control_socket_disable = True
limit_request_line = message.MAX_REQUEST_LINE = 32 * 1024
"""Bytes. A filter may name 1,000 codes; gunicorn by itself would read no more than 8 KB."""
accesslog = "-"
access_log_format = "%(t)s %(m)s %(U)s %(s)s %(B)s bytes %(M)s ms %({x-request-id}o)s"
"""The path without its query: what people searched for, and any secret put there by mistake, stay out of the log."""
OPENS = re.compile(r"^/follow/end/.*", re.DOTALL)
"""Paths whose rest opens something by itself: it stays out of the log, too."""


class Logger(glogging.Logger):
    def access(self, response, request, environ, request_time):
        """A line for each request, but not for the health checks that come every few seconds."""
        if not environ.get("PATH_INFO", "").startswith("/health/"):
            super().access(response, request, environ, request_time)

    def atoms(self, resp, req, environ, request_time):
        """The path as it was sent, in percent signs: decoded it may hold line ends, and with them invented lines."""
        path = OPENS.sub("/follow/end/", environ.get("PATH_INFO", ""))
        told = quote(path, safe="/:@!$&'()*+,;=", encoding="latin-1")
        return {**super().atoms(resp, req, environ, request_time), "U": told}


logger_class = Logger


def when_ready(server):
    """All code is loaded: keep the garbage collector from walking (and so from copying) it in every worker."""
    from django.urls import get_resolver

    get_resolver().url_patterns  # noqa: B018 - reading it imports every view
    gc.collect()
    gc.freeze()


def post_fork(server, worker):
    gc.set_threshold(10_000, 20, 50)
