"""The code on a poster: 5 letters of serial number, 7 of signature. Pure but for the portal's keys.

The first key signs, any of them is believed: posters hang for years, so an old key stays behind a new one.
"""

import hashlib
import hmac

from django.conf import settings

from accounts.sealing import LETTERS, typed

SERIAL_LENGTH, SIGNATURE_LENGTH = 5, 7
LENGTH = SERIAL_LENGTH + SIGNATURE_LENGTH
MOST = len(LETTERS) ** SERIAL_LENGTH - 1


def code_of(serial: int) -> str:
    """The code of the poster with this serial number."""
    if not 0 < serial <= MOST:
        raise ValueError(f"no poster has the serial number {serial}")
    letters = "".join(LETTERS[(serial >> 5 * place) % 32] for place in reversed(range(SERIAL_LENGTH)))
    return letters + signature(letters, settings.POSTER_KEYS[0])


def serial_of(text: str) -> int | None:
    """The serial number in a code, however it was typed; None for one that the portal did not sign."""
    code = typed(text[:60])
    if len(code) != LENGTH or any(letter not in LETTERS for letter in code):
        return None
    letters, signed = code[:SERIAL_LENGTH], code[SERIAL_LENGTH:]
    if not any(hmac.compare_digest(signature(letters, key), signed) for key in settings.POSTER_KEYS):
        return None
    serial = 0
    for letter in letters:
        serial = serial * 32 + LETTERS.index(letter)
    return serial


def grouped(code: str) -> str:
    """For reading and typing: `0002-F7QK-93XW`."""
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))


def signature(letters: str, key: str) -> str:
    digest = hmac.new(key.encode(), f"poster\0{letters}".encode(), hashlib.sha256).digest()
    return "".join(LETTERS[byte % 32] for byte in digest[:SIGNATURE_LENGTH])
