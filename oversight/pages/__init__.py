"""The public site: what residents see. A page gathers from the floors below and decides nothing.

`home.py`: the city at a glance. `finding.py`: search, and browsing by county and street. `estate.py`: one estate.
`notes.py`: what is not open yet, accessibility, privacy.
"""

from oversight.pages.estate import estate
from oversight.pages.finding import estates, region, regions
from oversight.pages.home import home
from oversight.pages.notes import accessibility, privacy, unopened

__all__ = ["accessibility", "estate", "estates", "home", "privacy", "region", "regions", "unopened"]
