"""The one way for every resource: who sees which rows, how they are filtered, ordered, paged and shown.

A `Resource` names its model, the verbs of `authority.csv` for reading and writing, its serializer and its filters.
Its rows come from `seen_by(user)` and nowhere else: a list, a detail and all behind them share one scope.

How a list is answered: `asking.py` reads the address, `tables.py` has the SELECT ready (compiled once for each way of
asking, `statements.py`), `paging.py` cuts the page, `reading.py` tells its rows, `expanding.py` puts things beside it.
"""

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any, ClassVar

from django.core.exceptions import FieldError
from django.db.models import F, QuerySet
from django.http import Http404, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_filters import FilterSet
from django_filters.utils import translate_validation
from rest_framework import serializers, viewsets
from rest_framework.exceptions import NotFound, ValidationError

from accounts.api import etags, paging
from accounts.api.asking import LONGEST_KEPT, OF_LISTS, SHAPING, Shaping, shaping_of
from accounts.api.expanding import Expansion
from accounts.api.exporting import Exports
from accounts.api.filtering import refuse_unknown
from accounts.api.idempotency import AnswersOnce
from accounts.api.pagination import TablePages
from accounts.api.paging import Order, Page, Window
from accounts.api.reading import Reader, reader_of
from accounts.api.statements import Kept, Statement, compiled
from accounts.api.tables import Table
from accounts.models import User
from accounts.scope import BELONGS, stem_for

TABLES = Kept()


def day_asked(request, name: str = "on") -> date | None:
    """The day in query parameter `name`, or None. Raises ValidationError."""
    text = request.query_params.get(name)
    if text is None:
        return None
    try:
        return serializers.DateField().run_validation(text)
    except ValidationError as fault:
        raise ValidationError({name: fault.detail}) from fault


class Resource(AnswersOnce, Exports, viewsets.GenericViewSet):
    """Rows to list and to open."""

    kind: str = ""
    """How other rooms, the change feed and the address table know it: `estate`."""
    model: type[Any]
    verb_to_read: str
    verb_to_write: str | None = None
    filterset_class: type[FilterSet] | None = None
    detail_serializer_class: type[serializers.Serializer] | None = None
    """What one thing looks like, where that is more than its row in a list."""
    ordering: tuple[str, ...] = ("pk",)
    ordering_fields: tuple[str, ...] = ()
    ordering_columns: dict[str, str | F] = {}
    detail_parameters: tuple[str, ...] = ()
    own_fields: tuple[str, ...] = ()
    """What stands in its own row, following neither from other rows nor from today's date: the change feed's."""
    expansions: Mapping[str, Expansion] = {}
    in_detail: tuple[str, ...] = ()
    """Expansions that a detail shows unasked."""
    pagination_class = TablePages
    untagged: tuple[str, ...] = ("export",)
    """Reading actions whose answers have no ETag."""
    count_up_to: int = 10_000
    """Counting ends here unless `count=exact`."""
    metadata_class = None
    http_method_names = ["get", "head", "post", "patch", "delete"]
    _known: ClassVar[dict[str, type["Resource"]]] = {}

    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        if cls.__dict__.get("kind"):
            Resource._known[cls.kind] = cls

    @staticmethod
    def known() -> dict[str, type["Resource"]]:
        """Every resource by its name."""
        return Resource._known

    @classmethod
    def for_person(cls, user: User, query: Mapping[str, str]) -> "Resource":
        """The resource as a person sees it, outside of a call, with what `query` asks."""
        view = cls()
        view.request = SimpleNamespace(user=user, query_params=query)
        view.action, view.kwargs, view.format_kwarg = "list", {}, None
        return view

    @classmethod
    def things(
        cls, user: User, keys: Sequence[Any], names: Sequence[str] | None = None, *, on: str | None = None
    ) -> dict[Any, dict[str, Any]]:
        """Those of the things with these primary keys that a person sees, as they are now; by primary key.

        `names` are fields, or expansions that stand beside them; without them all fields of a row. `on` is a day, which
        matters to those that are shown as of a day.
        """
        query = {"on": on} if on and "on" in cls.detail_parameters else {}
        view = cls.for_person(user, query)
        columns = view.reader().columns if names is None else names
        beside = tuple(name for name in names or () if name in cls.expansions and name not in view.reader().columns)
        table = view.table(Shaping(tuple(columns), beside), view.order({}), query, is_list=False)
        rows = table.among(keys)
        return {table.pk_of(row): told for row, told in zip(rows, table.told(view, rows), strict=True)}

    def seen_by(self, user) -> QuerySet:
        """The rows that a person sees: the scope of everything this resource answers."""
        return self.model.objects.visible_to(user)

    def seen_in_parts(self, user) -> list[QuerySet]:
        """The same rows, where that is counted faster in parts that share none of them."""
        return [self.seen_by(user)]

    def with_details(self, queryset: QuerySet) -> QuerySet:
        """The same rows with the columns that their representation needs."""
        return queryset

    def get_queryset(self) -> QuerySet:
        if getattr(self, "swagger_fake_view", False):
            return self.model._default_manager.none()
        return self.with_details(self.seen_by(self.request.user))

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Filters belong to lists; a detail has its key."""
        return queryset

    def get_serializer_class(self):
        return self.serializer_class if self.action == "list" else self.detail_serializer_class or self.serializer_class

    def as_of(self) -> date:
        """The day that the caller asks about (`on`), by default today."""
        return day_asked(self.request) or timezone.localdate()

    def list(self, request, *args, **kwargs) -> HttpResponse:
        query = request.query_params
        refuse_unknown(request, self.list_parameters())
        window = Window.asked(query)
        order = self.order(query)
        filters = {name: query[name] for name in query if name not in OF_LISTS}
        table = self.table(self.shaping(query), order, filters)
        page = paging.page_of(table.statement, window, order)
        if not page.rows and window.page > 1:
            raise NotFound(_("There is no such page: the list ends before it."))
        return self.page_told(table, window, page, self.counted(window, filters))

    def page_told(self, table: Table, window: Window, page: Page, counts: dict[str, Any]) -> HttpResponse:
        """A page of a table, with the addresses of those before and behind."""
        links = paging.links(self.request, window, page, table.order)
        return self.answer({**counts, **links, "results": table.told(self, page.rows)})

    def retrieve(self, request, *args, **kwargs) -> HttpResponse:
        refuse_unknown(request, (*self.detail_parameters, *SHAPING))
        return self.answer(self.told(self.key_asked(), self.shaping(request.query_params, detail=True)))

    def key_asked(self) -> str:
        return self.kwargs[self.lookup_url_kwarg or self.lookup_field]

    def told(self, key: Any, shaping: Shaping | None = None) -> dict[str, Any]:
        """One thing as the caller sees it; as its own address shows it if no `shaping` is given. Raises Http404."""
        shaping = shaping or self.shaping({}, detail=True)
        filters = {name: value for name, value in self.request.query_params.items() if name in self.detail_parameters}
        table = self.table(shaping, self.order({}), filters, is_list=False)
        rows = table.one(key)
        if not rows:
            raise Http404
        return table.told(self, rows)[0]

    def answer(self, told: dict[str, Any]) -> HttpResponse:
        """As JSON with its tag; 304 for a caller who has it already."""
        return etags.answer(self.request, told)

    def list_parameters(self) -> set[str]:
        return {*OF_LISTS, *self.filter_names()}

    def filter_names(self) -> set[str]:
        return set(self.filterset_class.base_filters) if self.filterset_class else set()

    def reader(self, *, detail: bool = False) -> Reader:
        return reader_of((self.detail_serializer_class if detail else None) or self.serializer_class)

    def shaping(self, query, *, detail: bool = False) -> Shaping:
        """What the address asks to be shown. Raises ValidationError."""
        return shaping_of(
            query,
            known=self.reader(detail=detail).columns,
            key=self.public_key,
            expansions=self.expansions,
            shown=self.in_detail if detail else (),
        )

    @property
    def public_key(self) -> str:
        """The field by which a thing is known: its official code, or `id`."""
        return "id" if self.lookup_field == "pk" else self.lookup_field

    def order(self, query) -> Order:
        """The order asked for, or the usual one. Raises ValidationError."""
        text = query.get("ordering")
        names = [name.strip() for name in text.split(",")] if text else []
        for name in names:
            self.refuse_unknown_order(name)
        pairs = [(name.removeprefix("-"), name.startswith("-")) for name in names or self.ordering]
        return Order(self.model, [(self.ordering_columns.get(name, name), falls) for name, falls in pairs])

    def refuse_unknown_order(self, name: str) -> None:
        if name.removeprefix("-") not in self.ordering_fields:
            known = ", ".join(self.ordering_fields) or _("none")
            text = _("“%(name)s” orders nothing here. Possible: %(known)s.") % {"name": name[:60], "known": known}
            raise ValidationError({"ordering": text})

    def table(self, shaping: Shaping, order: Order, filters: Mapping[str, str], *, is_list: bool = True) -> Table:
        """The rows of the caller's scope for this way of asking, compiled once."""

        def make() -> Table:
            rows = self.with_details(self.seen_by(self.request.user))
            return Table.of(
                self.narrowed(rows, filters) if is_list else rows,
                order=order,
                columns=self.reader(detail=not is_list).picked(shaping.names),
                key=self.lookup_field,
                expansions={name: self.expansions[name] for name in shaping.expanded},
            )

        return self.kept("table", (shaping, order.name, is_list), filters, make)

    def counted(self, window: Window, filters: Mapping[str, str]) -> dict[str, Any]:
        """How many rows the whole list has: `count`, and whether that is all of them."""
        if window.count == "none":
            return {"count": None, "count_is_exact": False}
        most = None if window.count == "exact" else self.count_up_to
        found = self.countable(filters).count(most=None if most is None else most + 1)
        return {"count": found if most is None else min(found, most), "count_is_exact": most is None or found <= most}

    def countable(self, filters: Mapping[str, str]) -> Statement:
        """The keys of the rows, without the columns that only their representation needs."""

        def make() -> Statement:
            first, *others = (self.keys_of(part, filters) for part in self.seen_in_parts(self.request.user))
            return compiled(first.union(*others, all=True) if others else first)

        return self.kept("count", (), filters, make)

    def keys_of(self, seen: QuerySet, filters: Mapping[str, str]) -> QuerySet:
        try:
            rows = self.narrowed(seen, filters)
        except FieldError:
            rows = self.narrowed(self.with_details(seen), filters)
        return rows.order_by().values_list("pk")

    def narrowed(self, rows: QuerySet, filters: Mapping[str, str]) -> QuerySet:
        """Those of the rows that the filters let through. Raises ValidationError."""
        if self.filterset_class is None:
            return rows
        filterset = self.filterset_class(filters, queryset=rows, request=self.request)
        if not filterset.is_valid():
            raise translate_validation(filterset.errors)
        return filterset.qs

    def kept(self, what: str, how: Hashable, filters: Mapping[str, str], make):
        """What `make` makes, kept for the next one who asks the same way on the same day in the same scope."""
        user = self.request.user
        if user.role in BELONGS or sum(map(len, filters.values())) > LONGEST_KEPT:
            return make()
        scope = (user.pk, user.role, stem_for(user), timezone.localdate(), translation.get_language())
        key = (type(self), self.action, what, how, tuple(sorted(filters.items())), scope)
        return TABLES.get(key, make)

    def page_of(self, rows: QuerySet, shape: type[serializers.Serializer], *, ordering: Sequence[str]) -> HttpResponse:
        """A page of rows that hang on a thing of this resource, in the order of `ordering`."""
        order = Order(rows.model, [(name.removeprefix("-"), name.startswith("-")) for name in ordering])
        table = Table.of(rows, order=order, columns=reader_of(shape).picked())
        window = Window.asked(self.request.query_params)
        page = paging.page_of(table.statement, window, order)
        count = rows.order_by().count() if window.count != "none" else None
        return self.page_told(table, window, page, {"count": count, "count_is_exact": count is not None})
