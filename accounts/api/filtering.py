"""Filters and order of a list. What is not known is refused: a misspelt filter must not quietly return everything."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ValidationError

from accounts.api.problems import InAddress


def refuse_unknown(request, known: Iterable[str]) -> None:
    """Raises InAddress for the first query parameter that means nothing here or is given twice."""
    known = set(known)
    for name, values in request.query_params.lists():
        if name not in known:
            there_are = ", ".join(sorted(known)) or _("none")
            raise InAddress(
                {name[:60]: _("There is no such parameter here. There are: %(known)s.") % {"known": there_are}}
            )
        if len(values) > 1:
            raise InAddress({name: _("Give this once; several values are separated by commas.")})


def one_of(request, name: str, choices: Iterable[str]) -> str | None:
    """The value of a query parameter that knows only these, or None. Raises ValidationError."""
    value, choices = request.query_params.get(name), list(choices)
    if value is not None and value not in choices:
        raise ValidationError({name: _("Only these are possible: %(choices)s.") % {"choices": ", ".join(choices)}})
    return value


class KnownFilters(DjangoFilterBackend):
    """The view's filters, as the API's description asks for them; lists narrow their rows by `Resource.narrowed`."""
