"""The checks of fees: each `look(on)` gives every trouble of its kind, in a few queries for the whole city.

They read what is filed, agreed and reported. What is charged at a door beside that, no register knows: complaints and
inspections find it.
"""

from fees.findings.checks.advance import paid_far_ahead
from fees.findings.checks.caps import above_cap
from fees.findings.checks.levels import lower_than_charged
from fees.findings.checks.outliers import out_of_line
from fees.findings.checks.rises import undecided_rises
from fees.findings.checks.terms import collected_after_term
from fees.findings.trouble import Check

CHECKS: tuple[Check, ...] = (
    above_cap,
    lower_than_charged,
    undecided_rises,
    out_of_line,
    paid_far_ahead,
    collected_after_term,
)
