"""The machine's night: new troubles become findings, and findings that nobody ordered yet go with their trouble."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts import audit
from accounts.city import NoRuleValue
from accounts.numbers import many_numbered
from fees.findings import machine, positions
from fees.findings.trouble import Trouble
from fees.models import Finding, FindingState
from fees.models.findings import SETTLES

PREFIX = "WT"
log = logging.getLogger(__name__)
UNHEARD = (FindingState.FOUND, FindingState.ASKED)


@dataclass(frozen=True)
class Looked:
    """How many estates have a price to compare; how many findings were opened, and how many are gone."""

    priced: int
    opened: int
    gone: int


@transaction.atomic
def look_over(*, on: date, at: datetime) -> Looked:
    """Look for everything that is odd on a day. Twice in a night changes nothing.

    What a rule is missing for is passed over, and its findings stay as they are.
    """
    priced = place_prices(on=on)
    seen = machine.look(on=on)
    standing = list(Finding.objects.select_for_update(no_key=True).filter(state__in=SETTLES).order_by("pk"))
    known = {finding.key for finding in standing}
    opened = open_new([trouble for key, trouble in seen.troubles.items() if key not in known], on=on, at=at)
    looked_for = [row for row in standing if row.is_by_machine and row.kind not in seen.unseen]
    gone = close_gone(looked_for, seen.troubles.keys(), on=on, at=at)
    return Looked(priced, opened, gone)


def place_prices(*, on: date) -> int:
    """How many estates have a price to compare; none where the city does not say how to compare."""
    try:
        return positions.take(on=on)
    except NoRuleValue as fault:
        log.error("prices are not placed beside their peers: %s", fault)
        return 0


def open_new(fresh: Sequence[Trouble], *, on: date, at: datetime) -> int:
    numbers = many_numbered(Finding, PREFIX, on, len(fresh))
    made = [Finding(**number, **columns(trouble), found_on=on) for number, trouble in zip(numbers, fresh, strict=True)]
    Finding.objects.bulk_create(made, batch_size=1000)
    for finding in made:
        audit.record(by=None, at=at, verb="open_finding", thing=finding, after={"key": finding.key})
    return len(made)


def columns(trouble: Trouble) -> dict:
    return {
        "key": trouble.full_key, "kind": trouble.kind, "estate_id": trouble.estate_id, "facts": trouble.facts,
        "happened_on": trouble.on, "enterprise_id": trouble.enterprise_id, "contract_id": trouble.contract_id,
    }  # fmt: skip


def close_gone(standing: Iterable[Finding], found: Iterable[str], *, on: date, at: datetime) -> int:
    """What nobody ordered is gone with its trouble. What was ordered bears the day, for the officer to note it."""
    here, gone = set(found), 0
    for finding in standing:
        is_here = finding.key in here
        if finding.state in UNHEARD and not is_here:
            finding.state, finding.gone_on, gone = FindingState.GONE, on, gone + 1
            finding.save(update_fields=["state", "gone_on"])
            audit.record(by=None, at=at, verb="close_finding", thing=finding, after={"state": finding.state})
        elif finding.state == FindingState.ORDERED and is_here != (finding.gone_on is None):
            finding.gone_on = None if is_here else on
            finding.save(update_fields=["gone_on"])
    return gone
