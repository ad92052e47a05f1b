"""The public site: what residents see. A page gathers from the floors below and decides nothing.

`home.py`: the city at a glance. `finding.py`: search, and browsing by county and street. `estate.py`: one estate.
`complaints.py`: how complaints fare. `notes.py`: what is not open yet, accessibility, privacy.
"""

from oversight.pages.complaints import complaints, complaints_csv, complaints_json
from oversight.pages.estate import estate
from oversight.pages.finding import estates, region, regions
from oversight.pages.home import home
from oversight.pages.notes import accessibility, privacy, unopened

__all__ = [
    "accessibility",
    "complaints",
    "complaints_csv",
    "complaints_json",
    "estate",
    "estates",
    "home",
    "privacy",
    "region",
    "regions",
    "unopened",
]
