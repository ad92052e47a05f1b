"""The sound: the digits said one after the other over some babble, in the reader's language."""

from functools import cache
from pathlib import Path

from captcha.audio import AudioCaptcha

MANDARIN = Path(__file__).with_name("voice")


@cache
def speaker(language: str) -> AudioCaptcha:
    """Its voices are loaded once. The library brings its own English ones."""
    made = AudioCaptcha() if language.startswith("en") else AudioCaptcha(str(MANDARIN))
    made.load()
    return made


def wav(digits: str, language: str) -> bytes:
    return bytes(speaker(language).generate(digits))
