"""What fields are, with unit and source, where the code says no more than their name: `docs/api/fields.csv`.

Its first column is `Shape.field`, or `field` for every shape that says no more; with `@` before it the row names the
source, of a shape, of a field of every shape (`*.field`), or of one field. The most particular row holds.
"""

import csv
from functools import cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from config.examples import FOLDER

VARIANTS = ("Request", "InFull")
"""Endings of shapes that have the same fields as the one without."""


@cache
def table() -> dict[str, dict[str, str]]:
    with (FOLDER / "fields.csv").open(encoding="utf-8") as lines:
        return {row["field"]: row for row in csv.DictReader(lines)}


def words(*names: str) -> str:
    """The first of the rows that is there, in the reader's language; else nothing."""
    language = "en" if get_language() == "en" else "zh"
    return next((table()[name][language] for name in names if name in table()), "")


def describe(shapes: dict[str, Any]) -> None:
    """Gives every property of the document its words and its source."""
    for name, shape in shapes.items():
        plain = plain_name(name)
        for field, told in shape.get("properties", {}).items():
            written, _break, values = told.get("description", "").partition("\n\n")
            if not written.endswith((".", "。", ":", "：", "…")):
                written = words(f"{plain}.{field}", field) or written
            source = words(f"@{plain}.{field}", f"@*.{field}" if f"@{plain}" in table() else "", f"@{plain}")
            ending = _("Source: %s.") % source if source else ""
            told["description"] = "\n\n".join(filter(None, [written, values, ending]))


def plain_name(name: str) -> str:
    name = name.removeprefix("Patched").removeprefix("New")
    for ending in VARIANTS:
        name = name.removesuffix(ending)
    return name
