"""What is done with photos. Files are written before rows and struck after them: a row never points at nothing."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.pictures import judging
from complaints.models import Complaint, Photo, PhotoState, Step
from complaints.photos import store
from exchange.webhooks import addresses

MOST_AT_ONCE = 6
"""Photos of one draft, of one step, and of a complaint as it was filed."""


def take(
    file: File,
    *,
    draft_key: str = "",
    complaint: Complaint | None = None,
    step: Step | None = None,
    kind: str = "",
    at: datetime,
) -> Photo:
    """Store a file as it came in, for a draft, a complaint or one of its steps; the worker makes it fit to show.

    Raises ValidationError with the file's name: what is no photo, too big, or one too many.
    """
    name = judging.short(file.name or "")
    insist_on_place(name, draft_key=draft_key, complaint=complaint, step=step)
    judging.insist_on_size(file.size, name)
    file.seek(0)
    content = file.read()
    judging.judge(content, name)
    photo = Photo(draft_key=draft_key, complaint=complaint, step=step, kind=kind, name=name, taken_at=at)
    store.put(photo, store.ORIGINAL, content)
    try:
        return recorded(photo)
    except Exception:
        store.strike(photo)
        raise


def take_remote(address: str, *, complaint: Complaint, at: datetime) -> Photo:
    """A photo that the worker fetches from another server. Raises ValidationError for what can be no address of one."""
    addresses.read(address)
    name = judging.short(address.partition("?")[0].rstrip("/"))
    insist_on_place(name, draft_key="", complaint=complaint, step=None)
    return recorded(Photo(complaint=complaint, state=PhotoState.REMOTE, source=address, name=name, taken_at=at))


def insist_on_place(name: str, *, draft_key: str, complaint: Complaint | None, step: Step | None) -> None:
    beside = Photo.objects.filter(draft_key=draft_key, complaint=complaint, step=step).counted().count()
    if beside >= MOST_AT_ONCE:
        raise judging.refused(
            _("“%(name)s” was left out: %(most)d photos are the most at once."), name, most=MOST_AT_ONCE
        )


def recorded(photo: Photo) -> Photo:
    """Save it, and tell the worker once that is settled."""
    from complaints.photos.tasks import hand_over

    photo.full_clean(exclude=["complaint", "step"], validate_unique=False, validate_constraints=False)
    photo.save(force_insert=True)
    transaction.on_commit(lambda: hand_over(photo), robust=True)
    return photo


@transaction.atomic
def attach(
    photo_ids: Iterable[UUID | str], complaint: Complaint, step: Step | None = None, *, kind: str = ""
) -> list[Photo]:
    """Give a draft's photos (by their keys) to its complaint, or to a step of it.

    Raises ValidationError on `photos` when one of them is not there any more, or there are too many.
    """
    keys = set(sound_keys(photo_ids))
    photos = list(Photo.objects.select_for_update().filter(key__in=keys, complaint__isnull=True).counted())
    if len(photos) < len(keys):
        raise ValidationError({"photos": _("One of the photos cannot be used. Take it out, or add it again.")})
    if len(photos) > MOST_AT_ONCE:
        raise ValidationError({"photos": _("%(most)d photos are the most at once.") % {"most": MOST_AT_ONCE}})
    for photo in photos:
        photo.draft_key, photo.complaint, photo.step = "", complaint, step
        photo.kind = kind or photo.kind
        photo.save(update_fields=["draft_key", "complaint", "step", "kind"])
    return photos


def sound_keys(texts: Iterable[UUID | str]) -> list[UUID]:
    """As keys. Raises ValidationError for what is none: it was not made by our pages."""
    try:
        return [UUID(str(text)) for text in texts]
    except ValueError as fault:
        raise ValidationError(
            {"photos": _("One of the photos cannot be used. Take it out, or add it again.")}
        ) from fault


@transaction.atomic
def drop(photo_key: UUID | str, *, draft_key: str) -> None:
    """Take a photo out of a draft again. One that is not there, or not of this draft, is left alone."""
    for photo in Photo.objects.select_for_update().filter(key__in=sound_keys([photo_key]), draft_key=draft_key or None):
        strike_off(photo)


def erase(*, at: datetime) -> int:
    """Forget the photos of reports that were never sent, and of complaints whose resident was forgotten. How many."""
    photos = [*Photo.objects.given_up(at=at), *Photo.objects.past_keeping()]
    for photo in photos:
        with transaction.atomic():
            strike_off(photo)
    return len(photos)


def strike_off(photo: Photo) -> None:
    """The row now, its files once that is settled."""
    photo.delete()
    transaction.on_commit(lambda: store.strike(photo))
