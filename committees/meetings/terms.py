"""The law of a committee in office, as the city has it on a day: each figure is the rule value `committee_` + name."""

from dataclasses import fields
from datetime import date

from accounts.city import rule_values
from accounts.moments import remembered
from committees.meetings.law import OfficeLaw
from committees.terms import figure_of

PREFIX = "committee_"


@remembered
def office_law(on: date) -> OfficeLaw:
    """What is in force on a day. Raises NoRuleValue."""
    rows = rule_values(on=on)
    return OfficeLaw(**{each.name: figure_of(f"{PREFIX}{each.name}", rows, on) for each in fields(OfficeLaw)})
