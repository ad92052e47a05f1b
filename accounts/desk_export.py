"""A desk's list as a file: the rows that are filtered now, within scope, as CSV or as a workbook."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import chain, islice
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import note_export
from accounts.desk_buttons import PageLink
from accounts.patience import unhurried
from accounts.spreadsheets import MOST_ROWS_OF_A_SHEET, ROWS_AT_ONCE, as_csv, as_workbook, heading_of


class ExportsOnDesk:
    """The part of a desk that hands out its list. `export_columns` are fields, paths (`region__name`) or callables
    with a `short_description`; none means that the list is not handed out."""

    export_columns: tuple[str | Callable[[Model], Any], ...] = ()

    def get_urls(self):
        if not self.export_columns:
            return super().get_urls()
        name = f"{self.opts.app_label}_{self.opts.model_name}_export"
        return [path("export/", self.of_the_list(self.export), name=name), *super().get_urls()]

    def of_the_list(self, view: Callable[[HttpRequest], HttpResponse]):
        """A view of all rows that are filtered now, whatever page of the list was asked for."""

        def handed_out(request: HttpRequest) -> HttpResponse:
            if not self.has_view_permission(request):
                raise PermissionDenied
            request.GET = request.GET.copy()
            request.GET.pop("p", None)
            return view(request)

        return self.admin_site.admin_view(handed_out)

    def export_links(self, request: HttpRequest) -> list[PageLink]:
        if not self.export_columns:
            return []
        kept = [(key, value) for key, values in request.GET.lists() for value in values if key not in {"p", "as"}]
        return [
            PageLink(label, f"{self.url('export')}?{urlencode([*kept, ('as', kind)])}", "download")
            for kind, label in (("xlsx", _("Export to Excel")), ("csv", _("Export CSV")))
        ]

    def export(self, request: HttpRequest):
        """The filtered list as a file; `?as=csv` or `?as=xlsx`."""
        kind = request.GET.pop("as", ["xlsx"])[-1]
        rows = self.get_changelist_instance(request).get_queryset(request)
        name, as_file = (
            f"{self.opts.model_name}-{timezone.localdate():%Y%m%d}",
            as_csv if kind == "csv" else as_workbook,
        )
        if request.method == "HEAD":
            return as_file(iter(()), name)
        with unhurried():
            count = rows.order_by().count()
            if kind != "csv" and count > MOST_ROWS_OF_A_SHEET:
                return self.too_long_for_a_sheet(request)
            lines = self.export_lines(begun(rows.iterator(chunk_size=ROWS_AT_ONCE)))
        note_export(
            self.opts.label_lower, kind=kind, filters=request.GET.dict(), rows=count, by=request.user, at=timezone.now()
        )
        return as_file(lines, name)

    def too_long_for_a_sheet(self, request: HttpRequest) -> HttpResponseRedirect:
        """Back to the list, with its filters and a sentence that says what to do."""
        messages.error(
            request,
            _("A worksheet holds %(most)s rows and this list has more. Export it as CSV, or filter it first.")
            % {"most": f"{MOST_ROWS_OF_A_SHEET:,}"},
        )
        return HttpResponseRedirect(f"{self.url('changelist')}?{request.GET.urlencode()}")

    def export_lines(self, things: Iterable[Model]) -> Iterator[list[Any]]:
        """The headings, then one line for each row."""
        yield [self.export_heading(column) for column in self.export_columns]
        for thing in things:
            yield [self.export_value(thing, column) for column in self.export_columns]

    def export_heading(self, column) -> str:
        if callable(column):
            return str(column.short_description)
        try:
            return heading_of(self.model, column)
        except FieldDoesNotExist:
            return str(getattr(self, column).short_description)

    def export_value(self, thing: Model, column) -> Any:
        if callable(column):
            return plain(column(thing))
        value = thing
        *steps, last = column.split("__")
        for name in steps:
            value = getattr(value, name, None)
        if value is None:
            return ""
        shown = getattr(value, f"get_{last}_display", None)
        if shown:
            return str(shown())
        return plain(getattr(self, last)(value) if hasattr(self, last) else getattr(value, last))


def plain(value: Any) -> Any:
    """A value that a spreadsheet knows: text, a number, a date."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return value
    return str(value)


def begun(things: Iterator[Model]) -> Iterator[Model]:
    """The same things, the first of which is there already: what takes the database long is done."""
    first = list(islice(things, 1))
    return chain(first, things)
