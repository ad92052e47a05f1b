"""Pinyin initials, by which people find a name without typing Chinese: 长安花苑 -> cahy."""

from pypinyin import Style, lazy_pinyin


def initials_of(name: str, longest: int = 80) -> str:
    """First letters of the name's syllables; letters and digits stay, everything else is left out."""
    parts = lazy_pinyin(name, style=Style.FIRST_LETTER)
    return "".join(letter for letter in "".join(parts).lower() if letter.isalnum() and letter.isascii())[:longest]
