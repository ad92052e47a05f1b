"""The message catalogues: Simplified Chinese and English, made and checked without the gettext tools.

python -m config.catalogue update    collect every message of the code and templates, keep what is translated
python -m config.catalogue compile   make the .mo files that Django reads
python -m config.catalogue check     fail if a message is missing, untranslated, or its placeholders differ
"""

import io
import os
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
LANGUAGES = {"zh_Hans": "zh_Hans", "en": "en"}
SOURCES = (
    "accounts", "exchange", "intake", "estates", "committees", "enterprises", "complaints", "fees", "credit",
    "oversight", "demo", "config", "templates",
)  # fmt: skip
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
EPOCH = datetime(2026, 11, 1, tzinfo=UTC)
"""A fixed date in the headers, so that an update without a new message changes nothing."""
PLACEHOLDER = re.compile(r"%(?:\((\w+)\))?0?\d?[sd]")


def collect() -> Catalog:
    """Every message of the project, with the places where it stands."""
    catalogue = Catalog(project="Anju", charset="utf-8")
    for folder in SOURCES:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix not in {".py", ".html", ".txt"} or "migrations" in path.parts:
                continue
            text = path.read_text(encoding="utf-8")
            place = path.relative_to(ROOT).as_posix()
            if path.suffix != ".py":
                text = templatize(text, origin=place)
            found = extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS)
            for _line, message, _comments, context in found:
                catalogue.add(message, locations=[(place, 0)], context=context)
    return catalogue


def po_path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def load(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=LANGUAGES[language], charset="utf-8")
    with path.open("rb") as lines:
        return read_po(lines, locale=LANGUAGES[language], charset="utf-8")


def beside(path: Path) -> Path:
    """Where a file is written before it takes its place; two processes that write it at once do not meet there."""
    return path.with_name(f".{path.name}.{os.getpid()}")


def write(language: str, catalogue: Catalog) -> None:
    path = po_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = beside(path)
    with fresh.open("wb") as lines:
        write_po(lines, catalogue, width=110, sort_output=True, omit_header=False, include_lineno=False)
    fresh.replace(path)


def update(parts: list[str]) -> None:
    """Rewrite both catalogues. `parts` are further .po files whose translations are taken in."""
    template = collect()
    for language in LANGUAGES:
        known = load(po_path(language), language)
        for part in parts if language == "zh_Hans" else []:
            for message in load(Path(part), language):
                if message.id and message.string:
                    known.delete(message.id, message.context)  # adding to a known message would keep its old string
                    known.add(message.id, message.string, context=message.context)
        fresh = Catalog(
            locale=LANGUAGES[language], project="Anju", charset="utf-8", creation_date=EPOCH, revision_date=EPOCH
        )
        for message in template:
            if not message.id:
                continue
            old = known.get(message.id if isinstance(message.id, str) else message.id[0], message.context)
            string = old.string if old else ""
            if language == "en":
                string = message.id
            elif isinstance(message.id, tuple) and isinstance(string, str):
                string = (string,) if string else ""
            fresh.add(message.id, string, locations=message.locations, context=message.context)
        write(language, fresh)


def compile_all() -> None:
    for language in LANGUAGES:
        path = po_path(language)
        if path.exists():
            target = path.with_suffix(".mo")
            fresh = beside(target)
            with fresh.open("wb") as lines:
                write_mo(lines, load(path, language))
            fresh.replace(target)


def faults() -> list[str]:
    """What is wrong with the catalogues, a line each."""
    wrong = []
    template = collect()
    for language in LANGUAGES:
        catalogue = load(po_path(language), language)
        for message in template:
            if not message.id:
                continue
            source = message.id if isinstance(message.id, str) else message.id[0]
            found = catalogue.get(source, message.context)
            where = message.locations[0][0] if message.locations else "?"
            if found is None:
                wrong.append(f"{language}: not in the catalogue: {source!r} ({where})")
                continue
            strings = [found.string] if isinstance(found.string, str) else list(found.string)
            if not all(strings) or not strings:
                wrong.append(f"{language}: not translated: {source!r} ({where})")
            wanted = set(PLACEHOLDER.findall(source if isinstance(message.id, str) else message.id[1]))
            for string in filter(None, strings):
                if set(PLACEHOLDER.findall(string)) - wanted or (
                    isinstance(message.id, str) and wanted - set(PLACEHOLDER.findall(string))
                ):
                    wrong.append(f"{language}: placeholders differ: {source!r} -> {string!r}")
    return wrong


def main(arguments: list[str]) -> int:
    verb, *parts = arguments or ["check"]
    if verb == "update":
        update(parts)
        compile_all()
    elif verb == "compile":
        compile_all()
    wrong = faults() if verb in {"check", "update"} else []
    sys.stdout.write("".join(f"{line}\n" for line in wrong))
    return 1 if wrong and verb == "check" else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
