"""What owners' self-government shows about property companies: facts for `credit`, with neither points nor judgement.

Only where a company has the duty: it did not hand over the list of owners, obstructed an owners' assembly, did not
support a vote. A fact is there when that was reported, checked, ordered to be put right, and decided not to have been;
it goes when the decision is revoked. It names the estate and the day it happened: whose contract it was that day is
known upstairs. Nobody's data are in it.
"""

from datetime import datetime

from committees.models import DutyKind, DutyReport
from estates.evidence import Fact, decided

__all__ = ["DutyKind", "Fact", "facts"]

KINDS = dict(zip(DutyKind.values, DutyKind.values, strict=True))


def facts(*, since: datetime, until: datetime) -> list[Fact]:
    """Every fact that was decided in [`since`, `until`), oldest first, as things stand now."""
    return decided(DutyReport.objects.all(), since=since, until=until, kinds=KINDS)
