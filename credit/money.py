"""What fees, the maintenance fund and public revenue show, as the ledger takes it up (`taking_up.py`)."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.city import rule_values
from credit import ledger
from credit.models import Source
from credit.taking_up import NOT_COUNTED, Floor, Shown, decided, entry_of
from fees import evidence
from fees.evidence import Fact, item_key


def shown(*, since: datetime, until: datetime) -> list[Shown]:
    """The facts decided in [`since`, `until`), each with the company that it found."""
    return [taken(fact) for fact in evidence.facts(since=since, until=until)]


def taken(fact: Fact) -> Shown:
    return decided(fact, fact.told, enterprise_id=fact.enterprise_id)


def uncounted(fact: Fact) -> str:
    """Why the ledger will not take a fact, in the words that its log would have; empty where it will."""
    rule = rule_values(on=fact.decided_on).get(item_key(fact.kind))
    if rule is None or rule.value == NOT_COUNTED:
        return _("The city counts it under no item (rule value %(key)s).") % {"key": item_key(fact.kind)}
    entry = entry_of(taken(fact), rule.value, MONEY.source)
    faults = ledger.faults_of(entry, ledger.Lawbook(), today=fact.decided_on)
    return faults[0][1] if faults else ""


MONEY = Floor(
    source=Source.MONEY,
    items={kind: item_key(kind) for kind in evidence.COUNTED},
    shown=shown,
)
