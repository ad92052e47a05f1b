"""Secrets at rest: encrypted with the first of `WEBHOOK_KEYS`, opened with any of them.

A new key goes in front of the old one; `manage.py reseal_webhooks` then leaves the old one without use.
"""

from base64 import urlsafe_b64encode
from hashlib import sha256

from django.conf import settings


class NotOpened(Exception):
    """A secret was sealed with a key that the portal no longer has."""


def keyring():
    """Imported where it is used: few processes ever sign."""
    from cryptography.fernet import Fernet, MultiFernet

    return MultiFernet([Fernet(urlsafe_b64encode(sha256(key.encode()).digest())) for key in settings.WEBHOOK_KEYS])


def seal(secret: str) -> str:
    return keyring().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """Raises NotOpened."""
    from cryptography.fernet import InvalidToken

    try:
        return keyring().decrypt(sealed.encode()).decode()
    except InvalidToken as fault:
        raise NotOpened from fault


def reseal(sealed: str) -> str:
    """The same secret under the first key. Raises NotOpened."""
    return seal(unseal(sealed))
