"""Worked examples of a rulebook item: small cases with an expected result, tried whenever the item is saved.

An example is `{"title", "records", "expect"[, "on"]}`. `records` is a number of plain records or a list of
`{"level", "matter", "points", "decided_on"}`; `expect` is the points of the item's line; `on` the day it is judged.
"""

from datetime import date
from typing import Any
from zlib import crc32

from django.utils.translation import gettext as _

from credit.law import item_of
from credit.models import Item
from credit.rules import Category, RuleFault, Rules, as_points, price, to_centipoints
from credit.scoring import Record, lines_of, tally
from credit.validity import first_day_after

ANY_DAY = date(2026, 1, 15)
MOST_RECORDS = 1_000


def outcome(item: Item, example: dict[str, Any]) -> int:
    """The centipoints that the item's line has in this example. Raises RuleFault when the example cannot be read."""
    plain = item_of(item)
    rules = Rules(items={plain.key: plain}, categories={plain.category: Category(plain.category, "", "good")}, bands=())
    try:
        on = date.fromisoformat(example["on"]) if example.get("on") else ANY_DAY
        given = example["records"]
        if (given if isinstance(given, int) else len(given)) > MOST_RECORDS:
            raise RuleFault(_("A worked example has at most %(most)s records.") % {"most": MOST_RECORDS})
        cases = [{}] * given if isinstance(given, int) else given
        records = [record for place, case in enumerate(cases) if (record := record_in(plain, case, on, place))]
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as fault:
        if isinstance(fault, RuleFault):
            raise
        raise RuleFault(_("A worked example of %(code)s cannot be read.") % {"code": item.code}) from None
    _items, points, _counts = lines_of(rules, tally(rules, records))
    return sum(points)


def record_in(item, case: dict[str, Any], on: date, place: int) -> Record | None:
    given = case.get("points")
    points = price(item, level=case.get("level", ""), given=None if given is None else to_centipoints(given))
    decided = date.fromisoformat(case["decided_on"]) if case.get("decided_on") else on
    if not decided <= on < first_day_after(decided, item.validity, item.validity_months):
        return None
    matter = case.get("matter")
    return Record(item.key, points, crc32(str(matter).encode()) if matter else -place - 1)


def tried(item: Item) -> list[dict[str, Any]]:
    """Every example with what came out: `title`, `expect`, `got` (points as people write them), `holds`."""
    found = []
    for example in item.examples:
        got, wanted = outcome(item, example), to_centipoints(example.get("expect", 0))
        found.append(
            {
                "title": example.get("title", ""),
                "expect": as_points(wanted),
                "got": as_points(got),
                "holds": got == wanted,
            }
        )
    return found


def insist(item: Item) -> None:
    """Raises RuleFault naming the first example that does not come out."""
    for case in tried(item):
        if not case["holds"]:
            raise RuleFault(
                _("%(code)s: the example “%(title)s” expects %(expect)s points but gives %(got)s.")
                % {"code": item.code, **{key: case[key] for key in ("title", "expect", "got")}}
            )
