"""The top floor's one verb: keep what a night could see of coverage."""

from django.db import transaction

from credit.models import Night
from oversight.models import CoverageCount
from oversight.queries import coverage_by_county


@transaction.atomic
def take_figures(night: Night) -> int:
    """Keep, for each county, how many estates there were on the day of `night` and how many had property service.

    Counted from what the registers say now (see `queries.served`), once: what is kept already stays. Returns how many
    counties were counted now. The night itself is the act that the audit log knows; this only keeps sums.
    """
    Night.objects.select_for_update().get(pk=night.pk)
    if CoverageCount.objects.filter(night=night).exists():
        return 0
    counts = [CoverageCount(night=night, **row) for row in coverage_by_county(on=night.on)]
    return len(CoverageCount.objects.bulk_create(counts))
