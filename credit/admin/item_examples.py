"""Worked examples as lines of text, as a person writes them: `title | records | points [| day]`.

Records are a number of plain records (`4`), or cases parted by `;`, each with what it has: `level=国家 matter=甲
points=3 decided_on=2024-02-29`.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from credit.rules import RuleFault, to_centipoints

KEYS = ("level", "matter", "points", "decided_on")


def as_text(examples: list[dict[str, Any]]) -> str:
    return "\n".join(line_of(example) for example in examples)


def line_of(example: dict[str, Any]) -> str:
    records = example["records"]
    cases = str(records) if isinstance(records, int) else "; ".join(case_text(case) for case in records)
    parts = [example.get("title", ""), cases, str(example.get("expect", 0)), example.get("on") or ""]
    return " | ".join(parts if parts[3] else parts[:3])


def case_text(case: dict[str, Any]) -> str:
    return " ".join(f"{key}={case[key]}" for key in KEYS if key in case)


def from_text(text: str) -> list[dict[str, Any]]:
    """Raises ValidationError with a sentence for each line that cannot be read."""
    found, faults = [], []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            found.append(example_of(line))
        except (ValueError, RuleFault):
            faults.append(
                _("Line %(number)d: write “what it shows | records | points”, such as “4 in a year | 4 | -12”.")
                % {"number": number}
            )
    if faults:
        raise ValidationError(faults)
    return found


def example_of(line: str) -> dict[str, Any]:
    """One example. Raises ValueError or RuleFault when the line is not of the form."""
    title, records, expect, *day = (part.strip() for part in line.split("|"))
    if not title or len(day) > 1:
        raise ValueError(line)
    to_centipoints(expect)
    cases = int(records) if records.isdecimal() else [case_of(case) for case in records.split(";")]
    example = {"title": title, "records": cases, "expect": float(expect) if "." in expect else int(expect)}
    return {**example, "on": day[0]} if day and day[0] else example


def case_of(text: str) -> dict[str, str]:
    pairs = [word.split("=", 1) for word in text.split()]
    if not pairs or any(len(pair) != 2 or pair[0] not in KEYS for pair in pairs):
        raise ValueError(text)
    return dict(pairs)
