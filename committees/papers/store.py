"""Where papers lie: the private storage, encrypted with the keys of personal data. Found by what `put` returned."""

import uuid
from hashlib import sha256

from cryptography.fernet import InvalidToken
from django.core.files.base import ContentFile
from django.core.files.storage import Storage

from accounts.sealing import PERSONAL, NotOpened
from committees.models.papers import Paper, private_files


class NotAsItWas(Exception):
    """A kept file is not the one whose digest stands on the register."""


def digest_of(content: bytes) -> str:
    return sha256(content).hexdigest()


def storage() -> Storage:
    return private_files()


def put(content: bytes) -> str:
    """Keep a file. Returns where."""
    return storage().save(f"papers/{uuid.uuid4().hex}", ContentFile(PERSONAL.fernet().encrypt(content)))


def content(paper: Paper) -> bytes:
    """Raises FileNotFoundError, NotOpened, NotAsItWas."""
    with storage().open(paper.sealed_place) as file:
        sealed = file.read()
    try:
        found = PERSONAL.fernet().decrypt(sealed)
    except InvalidToken as fault:
        raise NotOpened from fault
    if digest_of(found) != paper.digest:
        raise NotAsItWas(paper.number)
    return found


def strike(place: str) -> None:
    storage().delete(place)
