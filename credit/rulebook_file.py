"""A rulebook as one readable file (YAML), in and out.

`read` checks the file's shape and turns points into hundredths; `write` is its inverse: what it writes, `read` takes.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

import yaml
from django.utils.translation import gettext as _

from credit.models import Band, Item, Rulebook
from credit.rules import RuleFault, as_points, to_centipoints

INTERVAL = re.compile(r"^\s*([\[(])\s*(-?[\d.]*)\s*,\s*(-?[\d.]*)\s*([\])])\s*$")
ODD = re.compile("[\x00\ud800-\udfff]")
"""NUL and halves of characters."""
MOST_LETTERS = 5_000_000
VALID_FOR = re.compile(r"^(\d+)\s*(months|个月)$")
BOOK_KEYS = {
    "code", "version", "title", "source", "combine", "base", "floor", "roll_up", "new_months", "why",
    "categories", "bands", "items",
}  # fmt: skip
ITEM_KEYS = {
    "code", "title", "wording", "article", "category", "subject", "points", "also", "repeat", "cap", "valid",
    "counts_from", "exclusions", "recorded_by", "examples", "note",
}  # fmt: skip
CHOICES = {
    "combine": ("sum", "mean"),
    "roll_up": ("full", "area", "none"),
    "subject": ("enterprise", "project", "manager"),
    "repeat": ("each", "highest", "once"),
    "counts_from": ("occurred", "decided"),
    "direction": ("basic", "good", "bad"),
    "when": ("always", "no_bad", "has_bad"),
}


class PlainLoader(yaml.SafeLoader):
    """YAML without characters that no table keeps."""

    def construct_scalar(self, node: Any) -> Any:
        text = super().construct_scalar(node)
        if not text.isprintable() and ODD.search(text):
            line = node.start_mark.line + 1
            raise RuleFault(_("Line %(line)s has a character that cannot be kept.") % {"line": line})
        return text


def parse(text: str) -> Any:
    """What a YAML text says. Raises RuleFault."""
    try:
        raw = yaml.load(text, PlainLoader)  # noqa: S506 - it is a safe loader
    except RuleFault:
        raise
    except (yaml.YAMLError, RecursionError, ValueError) as fault:
        mark = getattr(fault, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise RuleFault(_("This is not a readable rulebook file; look at line %(line)s.") % {"line": line}) from None
    refuse_endless(raw)
    return raw


def refuse_endless(raw: Any) -> None:
    """A few lines that refer to each other (`*x`) can stand for more than any memory holds. Raises RuleFault."""
    waiting, weight = [raw], 0
    while waiting:
        value = waiting.pop()
        weight += len(value) + 1 if isinstance(value, str | list | dict) else 1
        if weight > MOST_LETTERS:
            raise RuleFault(_("The file stands for more than a rulebook can hold."))
        if isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, dict):
            waiting.extend(value.values())


def read(text: str) -> dict[str, Any]:
    """The document in a rulebook file: the columns of the rulebook's tables, by name.

    Raises RuleFault with a sentence that names the item or band at fault.
    """
    return from_document(parse(text))


def from_document(raw: Any) -> dict[str, Any]:
    """The same from a document that was parsed already, such as JSON. Raises RuleFault."""
    if not isinstance(raw, dict):
        raise RuleFault(_("A rulebook file has headings such as code, title, bands and items."))
    book = _("the rulebook")
    unknown(raw, BOOK_KEYS, book)
    found: dict[str, Any] = {
        "code": text_of(raw, "code", book),
        "version": text_of(raw, "version", book),
        "title": text_of(raw, "title", book),
        "source": text_of(raw, "source", book, ""),
        "why": text_of(raw, "why", book, ""),
        "combine": one_of(raw, "combine", "sum", book),
        "roll_up": one_of(raw, "roll_up", "full", book),
        "base_centipoints": to_centipoints(raw.get("base", 100)),
        "floor_centipoints": optional(raw.get("floor")),
        "new_months": whole(raw, "new_months", book),
        "categories": [read_category(row) for row in rows_of(raw, "categories", book)],
        "bands": [read_band(row, place) for place, row in enumerate(rows_of(raw, "bands", book))],
        "items": [read_item(row) for row in rows_of(raw, "items", book)],
    }
    refuse_twice(row["name"] for row in found["categories"])
    refuse_twice(row["code"] for row in found["items"])
    return found


def refuse_twice(names: Iterable[str]) -> None:
    """Raises RuleFault for a name that two things share."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise RuleFault(_("“%(name)s” is in the rulebook twice.") % {"name": name[:60]})
        seen.add(name)


def read_category(row: dict) -> dict[str, Any]:
    name = text_of(row, "name", _("a category"))
    return {
        "name": name,
        "direction": one_of(row, "direction", None, name),
        "cap_centipoints": optional(row.get("cap")),
    }


def read_band(row: dict, position: int) -> dict[str, Any]:
    grade = text_of(row, "grade", _("a band"))
    found = INTERVAL.match(text_of(row, "score", grade))
    if not found:
        raise RuleFault(_("Band %(grade)s: write its score as an interval, such as [90, 110).") % {"grade": grade})
    opening, lower, upper, closing = found.groups()
    return {
        "position": position,
        "grade": grade,
        "word": text_of(row, "word", grade),
        "shape": text_of(row, "shape", grade, "D"),
        "lower_centipoints": optional(lower or None),
        "lower_closed": opening == "[",
        "upper_centipoints": optional(upper or None),
        "upper_closed": closing == "]",
        "when": one_of(row, "when", "always", grade),
        "is_veto": bool(row.get("veto", False)),
    }


def read_item(row: dict) -> dict[str, Any]:
    code = text_of(row, "code", _("an item"))
    unknown(row, ITEM_KEYS, code)
    wording = text_of(row, "wording", code, "") or text_of(row, "title", code)
    return {
        "code": code,
        "title": text_of(row, "title", code, "") or wording[:40],
        "wording": wording,
        "article": text_of(row, "article", code, ""),
        "category": text_of(row, "category", code),
        "subject": one_of(row, "subject", "enterprise", code),
        **read_points(need(row, "points", code), code),
        "also": read_also(mapping_of(row, "also", code), code),
        "repeat": one_of(row, "repeat", "each", code),
        "cap_centipoints": optional(row.get("cap")),
        **read_validity(row.get("valid", "12 months"), code),
        "counts_from": one_of(row, "counts_from", "decided", code),
        "exclusions": [str(word) for word in rows_of(row, "exclusions", code, ())],
        "recorded_by": [str(word) for word in rows_of(row, "recorded_by", code, ())],
        "examples": examples_of(row, code),
        "note": text_of(row, "note", code, ""),
    }


def examples_of(row: dict, code: str) -> list[dict[str, Any]]:
    found = rows_of(row, "examples", code, ())
    for example in found:
        need(example, "records", code)
    return found


def read_also(also: dict[Any, Any], code: str) -> dict[str, Any]:
    """By subject, the centipoints that the same event posts there, or "same"."""
    for who in also:
        if who not in CHOICES["subject"]:
            choices = {"where": code, "key": "also", "choices": ", ".join(CHOICES["subject"]), "value": str(who)[:60]}
            raise RuleFault(_("%(where)s: “%(key)s” must be one of %(choices)s, not “%(value)s”.") % choices)
    return {who: "same" if what == "same" else to_centipoints(what) for who, what in also.items()}


def read_points(points: Any, code: str) -> dict[str, Any]:
    empty: dict[str, Any] = {
        "fixed_centipoints": None,
        "levels": {},
        "least_centipoints": None,
        "most_centipoints": None,
    }
    if points == "veto":
        return {**empty, "points_mode": "veto"}
    if not isinstance(points, dict):
        return {**empty, "points_mode": "fixed", "fixed_centipoints": to_centipoints(points)}
    if set(points) == {"least", "most"}:
        return {
            **empty,
            "points_mode": "range",
            "least_centipoints": to_centipoints(points["least"]),
            "most_centipoints": to_centipoints(points["most"]),
        }
    if not points:
        raise RuleFault(_("%(code)s: points by level need at least one level.") % {"code": code})
    levels = {str(level): to_centipoints(value) for level, value in points.items()}
    return {**empty, "points_mode": "by_level", "levels": levels}


def read_validity(valid: Any, code: str) -> dict[str, Any]:
    if valid == "year_end" or valid == "open":
        return {"validity": valid, "validity_months": None}
    found = VALID_FOR.match(str(valid)[:20])
    if not found or not int(found[1]):
        raise RuleFault(_("%(code)s: write how long it counts as “12 months”, “year_end” or “open”.") % {"code": code})
    return {"validity": "months", "validity_months": int(found[1])}


def write(rulebook: Rulebook) -> str:
    """The rulebook as a file that `read` takes and a person can read."""
    return yaml.safe_dump(to_document(rulebook), allow_unicode=True, sort_keys=False, width=120)


def to_document(rulebook: Rulebook) -> dict[str, Any]:
    """The rulebook as a document that `from_document` takes."""
    return {
        "code": rulebook.code,
        "version": rulebook.version,
        "title": rulebook.title,
        "source": rulebook.source,
        "why": rulebook.why,
        "combine": rulebook.combine,
        "base": number(rulebook.base_centipoints),
        "floor": number(rulebook.floor_centipoints),
        "roll_up": rulebook.roll_up,
        "new_months": rulebook.new_months,
        "categories": [
            {"name": row.name, "direction": row.direction, "cap": number(row.cap_centipoints)}
            for row in rulebook.categories.all()
        ],
        "bands": [write_band(row) for row in rulebook.bands.all()],
        "items": [write_item(row) for row in rulebook.items.select_related("category")],
    }


def write_band(row: Band) -> dict[str, Any]:
    lower = "" if row.lower_centipoints is None else as_points(row.lower_centipoints)
    upper = "" if row.upper_centipoints is None else as_points(row.upper_centipoints)
    score = f"{'[' if row.lower_closed else '('}{lower}, {upper}{']' if row.upper_closed else ')'}"
    band = {"grade": row.grade, "word": row.word, "shape": row.shape, "score": score}
    if row.when != "always":
        band["when"] = row.when
    return {**band, "veto": True} if row.is_veto else band


def write_item(row: Item) -> dict[str, Any]:
    item = {
        "code": row.code,
        "title": row.title,
        "wording": row.wording,
        "article": row.article,
        "category": row.category.name,
        "subject": row.subject,
        "points": write_points(row),
        "also": {who: what if what == "same" else number(what) for who, what in row.also.items()},
        "repeat": row.repeat,
        "cap": number(row.cap_centipoints),
        "valid": f"{row.validity_months} months" if row.validity == "months" else row.validity,
        "counts_from": row.counts_from,
        "exclusions": row.exclusions,
        "recorded_by": row.recorded_by,
        "examples": row.examples,
        "note": row.note,
    }
    return {key: value for key, value in item.items() if value not in (None, "", [], {})}


def write_points(row: Item) -> Any:
    if row.points_mode == "veto":
        return "veto"
    if row.points_mode == "fixed":
        return number(row.fixed_centipoints)
    if row.points_mode == "range":
        return {"least": number(row.least_centipoints), "most": number(row.most_centipoints)}
    best_first = sorted(row.levels.items(), key=lambda pair: -pair[1])
    return {level: number(value) for level, value in best_first}


def number(centipoints: int | None) -> int | float | None:
    if centipoints is None:
        return None
    return centipoints // 100 if centipoints % 100 == 0 else centipoints / 100


def optional(value: Any) -> int | None:
    return None if value is None else to_centipoints(value)


def need(row: Any, key: str, where: str) -> Any:
    if not isinstance(row, dict) or row.get(key) is None:
        raise RuleFault(_("%(where)s: “%(key)s” is missing.") % {"where": where, "key": key})
    return row[key]


def text_of(row: Any, key: str, where: str, default: str | None = None) -> str:
    """The text under a heading; numbers and days that YAML has read from it are text again. Raises RuleFault."""
    value = need(row, key, where) if default is None else row.get(key)
    if value is None:
        return default or ""
    if not isinstance(value, str | int | float | date):
        raise RuleFault(_("%(where)s: “%(key)s” is one text.") % {"where": where, "key": key})
    return str(value)


def whole(row: dict, key: str, where: str) -> int:
    value = row.get(key) or 0
    if not isinstance(value, int):
        raise RuleFault(_("%(where)s: “%(key)s” is a whole number.") % {"where": where, "key": key})
    return value


def rows_of(row: dict, key: str, where: str, default: tuple | None = None) -> list[Any]:
    """The list under a heading. Raises RuleFault."""
    value = need(row, key, where) if default is None else row.get(key) or []
    if not isinstance(value, list):
        raise RuleFault(_("%(where)s: “%(key)s” is a list.") % {"where": where, "key": key})
    return value


def mapping_of(row: dict, key: str, where: str) -> dict[Any, Any]:
    value = row.get(key) or {}
    if not isinstance(value, dict):
        raise RuleFault(_("%(where)s: “%(key)s” has headings of its own.") % {"where": where, "key": key})
    return value


def one_of(row: dict, key: str, default: str | None, where: str) -> str:
    value: Any = row.get(key, default)
    if not isinstance(value, str) or value not in CHOICES[key]:
        raise RuleFault(
            _("%(where)s: “%(key)s” must be one of %(choices)s, not “%(value)s”.")
            % {"where": where, "key": key, "choices": ", ".join(CHOICES[key]), "value": str(value)[:60]}
        )
    return str(value)


def unknown(row: dict, known: set[str], where: str) -> None:
    strange = sorted(set(map(str, row)) - known) if isinstance(row, dict) else []
    if strange:
        raise RuleFault(
            _("%(where)s: “%(key)s” is not a heading that is known here.") % {"where": where, "key": strange[0]}
        )
