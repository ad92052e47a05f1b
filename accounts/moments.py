"""What is asked many times in a second and changes once in months is told from memory for a moment.

For lists and figures of the city only: whoever amends one sees it at once on their own desk, which reads the tables;
the rest of the portal follows within `REMEMBERED_SECONDS`.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.conf import settings

Asked = ParamSpec("Asked")
Told = TypeVar("Told")
MOST = 1_000
"""Answers remembered of one question; more of them, and it forgets all and begins anew."""


def remembered(question: Callable[Asked, Told]) -> Callable[Asked, Told]:
    """Ask the database again only when a moment has passed. Arguments are hashable; nobody changes what is told."""
    answers: dict[tuple, tuple[float, Told]] = {}

    @wraps(question)
    def ask(*args: Asked.args, **kwargs: Asked.kwargs) -> Told:
        seconds = settings.REMEMBERED_SECONDS
        key = (args, tuple(sorted(kwargs.items())))
        now = time.monotonic()
        until, told = answers.get(key, (0.0, None))
        if now < until:
            return told  # type: ignore[return-value]
        fresh = question(*args, **kwargs)
        if seconds:
            if len(answers) >= MOST:
                answers.clear()
            answers[key] = (now + seconds, fresh)
        return fresh

    return ask
