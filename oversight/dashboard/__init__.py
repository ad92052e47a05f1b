"""The first page of the web admin: a city, a county or a street on one day; or what to do first.

Every number comes from `oversight.figures`, as the API's `/api/v1/figures/...` do, and opens the rows that it counts.
The page carries everything as tables; its charts fetch the same from the API.

- `asked.py`: the place, the day and the comparison that an address names; links to others.
- `page.py`: the page put together. `strip.py`: six figures. `places.py`: counties and streets. `homes.py`: the estates
  of a street. `curves.py`: what went on from night to night. `records.py`: the rows behind a figure, at a desk.
- `complaints.py`, `committees.py`: complaints in hand; how far owners' self-government reaches.
- `words.py`: numbers and changes as people read them.
"""

from oversight.dashboard.page import dashboard

__all__ = ["dashboard"]
