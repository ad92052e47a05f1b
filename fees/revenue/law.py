"""What the city wants of public revenue on a day: figures with their articles."""

from dataclasses import dataclass, fields
from datetime import date, timedelta

from accounts.city import rule_values
from accounts.moments import remembered
from committees.forming.law import Figure
from committees.law import Ratio, ratio
from committees.terms import figure_of


@dataclass(frozen=True)
class RevenueLaw:
    """Each figure is the rule value of its name. `fund_low_ratio`: below it the fund wants to be filled up.

    `demand`: the share of heads and of area that may have an account audited.
    """

    revenue_disclosure_months: Figure
    revenue_disclosure_min_days: Figure
    revenue_report_days: Figure
    revenue_to_fund_ratio: Figure
    revenue_to_fund_only_low: Figure
    revenue_transfer_days: Figure
    revenue_audit_percent: Figure
    revenue_audit_days: Figure
    fund_low_ratio: Figure
    demand: Ratio

    @property
    def months(self) -> int:
        return self.revenue_disclosure_months.count

    def audited_by(self, day: date) -> date:
        """The last day for an audit that begins on a day."""
        return day + timedelta(days=self.revenue_audit_days.count)


@remembered
def revenue_law(on: date) -> RevenueLaw:
    """What is in force on a day. Raises NoRuleValue."""
    rows = rule_values(on=on)
    figures = {each.name: figure_of(each.name, rows, on) for each in fields(RevenueLaw) if each.type is Figure}
    return RevenueLaw(**figures, demand=ratio("revenue_demand", rows, on))
