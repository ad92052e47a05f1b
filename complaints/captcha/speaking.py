"""The sound: the digits said one after the other over some babble, in the reader's language."""

import secrets
from functools import cache
from pathlib import Path

from captcha.audio import WAVE_SAMPLE_RATE, AudioCaptcha

MANDARIN = Path(__file__).with_name("voice")
BABBLE_SECONDS = 24
"""Longer than any sound: five digits, and up to three seconds of waiting before each."""


class Speaker(AudioCaptcha):
    """Its voices are loaded and its babble is made once; every sound begins at another place of it."""

    def __init__(self, voices: str | None = None) -> None:
        super().__init__(voices)
        self.load()
        self.babble = super().create_background_noise(BABBLE_SECONDS * WAVE_SAMPLE_RATE, "")

    def create_background_noise(self, length: int, chars: str) -> bytearray:
        start = secrets.randbelow(len(self.babble))
        return (self.babble[start:] + self.babble)[:length]


@cache
def speaker(language: str) -> Speaker:
    """The library brings its own English voice."""
    return Speaker() if language == "en" else Speaker(str(MANDARIN))


def wav(digits: str, language: str) -> bytes:
    return bytes(speaker("en" if language.startswith("en") else "zh").generate(digits))
