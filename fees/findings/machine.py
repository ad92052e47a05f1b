"""Every check of the money, of all rooms, and what they say of a day."""

from collections.abc import Iterator
from datetime import date

from accounts.city import rule_values
from fees.findings import checks
from fees.findings.trouble import Check, Trouble
from fees.findings.wording import is_looked_for
from fees.funds import checks as funds
from fees.revenue import checks as revenue

CHECKS: tuple[Check, ...] = (*checks.CHECKS, *revenue.CHECKS, *funds.CHECKS)


def troubles(*, on: date) -> dict[str, Trouble]:
    """By key, as far as the city looks for their kind on that day. `positions.take` of the same day goes before."""
    rules = rule_values(on=on)
    return {found.full_key: found for found in all_troubles(on) if is_looked_for(found.kind, rules)}


def all_troubles(on: date) -> Iterator[Trouble]:
    for look in CHECKS:
        yield from look(on)
