"""Every figure of the dashboards, from what is kept; nothing is counted because somebody looks.

- `areas.py`: which part of the city a person gets figures of (the city, one county, one street), and its parts.
- `moments.py`: what answers for a day: the tallies for today, a night for the past; what it is compared with.
- `counts.py`: the kept counts of some areas. `records.py`: the addresses of the rows behind them.
- `overview.py`, `charts.py`, `trends.py`, `runs.py`, `windows.py`: the figures themselves, as plain dicts ready for
  JSON. Each says `as_of`, `source`, and `records`, the address that opens exactly the rows that it counted.
- `committees.py`: how far owners' self-government reaches, from counts of its own.
- `money.py`, `quality.py`: fees, funds, revenue, boards, equipment; how good the data are. `mornings.py` makes both
  tables from the counts of every morning.
- `public.py`, `complaints.py`: those that everybody may read, without small numbers.
"""

from oversight.figures.areas import Area, NoSuchArea, NotDivided, area_for
from oversight.figures.charts import coverage, grades, ranking
from oversight.figures.committees import committees, public_committees
from oversight.figures.complaints import public_complaints
from oversight.figures.money import money
from oversight.figures.overview import overview
from oversight.figures.public import public_coverage, public_grades, public_overview
from oversight.figures.quality import quality
from oversight.figures.runs import freshness, last_run, moves, moves_before, moves_within
from oversight.figures.trends import TooMuch, coverage_trend, trend
from oversight.figures.windows import windows

__all__ = [
    "Area",
    "NoSuchArea",
    "NotDivided",
    "TooMuch",
    "area_for",
    "committees",
    "coverage",
    "coverage_trend",
    "freshness",
    "grades",
    "last_run",
    "money",
    "moves",
    "moves_before",
    "moves_within",
    "overview",
    "public_committees",
    "public_complaints",
    "public_coverage",
    "public_grades",
    "public_overview",
    "quality",
    "ranking",
    "trend",
    "windows",
]
