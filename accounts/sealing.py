"""What is encrypted at rest: sealed with the first of a ring's keys, opened with any of them.

A new key goes in front of the old one; what is sealed anew then leaves the old one without use. Each kind of secret has
a ring of its own, named by its setting.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
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
        """Imported where it is used: few processes ever open anything."""
        from cryptography.fernet import Fernet, MultiFernet

        return MultiFernet([Fernet(urlsafe_b64encode(sha256(key.encode()).digest())) for key in self.keys()])

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


PERSONAL = Ring("PERSONAL_KEYS")
"""Names and phones of residents."""

seal, unseal, reseal = PERSONAL.seal, PERSONAL.unseal, PERSONAL.reseal


def digest(text: str) -> str:
    """By which two sealed texts can be told to be the same, though not what they are. 64 hexadecimal digits."""
    return hmac.new(settings.TOKEN_PEPPER.encode(), f"personal\0{text}".encode(), hashlib.sha256).hexdigest()
