#!/usr/bin/env python
"""Django's command line. With no DATABASE_URL or REDIS_URL set it uses the embedded servers, and starts them."""

import atexit
import os
import sys

WITHOUT_SERVICES = {"makemessages", "compilemessages", "collectstatic", "help", "version", "diffsettings"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from config import embedded
    from config.embedded.server import ServiceFailed

    if len(sys.argv) > 1 and sys.argv[1] not in WITHOUT_SERVICES:
        try:
            atexit.register(embedded.provide())
        except ServiceFailed as reason:
            sys.exit(str(reason))
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
