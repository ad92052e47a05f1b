"""Disclosure boards: the city's list, what hangs in each estate, faults up to the decision, objections with answers."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.expanding import one
from accounts.api.moves import Nothing, Verbs, moves, moves_of_numbered, offers, step
from accounts.api.parsers import BoundedJSON, Upload
from accounts.api.resources import Resource
from accounts.api.serializers import KnownFields, Shape
from accounts.models import User
from accounts.proofs import proof_of
from estates.api.life_forms import ESTATE, estate_field, words_field
from estates.board import actions, faults, objections
from estates.board.filters import EntryFilters, FaultFilters, ItemFilters, ObjectionFilters
from estates.board.lifecycle import CHECK, ENTRY, FAULT, OBJECTION, VIEW
from estates.models import BoardEntry, BoardFault, BoardItem, BoardObjection, FaultKind

FOUND = _("What the check found; names no person.")


class PuttingUp(KnownFields):
    posted_on = serializers.DateField(help_text=_("Day since which it hangs, whole."))
    photo = serializers.FileField(
        required=False, allow_null=True, default=None, help_text=_("A picture (JPEG, PNG) or PDF of it on the board.")
    )


class LackFound(KnownFields):
    lacks = words_field(_("What is missing; everybody reads it."))


class FaultSeen(KnownFields):
    estate = estate_field()
    kind = serializers.ChoiceField(choices=FaultKind.choices, help_text=_("What is wrong."))
    happened_on = serializers.DateField(help_text=_("Day on which it was seen."))
    words = words_field(_("What is wrong, in words; names no person."), most=2000)


class FaultOrdered(KnownFields):
    statement = words_field(_("What the company said, or that it said nothing."), most=2000)
    finding = words_field(FOUND, most=2000)


class FaultUnfounded(KnownFields):
    finding = words_field(FOUND, most=2000)


class FaultConcluded(KnownFields):
    decision = words_field(_("What was decided, and why."))


class BoardReason(KnownFields):
    reason = words_field(_("Why."))


class ObjectionAnswered(KnownFields):
    answer = words_field(_("The answer; everybody reads it."), most=500)


OF_ENTRIES = {"put_up": PuttingUp, "find_complete": Nothing, "find_faulty": LackFound}
OF_FAULTS = {
    "find_so": FaultOrdered, "find_unfounded": FaultUnfounded, "note_put_right": FaultConcluded,
    "decide": FaultConcluded, "revoke": BoardReason,
}  # fmt: skip
OF_OBJECTIONS = {"reply": ObjectionAnswered, "set_aside": BoardReason}


class BoardItemShape(Shape):
    class Meta:
        model = BoardItem
        fields = [
            "code", "name", "name_en", "content", "every_months", "due_days", "only_where", "counts_as", "article",
            "from_on", "until_on",
        ]  # fmt: skip
        read_only_fields = fields


class BoardItems(Resource):
    """What has to hang on disclosure boards. Kept by the bureau at its desk."""

    kind = "board-item"
    model = BoardItem
    verb_to_read = VIEW
    serializer_class = BoardItemShape
    filterset_class = ItemFilters
    lookup_field = "code"
    lookup_value_regex = "[a-z][a-z0-9-]{0,19}"
    own_fields = (
        "code", "name", "name_en", "content", "every_months", "due_days", "only_where", "counts_as", "article",
        "from_on", "until_on",
    )  # fmt: skip
    ordering = ("place", "code")
    ordering_fields = ("code", "name", "due_days")


def put_up(entry: BoardEntry, *, posted_on: date, photo: File | None, by: User | None, at: datetime) -> BoardEntry:
    proofs = [proof_of(photo, "photo")] if photo else []
    return actions.put_up(entry, posted_on=posted_on, proofs=proofs, by=by, at=at)


def states_of(ids: Sequence[Any]) -> dict[Any, str]:
    return dict(BoardEntry.objects.filter(pk__in=ids).values_list("pk", "state"))


class BoardEntryShape(Shape):
    """What one estate owes of one item and period. Photos are seen at the desk."""

    estate = serializers.CharField(source="estate.code", help_text=ESTATE)
    item = serializers.CharField(source="item.code", help_text=_("Code of the item."))
    fault = serializers.CharField(
        source="fault.number", default=None, allow_null=True, help_text=_("Number of the fault that it was put into.")
    )

    class Meta:
        model = BoardEntry
        fields = [
            "id", "estate", "item", "from_on", "until_on", "due_on", "state", "posted_on", "hangs_until_on",
            "reported_at", "checked_on", "lacks", "fault",
        ]  # fmt: skip
        read_only_fields = fields


class BoardEntries(Verbs):
    """What hangs on the boards of the estates that the caller sees, and what is left out. The night opens entries."""

    kind = "board-entry"
    model = BoardEntry
    verb_to_read = VIEW
    serializer_class = BoardEntryShape
    filterset_class = EntryFilters
    lookup_value_regex = "[0-9]{1,18}"
    parser_classes = [BoundedJSON, Upload]
    own_fields = (
        "id", "estate", "item", "from_on", "until_on", "due_on", "state", "posted_on", "hangs_until_on", "reported_at",
        "checked_on", "lacks",
    )  # fmt: skip
    ordering = ("-due_on", "-pk")
    ordering_fields = ("due_on", "posted_on", "from_on")
    expansions = {
        "estate": one("estate", "estate_id"), "item": one("board-item", "item_id"),
        "moves": moves(offers("board-entry", ENTRY, OF_ENTRIES), states_of),
    }  # fmt: skip
    in_detail = ("moves",)
    verbs = {name: ENTRY[name].right for name in OF_ENTRIES}

    put_up = step("put_up", put_up, PuttingUp, "It hangs, whole, since a day.")
    find_complete = step("find_complete", actions.find_complete, Nothing, "Looked at on the spot: nothing is missing.")
    find_faulty = step("find_faulty", actions.find_faulty, LackFound, "Looked at on the spot: something is missing.")


class BoardFaultShape(Shape):
    """A fault. What was written down about it stays at the desk."""

    estate = serializers.CharField(source="estate.code", help_text=ESTATE)

    class Meta:
        model = BoardFault
        fields = [
            "number", "estate", "kind", "state", "happened_on", "reported_at", "checked_at", "put_right_by",
            "decided_at", "revoked_at",
        ]  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {"put_right_by": {"help_text": _("Last day for the company to put it right.")}}


class BoardFaults(Verbs):
    """Faults of boards in the estates that the caller sees: found at night or by officers, checked, decided."""

    kind = "board-fault"
    model = BoardFault
    verb_to_read = VIEW
    verb_to_write = CHECK
    serializer_class = BoardFaultShape
    filterset_class = FaultFilters
    lookup_field = "number"
    lookup_value_regex = "GS-[0-9]{8}-[0-9]{6}"
    own_fields = (
        "number", "estate", "kind", "state", "happened_on", "reported_at", "checked_at", "put_right_by", "decided_at",
        "revoked_at",
    )  # fmt: skip
    ordering = ("-reported_at", "-pk")
    ordering_fields = ("reported_at", "happened_on", "put_right_by", "decided_at", "number")
    expansions = {
        "estate": one("estate", "estate_id"),
        "moves": moves_of_numbered(BoardFault, offers("board-fault", FAULT, OF_FAULTS)),
    }
    in_detail = ("moves",)
    verbs = {name: FAULT[name].right for name in OF_FAULTS}

    @extend_schema(request=FaultSeen, responses={201: BoardFaultShape})
    def create(self, request, *args, **kwargs) -> Response:
        """Report what was seen on the spot. It is checked and decided by others."""
        self.refuse_parameters()
        with transaction.atomic():
            return self.added(faults.report(**self.sent(FaultSeen), by=request.user, at=timezone.now()))

    find_so = step("find_so", faults.find_so, FaultOrdered, "Checked and found so: the company has to put it right.")
    find_unfounded = step("find_unfounded", faults.find_unfounded, FaultUnfounded, "Checked: it is not so.")
    note_put_right = step("note_put_right", faults.note_put_right, FaultConcluded, "It was put right: nothing counts.")
    decide = step("decide", faults.decide, FaultConcluded, "It was not put right in time: it counts.")
    revoke = step("revoke", faults.revoke, BoardReason, "Revoke the decision; its record is withdrawn.")


class BoardObjectionShape(Shape):
    """An objection. Who filed it and in which words is read at the desk only."""

    estate = serializers.CharField(source="estate.code", help_text=ESTATE)
    item = serializers.CharField(
        source="item.code", default=None, allow_null=True, help_text=_("Code of the item; null for the board itself.")
    )
    fault = serializers.CharField(
        source="fault.number", default=None, allow_null=True, help_text=_("Number of the fault that it was put into.")
    )

    class Meta:
        model = BoardObjection
        fields = [
            "number", "estate", "item", "kind", "state", "filed_at", "due_on", "answer", "answered_at",
            "set_aside_reason", "fault",
        ]  # fmt: skip
        read_only_fields = fields


class BoardObjections(Verbs):
    """What residents object to on the boards of the estates that the caller sees, and the answers."""

    kind = "board-objection"
    model = BoardObjection
    verb_to_read = VIEW
    serializer_class = BoardObjectionShape
    filterset_class = ObjectionFilters
    lookup_field = "number"
    lookup_value_regex = "GY-[0-9]{8}-[0-9]{6}"
    own_fields = (
        "number", "estate", "kind", "state", "filed_at", "due_on", "answer", "answered_at", "set_aside_reason",
    )  # fmt: skip
    ordering = ("-filed_at", "-pk")
    ordering_fields = ("filed_at", "due_on", "answered_at", "number")
    expansions = {
        "estate": one("estate", "estate_id"), "item": one("board-item", "item_id"),
        "moves": moves_of_numbered(BoardObjection, offers("board-objection", OBJECTION, OF_OBJECTIONS)),
    }  # fmt: skip
    in_detail = ("moves",)
    verbs = {name: OBJECTION[name].right for name in OF_OBJECTIONS}

    reply = step("reply", objections.reply, ObjectionAnswered, "Answer it; everybody reads the answer.")
    set_aside = step("set_aside", objections.set_aside, BoardReason, "It is none; everybody reads why.")
