"""SQL gathers what the pure tally makes of the same records, and nights upon nights equal one full rebuild."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from credit import actions, law, night
from credit.models import Evidence, Grade, Posting
from credit.night.gather import Reading, each_company, ranges
from credit.scoring import Record, tally
from tests.conftest import NOW
from tests.credit.builders import a_company, a_contract, a_rulebook, an_estate, entry_for

FIRST = date(2026, 1, 1)
CODES = ["R-N01", "R-N05", "R-N29", "R-G05", "R-G07"]
AWARDS = ["国家", "省", "市"]

records = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from([*CODES, "R-G01", "R-G08", "R-V04"]),
        st.integers(0, 60),
        st.sampled_from(AWARDS),
        st.sampled_from(["", "甲", "乙"]),
        st.none() | st.integers(0, 40),
    ),
    max_size=14,
)
gently = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


class RolledBack(Exception):
    """Ends an example, taking back whatever it wrote."""


def in_a_transaction(example):
    try:
        with transaction.atomic():
            example()
            raise RolledBack
    except RolledBack:
        pass


def enter(companies, drawn, since: date) -> None:
    """Record what was drawn in one go; withdraw what was drawn to be withdrawn."""
    entries, withdrawals = [], []
    for place, code, day, level, matter, withdrawn in drawn:
        company, estate = companies[place]
        on = since + timedelta(day)
        entry = entry_for(code, on=on, **({"at": estate} if code in ("R-N01", "R-G08") else {"of": company}))
        if code in ("R-G01", "R-G08"):
            entry.level, entry.matter = level, matter
        entries.append(entry)
        withdrawals.append(None if withdrawn is None else on + timedelta(withdrawn))
    keys = actions.record_evidence(entries, by=None, at=NOW)
    for key, on in zip(keys, withdrawals, strict=True):
        if on is not None:
            actions.withdraw(Evidence(pk=key), on=on, reason="核查", by=None, at=NOW)


def some_companies():
    made = []
    for _ in range(3):
        company, estate = a_company(), an_estate()
        a_contract(estate, company)
        made.append((company, estate))
    return made


@pytest.fixture
def book(regions):
    return a_rulebook()


@pytest.mark.django_db
class TestGathering:
    @gently
    @given(drawn=records, later=st.integers(0, 420))
    def test_equals_the_pure_tally(self, book, drawn, later):
        def example():
            companies = some_companies()
            enter(companies, drawn, FIRST)
            on = FIRST + timedelta(later)
            run = night.run(on, kind="command")
            rules = law.rules_of(book)
            found = {}
            reading = Reading(on, run.pk)
            for low, high in ranges(reading, 1_000):
                each_company(reading, rules, low, high, lambda facts: found.update({facts.enterprise_id: facts}))
            for company, _estate in companies:
                mine = (
                    Posting.objects.known_to(run.pk).counting(on=on).filter(enterprise=company, reaches_enterprise=True)
                )
                wanted = tally(rules, [Record(p.item_id, p.centipoints, p.matter) for p in mine])
                got = found[company.pk]
                facts = sorted(zip(got.items, got.counts, got.points, strict=True))
                assert facts == list(zip(*wanted[:3], strict=True))

        in_a_transaction(example)


def published():
    return list(
        Grade.objects.order_by("enterprise_id", "from_on").values_list(
            "enterprise_id",
            "from_on",
            "until_on",
            "grade",
            "score_centipoints",
            "line_items",
            "line_centipoints",
            "digest",
        )
    )


@pytest.mark.django_db
class TestNightsUponNights:
    @gently
    @given(batches=st.lists(st.tuples(records, st.integers(1, 90)), min_size=1, max_size=3))
    def test_equal_full_rebuilds_and_can_be_had_again(self, book, batches):
        """Whatever is recorded between the nights: judging only whom a night touches gives what judging all gives."""
        outcomes = []

        def example(full: bool):
            companies = some_companies()
            first_id = companies[0][0].pk
            on, nights = FIRST, [night.run(FIRST, kind="command")]
            for drawn, days in batches:
                enter(companies, drawn, on - timedelta(20))
                on += timedelta(days)
                nights.append(night.run(on, kind="command", full=full))
            assert all(night.recompute(each).same for each in nights)
            outcomes.append([(row[0] - first_id, *row[1:7]) for row in published()])

        in_a_transaction(lambda: example(False))
        in_a_transaction(lambda: example(True))
        assert outcomes[-2] == outcomes[-1]
