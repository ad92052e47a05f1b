"""Which of the articles that a portal was delivered with are law in its city.

Terms come with the article of the city that wrote them first, so that an officer sees where a figure is from. To a
resident such an article is no basis: only the country's law and the city's own are.
"""

import csv
import re
from functools import cache
from pathlib import Path

PLACES = Path(__file__).parent / "data" / "places_cited.csv"
DEFAULTS = ("默认值", "各地")
ASIDE = re.compile(r"[（(][^（）()]*[）)]")


@cache
def places() -> dict[str, str]:
    """The places whose law the delivered rules cite, each with the first digits of its division."""
    with PLACES.open(encoding="utf-8") as rows:
        return {row["place"]: row["code"] for row in csv.DictReader(rows)}


def basis(article: str, city_code: str) -> str:
    """What of an article is law in a city; "" for a default, or for the law of other places alone."""
    kept = [part for part in article.split("；") if part and not is_foreign(part, city_code)]
    return "；".join(kept)


def is_foreign(part: str, city_code: str) -> bool:
    words = ASIDE.sub("", part).strip()
    named = [code for place, code in places().items() if place in words]
    return words.startswith(DEFAULTS) or (bool(named) and not any(city_code.startswith(code) for code in named))
