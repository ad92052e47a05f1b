"""The law of forming a committee as the city has it on a day: rule values, each with its article.

The key of a rule value is the name of its figure in `FormingLaw`, with the part it belongs to in front:
`group_post_days` is `law.group.post_days`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from accounts.city import no_value, number, rule_values
from accounts.models import RuleValue
from accounts.moments import remembered
from committees.forming.law import Figure, FormingLaw


@remembered
def forming_law(on: date) -> FormingLaw:
    """Everything that is in force on a day. Raises NoRuleValue for a figure that the city never set or is no number."""
    return read(FormingLaw, "", rule_values(on=on), on)


def read(part: Any, prefix: str, rows: Mapping[str, RuleValue], on: date) -> Any:
    """One part of the law, of type `part`."""
    read_ones = {
        each.name: read(each.type, f"{each.name}_", rows, on)
        if is_dataclass(each.type) and each.type is not Figure
        else figure_of(f"{prefix}{each.name}", rows, on)
        for each in fields(part)
    }
    return part(**read_ones)


def figure_of(key: str, rows: Mapping[str, RuleValue], on: date) -> Figure:
    """Raises NoRuleValue."""
    row = rows.get(key)
    if row is None:
        raise no_value(key, on)
    return Figure(number(row), row.article)


def keys(part: Any = FormingLaw, prefix: str = "") -> Iterator[str]:
    """The keys of all rule values that the law of forming is read from."""
    for each in fields(part):
        if is_dataclass(each.type) and each.type is not Figure:
            yield from keys(each.type, f"{each.name}_")
        else:
            yield f"{prefix}{each.name}"
