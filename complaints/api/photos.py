"""Attachments: a photo is uploaded first, its key is sent with the complaint or the answer that it belongs to."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.reverse import reverse

from accounts.models import User
from complaints.models import Complaint, Photo
from complaints.photos import store
from complaints.photos.actions import take
from complaints.photos.pages import clean_copy


def own_mark(user: User) -> str:
    """How the drafts of a person's uploads begin."""
    return f"api-{user.pk}-"


def uploaded(file, *, by: User) -> Photo:
    """Raises ValidationError on `file`."""
    try:
        return take(file, draft_key=f"{own_mark(by)}{uuid4().hex}", at=timezone.now())
    except ValidationError as fault:
        raise ValidationError({"file": fault.messages}) from fault


def drafts_of(by: User, keys: Iterable[UUID]) -> list[UUID]:
    """The keys again, if each is of a photo that this person uploaded and that belongs to nothing yet.

    Raises ValidationError on `photos`.
    """
    keys = list(keys)
    mine = Photo.objects.filter(key__in=keys, draft_key__startswith=own_mark(by))
    if unknown := set(keys) - set(mine.values_list("key", flat=True)):
        text = _("You have uploaded no photo “%(key)s”, or it belongs to something already.")
        raise ValidationError({"photos": [text % {"key": min(map(str, unknown))}]})
    return keys


def seen(view, ids: Sequence[int]) -> QuerySet[Photo]:
    return (
        Photo.objects.visible_to(view.request.user).filter(complaint__in=ids).select_related("complaint").order_by("pk")
    )


def photos_of(view, ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {key: [] for key in ids}
    for photo in seen(view, ids):
        assert photo.complaint is not None
        found[photo.complaint.pk].append(told(photo, photo.complaint, view.request))
    return found


def told(photo: Photo, complaint: Complaint, request) -> dict[str, Any]:
    return {
        "key": photo.key,
        "step": photo.step_id,
        "kind": photo.kind,
        "state": photo.state,
        "taken_at": timezone.localtime(photo.taken_at),
        "width": photo.width,
        "height": photo.height,
        "href": reverse("api:complaint-photo", args=[complaint.number, photo.key], request=request),
    }


def handed_out(photos: QuerySet[Photo], key: str, size: str) -> HttpResponse:
    """The clean copy of one of these photos. Raises Http404, also while it is being prepared."""
    photo = photos.filter(key=key).first()
    if photo is None or not photo.is_clean or size not in store.SIZES:
        raise Http404
    return clean_copy(photo, size)
