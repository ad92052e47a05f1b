"""What is kept on the top floor: counts of areas (`counts`), what changed about estates (`news`), who follows them."""

from oversight.models.counts import Followed, NightCount, Presence, Tally, Window
from oversight.models.followers import Follower
from oversight.models.money import MoneyCount
from oversight.models.news import News, NewsKind, Standing
from oversight.models.quality import QualityCount, QualityGap, Side

__all__ = [
    "Followed",
    "Follower",
    "MoneyCount",
    "News",
    "NewsKind",
    "NightCount",
    "Presence",
    "QualityCount",
    "QualityGap",
    "Side",
    "Standing",
    "Tally",
    "Window",
]
