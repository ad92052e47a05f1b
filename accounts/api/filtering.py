"""Filters and order of a list. What is not known is refused: a misspelt filter must not quietly return everything."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ValidationError
from rest_framework.filters import OrderingFilter

COMMON = {"page", "page_size", "ordering"}


def refuse_unknown(request, known: Iterable[str]) -> None:
    """Raises ValidationError for the first query parameter that means nothing here, naming those that do."""
    known = sorted(known)
    for name in request.query_params:
        if name not in known:
            there_are = ", ".join(known) or _("none")
            raise ValidationError(
                {name: _("There is no such parameter here. There are: %(known)s.") % {"known": there_are}}
            )


def one_of(request, name: str, choices: Iterable[str]) -> str | None:
    """The value of a query parameter that knows only these, or None. Raises ValidationError."""
    value, choices = request.query_params.get(name), list(choices)
    if value is not None and value not in choices:
        raise ValidationError({name: _("Only these are possible: %(choices)s.") % {"choices": ", ".join(choices)}})
    return value


class KnownFilters(DjangoFilterBackend):
    """The view's FilterSet; any other query parameter is a fault."""

    def filter_queryset(self, request, queryset, view):
        filterset = getattr(view, "filterset_class", None)
        refuse_unknown(request, COMMON | set(filterset.base_filters if filterset else ()))
        return super().filter_queryset(request, queryset, view)


class KnownOrder(OrderingFilter):
    """`ordering=-households,code`: only the view's `ordering_fields`; ties are broken by the primary key."""

    def get_ordering(self, request, queryset, view):
        text = request.query_params.get(self.ordering_param)
        if not text:
            return self.get_default_ordering(view)
        names = [name.strip() for name in text.split(",")]
        for name in names:
            self.refuse_unknown_column(name, view)
        return [self.column(name, view) for name in names] + ["pk"]

    @staticmethod
    def column(name: str, view):
        """What stands behind a public name: a column, or an expression, whose nulls come last either way."""
        falls, name = name.startswith("-"), name.removeprefix("-")
        column = view.ordering_columns.get(name, name)
        if isinstance(column, str):
            return f"-{column}" if falls else column
        return column.desc(nulls_last=True) if falls else column.asc(nulls_last=True)

    def refuse_unknown_column(self, name: str, view) -> None:
        if name.removeprefix("-") not in view.ordering_fields:
            known = ", ".join(view.ordering_fields) or _("none")
            text = _("“%(name)s” orders nothing here. Possible: %(known)s.") % {"name": name, "known": known}
            raise ValidationError({self.ordering_param: text})

    def get_schema_operation_parameters(self, view):
        if not getattr(view, "ordering_fields", ()):
            return []
        text = _("Order by one or more of these, separated by commas; “-” before one turns it round: %(known)s.")
        return [
            {
                "name": self.ordering_param,
                "required": False,
                "in": "query",
                "description": text % {"known": ", ".join(view.ordering_fields)},
                "schema": {"type": "string"},
            }
        ]
