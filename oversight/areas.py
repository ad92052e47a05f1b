"""The divisions around a region: what is counted by street adds up to county, city and province."""

from collections import Counter
from collections.abc import Iterator

from accounts.codes import STEM_LENGTH
from accounts.models import Level

STEMS = [STEM_LENGTH[level] for level in (Level.PROVINCE, Level.CITY, Level.COUNTY, Level.STREET)]


def around(code: str) -> Iterator[str]:
    """A division and those around it, from the province down to the street, by their 12 digits: each once."""
    yield from dict.fromkeys(code[:length].ljust(12, "0") for length in STEMS)


def in_areas(by_region: Counter[str]) -> Counter[str]:
    """Sums for every division around the regions."""
    found: Counter[str] = Counter()
    for region, count in by_region.items():
        for area in around(region):
            found[area] += count
    return found
