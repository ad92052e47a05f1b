"""Which period ended last: months, quarters, half-years, years of the calendar."""

from datetime import date

import pytest

from estates.board.periods import last_ended


@pytest.mark.parametrize(
    ("months", "on", "period"),
    [
        (1, "2026-03-01", ("2026-02-01", "2026-03-01")),
        (1, "2026-01-31", ("2025-12-01", "2026-01-01")),
        (3, "2026-09-30", ("2026-04-01", "2026-07-01")),
        (3, "2026-10-01", ("2026-07-01", "2026-10-01")),
        (3, "2026-01-01", ("2025-10-01", "2026-01-01")),
        (6, "2026-06-30", ("2025-07-01", "2026-01-01")),
        (6, "2026-07-01", ("2026-01-01", "2026-07-01")),
        (12, "2026-12-31", ("2025-01-01", "2026-01-01")),
        (12, "2024-02-29", ("2023-01-01", "2024-01-01")),
    ],
)
def test_is_the_last_that_is_over(months, on, period):
    assert last_ended(months, on=date.fromisoformat(on)) == tuple(map(date.fromisoformat, period))
