"""What the worker does with one photo: fetch it if it lies elsewhere, make the clean copies, forget what came in."""

import logging
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from accounts.pictures import cleaning, judging
from complaints.models import Photo, PhotoState
from complaints.photos import fetching, store

MOST_TRIES = 3

log = logging.getLogger(__name__)


def clean(photo_id: int, *, at: datetime) -> None:
    """Doing it twice changes nothing. A try is counted before it begins: one that kills its process counts too."""
    rows = Photo.objects.waiting().filter(pk=photo_id)
    if rows.filter(try_count__lt=MOST_TRIES).update(try_count=F("try_count") + 1):
        with transaction.atomic():
            photo = rows.select_for_update(skip_locked=True, of=["self"]).first()
            if photo is not None:
                settle(photo, at=at)
        return
    for photo in rows:
        refuse(photo)


def settle(photo: Photo, *, at: datetime) -> None:
    """Clean or refused; or left waiting, when the other server did not answer."""
    try:
        copies = cleaning.copies_of(content_of(photo))
    except fetching.NoAnswer:
        return
    except (cleaning.Unreadable, ValidationError, FileNotFoundError) as fault:
        log.info("photo %s cannot be read: %s", photo.key, type(fault).__name__)
        refuse(photo)
        return
    store.put(photo, "full", copies.full)
    store.put(photo, "thumb", copies.thumb)
    photo.width, photo.height = copies.width, copies.height
    photo.state, photo.cleaned_at, photo.name, photo.source = PhotoState.CLEAN, at, "", ""
    photo.save(update_fields=["width", "height", "state", "cleaned_at", "name", "source"])
    transaction.on_commit(lambda: store.strike(photo, store.ORIGINAL))


def content_of(photo: Photo) -> bytes:
    if photo.state == PhotoState.REMOTE:
        content = fetching.fetch(photo.source)
        judging.judge(content, photo.name)
        return content
    return store.content(photo, store.ORIGINAL)


def refuse(photo: Photo) -> None:
    """It will never be shown. Its name stays, so that the resident can be told which one it was."""
    photo.state, photo.source = PhotoState.REFUSED, ""
    photo.save(update_fields=["state", "source"])
    transaction.on_commit(lambda: store.strike(photo))
