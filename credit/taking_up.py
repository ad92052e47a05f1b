"""What the floors below show goes into the ledger before each night: once, and out again when it no longer stands.

Each floor says what it shows as a `Floor` (`complaints.py`, `committees.py`, `boards.py`, `money.py`; all of them in
`floors.py`). Which item a fact falls under is a rule value of the city; “-” means that it is not counted. The records
are told apart by number, which follows from the paper behind the fact and from its kind: taking up twice changes
nothing.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from accounts.city import rule_values
from credit import actions, ledger
from credit.ledger import NewEvidence
from credit.lifecycle import state_of_record
from credit.models import Evidence
from enterprises.models import ServiceContract

log = logging.getLogger(__name__)

AT_ONCE = 1_000
NOT_COUNTED = "-"
REVOKED = gettext_lazy("The decision was revoked.")
LONGEST = relativedelta(months=37)
STANDING = {"stands", "objected", "upheld"}


@dataclass(frozen=True)
class Shown:
    """One fact as the ledger takes it up. `key` names it for good and begins with the number of its `document`.

    `told` is a sentence about nobody. Without an `enterprise_id` the contract of `occurred_on` says which company had
    the estate. `is_held_back`: not to be written down yet. `appealed_on`: the company appealed below; `refused_on`:
    that was refused; where it `was_upheld` the fact no longer stands.
    """

    key: str
    kind: str
    document: str
    told: str
    estate_id: int
    occurred_on: date
    decided_on: date
    enterprise_id: int | None = None
    is_held_back: bool = False
    appealed_on: date | None = None
    refused_on: date | None = None
    was_upheld: bool = False


def decided(fact: Any, told: str, *, enterprise_id: int | None = None) -> Shown:
    """A fact that officers decided below, in a sentence about nobody."""
    return Shown(
        key=fact.key, kind=fact.kind, document=fact.number, told=told, estate_id=fact.estate_id,
        occurred_on=fact.on, decided_on=fact.decided_on, enterprise_id=enterprise_id,
    )  # fmt: skip


@dataclass(frozen=True)
class Floor:
    """A floor below that shows facts: `shown(since=, until=)` gives those decided in [since, until).

    `items`: the rule value that names the item, by kind. `gone` says why a record is withdrawn whose fact is no longer
    shown. `looked_back`: no item of a shipped rulebook counts such a fact for longer.
    """

    source: str
    items: Mapping[str, str]
    shown: Callable[..., list[Shown]]
    gone: Any = REVOKED
    looked_back: relativedelta = LONGEST


@dataclass(frozen=True)
class Taken:
    """How many records were added, withdrawn, objected to and answered; how many facts no rulebook has a place for."""

    added: int = 0
    withdrawn: int = 0
    objected: int = 0
    answered: int = 0
    left_out: int = 0


def take_up(floor: Floor, *, on: date, at: datetime) -> Taken:
    """Bring the ledger in step with what a floor shows until the beginning of the night of `on`."""
    since, until = beginning_of(on - floor.looked_back), min(beginning_of(on + relativedelta(days=1)), at)
    first_on = timezone.localdate(since)
    with override(settings.LANGUAGE_CODE), transaction.atomic():
        found = floor.shown(since=since, until=until)
        known = records_since(floor, first_on)
        added, left_out = add(new_entries(floor, found, known, on=on), at=at)
        withdrawn = withdraw_fallen(floor, found, known, at=at)
        objected, answered = note_appeals(found, records_since(floor, first_on) if added else known, at=at)
    return Taken(added, withdrawn, objected, answered, left_out)


def beginning_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def records_since(floor: Floor, day: date) -> dict[str, Evidence]:
    """What was taken up before, by number. Other records of the source were written down by people, and stay theirs."""
    rows = Evidence.objects.filter(
        source=floor.source,
        decided_on__gte=day,
        document__gt="",
        matter=F("document"),
        number__startswith=Concat(F("document"), Value("-")),
    )
    return {row.number: row for row in rows.prefetch_related("steps")}


def new_entries(floor: Floor, found: Iterable[Shown], known: dict[str, Evidence], *, on: date) -> list[NewEvidence]:
    """The facts that are counted by the rule values of the day and are not on the ledger yet."""
    rules = rule_values(on=on)
    items = {kind: rules[key].value for kind, key in floor.items.items() if key in rules}
    fresh = [fact for fact in found if is_new(fact, known) and items.get(fact.kind, NOT_COUNTED) != NOT_COUNTED]
    taken = numbers_taken(fresh)
    untaken = with_companies([fact for fact in fresh if fact.key not in taken])
    return [entry_of(fact, items[fact.kind], floor.source) for fact in untaken]


def is_new(fact: Shown, known: dict[str, Evidence]) -> bool:
    return fact.key not in known and not fact.is_held_back and not fact.was_upheld


def numbers_taken(fresh: list[Shown]) -> set[str]:
    """Keys that some record bears already, of whatever day: a number twice would end the night."""
    if not fresh:
        return set()
    return set(Evidence.objects.filter(number__in=[fact.key for fact in fresh]).values_list("number", flat=True))


def with_companies(fresh: list[Shown]) -> list[Shown]:
    """The same facts, each with the company whose contract had the estate on its day; without one, with none."""
    unnamed = {fact.estate_id for fact in fresh if fact.enterprise_id is None}
    if not unnamed:
        return fresh
    contracts = list(ServiceContract.objects.filter(estate__in=unnamed))
    return [replace(fact, enterprise_id=fact.enterprise_id or company_of(fact, contracts)) for fact in fresh]


def company_of(fact: Shown, contracts: Iterable[ServiceContract]) -> int | None:
    day = fact.occurred_on
    for contract in contracts:
        if contract.estate_id == fact.estate_id and contract.begins_on <= day < (contract.ends_on or date.max):
            return contract.enterprise_id
    return None


def entry_of(fact: Shown, item_code: str, source: str) -> NewEvidence:
    """A record in words that tell of nobody. All facts of one document are one matter."""
    return NewEvidence(
        number=fact.key, item_code=item_code, occurred_on=fact.occurred_on, decided_on=fact.decided_on, source=source,
        enterprise_id=fact.enterprise_id, estate_id=fact.estate_id, matter=fact.document, document=fact.document,
        fact=fact.told,
    )  # fmt: skip


def add(entries: list[NewEvidence], *, at: datetime) -> tuple[int, int]:
    """Record the sound ones. What no rulebook has an item for is left out, said in the log, and tried again."""
    law, today = ledger.Lawbook(), timezone.localdate(at)
    sound = []
    for entry in entries:
        faults = ledger.faults_of(entry, law, today=today)
        if faults:
            log.warning("%s is not recorded: %s", entry.number, faults[0][1])
        else:
            sound.append(entry)
    for start in range(0, len(sound), AT_ONCE):
        actions.record_evidence(sound[start : start + AT_ONCE], by=None, at=at)
    return len(sound), len(entries) - len(sound)


def withdraw_fallen(floor: Floor, found: Iterable[Shown], known: dict[str, Evidence], *, at: datetime) -> int:
    """Withdraw the records whose fact no longer stands. Returns how many."""
    facts = {fact.key: fact for fact in found}
    fallen = [
        (row, facts.get(number))
        for number, row in known.items()
        if is_standing(row) and (number not in facts or facts[number].was_upheld)
    ]
    for row, appealed in fallen:
        reason = _("The company's appeal was upheld.") if appealed else str(floor.gone)
        actions.withdraw(row, on=timezone.localdate(at), reason=reason, by=None, at=at)
    return len(fallen)


def note_appeals(found: Iterable[Shown], known: dict[str, Evidence], *, at: datetime) -> tuple[int, int]:
    """Put the steps of appeals that run, or were refused, to their records. Returns how many of both."""
    objected = answered = 0
    for fact in found:
        row = known.get(fact.key)
        if row is None or fact.appealed_on is None or fact.was_upheld:
            continue
        state = state_of_record({step.verb for step in row.steps.all()})
        if state == "stands":
            actions.object_to(row, on=fact.appealed_on, reason=_("The company appealed."), by=None, at=at)
            objected, state = objected + 1, "objected"
        if state == "objected" and fact.refused_on is not None:
            actions.uphold(row, on=fact.refused_on, reason=_("The appeal was refused."), by=None, at=at)
            answered += 1
    return objected, answered


def is_standing(row: Evidence) -> bool:
    return state_of_record({step.verb for step in row.steps.all()}) in STANDING
