"""One uploaded file from its arrival to its undoing.

received -> checking -> faulty | clean -> applying -> applied -> undoing -> undone; what cannot be read has failed.

`order` and `order_undo` (in `undoing.py`) are what a person decides: they take the batch for themselves, so that of
two people exactly one wins. `check`, `apply` and `undo` do the work, in the worker or inline. Each may be started again
after it was cut off, up to `ATTEMPTS` times: what is written is written in one transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

from django.core.files.base import ContentFile, File
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.authority import require
from accounts.lifecycle import NotNow
from accounts.models import User
from intake import reading
from intake.examining import Outcome, Progress, examine
from intake.faults import CannotRead, Fault, ImportFaults
from intake.lifecycle import BATCH
from intake.marking import marked_copy
from intake.models import BatchState, ImportBatch, OnExisting

SHOWN_FAULTS = 1_000
"""How many faults are kept for the page. The marked copy has all of them."""
ATTEMPTS = 3
"""How often work on a batch is begun before it is given up: a file may be what ends the worker."""
LOCK_SPACE = 0x1A7A
"""First half of the advisory locks of batches at work; the second half is the batch's id."""


class WrongState(NotNow):
    """The batch is not where the verb can begin. Carries a sentence."""


class BatchBusy(NotNow):
    """Another process is working on the batch at this moment. Carries a sentence."""


class CutOffTooOften(Exception):
    """Work on the batch was begun `ATTEMPTS` times and never ended. Carries a sentence."""


def receive(
    upload: File,
    *,
    sheet,
    name: str,
    by: User | None,
    at: datetime,
    on_existing: str = OnExisting.REFUSE,
) -> ImportBatch:
    """Keep an uploaded file. Nothing in it is looked at yet but its size. Raises CannotRead, NotAllowed."""
    for verb in sheet.verbs:
        require(by, verb)
    reading.check_size(upload.size)
    if on_existing == OnExisting.UPDATE and not sheet.can_update:
        raise CannotRead(_("This register is only ever added to; it cannot be updated from a file."))
    batch = ImportBatch(
        sheet=sheet.key, file_name=Path(name).name[:200], on_existing=on_existing, by=by, received_at=at
    )
    with transaction.atomic():
        batch.file.save(f"upload{Path(name).suffix.lower()[:8]}", upload, save=False)
        batch.save()
        audit.record(
            by=by, at=at, verb="receive_import", thing=batch, after={"sheet": sheet.key, "file": batch.file_name}
        )
    return batch


def check(batch: ImportBatch, *, sheet, progress: Progress | None = None) -> ImportBatch:
    """The dry run: find every fault, write the marked copy. Raises BatchBusy, WrongState, CutOffTooOften."""
    with at_work(batch, BatchState.RECEIVED, BatchState.CHECKING):
        begin(batch, BatchState.CHECKING)
        try:
            outcome = examine(
                batch.file.path, sheet(by=batch.by, update=updates(batch)), name=batch.file_name, progress=progress
            )
        except CannotRead as odd:
            return fail(batch, str(odd))
        return conclude(batch, sheet, outcome)


def updates(batch: ImportBatch) -> bool:
    return batch.on_existing == OnExisting.UPDATE


def fail(batch: ImportBatch, message: str) -> ImportBatch:
    batch.state, batch.message = BatchState.FAILED, message
    batch.save()
    return batch


def conclude(batch: ImportBatch, sheet, outcome: Outcome) -> ImportBatch:
    """Write what the dry run found to the batch, and the marked copy if there is anything to mark."""
    told = [*outcome.faults, *outcome.warnings]
    batch.row_count = batch.done_count = outcome.row_count
    batch.fault_count, batch.warning_count = len(outcome.faults), len(outcome.warnings)
    batch.faults = [fault.as_json() for fault in told[:SHOWN_FAULTS]]
    batch.state = BatchState.CLEAN if outcome.is_clean else BatchState.FAULTY
    batch.message = ""
    if told:
        told.sort(key=lambda fault: fault.row)
        copy = marked_copy(batch.file.path, name=batch.file_name, tab=sheet.tab, faults=told)
        batch.marked_file.save("marked.xlsx", ContentFile(copy), save=False)
    batch.save()
    return batch


def order(batch: ImportBatch, *, sheet, by: User | None, at: datetime) -> ImportBatch:
    """Decide that a clean batch is imported. Of two people who decide, one wins. Raises WrongState, NotAllowed."""
    for verb in sheet.verbs:
        require(by, verb)
    move = BATCH["carry_out"]
    taken = ImportBatch.objects.filter(pk=batch.pk, state__in=move.open_in).update(
        state=BatchState.APPLYING, applied_by=by, applied_at=at, done_count=0, attempt_count=0
    )
    batch.refresh_from_db()
    if not taken:
        raise WrongState(str(move.closed) % {"state": batch.get_state_display()})
    return batch


def apply(batch: ImportBatch, *, sheet, progress: Progress | None = None) -> ImportBatch:
    """Import an ordered batch, all of it or none: judge the file again and write it, in one transaction.

    When the register has changed so that the file now has faults, the batch is faulty again and nothing was written.
    Raises BatchBusy, WrongState, CutOffTooOften.
    """
    with at_work(batch, BatchState.APPLYING):
        begin(batch, BatchState.APPLYING)
        try:
            outcome = write(batch, sheet, progress)
        except CannotRead as odd:
            return fail(batch, str(odd))
        except IntegrityError:
            return check_again(batch, sheet)
        return batch if outcome.is_clean else conclude(batch, sheet, outcome)


class HasFaults(Exception):
    """Rolls a write back; the outcome says why."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome


def write(batch: ImportBatch, sheet, progress: Progress | None) -> Outcome:
    by, at = batch.applied_by, batch.applied_at
    assert at is not None, "only an ordered batch is written"
    try:
        with transaction.atomic():
            outcome = examine(
                batch.file.path,
                sheet(by=by, update=updates(batch)),
                name=batch.file_name,
                keep=lambda entries: sheet.keep(entries, batch=batch, by=by, at=at),
                progress=progress,
            )
            if not outcome.is_clean:
                raise HasFaults(outcome)
            batch.state, batch.message = BatchState.APPLIED, ""
            batch.row_count = batch.done_count = outcome.row_count
            batch.fault_count, batch.warning_count = 0, len(outcome.warnings)
            batch.faults = [fault.as_json() for fault in outcome.warnings[:SHOWN_FAULTS]]
            batch.save()
            audit.record(
                by=by,
                at=at,
                verb="import",
                thing=batch,
                after={
                    "sheet": sheet.key,
                    "file": batch.file_name,
                    "rows": outcome.row_count,
                    "added": outcome.added_count,
                    "changed": outcome.entry_count - outcome.added_count,
                },
            )
    except HasFaults as found:
        return found.outcome
    return outcome


def check_again(batch: ImportBatch, sheet) -> ImportBatch:
    """Somebody wrote to the register meanwhile, so nothing of the file was kept: judge it against what is there now."""
    batch.refresh_from_db()
    outcome = examine(batch.file.path, sheet(by=batch.applied_by, update=updates(batch)), name=batch.file_name)
    conclude(batch, sheet, outcome)
    batch.message = _(
        "The register changed while the file was being imported; nothing was imported. Please look again."
    )
    batch.save(update_fields=["message"])
    return batch


def discard(batch: ImportBatch, *, by: User | None, at: datetime) -> None:
    """Throw away a batch of which nothing was imported, with its files. Raises WrongState, NotAllowed."""
    require(by, "registers.import")
    with at_work(batch, *BATCH["discard"].open_in), transaction.atomic():
        audit.record(by=by, at=at, verb="discard_import", thing=batch)
        for file in (batch.file, batch.marked_file):
            if file:
                transaction.on_commit(partial(file.storage.delete, str(file.name)))
        batch.delete()


def load_file(
    path: Path | str,
    sheet,
    *,
    by: User | None,
    at: datetime,
    progress: Progress | None = None,
    on_existing: str = OnExisting.REFUSE,
) -> ImportBatch:
    """Take in a file at once, without the desk: receive, check and apply.

    `progress` is called with (rows done, rows in all). Raises CannotRead, or ImportFaults with every fault; then
    nothing of the file was saved.
    """
    path = Path(path)
    with path.open("rb") as file:
        return load_upload(File(file, path.name), sheet, by=by, at=at, progress=progress, on_existing=on_existing)


def load_upload(
    file: File,
    sheet,
    *,
    by: User | None,
    at: datetime,
    progress: Progress | None = None,
    on_existing: str = OnExisting.REFUSE,
) -> ImportBatch:
    """The same with a file that is open or was uploaded."""
    name = Path(file.name or sheet.key).name
    batch = receive(file, sheet=sheet, name=name, by=by, at=at, on_existing=on_existing)
    ImportBatch.objects.filter(pk=batch.pk).update(state=BatchState.APPLYING, applied_by=by, applied_at=at)
    batch = apply(batch, sheet=sheet, progress=progress)
    if batch.state == BatchState.FAILED:
        raise CannotRead(batch.message)
    if batch.state != BatchState.APPLIED:
        raise ImportFaults(name, [Fault(**fault) for fault in batch.faults if not fault["is_warning"]])
    return batch


def give_up(batch: ImportBatch, reason: str = "") -> ImportBatch:
    """After a fault of the portal's own: nothing was written; say so, and leave the batch where a person can go on."""
    batch.refresh_from_db()
    if batch.state == BatchState.UNDOING:
        batch.state, batch.undone_at, batch.undone_by = BatchState.APPLIED, None, None
        batch.message = reason or _(
            "The import was not undone because of a fault in the portal. Please tell its administrator."
        )
    else:
        batch.state = BatchState.FAILED
        batch.message = reason or _(
            "Nothing was imported because of a fault in the portal. Please tell its administrator."
        )
    batch.save()
    return batch


@contextmanager
def at_work(batch: ImportBatch, *states: str) -> Iterator[None]:
    """Hold the batch for this process; whoever dies lets go of it. Raises BatchBusy, WrongState."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK_SPACE, batch.pk])
        if not cursor.fetchone()[0]:
            raise BatchBusy(_("This file is being worked on."))
        key = batch.pk
        try:
            batch.refresh_from_db()
            if batch.state not in states:
                raise WrongState(str(BATCH["discard"].closed) % {"state": batch.get_state_display()})
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK_SPACE, key])


def begin(batch: ImportBatch, state: str) -> None:
    """Note, where a kill cannot undo it, that work on a held batch begins. Raises CutOffTooOften."""
    if batch.attempt_count >= ATTEMPTS:
        raise CutOffTooOften(
            _(
                "This was begun %(count)d times, and each time the worker was ended over it; nothing was changed. "
                "Divide the file into smaller ones, or tell the portal's administrator."
            )
            % {"count": batch.attempt_count}
        )
    batch.state = state
    batch.attempt_count += 1
    batch.save(update_fields=["state", "attempt_count"])
