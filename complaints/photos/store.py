"""Where the files lie: the storage `photos`, outside of what is served. Everything is found by the photo's key.

`original` is what came in; `full` and `thumb` are the clean copies.
"""

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from complaints.models import Photo

ORIGINAL = "original"
SIZES = ("full", "thumb")


def storage() -> Storage:
    return storages["photos"]


def place(key: str, size: str) -> str:
    """The name in the storage. Folders by two digits of the key, so that none grows endless."""
    return f"{size}/{key[:2]}/{key}" if size == ORIGINAL else f"{size}/{key[:2]}/{key}.jpg"


def put(photo: Photo, size: str, content: bytes) -> None:
    name = place(str(photo.key), size)
    storage().delete(name)
    storage().save(name, ContentFile(content))


def content(photo: Photo, size: str) -> bytes:
    """Raises FileNotFoundError."""
    with storage().open(place(str(photo.key), size)) as file:
        return file.read()


def strike(photo: Photo, *sizes: str) -> None:
    """Forget these files (all of them, if none is named); those that are not there are no fault."""
    for size in sizes or (ORIGINAL, *SIZES):
        storage().delete(place(str(photo.key), size))
