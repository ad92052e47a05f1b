"""The judgement's verbs: rulebooks and evidence. The night's own verbs are in `night/`.

Each is atomic, asks `authority.require`, and leaves a line in the audit log.
"""

from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.authority import require
from accounts.lifecycle import NotNow
from accounts.models import User
from credit import law, ledger, rulebook_file, worked
from credit.ledger import EvidenceFault, NewEvidence
from credit.lifecycle import ITEM, RECORD, RULEBOOK, state_of_record
from credit.models import (
    Band,
    Category,
    Evidence,
    EvidenceStep,
    Item,
    Night,
    Rulebook,
    RulebookState,
    StepVerb,
)  # fmt: skip
from credit.rules import RuleFault, check
from intake.models import ImportBatch

__all__ = [
    "EvidenceFault", "NewEvidence", "NotNow", "amend_item", "copy_rulebook", "draft_rulebook", "object_to",
    "publish_rulebook", "record_evidence", "remove_item", "repair", "uphold", "withdraw", "withdraw_batch",
]  # fmt: skip


A_YEAR = timedelta(days=366)
Part = TypeVar("Part", bound=Model)


@transaction.atomic
def draft_rulebook(document: dict[str, Any], *, by: User | None, at: datetime, why: str = "") -> Rulebook:
    """A draft from a document as `rulebook_file.read` gives it. Raises RuleFault, NotNow when the version exists."""
    require(by, "rulebooks.edit")
    if Rulebook.objects.filter(code=document["code"], version=document["version"]).exists():
        raise NotNow(
            _("There is a rulebook %(code)s %(version)s already. Give the new one another version.")
            % {"code": document["code"], "version": document["version"]}
        )
    own = {key: value for key, value in document.items() if key not in ("categories", "bands", "items")}
    rulebook = kept(Rulebook(**{**own, "why": why or own["why"]}), where=document["code"])
    categories = {
        row["name"]: kept(Category(rulebook=rulebook, **row), where=row["name"]) for row in document["categories"]
    }
    for row in document["bands"]:
        kept(Band(rulebook=rulebook, **row), where=row["grade"])
    for row in document["items"]:
        if row["category"] not in categories:
            raise RuleFault(
                _("%(code)s: its category “%(category)s” is not in the rulebook.")
                % {"code": row["code"], "category": row["category"]}
            )
        kept(Item(**{**row, "rulebook": rulebook, "category": categories[row["category"]]}), where=row["code"])
    check(law.rules_of(rulebook))
    audit.record(by=by, at=at, verb="draft_rulebook", thing=rulebook, why=why)
    return rulebook


def kept(row: Part, *, where: str) -> Part:
    """A row of a rulebook, checked and saved. Raises RuleFault that begins with `where`."""
    try:
        row.clean_fields(exclude=["rulebook", "category"])
    except ValidationError as fault:
        name, lines = next(iter(fault.message_dict.items()))
        column = getattr(row._meta.get_field(name), "verbose_name", name)
        told = {"where": where[:60], "column": column, "fault": lines[0]}
        raise RuleFault(_("%(where)s: %(column)s: %(fault)s") % told) from fault
    row.save()
    return row


def copy_rulebook(rulebook: Rulebook, *, version: str, by: User | None, at: datetime, why: str = "") -> Rulebook:
    """A new draft with everything of `rulebook` under another version."""
    document = rulebook_file.read(rulebook_file.write(rulebook))
    return draft_rulebook({**document, "version": version}, by=by, at=at, why=why)


@transaction.atomic
def publish_rulebook(rulebook: Rulebook, *, effective_from: date, by: User | None, at: datetime) -> Rulebook:
    """Put a draft in force from a day on; it can never be changed again.

    Raises NotNow when it is published, or the day is one for which grades are out already; RuleFault when a score has
    no grade or a worked example fails.
    """
    require(by, "rulebooks.publish")
    rulebook = Rulebook.objects.select_for_update().get(pk=rulebook.pk)
    RULEBOOK["publish"].insist(rulebook.state)
    last = Night.objects.order_by("-on").first()
    if last is not None and effective_from <= last.on:
        raise NotNow(_("Grades up to %(last)s are out. The first day must be later.") % {"last": last.on})
    if effective_from > timezone.localdate(at) + A_YEAR:
        raise NotNow(_("The first day is more than a year away. A rulebook once published cannot be taken back."))
    latest = Rulebook.objects.filter(state=RulebookState.PUBLISHED).order_by("-effective_from").first()
    if latest is not None and latest.effective_from is not None and effective_from <= latest.effective_from:
        raise NotNow(
            _("%(book)s is in force from %(day)s. The first day must be later.")
            % {"book": latest, "day": latest.effective_from}
        )
    check(law.rules_of(rulebook))
    for item in rulebook.items.all():
        worked.insist(item)
    rulebook.state = RulebookState.PUBLISHED
    rulebook.effective_from = effective_from
    rulebook.published_at = at
    rulebook.published_by = by.username if by else "portal"
    rulebook.save()
    audit.record(by=by, at=at, verb="publish_rulebook", thing=rulebook, after={"effective_from": str(effective_from)})
    return rulebook


@transaction.atomic
def amend_item(item: Item, *, by: User | None, at: datetime, why: str = "") -> Item:
    """Save an item of a draft, new or changed. Its worked examples must come out. Raises NotNow, RuleFault."""
    require(by, "rulebooks.edit")
    ITEM["amend"].insist(held_state(item))
    audit.keep(item, by=by, at=at, verb="amend_item", why=why)
    check(law.rules_of(item.rulebook))
    worked.insist(item)
    return item


@transaction.atomic
def remove_item(item: Item, *, by: User | None, at: datetime, why: str = "") -> None:
    require(by, "rulebooks.edit")
    ITEM["remove"].insist(held_state(item))
    audit.record(by=by, at=at, verb="remove_item", thing=item, before=audit.facts(item), why=why)
    item.delete()


def held_state(item: Item) -> str:
    """The state of an item's rulebook, which stays as it is until the transaction ends."""
    return Rulebook.objects.select_for_update().get(pk=item.rulebook_id).state


@transaction.atomic
def record_evidence(
    entries: list[NewEvidence], *, by: User | None, at: datetime, batch: ImportBatch | None = None
) -> list[int]:
    """Add records to the ledger, all or none. Returns their ids. Raises EvidenceFault with every fault."""
    require(by, "evidence.record")
    ids = ledger.write(entries, by_id=by.pk if by else None, at=at, batch_id=batch.pk if batch else None)
    if batch is None:
        for evidence in Evidence.objects.filter(pk__in=ids):
            audit.record(by=by, at=at, verb="record_evidence", thing=evidence, after=audit.facts(evidence))
    return ids


def withdraw(evidence: Evidence, *, on: date, reason: str, by: User | None, at: datetime) -> EvidenceStep:
    """The record counts no more from `on`. Past nights stay as they were. Raises NotNow."""
    return end(evidence, StepVerb.WITHDRAW, on=on, reason=reason, by=by, at=at)


def repair(evidence: Evidence, *, on: date, reason: str, by: User | None, at: datetime) -> EvidenceStep:
    """The company has made good: the record counts no more from `on`. Raises NotNow."""
    return end(evidence, StepVerb.REPAIR, on=on, reason=reason, by=by, at=at)


@transaction.atomic
def end(evidence: Evidence, verb: StepVerb, *, on: date, reason: str, by: User | None, at: datetime) -> EvidenceStep:
    locked = held_record(evidence, verb, by=by)
    step = add_step(locked, verb, on=on, reason=reason, by=by, at=at)
    ledger.end_postings([locked.pk], on=on)
    return step


@transaction.atomic
def object_to(evidence: Evidence, *, on: date, reason: str, by: User | None, at: datetime) -> EvidenceStep:
    """Note that the company objects. A second objection to the same record is not taken. Raises NotNow."""
    locked = held_record(evidence, StepVerb.OBJECT, by=by)
    return add_step(locked, StepVerb.OBJECT, on=on, reason=reason, by=by, at=at)


@transaction.atomic
def uphold(evidence: Evidence, *, on: date, reason: str, by: User | None, at: datetime) -> EvidenceStep:
    """Answer an objection: the record stands. Raises NotNow when none is open."""
    locked = held_record(evidence, StepVerb.UPHOLD, by=by)
    return add_step(locked, StepVerb.UPHOLD, on=on, reason=reason, by=by, at=at)


def held_record(evidence: Evidence, verb: StepVerb, *, by: User | None) -> Evidence:
    """The record, locked, with its state open to this verb. Raises NotNow."""
    move = RECORD[verb]
    require(by, move.right)
    locked = Evidence.objects.select_for_update().get(pk=evidence.pk)
    move.insist(state_of_record(set(locked.steps.values_list("verb", flat=True))), number=locked.number)
    return locked


def add_step(evidence: Evidence, verb: StepVerb, *, on, reason, by: User | None, at: datetime) -> EvidenceStep:
    """Write a step down. Raises NotNow without a reason, EvidenceFault when its day cannot be."""
    if not reason.strip():
        raise NotNow(_("Please give a reason."))
    fault = ledger.fault_of_step_day(on, decided_on=evidence.decided_on, today=timezone.localdate(at))
    if fault:
        raise EvidenceFault([(0, "on", fault)])
    step = EvidenceStep.objects.create(evidence=evidence, verb=verb, on=on, at=at, by=by, reason=reason.strip())
    audit.record(by=by, at=at, verb=f"{verb}_evidence", thing=evidence, after={"on": str(on)}, why=reason)
    return step


@transaction.atomic
def withdraw_batch(batch: ImportBatch, *, on: date, reason: str, by: User | None, at: datetime) -> int:
    """Withdraw every record of an import that still stands. Returns how many."""
    require(by, "evidence.decide")
    standing = Evidence.objects.filter(batch=batch).exclude(steps__verb__in=[StepVerb.WITHDRAW, StepVerb.REPAIR])
    ids = list(standing.values_list("pk", flat=True))
    EvidenceStep.objects.bulk_create(
        [EvidenceStep(evidence_id=pk, verb=StepVerb.WITHDRAW, on=on, at=at, by=by, reason=reason) for pk in ids],
        batch_size=5000,
    )
    ledger.end_postings(ids, on=on)
    audit.record(by=by, at=at, verb="withdraw_batch", thing=batch, after={"records": len(ids)}, why=reason)
    return len(ids)
