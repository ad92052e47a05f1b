"""The public site: what residents see. A page gathers from the floors below and decides nothing.

`home.py`: the city at a glance. `finding.py`: search, and browsing by county and street. `estate.py`: one estate.
`compare.py`: some estates side by side. `news.py`, `following.py`: what changed about an estate, and who is told.
`complaints.py`: how complaints fare. `notes.py`: accessibility, privacy.
"""

from oversight.pages.compare import compare
from oversight.pages.complaints import complaints, complaints_csv, complaints_json
from oversight.pages.estate import estate, peers
from oversight.pages.finding import estates, region, regions
from oversight.pages.following import by_phone, end, follow, followed
from oversight.pages.home import home
from oversight.pages.news import estate_feed, estate_news
from oversight.pages.notes import accessibility, privacy

__all__ = [
    "accessibility",
    "by_phone",
    "compare",
    "complaints",
    "complaints_csv",
    "complaints_json",
    "end",
    "estate",
    "estate_feed",
    "estate_news",
    "estates",
    "follow",
    "followed",
    "home",
    "peers",
    "privacy",
    "region",
    "regions",
]
