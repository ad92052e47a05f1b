"""How much may come from one address or phone on pages that take something without an account.

Counted in the cache; while it is away nobody is held up. A whole village may share one address of a mobile network, so
these limits only stop floods.
"""

import time
from dataclasses import dataclass

from django.conf import settings

from accounts.api.limits import counter
from accounts.sealing import digest

HOUR = 3600
DAY = 24 * HOUR


@dataclass(frozen=True)
class Limit:
    """So many (`setting`) of one kind in so many seconds, counted in fixed windows of the clock."""

    name: str
    setting: str
    seconds: int

    @property
    def most(self) -> int:
        return getattr(settings, self.setting)

    def spend(self, who: str) -> int:
        """Count one of `who`. Gives 0, or the minutes to wait when it was one too many."""
        window, into = divmod(int(time.time()), self.seconds)
        key = f"anju-report-{self.name}-{digest(who)}-{window}"
        used = counter(settings.REDIS_URL).calls(key, 1, forget_after=self.seconds)
        return -(-(self.seconds - into) // 60) if used is not None and used > self.most else 0
