"""One night, from the first stamp to the published grades.

- `run.py`: `run`, `take_up` (a night that was cut off), `recompute` (a past one, to compare).
- `collect.py` stamps what is known and finds whom it touches, `gather.py` reads facts in SQL, `judge.py` makes drafts
  of what changed, `publish.py` puts them in the place of what held.
"""

from credit.night.run import NightBusy, NightIsPast, Recomputed, recompute, run, take_up

__all__ = ["NightBusy", "NightIsPast", "Recomputed", "recompute", "run", "take_up"]
