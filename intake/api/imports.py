"""`/api/v1/imports/`: files that were uploaded, what is wrong with them, and what can be done with each."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from accounts.api.expanding import made
from accounts.api.filtering import refuse_unknown
from accounts.api.moves import Nothing, Offer, OpenMove, Verbs
from accounts.api.pagination import Pages
from accounts.api.parsers import BoundedJSON, Upload
from accounts.api.rendering import FastJSON
from accounts.models import User
from intake import actions
from intake.api.shapes import FaultShape, ImportShape, NewImport, ProgressShape, Undoing
from intake.downloads import WORKBOOK, handed_out, name_of_marked
from intake.faults import CannotRead
from intake.filters import ImportFilters
from intake.lifecycle import BATCH, is_open
from intake.models import BatchState, ImportBatch
from intake.sheets import all_sheets, require_reader
from intake.tasks import hand_over, progress_of

AT_WORK = {BatchState.CHECKING, BatchState.APPLYING, BatchState.UNDOING}
OFFERS = (
    Offer(BATCH["carry_out"], "import-carry-out"),
    Offer(BATCH["undo"], "import-undo", lambda: Undoing),
    Offer(BATCH["discard"], "import-discard"),
)


class FileAnswer(FastJSON):
    """For callers who accept files only; what goes wrong is told them in JSON all the same."""

    media_type = "application/octet-stream"
    format = None


class WorkbookAnswer(FileAnswer):
    media_type = WORKBOOK


FILES = [FastJSON, FileAnswer, WorkbookAnswer]


def moves_of(view, ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """What the caller may do with imports now, by primary key."""
    request = view.request
    if getattr(request.auth, "read_only", False):
        return {}
    rows = ImportBatch.objects.filter(pk__in=ids).values_list("pk", "state", "sheet")
    return {
        key: [
            offer.told(request, key)
            for offer in OFFERS
            if is_open(offer.move, request.user, state, all_sheets().get(sheet))
        ]
        for key, state, sheet in rows
    }


def progress_by_key(view, ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """How far those are that the worker is busy with."""
    found = {}
    for batch in ImportBatch.objects.filter(pk__in=ids, state__in=AT_WORK):
        done, total = progress_of(batch)
        found[batch.pk] = {"done": done, "total": total}
    return found


class Imports(Verbs):
    """Files that were uploaded. The bureau, the auditor and the administrator see all, others their own."""

    kind = "import"
    model = ImportBatch
    verb_to_read = "imports.view"
    verb_to_write = "registers.import"
    serializer_class = ImportShape
    filterset_class = ImportFilters
    parser_classes = [BoundedJSON, Upload]
    untagged = ("export", "file", "marked")
    lookup_value_regex = "[0-9]{1,18}"
    ordering = ("-pk",)
    ordering_fields = ("received_at", "file_name", "row_count", "fault_count", "state")
    own_fields = tuple(ImportShape.Meta.fields)
    expansions = {"moves": made(OpenMove, moves_of), "progress": made(ProgressShape, progress_by_key, is_list=False)}
    in_detail = ("progress", "moves")

    @extend_schema(request={"multipart/form-data": NewImport}, responses={201: ImportShape})
    def create(self, request) -> Response:
        """Upload a file. It is checked at once in the background, against the register; nothing is imported yet."""
        self.refuse_parameters()
        sent = self.sent(NewImport)
        try:
            with transaction.atomic():
                batch = actions.receive(
                    sent["file"], sheet=all_sheets()[sent["register"]], name=sent["file"].name, by=request.user,
                    at=timezone.now(), on_existing=sent["on_existing"],
                )  # fmt: skip
                transaction.on_commit(partial(hand_over, batch))
        except CannotRead as fault:
            raise ValidationError({"file": [str(fault)]}) from fault
        return self.added(batch)

    @extend_schema(responses=FaultShape(many=True), filters=False)
    @action(detail=True, pagination_class=Pages)
    def faults(self, request, pk) -> HttpResponse:
        """What is wrong or odd, row by row: the first 1,000 faults. The copy under marked/ has all of them."""
        refuse_unknown(request, self.pagination_class.parameters)
        page = self.paginate_queryset(self.get_object().faults)
        return self.answer(self.get_paginated_response(FaultShape(page, many=True).data).data)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, renderer_classes=FILES)
    def file(self, request, pk) -> HttpResponse:
        """The file as it was uploaded."""
        refuse_unknown(request, ())
        batch = self.get_object()
        require_reader(request.user, batch)
        return handed_out(batch.file, batch.file_name)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, renderer_classes=FILES)
    def marked(self, request, pk) -> HttpResponse:
        """The copy with every fault beside its cell; 404 while there is nothing to mark."""
        refuse_unknown(request, ())
        batch = self.get_object()
        require_reader(request.user, batch)
        return handed_out(batch.marked_file, name_of_marked(batch))

    @extend_schema(request=Nothing, responses={202: ImportShape})
    @action(detail=True, methods=["post"], url_path="carry-out")
    def carry_out(self, request, pk) -> Response:
        """Have a file without faults imported: all of its rows, or none. It is done in the background."""
        return self.accepted(carry_out)

    @extend_schema(request=Undoing, responses={202: ImportShape})
    @action(detail=True, methods=["post"])
    def undo(self, request, pk) -> Response:
        """Have an import taken back as a whole, or not at all if other entries build on it by now."""
        return self.accepted(undo, Undoing)

    @extend_schema(request=Nothing, responses={204: None})
    @action(detail=True, methods=["post"])
    def discard(self, request, pk) -> Response:
        """Throw away a file of which nothing was imported."""
        self.refuse_parameters()
        with transaction.atomic():
            batch = self.held()
            self.sent(Nothing)
            actions.discard(batch, by=request.user, at=timezone.now())
        return Response(status=204)

    def accepted(self, verb, form=Nothing) -> Response:
        """202: the worker does it; this address shows how far it is."""
        response = self.use(verb, form)
        response.status_code = 202
        return response


def carry_out(batch: ImportBatch, *, by: User, at: datetime) -> None:
    actions.order(batch, sheet=all_sheets()[batch.sheet], by=by, at=at)
    transaction.on_commit(partial(hand_over, batch))


def undo(batch: ImportBatch, *, reason: str, by: User, at: datetime) -> None:
    actions.order_undo(batch, sheet=all_sheets()[batch.sheet], by=by, at=at, why=reason)
    transaction.on_commit(partial(hand_over, batch))
