"""What each role may do: one table, `authority.csv`, that a person can open and read.

`may` answers, `require` insists. Buttons, desks and the API ask here, so they cannot disagree.
"""

import csv
from functools import cache
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Role, User

TABLE = Path(__file__).with_name("authority.csv")


class NotAllowed(Exception):
    """The person's role does not include the verb. Carries a sentence for the person."""


@cache
def table() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


@cache
def verbs_of(role: str) -> frozenset[str]:
    """The verbs that `role` may use."""
    return frozenset(row["verb"] for row in table() if row.get(role) == "x")


def may(user, verb: str) -> bool:
    """Whether `user` may use `verb`. Nobody and people who may not log in may nothing."""
    return bool(getattr(user, "is_active", False)) and verb in verbs_of(getattr(user, "role", ""))


def require(user: User | None, verb: str) -> None:
    """Insist that `user` may use `verb`; `None` is the portal itself (the nightly job, a command).

    Raises NotAllowed.
    """
    if user is not None and not may(user, verb):
        raise NotAllowed(
            _("Your role (%(role)s) may not do this: %(verb)s.")
            % {"role": Role(user.role).label, "verb": meaning_of(verb)}
        )


def meaning_of(verb: str) -> str:
    column = "meaning_zh" if (get_language() or "zh").startswith("zh") else "meaning_en"
    return next(row[column] for row in table() if row["verb"] == verb)
