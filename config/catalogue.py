"""The message catalogues: Simplified Chinese and English, made and checked without the gettext tools.

python -m config.catalogue update    collect every message of the code and templates, keep what is translated
python -m config.catalogue correct   the same, and the .po files named may change what is translated already
python -m config.catalogue agree     note down which words several rooms share: each was read and means one thing
python -m config.catalogue compile   make the .mo files that Django reads
python -m config.catalogue check     fail if a message is missing, untranslated, or its placeholders differ, or if a
                                     word came into another room or left one without anybody's agreeing to it
"""

import csv
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
SHARED = "shared_words.csv"
"""In `locale/`: the words that several rooms use, their Chinese, the rooms."""
SHORT = 3
"""Messages of so many words may mean two things; longer ones say which."""
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


def take_in(known: Catalog, parts: list[str]) -> list[str]:
    """The translations of further .po files. Returns a line for each that is not the one known before."""
    changed = []
    for part in parts:
        for message in load(Path(part), "zh_Hans"):
            if not (message.id and message.string):
                continue
            old = known.get(message.id, message.context)
            if old and any(old.string) and old.string != message.string:
                changed.append(f"{part}: {message.id!r} is {old.string!r}, not {message.string!r}")
            known.delete(message.id, message.context)  # adding to a known message would keep its old string
            known.add(message.id, message.string, context=message.context)
    return changed


def update(template: Catalog, parts: list[str], *, may_change: bool = False) -> list[str]:
    """Rewrite both catalogues. `parts` are further .po files whose translations are taken in.

    Returns what they would change of what is translated already; then nothing was written, unless they may.
    """
    chinese = load(po_path("zh_Hans"), "zh_Hans")
    changed = take_in(chinese, parts)
    if changed and not may_change:
        return changed
    for language in LANGUAGES:
        known = chinese if language == "zh_Hans" else load(po_path(language), language)
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
    return []


def compile_all() -> None:
    for language in LANGUAGES:
        path = po_path(language)
        if path.exists():
            target = path.with_suffix(".mo")
            fresh = beside(target)
            with fresh.open("wb") as lines:
                write_mo(lines, load(path, language))
            fresh.replace(target)


def faults(template: Catalog) -> list[str]:
    """What is wrong with the catalogues, a line each."""
    wrong = []
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


def shared_words(template: Catalog) -> dict[str, tuple[str, set[str]]]:
    """The short messages without a context that stand in several rooms: their Chinese, and the rooms."""
    chinese, found = load(po_path("zh_Hans"), "zh_Hans"), {}
    for message in template:
        rooms = {place.removeprefix("templates/").split("/")[0] for place, _line in message.locations}
        is_short = isinstance(message.id, str) and 0 < len(message.id.split()) <= SHORT
        if is_short and not message.context and len(rooms) > 1:
            known = chinese.get(message.id)
            found[message.id] = (known.string if known else "", rooms)
    return found


def agree(template: Catalog) -> None:
    with (LOCALE / SHARED).open("w", encoding="utf-8", newline="") as lines:
        rows = csv.writer(lines, lineterminator="\n")
        rows.writerow(["english", "chinese", "rooms"])
        rows.writerows(
            [word, chinese, " ".join(sorted(rooms))]
            for word, (chinese, rooms) in sorted(shared_words(template).items())
        )


def agreed_words() -> dict[str, tuple[str, set[str]]]:
    """As `shared_words`, when somebody agreed last."""
    path = LOCALE / SHARED
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["english"]: (row["chinese"], set(row["rooms"].split())) for row in csv.DictReader(lines)}


def unagreed(template: Catalog) -> list[str]:
    """Words that came into another room or left one, and words of several rooms whose Chinese is another, a line each.

    One that left is noted down too: should it come back, somebody looks again whether it means the same.
    """
    agreed, shared = agreed_words(), shared_words(template)
    todo = "give it a context (pgettext) where it means something else, then `python -m config.catalogue agree`"
    wrong = []
    for word, (chinese, rooms) in shared.items():
        was, where = agreed.get(word, (chinese, set()))
        if rooms - where:
            wrong.append(f"used by {', '.join(sorted(rooms))}: {word!r} ({chinese}): {todo}")
        elif chinese != was:
            wrong.append(f"was {was}, is {chinese} in {', '.join(sorted(rooms))}: {word!r}: {todo}")
    for word, (_chinese, where) in agreed.items():
        if left := where - shared.get(word, ("", set()))[1]:
            wrong.append(f"left {', '.join(sorted(left))}: {word!r}: `python -m config.catalogue agree` notes it down")
    return wrong


def main(arguments: list[str]) -> int:
    verb, *parts = arguments or ["check"]
    if verb == "compile":
        compile_all()
        return 0
    template = collect()
    if verb == "agree":
        agree(template)
        return 0
    refused = update(template, parts, may_change=verb == "correct") if verb in {"update", "correct"} else []
    if refused:
        refused.append("Nothing was written. `python -m config.catalogue correct` takes them all the same.")
    elif verb != "check":
        compile_all()
    wrong = refused or [*faults(template), *unagreed(template)]
    sys.stdout.write("".join(f"{line}\n" for line in wrong))
    return 1 if refused or (wrong and verb == "check") else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
