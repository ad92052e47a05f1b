"""What the law asks of a committee in office, as figures with their articles: its meetings, seal, disclosure, audits.

Values only: `terms.py` reads them.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from dateutil.relativedelta import relativedelta

from committees.forming.law import Figure


@dataclass(frozen=True)
class OfficeLaw:
    """Ratios of `present`, `decision` and `seal` are to be exceeded (过半数); `extra` includes its number (以上)."""

    meeting_months: Figure
    meeting_notice_days: Figure
    meeting_present_ratio: Figure
    decision_ratio: Figure
    extra_meeting_ratio: Figure
    extra_meeting_days: Figure
    minutes_post_days: Figure
    minutes_shown_workdays: Figure
    seal_ratio: Figure
    seal_after_end_days: Figure
    assembly_seal_matter: Figure
    disclosure_months: Figure
    disclosure_days: Figure
    disclosure_shown_days: Figure
    audit_months: Figure
    audit_days: Figure
    audit_shown_days: Figure

    def next_meeting_by(self, last_on: date) -> date:
        """The last day for the next regular meeting."""
        return last_on + relativedelta(months=self.meeting_months.count)

    def extra_meeting_by(self, asked_on: date) -> date:
        return asked_on + timedelta(days=self.extra_meeting_days.count)

    def minutes_by(self, held_on: date) -> date:
        return held_on + timedelta(days=self.minutes_post_days.count)

    def disclosure_by(self, until_on: date) -> date:
        """The last day for disclosing the time up to but not including `until_on`."""
        return until_on + timedelta(days=self.disclosure_days.count - 1)

    def audit_by(self, audited_until: date) -> date:
        """The last day for the audit of the year that begins where the last audit ended."""
        return audited_until + relativedelta(months=self.audit_months.count) + timedelta(days=self.audit_days.count)


def is_more_than(part: int, whole: int, ratio: Fraction) -> bool:
    """Strictly more (过半数): half is not enough."""
    return part > whole * ratio


def least_more_than(whole: int, ratio: Fraction) -> int:
    """The smallest number that is more than the ratio: 4 of 7, 4 of 6."""
    return int(whole * ratio) + 1


def least_of(whole: int, ratio: Fraction) -> int:
    """The smallest number that reaches the ratio (以上): 3 of 7 for a third."""
    return ceil(whole * ratio)
