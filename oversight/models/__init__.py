"""What is kept on the top floor: counts of areas (`counts`), what changed about estates (`news`), who follows them."""

from oversight.models.counts import Followed, NightCount, Presence, Tally, Window
from oversight.models.followers import Follower
from oversight.models.news import News, NewsKind, Standing

__all__ = [
    "Followed",
    "Follower",
    "News",
    "NewsKind",
    "NightCount",
    "Presence",
    "Standing",
    "Tally",
    "Window",
]
