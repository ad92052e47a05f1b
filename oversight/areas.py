"""The divisions around a region: what is counted by street adds up to county and city."""

from collections import Counter

from accounts.codes import STEM_LENGTH
from accounts.models import Level

STEMS = [STEM_LENGTH[level] for level in (Level.CITY, Level.COUNTY, Level.STREET)]


def areas_of(region: str) -> list[str]:
    """The city, county and street of a region, each once, by 12 digits."""
    return list(dict.fromkeys(region[:length].ljust(12, "0") for length in STEMS))


def in_areas(by_region: Counter[str]) -> Counter[str]:
    """Sums for every division around the regions."""
    found: Counter[str] = Counter()
    for region, count in by_region.items():
        for area in areas_of(region):
            found[area] += count
    return found
