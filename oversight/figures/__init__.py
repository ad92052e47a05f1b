"""Every figure of the dashboards, from what the nights kept; nothing is counted again because somebody looks.

- `areas.py`: which part of the city a person gets figures of: the city, one county, one street.
- `moments.py`: the night that answers for a day, and those a month and a year before it.
- `counts.py`: the kept counts of an area. Nights keep them by county; of a street, which is small, they are counted
  live: its companies are those registered there or managing an estate there that day.
- `overview.py`, `charts.py`, `runs.py`: the figures themselves, as plain dicts. Each says `as_of`, `source`, and
  `records`, the address that opens the rows behind it.
"""

from oversight.figures.areas import Area, NoSuchArea, area_for
from oversight.figures.charts import coverage, grades, trend
from oversight.figures.overview import overview
from oversight.figures.runs import last_run, moves, moves_within

__all__ = [
    "Area",
    "NoSuchArea",
    "area_for",
    "coverage",
    "grades",
    "last_run",
    "moves",
    "moves_within",
    "overview",
    "trend",
]
