"""Pages of a list, in two ways: numbered ones (`page`), and by the last row that one has (`after`).

Numbered pages may be leafed through at will, but rows that come or go between two pages shift them. `after` goes on
behind the last row seen, whatever was added or removed before it, and the last page costs no more than the first.
"""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import orjson
from django.core.exceptions import FieldDoesNotExist
from django.db import DataError
from django.db.models import F, Model
from django.db.models.expressions import BaseExpression
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

USUAL_PAGE = 50
LONGEST_PAGE = 1000
LAST_PAGE = 10**9
DEEPEST = 100_000
"""Rows that a numbered page may lie behind; the database walks over all of them."""
PARAMETERS = ("page", "page_size", "after", "count")
COUNTS = ("capped", "exact", "none")


@dataclass(frozen=True)
class Key:
    """One column by which rows are ordered. What is null comes last, whichever way round."""

    alias: str
    column: Any
    falls: bool
    nullable: bool

    @property
    def sql(self) -> str:
        return f'"{self.alias}"{" DESC" if self.falls else ""}{" NULLS LAST" if self.falls and self.nullable else ""}'


class Order:
    """The columns by which rows are ordered, each once; the last one is unique, so nothing behind it matters."""

    def __init__(self, model: type[Model], names: Sequence[tuple[Any, bool]]):
        columns, tie = {}, bool(names and names[0][1])
        for column, falls in names:
            if column in ("pk", "id"):
                tie = falls
                break
            columns.setdefault(column, falls)
        self.keys = [
            Key(f"order_{place}", column, falls, is_nullable(model, column))
            for place, (column, falls) in enumerate([*columns.items(), ("pk", tie)])
        ]
        self.name = ",".join(f"{'-' if key.falls else ''}{key.column}" for key in self.keys)

    @property
    def annotations(self) -> dict[str, Any]:
        return {key.alias: F(key.column) if isinstance(key.column, str) else key.column for key in self.keys}

    @property
    def sql(self) -> str:
        return "ORDER BY " + ", ".join(key.sql for key in self.keys)

    def behind(self, values: Sequence[str | None]) -> tuple[str, list[str]]:
        """The condition that a row comes after the one with these values, and its parameters."""
        keys = self.keys
        if len({key.falls for key in keys}) == 1 and not any(key.nullable for key in keys):
            names = ", ".join(f'"{key.alias}"' for key in keys)
            sign = "<" if keys[0].falls else ">"
            return f"({names}) {sign} ({', '.join(['%s'] * len(keys))})", list(values)
        return self.behind_step_by_step(values)

    def behind_step_by_step(self, values: Sequence[str | None]) -> tuple[str, list[str]]:
        """The first column lies behind; or it is the same and the second one lies behind; and so on."""
        steps, same, parameters, held = [], [], [], []
        for key, value in zip(self.keys, values, strict=True):
            name, sign = f'"{key.alias}"', "<" if key.falls else ">"
            if value is not None:
                further = f"({name} {sign} %s OR {name} IS NULL)" if key.nullable else f"{name} {sign} %s"
                steps.append(" AND ".join([*same, further]))
                parameters += [*held, value]
            same.append(f"{name} IS NULL" if value is None else f"{name} = %s")
            held += [] if value is None else [value]
        first = self.keys[0]
        bound = ""
        if values[0] is not None and not first.nullable:
            bound = f'"{first.alias}" {"<=" if first.falls else ">="} %s AND '
            parameters = [values[0], *parameters]
        return f"{bound}({' OR '.join(f'({step})' for step in steps)})", parameters


def is_nullable(model: type[Model], column: Any) -> bool:
    """Whether the column can be null; of an expression it is assumed."""
    if isinstance(column, BaseExpression | F):
        return True
    for name in column.split("__"):
        if name == "pk":
            return False
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            return True
        if field.null:
            return True
        model = field.related_model or model
    return False


def mark_of(order: Order, values: Sequence[Any]) -> str:
    """Where a page ended, as text for `after`."""
    told = [order.name, *(None if value is None else str(value) for value in values)]
    return base64.urlsafe_b64encode(orjson.dumps(told)).decode().rstrip("=")


def values_of(mark: str, order: Order) -> list[str | None]:
    """The values in a mark. Raises ValidationError when it is none, or one of another order."""
    try:
        name, *values = orjson.loads(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
    except (binascii.Error, ValueError, TypeError) as fault:
        raise ValidationError({"after": bad_mark()}) from fault
    if name != order.name or len(values) != len(order.keys) or not all(map(can_be, values, order.keys)):
        raise ValidationError({"after": bad_mark()})
    return values


def can_be(value: Any, key: Key) -> bool:
    """Whether the value in a mark can be one of this column; whether it is a number or a day, the database says."""
    return key.nullable if value is None else isinstance(value, str) and "\x00" not in value


def bad_mark() -> str:
    return _("This does not continue a list in this order. Take “next” from the answer before, unchanged.")


@dataclass(frozen=True)
class Window:
    """Which part of a list was asked for. `after` is None for numbered pages, "" for the beginning."""

    page: int
    size: int
    after: str | None
    count: str

    @classmethod
    def asked(cls, query) -> "Window":
        """From the query parameters. Raises ValidationError."""
        after = query.get("after")
        if after is not None and "page" in query:
            raise ValidationError({"after": _("Give either “page” or “after”.")})
        count = query.get("count") or ("capped" if after is None else "none")
        if count not in COUNTS:
            raise ValidationError({"count": _("Possible: %(known)s.") % {"known": ", ".join(COUNTS)}})
        page = whole_number(query, "page", 1, LAST_PAGE)
        size = whole_number(query, "page_size", USUAL_PAGE, LONGEST_PAGE)
        if (page - 1) * size > DEEPEST:
            text = _(
                "Numbered pages reach to row %(deepest)d. Go on with “after”, which has no end: begin with ?after="
            )
            raise ValidationError({"page": text % {"deepest": DEEPEST}})
        return cls(page, size, after, count)

    def around(self, order: Order) -> tuple[str, list]:
        """What to say around the rows: one row more than asked for tells whether there is a next page."""
        if not self.after:
            offset = 0 if self.after == "" else (self.page - 1) * self.size
            return f"{order.sql} LIMIT %s OFFSET %s", [self.size + 1, offset]
        condition, parameters = order.behind(values_of(self.after, order))
        return f"WHERE {condition} {order.sql} LIMIT %s", [*parameters, self.size + 1]


@dataclass(frozen=True)
class Page:
    """The rows of one page and whether there are more; `ended` are the values at which it ended."""

    rows: list[tuple]
    has_more: bool
    ended: tuple


def page_of(statement, window: Window, order: Order) -> Page:
    """One page of a statement's rows, whose first values are those of `order`. Raises ValidationError."""
    around, parameters = window.around(order)
    try:
        rows = statement.rows(around, *parameters)
    except DataError as fault:
        if window.after:
            raise ValidationError({"after": bad_mark()}) from fault
        raise
    shown = rows[: window.size]
    return Page(shown, len(rows) > window.size, shown[-1][: len(order.keys)] if shown else ())


def links(request, window: Window, page: Page, order: Order) -> dict[str, str | None]:
    """The addresses of the pages before and behind. By `after` there is no way back."""
    if window.after is not None:
        further = {"after": mark_of(order, page.ended)} if page.has_more else None
        return {"next": address(request, further), "previous": None}
    return {
        "next": address(request, {"page": window.page + 1} if page.has_more else None),
        "previous": address(request, {"page": window.page - 1} if window.page > 1 else None),
    }


def address(request, changed: dict[str, Any] | None) -> str | None:
    """The request's own address with some parameters changed."""
    if changed is None:
        return None
    query = request.query_params.copy()
    for name, value in changed.items():
        query[name] = value
    return f"{request._request.build_absolute_uri(request.path)}?{urlencode(list(query.items()))}"


def whole_number(query, name: str, default: int, most: int) -> int:
    """Parameter `name` as a number from 1 to `most`. Raises ValidationError."""
    text = query.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(most)) and 1 <= int(text) <= most):
        raise ValidationError({name: _("Give a whole number from 1 to %(most)d.") % {"most": most}})
    return int(text)
