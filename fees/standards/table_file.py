"""A service standard with its guide prices, as one readable file (YAML). See `data/tables/README.md`.

Prices stand there in yuan, as documents have them; here they are fen. What is wrong is said with its place.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from fees.models import BuildingKind, Lift

TABLES = Path(__file__).parents[1] / "data" / "tables"
FEN = Decimal("0.01")
KEYS = {"code", "edition", "name", "effective_from", "is_example", "source", "levels", "promises", "prices"}
NEEDED = ("code", "edition", "name", "effective_from", "levels")
PROMISE_KEYS = {"text", "headline", "by_level"}
PRICE_KEYS = {"document", "issuers", "valid_from", "valid_until", "rows"}
ROW_KEYS = {"level", "building", "lift", "base", "lift_extra", "no_lift_less", "up", "down"}


class TableFault(ValueError):
    """The file cannot be read. Carries a sentence that names the place."""


@dataclass(frozen=True)
class Promise:
    level: str
    area: str
    text: str
    is_headline: bool


@dataclass(frozen=True)
class PriceRow:
    """In fen; percents as the document has them, None without a limit."""

    level: str
    building_kind: str
    lift: str
    base_fen: int
    lift_extra_fen: int
    no_lift_less_fen: int
    float_up_percent: Decimal | None
    float_down_percent: Decimal | None


@dataclass(frozen=True)
class PriceTable:
    document: str
    issuers: str
    valid_from: date
    valid_until: date | None
    rows: tuple[PriceRow, ...]


@dataclass(frozen=True)
class FeeTable:
    """`levels` from the most service to the least; `areas` in their order."""

    code: str
    edition: str
    name: str
    effective_from: date
    is_example: bool
    source: str
    levels: tuple[str, ...]
    areas: tuple[str, ...]
    promises: tuple[Promise, ...]
    prices: PriceTable | None


def table_names() -> list[str]:
    return sorted(path.stem for path in TABLES.glob("*.yaml"))


def shipped(name: str) -> FeeTable:
    """One of the tables that come with the portal. Raises TableFault, naming those that do."""
    if name not in table_names():
        raise TableFault(
            _("There is no table “%(name)s”; there are %(names)s.") % {"name": name, "names": ", ".join(table_names())}
        )
    return read((TABLES / f"{name}.yaml").read_text(encoding="utf-8"))


def read(text: str) -> FeeTable:
    """Raises TableFault."""
    try:
        raw = yaml.safe_load(text)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise TableFault(_("Line %(line)d cannot be read.") % {"line": line}) from fault
    insist(isinstance(raw, dict), _("The file has no names at its beginning."))
    refuse_unknown(raw, KEYS, _("the table"))
    for name in NEEDED:
        insist(raw.get(name), _("“%(name)s” is missing.") % {"name": name})
    levels = tuple(str(level) for level in raw["levels"])
    insist(len(set(levels)) == len(levels), _("Two levels have the same name."))
    promised = raw.get("promises") or {}
    return FeeTable(
        code=str(raw["code"]),
        edition=str(raw["edition"]),
        name=str(raw["name"]),
        effective_from=day(raw["effective_from"], "effective_from"),
        is_example=bool(raw.get("is_example", False)),
        source=str(raw.get("source", "")),
        levels=levels,
        areas=tuple(promised),
        promises=tuple(each for area, rows in promised.items() for row in rows for each in promises(area, row, levels)),
        prices=prices(raw["prices"], levels) if raw.get("prices") else None,
    )


def promises(area: str, row: dict, levels: tuple[str, ...]) -> Iterator[Promise]:
    """One sentence for each level that promises it, its gaps filled with that level's figures."""
    refuse_unknown(row, PROMISE_KEYS, area)
    sentence, cells = str(row.get("text", "")), row.get("by_level", [])
    insist(sentence, _("A sentence in “%(area)s” is empty.") % {"area": area})
    insist(len(cells) == len(levels), _("“%(text)s” needs one entry for each of the levels.") % {"text": sentence})
    for level, cell in zip(levels, cells, strict=True):
        figures = cell if isinstance(cell, list) else []
        if cell is False or cell is None:
            continue
        insist(
            sentence.count("{}") == len(figures),
            _("“%(text)s”: the figures of %(level)s do not fit the gaps.") % {"text": sentence, "level": level},
        )
        yield Promise(level, area, sentence.format(*figures), bool(row.get("headline", False)))


def prices(raw: dict, levels: tuple[str, ...]) -> PriceTable:
    refuse_unknown(raw, PRICE_KEYS, "prices")
    until = raw.get("valid_until")
    return PriceTable(
        document=str(raw.get("document", "")),
        issuers=str(raw.get("issuers", "")),
        valid_from=day(raw.get("valid_from"), "valid_from"),
        valid_until=day(until, "valid_until") if until else None,
        rows=tuple(price_row(row, levels) for row in raw.get("rows", [])),
    )


def price_row(row: dict, levels: tuple[str, ...]) -> PriceRow:
    refuse_unknown(row, ROW_KEYS, "prices")
    level, kind, lift = str(row.get("level")), row.get("building", BuildingKind.ANY), row.get("lift", Lift.ANY)
    insist(level in levels, _("“%(level)s” is none of the levels.") % {"level": level})
    insist(
        kind in BuildingKind.values and lift in Lift.values,
        _("%(level)s: no such building or lift.") % {"level": level},
    )
    return PriceRow(
        level=level,
        building_kind=str(kind),
        lift=str(lift),
        base_fen=fen(row.get("base"), level),
        lift_extra_fen=fen(row.get("lift_extra", 0), level),
        no_lift_less_fen=fen(row.get("no_lift_less", 0), level),
        float_up_percent=percent(row.get("up"), level),
        float_down_percent=percent(row.get("down"), level),
    )


def fen(yuan: Any, level: str) -> int:
    """Whole fen of an amount in yuan."""
    exact = number(yuan, level)
    insist(exact == exact.quantize(FEN) and exact >= 0, _("%(level)s: a price has two decimals.") % {"level": level})
    return int(exact * 100)


def percent(value: Any, level: str) -> Decimal | None:
    return None if value is None else number(value, level)


def number(value: Any, level: str) -> Decimal:
    try:
        return Decimal(str(value))
    except InvalidOperation as fault:
        raise TableFault(_("%(level)s: “%(value)s” is no number.") % {"level": level, "value": value}) from fault


def day(value: Any, name: str) -> date:
    insist(type(value) is date, _("“%(name)s” is no day (YYYY-MM-DD).") % {"name": name})
    return value


def refuse_unknown(raw: Any, known: set[str], place: str) -> None:
    insist(isinstance(raw, dict), _("“%(place)s” has no names.") % {"place": place})
    for name in raw:
        insist(name in known, _("“%(name)s” in “%(place)s” is not known.") % {"name": name, "place": place})


def insist(holds: Any, sentence: str) -> None:
    if not holds:
        raise TableFault(sentence)
