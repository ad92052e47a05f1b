"""Many writes in one call: `POST /<resource>/bulk/`.

Either all rows are kept or none (`all_or_none`), or each row stands for itself (`each`). Every row goes the way that a
call of its own would go: same form, same action, same scope, same line in the audit log.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.api import etags
from accounts.api.problems import ChangedMeanwhile, as_api_exception, errors_of, told
from accounts.api.serializers import KnownFields, ShortList

MOST_ROWS = 1_000
DONE = {"create": "created", "update": "updated", "delete": "deleted"}
STATUS = {"create": 201, "update": 200, "delete": 204}


class BulkRow(KnownFields):
    """One write: `create` has values, `update` a key and values, `delete` a key."""

    do = serializers.ChoiceField(choices=list(DONE), help_text=gettext_lazy("What to do."))
    key = serializers.CharField(
        required=False,
        max_length=40,
        help_text=gettext_lazy("Which one: what ends its address. Not with “create”."),
    )
    values = serializers.JSONField(
        required=False, help_text=gettext_lazy("The fields, as in a call for one alone. Not with “delete”.")
    )
    if_match = serializers.CharField(
        required=False, max_length=200, help_text=gettext_lazy("Only if it still has this ETag. Not with “create”.")
    )

    def validate(self, row):
        do, has = row["do"], set(row)
        needed = {"create": {"values"}, "update": {"key", "values"}, "delete": {"key"}}[do]
        allowed = {"do", *needed, *(() if do == "create" else ("if_match",))}
        faults = {name: _("“%(do)s” needs this.") % {"do": do} for name in needed - has}
        faults |= {name: _("“%(do)s” does not take this.") % {"do": do} for name in has - allowed}
        if faults:
            raise serializers.ValidationError(faults)
        return row


class Rows(ShortList):
    def refuse_length(self, given: int) -> None:
        raise serializers.ValidationError(
            _("At most %(most)d rows at once; these are %(given)d.") % {"most": MOST_ROWS, "given": given}
        )


class BulkBody(KnownFields):
    """Up to 1,000 writes."""

    mode = serializers.ChoiceField(
        choices=["all_or_none", "each"],
        help_text=gettext_lazy("“all_or_none”: one fault and nothing is kept. “each”: every row stands for itself."),
    )
    rows = Rows(
        child=BulkRow(), allow_empty=False, max_length=MOST_ROWS, help_text=gettext_lazy("What to do, in this order.")
    )


class RowProblem(serializers.Serializer):
    type = serializers.CharField(help_text=gettext_lazy("Which kind of problem, for programs."))
    title = serializers.CharField(help_text=gettext_lazy("Which kind of problem, for people."))
    status = serializers.IntegerField(help_text=gettext_lazy("What a call for this row alone would have answered."))
    detail = serializers.CharField(help_text=gettext_lazy("What happened here, and what to do."))
    errors = serializers.ListField(
        child=serializers.DictField(), required=False, help_text=gettext_lazy("Each fault with its pointer.")
    )


class RowResult(serializers.Serializer):
    row = serializers.IntegerField(help_text=gettext_lazy("Place in the list that was sent, from 0."))
    status = serializers.IntegerField(help_text=gettext_lazy("201 created, 200 updated, 204 deleted; or the fault's."))
    key = serializers.CharField(required=False, help_text=gettext_lazy("What ends its address."))
    etag = serializers.CharField(required=False, help_text=gettext_lazy("Its ETag from now on."))
    problem = RowProblem(required=False, help_text=gettext_lazy("Why the row was not kept."))


class BulkResult(serializers.Serializer):
    created = serializers.IntegerField(help_text=gettext_lazy("Rows that added something."))
    updated = serializers.IntegerField(help_text=gettext_lazy("Rows that amended something."))
    deleted = serializers.IntegerField(help_text=gettext_lazy("Rows that struck something off."))
    failed = serializers.IntegerField(help_text=gettext_lazy("Rows that were not kept; 0 with “all_or_none”."))
    rows = RowResult(many=True, help_text=gettext_lazy("What became of each row, in the order sent."))


@dataclass
class Row:
    """A write of a bulk call and what became of it: the thing, its key, or the fault."""

    place: int
    do: str
    key: str | None = None
    values: Any = None
    if_match: str | None = None
    thing: Any = None
    fault: exceptions.APIException | None = None
    errors: list[dict[str, str]] = field(default_factory=list)

    def attempt(self, work: Callable[["Row"], Any]) -> None:
        """Do the row's work by itself: what it wrote is undone if it fails."""
        try:
            with transaction.atomic():
                self.thing = work(self)
        except Exception as exc:
            self.fail(exc)

    def fail(self, exc: Exception) -> None:
        """Note what is wrong with the row. Raises what is a fault of the portal and not of the row."""
        fault = as_api_exception(exc)
        if fault.status_code >= 500:
            raise exc
        self.fault = fault
        place = f"/rows/{self.place}"
        if isinstance(fault, exceptions.ValidationError):
            self.errors = list(errors_of(fault.detail, path=f"{place}/values"))
        else:
            named = {404: "/key", 412: "/if_match"}.get(fault.status_code, "")
            self.errors = [{"detail": str(fault.detail), "pointer": f"#{place}{named}"}]


class RowsRefused(exceptions.APIException):
    """Some rows of an all-or-none call are at fault; nothing was kept. Has the faults of all rows."""

    def __init__(self, rows: Iterable[Row]) -> None:
        faulty = [row for row in rows if row.fault]
        statuses = {row.fault.status_code for row in faulty if row.fault}
        alike = statuses.pop() if len(statuses) == 1 else 400
        self.status_code = alike if alike in (403, 409, 412) else 400
        self.default_code = {403: "permission_denied", 409: "conflict", 412: "changed_meanwhile"}.get(alike, "invalid")
        self.errors = [error for row in faulty for error in row.errors]
        super().__init__(_("Nothing was saved."))


class InBulk:
    """Adds `bulk/` to a resource that can do single rows (`do_one`)."""

    bulk_verbs: tuple[str, ...] = tuple(DONE)

    @extend_schema(request=BulkBody, responses=BulkResult, filters=False)
    @action(detail=False, methods=["post"])
    def bulk(self, request):
        """Write up to 1,000 rows: all of them or none, or each for itself."""
        self.refuse_parameters()
        mode, rows = self.rows_sent(request)
        with transaction.atomic():
            self.do_all(rows)
            if mode == "all_or_none" and any(row.fault for row in rows):
                raise RowsRefused(rows)
            connection.check_constraints()
            results = list(self.results(rows))
        counts = {DONE[do]: sum(row.do == do and not row.fault for row in rows) for do in DONE}
        return Response({**counts, "failed": sum(bool(row.fault) for row in rows), "rows": results})

    def rows_sent(self, request) -> tuple[str, list[Row]]:
        """The mode and the rows. Raises ValidationError for what is no bulk call at all."""
        form = BulkBody(data=request.data)
        form.is_valid(raise_exception=True)
        rows = [Row(place, **sent) for place, sent in enumerate(form.validated_data["rows"])]
        faults: dict[int, dict[str, str]] = {}
        named: dict[str, int] = {}
        for row in rows:
            if row.do not in self.bulk_verbs:
                known = ", ".join(self.bulk_verbs)
                faults[row.place] = {"do": _("Only this is possible here: %(known)s.") % {"known": known}}
            elif row.key is not None and named.setdefault(row.key, row.place) != row.place:
                faults[row.place] = {"key": _("Row %(row)d names it already.") % {"row": named[row.key]}}
        if faults:
            raise serializers.ValidationError({"rows": faults})
        return form.validated_data["mode"], rows

    def do_all(self, rows: list[Row]) -> None:
        """Do the rows one after the other, each in a savepoint, those that are there locked in one order."""
        self.find_things(rows)
        for row in rows:
            if row.fault is None:
                row.attempt(self.do_one)

    def find_things(self, rows: list[Row]) -> None:
        """Lock the rows that are to be written and load them; what the caller does not see is not there."""
        keys = [row.key for row in rows if row.key and re.fullmatch(self.lookup_value_regex, row.key)]
        found = self.held_by_key(keys) if keys else {}
        asked = {found[row.key].pk for row in rows if row.if_match and row.key in found}
        tags = {pk: etags.of(shown) for pk, shown in self.told_of(asked).items()} if asked else {}
        for row in rows:
            if row.key is None:
                continue
            row.thing = found.get(row.key)
            if row.thing is None:
                row.fail(exceptions.NotFound(_("There is nothing under this key that you may see.")))
            elif row.if_match and not etags.matches(row.if_match, tags.get(row.thing.pk)):
                row.fail(ChangedMeanwhile())

    def results(self, rows: list[Row]) -> Iterator[dict[str, Any]]:
        shown = self.told_of({row.thing.pk for row in rows if row.do != "delete" and not row.fault})
        for row in rows:
            if row.fault:
                key = {} if row.key is None else {"key": row.key}
                problem = told(row.fault, row.errors)
                yield {"row": row.place, "status": row.fault.status_code, **key, "problem": problem}
            elif row.do == "delete":
                yield {"row": row.place, "status": STATUS[row.do], "key": row.key}
            else:
                key = str(self.known_by(row.thing))
                yield {"row": row.place, "status": STATUS[row.do], "key": key, "etag": etags.of(shown[row.thing.pk])}
