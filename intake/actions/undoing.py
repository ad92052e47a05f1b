"""An imported file is taken back: what a person decides (`order_undo`), and the work (`undo`)."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.authority import require
from accounts.models import User
from intake.actions.batches import SHOWN_FAULTS, WrongState, at_work, begin
from intake.faults import Fault
from intake.lifecycle import BATCH
from intake.models import BatchState, ImportBatch


def order_undo(batch: ImportBatch, *, sheet, by: User | None, at: datetime, why: str = "") -> ImportBatch:
    """Decide that an imported batch is undone. Raises WrongState, NotAllowed."""
    for verb in sheet.undo_verbs():
        require(by, verb)
    move = BATCH["undo"]
    taken = ImportBatch.objects.filter(pk=batch.pk, state__in=move.open_in).update(
        state=BatchState.UNDOING, undone_by=by, undone_at=at, undo_reason=why[:300], attempt_count=0
    )
    batch.refresh_from_db()
    if not taken:
        raise WrongState(str(move.closed) % {"state": batch.get_state_display()})
    return batch


def undo(batch: ImportBatch, *, sheet) -> ImportBatch:
    """Undo an import of which that was decided: all of it, or none with a list of what stands in the way.

    Raises BatchBusy, WrongState, CutOffTooOften.
    """
    with at_work(batch, BatchState.UNDOING):
        begin(batch, BatchState.UNDOING)
        by, at, why = batch.undone_by, batch.undone_at, batch.undo_reason
        assert at is not None, "only what was ordered is undone"
        try:
            with transaction.atomic():
                in_the_way = sheet.take_back(batch, by=by, at=at, why=why)
                if not in_the_way:
                    batch.state, batch.message = BatchState.UNDONE, ""
                    batch.save()
                    audit.record(by=by, at=at, verb="undo_import", thing=batch, why=why)
        except IntegrityError:
            in_the_way = [
                Fault(0, "", _("The register changed while the import was being undone."), _("Please try again."))
            ]
        return refuse_undo(batch, in_the_way) if in_the_way else batch


def refuse_undo(batch: ImportBatch, in_the_way: list[Fault]) -> ImportBatch:
    batch.state, batch.undone_at, batch.undone_by = BatchState.APPLIED, None, None
    batch.message = _("The import was not undone: %(count)d rows stand in the way.") % {"count": len(in_the_way)}
    batch.faults = [fault.as_json() for fault in in_the_way[:SHOWN_FAULTS]]
    batch.save()
    return batch
