"""What is encrypted at rest: sealed with the first of a ring's keys, opened with any of them.

A new key goes in front of the old one; what is sealed anew then leaves the old one without use. Each kind of secret has
a ring of its own, named by its setting.
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from django.conf import settings


class NotOpened(Exception):
    """Something was sealed with a key that the portal no longer has."""


@dataclass(frozen=True)
class Ring:
    """The keys under one setting (a list of texts)."""

    setting: str

    def keys(self) -> list[str]:
        return getattr(settings, self.setting)

    def fernet(self):
        return fernet_of(tuple(self.keys()))

    def seal(self, text: str) -> str:
        return self.fernet().encrypt(text.encode()).decode()

    def unseal(self, sealed: str) -> str:
        """Raises NotOpened."""
        from cryptography.fernet import InvalidToken

        try:
            return self.fernet().decrypt(sealed.encode()).decode()
        except InvalidToken as fault:
            raise NotOpened from fault

    def reseal(self, sealed: str) -> str:
        """The same text under the first key. Raises NotOpened."""
        return self.seal(self.unseal(sealed))


@cache
def fernet_of(keys: tuple[str, ...]):
    """Imported where it is used: few processes ever open anything."""
    from cryptography.fernet import Fernet, MultiFernet

    return MultiFernet([Fernet(urlsafe_b64encode(sha256(key.encode()).digest())) for key in keys])


PERSONAL = Ring("PERSONAL_KEYS")
"""Names and phones of residents."""

seal, unseal, reseal = PERSONAL.seal, PERSONAL.unseal, PERSONAL.reseal


LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: nobody takes one for another. What people type for I, L and O is read as 1, 1 and 0."""
MISREAD = str.maketrans("ILO", "110")


def derived(purpose: str, *parts: str, length: int = 10) -> str:
    """Up to 32 characters that open something, such as a receipt. Kept nowhere: they follow from the parts and a key
    of the portal. One of the parts is a salt."""
    key = "\0".join((purpose, *parts)).encode()
    made = hmac.new(settings.TOKEN_PEPPER.encode(), key, hashlib.sha256).digest()
    return "".join(LETTERS[byte % 32] for byte in made[:length])


def typed(text: str) -> str:
    """What somebody typed for such characters, as they were meant."""
    return "".join(text.upper().split()).replace("-", "").translate(MISREAD)


def opens(secret: str, text: str) -> bool:
    """Whether what somebody typed is that secret."""
    return hmac.compare_digest(secret.encode(), typed(text).encode())


def new_salt() -> str:
    return secrets.token_hex(16)


def digest(text: str) -> str:
    """By which two sealed texts can be told to be the same, though not what they are. 64 hexadecimal digits."""
    return hmac.new(settings.TOKEN_PEPPER.encode(), f"personal\0{text}".encode(), hashlib.sha256).hexdigest()
