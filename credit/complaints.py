"""What complaints show goes into the ledger before each night: once, and out again when it no longer stands.

Which item a fact falls under is a rule value of the city (`ITEMS`); “-” means that it is not counted. The records are
told apart by number, which follows from the complaint and the kind of fact: taking up twice changes nothing.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.city import rule_values
from complaints import evidence
from complaints.evidence import Fact, FactKind
from credit import actions, ledger
from credit.ledger import NewEvidence
from credit.lifecycle import state_of_record
from credit.models import Evidence, Source

log = logging.getLogger(__name__)

LOOKED_BACK = relativedelta(months=13)
"""No item of a shipped rulebook counts complaints for longer than a year."""
AT_ONCE = 1_000
NOT_COUNTED = "-"
ITEMS = {
    FactKind.OVERDUE: "complaint_overdue_item",
    FactKind.FALSE_ANSWER: "complaint_false_answer_item",
    FactKind.FAULT: "complaint_fault_item",
    FactKind.JOINT: "complaint_joint_item",
}
STANDING = {"stands", "objected", "upheld"}


@dataclass(frozen=True)
class Taken:
    """How many records were added, withdrawn, objected to and answered; how many facts no rulebook has a place for."""

    added: int = 0
    withdrawn: int = 0
    objected: int = 0
    answered: int = 0
    left_out: int = 0


def take_up(*, on: date, at: datetime) -> Taken:
    """Bring the ledger in step with what complaints show until the beginning of the night of `on`."""
    since, until = beginning_of(on - LOOKED_BACK), min(beginning_of(on + relativedelta(days=1)), at)
    found = evidence.facts(since=since, until=until)
    with override(settings.LANGUAGE_CODE), transaction.atomic():
        known = records_since(timezone.localdate(since))
        added, left_out = add(new_entries(found, known, on=on), at=at)
        withdrawn = withdraw_fallen(found, known, at=at)
        objected, answered = note_appeals(found, records_since(timezone.localdate(since)) if added else known, at=at)
    return Taken(added, withdrawn, objected, answered, left_out)


def beginning_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def records_since(day: date) -> dict[str, Evidence]:
    """What was taken up before, by number. Other records of complaints were written down by people, and stay theirs."""
    rows = Evidence.objects.filter(
        source=Source.COMPLAINT,
        decided_on__gte=day,
        document__gt="",
        matter=F("document"),
        number__startswith=Concat(F("document"), Value("-")),
    )
    return {row.number: row for row in rows.prefetch_related("steps")}


def new_entries(found: Iterable[Fact], known: dict[str, Evidence], *, on: date) -> list[NewEvidence]:
    """The facts that are counted by the rule values of the day and are not on the ledger yet."""
    rules = rule_values(on=on)
    items = {kind: rules[key].value for kind, key in ITEMS.items() if key in rules}
    fresh = [
        fact for fact in found if is_new(fact, known) and items.get(FactKind(fact.kind), NOT_COUNTED) != NOT_COUNTED
    ]
    taken = numbers_taken(fresh)
    return [entry_of(fact, items[FactKind(fact.kind)]) for fact in fresh if fact.key not in taken]


def numbers_taken(fresh: list[Fact]) -> set[str]:
    """Keys that some record bears already, of whatever day: a number twice would end the night."""
    if not fresh:
        return set()
    return set(Evidence.objects.filter(number__in=[fact.key for fact in fresh]).values_list("number", flat=True))


def is_new(fact: Fact, known: dict[str, Evidence]) -> bool:
    return fact.key not in known and not fact.is_held_back and not fact.was_upheld


def entry_of(fact: Fact, item_code: str) -> NewEvidence:
    """A record in words that tell of nobody. All facts of one complaint are one matter."""
    return NewEvidence(
        number=fact.key, item_code=item_code, occurred_on=fact.on, decided_on=fact.on, source=Source.COMPLAINT,
        enterprise_id=fact.enterprise_id, estate_id=fact.estate_id, matter=fact.number, document=fact.number,
        fact=sentence(fact),
    )  # fmt: skip


def sentence(fact: Fact) -> str:
    words = {
        FactKind.OVERDUE: _("%(topic)s: an answer was due on %(day)s and was not given in time"),
        FactKind.FALSE_ANSWER: _("%(topic)s: answered as solved; a check on %(day)s found that it was not"),
        FactKind.FAULT: _("%(topic)s: sent back, and a further check on %(day)s found it unsolved again"),
        FactKind.JOINT: _("%(topic)s: a joint case of many households, found to be so on %(day)s"),
    }[FactKind(fact.kind)]
    return words % {"topic": fact.topic, "day": fact.on.isoformat()}


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


def withdraw_fallen(found: Iterable[Fact], known: dict[str, Evidence], *, at: datetime) -> int:
    """Withdraw the records whose fact no longer stands. Returns how many."""
    facts = {fact.key: fact for fact in found}
    fallen = [
        (row, facts.get(number))
        for number, row in known.items()
        if is_standing(row) and (number not in facts or facts[number].was_upheld)
    ]
    for row, appealed in fallen:
        reason = (
            _("The company's appeal was upheld.")
            if appealed
            else _("The complaint no longer counts: withdrawn, unfounded, discounted or joined to another.")
        )
        actions.withdraw(row, on=timezone.localdate(at), reason=reason, by=None, at=at)
    return len(fallen)


def note_appeals(found: Iterable[Fact], known: dict[str, Evidence], *, at: datetime) -> tuple[int, int]:
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
        if state == "objected" and fact.decided_on is not None:
            actions.uphold(row, on=fact.decided_on, reason=_("The appeal was refused."), by=None, at=at)
            answered += 1
    return objected, answered


def is_standing(row: Evidence) -> bool:
    return state_of_record({step.verb for step in row.steps.all()}) in STANDING
