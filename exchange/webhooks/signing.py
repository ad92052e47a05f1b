"""The signature of a delivery, by the conventions of the Standard Webhooks specification.

A secret is `whsec_` and 32 random bytes in Base64. What is signed is `<id>.<unix seconds>.<body>`, with HMAC-SHA256.
"""

import hashlib
import hmac
import secrets
from base64 import b64decode, b64encode
from collections.abc import Iterable

PREFIX = "whsec_"
BYTES = 32


def new_secret() -> str:
    return PREFIX + b64encode(secrets.token_bytes(BYTES)).decode()


def sign(secret: str, *, key: str, seconds: int, body: bytes) -> str:
    """`v1,` and the signature in Base64 of message `key` sent at `seconds` (unix time)."""
    signed = b".".join([key.encode(), str(seconds).encode(), body])
    digest = hmac.new(b64decode(secret.removeprefix(PREFIX)), signed, hashlib.sha256).digest()
    return f"v1,{b64encode(digest).decode()}"


def headers(secrets_in_use: Iterable[str], *, key: str, seconds: int, body: bytes) -> dict[str, str]:
    """The three headers of a delivery; while a secret is being rotated, signed with each."""
    signatures = [sign(secret, key=key, seconds=seconds, body=body) for secret in secrets_in_use]
    return {"webhook-id": key, "webhook-timestamp": str(seconds), "webhook-signature": " ".join(signatures)}
