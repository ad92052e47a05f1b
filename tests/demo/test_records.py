"""The ledgers of the invented cities: how much they hold, and what city it makes under the reference rulebook."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import pairwise
from zlib import crc32

import pytest

from credit import law, rulebook_file, scoring
from credit.actions import draft_rulebook
from credit.validity import first_day_after
from demo.cities import RULEBOOK
from demo.evidence import FIELDS
from tests.conftest import NOW
from tests.demo.conftest import MORNING

YESTERDAY = MORNING - timedelta(days=1)


def as_dicts(world):
    return [dict(zip(FIELDS, row, strict=True)) for row in world.records]


@pytest.fixture(scope="module")
def ledger(shijiazhuang):
    return as_dicts(shijiazhuang)


class TestLedger:
    def test_holds_three_years(self, ledger):
        assert len(ledger) >= 200_000
        assert ledger[0]["decided_on"] < "2023-12-01"
        assert ledger[-1]["decided_on"] == YESTERDAY.isoformat()

    def test_is_numbered_in_order_of_decision(self, ledger):
        days = [row["decided_on"] for row in ledger]
        assert days == sorted(days)
        assert len({row["number"] for row in ledger}) == len(ledger)

    def test_nothing_is_decided_before_it_happened_or_ended_before_it_counted(self, ledger):
        for row in ledger:
            assert row["occurred_on"] <= row["decided_on"]
            for later in ("effective_on", "withdrawn_on", "repaired_on"):
                assert not row[later] or row["decided_on"] <= row[later]
            assert not (row["withdrawn_on"] and row["repaired_on"])
            assert bool(row["step_reason"]) == bool(row["withdrawn_on"] or row["repaired_on"])
            assert max(row["withdrawn_on"], row["repaired_on"]) < MORNING.isoformat()

    def test_nothing_happened_before_the_rulebook_was_in_force(self, shijiazhuang, ledger):
        assert min(row["occurred_on"] for row in ledger) >= shijiazhuang.calendar.evidence_from.isoformat()

    def test_some_awards_honour_the_same_matter(self, ledger):
        matters = Counter(row["matter"] for row in ledger if row["item_code"] == "R-G01")
        assert sum(count > 1 for count in matters.values()) > 50

    def test_five_records_are_about_estates_that_nobody_manages(self, shijiazhuang, ledger):
        in_charge = contracts_by_estate(shijiazhuang)
        nobody = [row for row in ledger if not row["enterprise"] and responsible(in_charge, row) is None]
        assert len(nobody) == 5

    def test_sentences_are_complete(self, ledger):
        assert not [row["fact"] for row in ledger if "{" in row["fact"] or not row["fact"]]

    def test_yangquan_has_some_months(self, yangquan):
        assert 4_000 < len(yangquan.records) < 8_000


def contracts_by_estate(world):
    held = defaultdict(list)
    for contract in world.contracts:
        held[contract.place.code].append(contract)
    return held


def responsible(in_charge, row) -> str | None:
    """The company whose contract for the estate ran when it happened."""
    day = date.fromisoformat(row["occurred_on"])
    return next((one.company.uscc for one in in_charge[row["estate"]] if one.runs_on(day)), None)


class City:
    """The grades of a world on a day, by the portal's own rules but without its database of evidence."""

    def __init__(self, world, rows, rules):
        self.world, self.rules = world, rules
        self.items = {item.code: item for item in rules.items.values()}
        self.records = defaultdict(list)
        in_charge = contracts_by_estate(world)
        for row in rows:
            item = self.items[row["item_code"]]
            if item.fixed == 0:
                continue
            uscc = row["enterprise"] or responsible(in_charge, row)
            if uscc:
                self.records[uscc].append(self.dated(item, row))

    def dated(self, item, row) -> tuple[date, date, scoring.Record]:
        days = {name: date.fromisoformat(row[name]) for name in FIELDS if name.endswith("_on") and row[name]}
        expires = first_day_after(days["decided_on"], item.validity, item.validity_months)
        ends = [expires, *(days[name] for name in ("withdrawn_on", "repaired_on") if name in days)]
        points = item.levels[row["level"]] if item.mode == "by_level" else item.fixed or 0
        matter = crc32((row["matter"] or row["number"]).encode())
        return days.get("effective_on", days["decided_on"]), min(ends), scoring.Record(item.key, points, matter)

    def grades(self, on: date) -> dict[str, str]:
        return {
            company.uscc: scoring.assess(
                self.rules,
                scoring.tally(self.rules, [r for begin, end, r in self.records[company.uscc] if begin <= on < end]),
                on=on,
                joined_on=company.joined_on,
            ).grade
            for company in self.world.companies
            if company.known_on <= on
        }


@pytest.mark.django_db
class TestGrades:
    @pytest.fixture
    def graded(self, shijiazhuang, ledger):
        book = draft_rulebook(rulebook_file.read(RULEBOOK.read_text(encoding="utf-8")), by=None, at=NOW)
        return City(shijiazhuang, ledger, law.rules_of(book))

    def test_are_spread_as_in_a_real_city_and_move(self, graded):
        nights = [YESTERDAY - timedelta(days=ago) for ago in range(10, -1, -1)]
        held = [graded.grades(night) for night in nights]
        counts = Counter(held[-1].values())
        share = {grade: count / 1_737 for grade, count in counts.items()}
        assert 0.06 < share["A"] < 0.10
        assert 0.70 < share["B"] < 0.80
        assert 0.10 < share["C"] < 0.15
        assert 0.015 < share["D"] < 0.035
        assert counts["NEW"] == 38
        assert counts["MISSING"] == 5
        moved = sum(now[one] != then.get(one, now[one]) for then, now in pairwise(held) for one in now)
        assert 3 <= moved / 10 <= 15

    def test_have_become_better_in_two_years(self, graded):
        before, now = (Counter(graded.grades(day).values()) for day in (graded.world.calendar.first_night, YESTERDAY))
        assert now["C"] < before["C"]
        assert now["D"] < before["D"]
