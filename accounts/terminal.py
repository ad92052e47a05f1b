"""Speaking to a person at a terminal, also without Django: in Chinese where their locale is Chinese, else English."""

import gettext as catalogues
import os
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def language() -> str:
    """`zh-hans` or `en`, from the locale variables in their usual order."""
    named = next(filter(None, (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return "zh-hans" if named.lower().startswith("zh") else "en"


@cache
def catalogue() -> catalogues.NullTranslations:
    folder = {"zh-hans": "zh_Hans", "en": "en"}[language()]
    return catalogues.translation("django", LOCALE, [folder], fallback=True)


def gettext(message: str) -> str:
    return catalogue().gettext(message)
