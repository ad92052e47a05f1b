"""What a committee has not disclosed yet."""

from datetime import date

from committees.disclosure.periods import Period, periods
from committees.meetings.terms import office_law
from committees.models import Committee, Disclosure


def undisclosed(committee: Committee, *, on: date) -> list[Period]:
    """Periods that are over and were not disclosed, the earliest first. Raises NoRuleValue."""
    if committee.filed_on is None:
        return []
    months = office_law(on).disclosure_months.count
    told = set(Disclosure.objects.filter(committee=committee).values_list("from_on", flat=True))
    over_on = min(on, committee.ended_on or on)
    return [period for period in periods(committee.filed_on, over_on, months) if period.from_on not in told]
