"""`/api/v1/complaints/`: the list, one, filing, attachments and receipts."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.api.expanding import made, many, one
from accounts.api.filtering import one_of, refuse_unknown
from accounts.api.moves import OpenMove
from accounts.api.parsers import BoundedJSON, Upload
from accounts.models import Role
from complaints.actions.acting import doer
from complaints.actions.contacts import look_at_contact
from complaints.actions.filing import NewComplaint, file
from complaints.actions.receipts import give_receipt
from complaints.api import photos
from complaints.api.forms import NewComplaintForm, NewPhoto, Receipting
from complaints.api.shapes import (
    ComplaintInFull,
    ComplaintShape,
    ComplaintStepShape,
    ContactShape,
    NewComplaintShape,
    PhotoShape,
    ReceiptShape,
    UploadedShape,
    WordsShape,
)
from complaints.api.verbs import ComplaintVerbs, moves_of
from complaints.filters import ComplaintFilters
from complaints.models import Actor, Channel, Complaint, Receipt, Step
from complaints.photos.store import SIZES
from complaints.queries import may_read_words
from intake.api.imports import FILES

OWN = (
    "number", "estate", "region", "topic", "kind", "channel", "filed_at", "hotline_number", "state", "state_since",
    "handler", "enterprise", "body", "hand_offs", "owner_named", "level", "is_urgent", "due_at", "accept_due_at",
    "contact_due_at", "answer_due_at", "review_due_at", "verdict_due_at", "accepted_at", "dispatched_at",
    "contacted_at", "answered_at", "reviewed_at", "closed_at", "reopened_at", "claims_solved", "extension",
    "extension_workdays", "joined_to", "households", "is_joint", "false_answers", "outcome", "refusal", "flood",
    "version",
)  # fmt: skip
"""For the change feed: nothing that a resident wrote."""
SIZE = OpenApiParameter("size", enum=list(SIZES), description=_("full (by default) or thumb."))


WORDS = ("title", "spot", "words")


def words_of(view, ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """What residents wrote, for those who may read it."""
    if not may_read_words(view.request.user):
        return {}
    rows = Complaint.objects.filter(pk__in=ids).values_list("pk", *WORDS)
    return {pk: dict(zip(WORDS, told, strict=True)) for pk, *told in rows}


STEPS = many(
    ComplaintStepShape, lambda view, ids: Step.objects.filter(complaint__in=ids).order_by("pk"), by="complaint_id"
)


def steps_of(view, ids: Sequence[int]) -> Mapping[int, list[dict[str, Any]]]:
    """By complaint. Staff of a company read what residents read, and what their company did itself."""
    found = STEPS.load(view, ids)
    if not may_read_words(view.request.user):
        return {key: [without_words(step) for step in steps] for key, steps in found.items()}
    if view.request.user.role != Role.COMPANY:
        return found
    name = doer(view.request.user).name
    return {
        key: [for_company(step, name) for step in steps if step["is_public"] or is_own(step, name)]
        for key, steps in found.items()
    }


def without_words(step: dict[str, Any]) -> dict[str, Any]:
    """A step without what the resident wrote, and without notes, which may repeat it."""
    return {**step, "text": "" if step["actor"] == Actor.RESIDENT else step["text"], "note": ""}


def is_own(step: dict[str, Any], name: str) -> bool:
    """Whether the company of this name did it: another one may have had the case before."""
    return step["actor"] == Actor.COMPANY and step["actor_name"] == name


def for_company(step: dict[str, Any], name: str) -> dict[str, Any]:
    """A step without what officers, or another company, noted."""
    return step if is_own(step, name) else {**step, "note": ""}


def receipts_of(view, ids: Sequence[int]) -> QuerySet[Receipt]:
    return Receipt.objects.filter(complaint__in=ids).order_by("pk")


class Complaints(ComplaintVerbs):
    """Complaints about estates of the caller's region; staff of a company: those dispatched to it."""

    kind = "complaint"
    model = Complaint
    verb_to_read = "complaints.view"
    verb_to_write = "complaints.file"
    serializer_class = ComplaintShape
    detail_serializer_class = ComplaintInFull
    filterset_class = ComplaintFilters
    parser_classes = [BoundedJSON, Upload]
    lookup_field = "number"
    lookup_value_regex = "[A-Z0-9]{1,6}-[0-9]{8}-[0-9]{6}"
    untagged = ("export", "photo")
    shows_secrets = ("create", "who")
    ordering = ("-filed_at", "-pk")
    ordering_fields = ("filed_at", "due_at", "state_since", "answer_due_at", "closed_at", "number", "households")
    count_up_to = 1_000
    own_fields = OWN
    expansions = {
        "estate": one("estate", "estate_id"),
        "enterprise": one("enterprise", "enterprise_id"),
        "topic": one("topic", "topic_id"),
        "told": made(WordsShape, words_of, is_list=False),
        "steps": made(ComplaintStepShape, steps_of),
        "photos": made(PhotoShape, photos.photos_of),
        "receipts": many(ReceiptShape, receipts_of, by="complaint_id"),
        "moves": made(OpenMove, moves_of),
    }
    in_detail = ("told", "steps", "photos", "receipts", "moves")
    verbs = {
        **ComplaintVerbs.verbs,
        "photo": "complaints.view",
        "upload": "complaints.answer",
        "who": "complaints.contact",
        "receipt": "complaints.view",
    }

    @extend_schema(request=NewComplaintForm, responses={201: NewComplaintShape})
    def create(self, request, *args, **kwargs) -> Response:
        """File a complaint for a resident. The secret is shown this once: number and secret are for the resident."""
        self.refuse_parameters()
        values = self.sent(NewComplaintForm)
        with transaction.atomic():
            complaint = self.filed(values)
            response = self.added(complaint)
        response.data = {**response.data, "secret": complaint.secret}
        response["Cache-Control"] = "no-store"
        return response

    def filed(self, values: dict[str, Any]) -> Complaint:
        """Raises ValidationError."""
        by = self.request.user
        if (values["name"] or values["phone"]) and not values["consent_version"]:
            raise ValidationError({"consent_version": [_("Say to which notice the resident agreed.")]})
        values["photos"] = tuple(photos.drafts_of(by, values["photos"]))
        complaint = file(NewComplaint(channel=Channel.API, **values), by=by, at=timezone.now())
        if complaint.filed_by_id != by.pk:
            raise ValidationError({"key": [_("Another complaint has this key. Make a new one for each.")]})
        return complaint

    @extend_schema(request={"multipart/form-data": NewPhoto}, responses={201: UploadedShape})
    @action(detail=False, methods=["post"], url_path="uploads", url_name="upload")
    def upload(self, request) -> Response:
        """Upload a photo, and name its key in a new complaint or an answer within two days."""
        self.refuse_parameters()
        photo = photos.uploaded(self.sent(NewPhoto)["file"], by=request.user)
        return Response({"key": photo.key, "state": photo.state}, status=201)

    @extend_schema(responses={(200, "image/jpeg"): OpenApiTypes.BINARY}, parameters=[SIZE], filters=False)
    @action(
        detail=True, url_path=r"photos/(?P<key>[0-9a-f]{8}-[0-9a-f-]{27})", url_name="photo", renderer_classes=FILES
    )
    def photo(self, request, number: str, key: str) -> HttpResponse:
        """A photo as JPEG, without anything that the camera wrote into it; 404 until it is ready."""
        refuse_unknown(request, ("size",))
        size = one_of(request, "size", SIZES) or "full"
        return photos.handed_out(photos.seen(self, [self.get_object().pk]), key, size)

    @extend_schema(request=None, responses=ContactShape)
    @action(detail=True, methods=["post"], url_path="who", url_name="who")
    def who(self, request, number: str) -> Response:
        """Look at name and phone of whoever filed it. Each look is written down."""
        self.refuse_parameters()
        found = look_at_contact(self.get_object(), by=request.user, at=timezone.now())
        told = {"name": found.name, "phone": found.phone, "erase_on": found.erase_on} if found else None
        return Response(told or {"name": "", "phone": "", "erase_on": None}, headers={"Cache-Control": "no-store"})

    @extend_schema(request=Receipting, responses=ComplaintInFull)
    @action(detail=True, methods=["post"])
    def receipt(self, request, number: str) -> Response:
        """Say that your system has it, and under which number. `receipted=false` lists those that it has not."""
        return self.act(give_receipt, Receipting)
