"""Pinyin initials, by which people find a name without typing Chinese: 长安花苑 -> cahy."""


def initials_of(name: str, longest: int = 80) -> str:
    """First letters of the name's syllables; letters and digits stay, everything else is left out."""
    # The dictionary takes 57 MB, which only a process that names something has to carry.
    from pypinyin import Style, lazy_pinyin

    parts = lazy_pinyin(name, style=Style.FIRST_LETTER)
    return "".join(letter for letter in "".join(parts).lower() if letter.isalnum() and letter.isascii())[:longest]
