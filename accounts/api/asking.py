"""What a caller asks of a list or a thing, read from the address and checked: nothing is silently left out."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from accounts.api import paging

SHAPING = ("fields", "omit", "expand")
"""Parameters that every list and every thing knows."""
OF_LISTS = (*paging.PARAMETERS, "ordering", *SHAPING)
LONGEST_KEPT = 400
"""Letters of an address beyond which its statement is not worth keeping."""


@dataclass(frozen=True)
class Shaping:
    """Which values of a row were asked for, and which of them to show as whole things."""

    names: tuple[str, ...]
    expanded: tuple[str, ...]


def shaping_of(query, *, known: Iterable[str], key: str, expansions: Iterable[str], shown: Iterable[str]) -> Shaping:
    """From `fields`, `omit` and `expand`. The key is always shown. `shown`: expansions that are there unasked.

    Raises ValidationError for a name that the rows do not have.
    """
    known, possible = list(known), list(expansions)
    everything = [*known, *(name for name in possible if name not in known)]
    wanted = listed(query, "fields", everything)
    left_out = set(listed(query, "omit", everything))
    unasked = [name for name in shown if not wanted or name in wanted]
    expanded = [*listed(query, "expand", possible), *unasked]
    names = [name for name in known if name == key or ((not wanted or name in wanted) and name not in left_out)]
    return Shaping(tuple(names), tuple(dict.fromkeys(name for name in expanded if name not in left_out)))


def listed(query, parameter: str, known: Iterable[str]) -> list[str]:
    """The names in a parameter, separated by commas. Raises ValidationError for an unknown one."""
    text = query.get(parameter)
    if text is None:
        return []
    names = [name.strip() for name in text.split(",")]
    for name in names:
        if name not in known:
            there_are = ", ".join(known) or _("none")
            sentence = _("“%(name)s” is not there. There are: %(known)s.") % {"name": name[:60], "known": there_are}
            raise ValidationError({parameter: sentence})
    return names
