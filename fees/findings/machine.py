"""Every check of the money, of all rooms, and what they say of a day."""

import logging
from dataclasses import dataclass
from datetime import date

from accounts.city import NoRuleValue, rule_values
from fees.findings import checks
from fees.findings.trouble import Check, Trouble
from fees.findings.wording import is_looked_for
from fees.funds import checks as funds
from fees.revenue import checks as revenue

CHECKS: tuple[Check, ...] = (*checks.CHECKS, *revenue.CHECKS, *funds.CHECKS)
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Seen:
    """What is odd on a day, by key; and the kinds that nobody could look for, since a rule has no value."""

    troubles: dict[str, Trouble]
    unseen: frozenset[str]


def look(*, on: date) -> Seen:
    """As far as the city looks for a kind on that day. `positions.take` of the same day goes before."""
    rules = rule_values(on=on)
    troubles: dict[str, Trouble] = {}
    unseen: set[str] = set()
    for check in CHECKS:
        if not is_looked_for(check.kind, rules):
            continue
        try:
            troubles |= {found.full_key: found for found in check(on)}
        except NoRuleValue as fault:
            log.error("not looked for %s: %s", check.kind, fault)
            unseen.add(check.kind)
    return Seen(troubles, frozenset(unseen))
