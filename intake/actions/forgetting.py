"""Files in which people stand in clear: gone once imported, or when nobody has imported them for some days."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.city import whole
from intake.actions.batches import BatchBusy, WrongState, at_work
from intake.models import BatchState, ImportBatch

WAITING = (BatchState.FAULTY, BatchState.CLEAN, BatchState.FAILED)


def erase_files(batch: ImportBatch) -> None:
    """The uploaded file and the copy with its faults. What became of the batch stays."""
    files = [(file.storage, file.name) for file in (batch.file, batch.marked_file) if file.name]
    ImportBatch.objects.filter(pk=batch.pk).update(file="", marked_file="")
    for storage, name in files:
        storage.delete(name)


def forget_files(*, of: Iterable[str], at: datetime) -> int:
    """Erase the files for these registers that nobody imported within the city's term. Returns of how many batches.

    Raises NoRuleValue in a city without a term.
    """
    before = at - timedelta(days=whole("import_kept_days", on=timezone.localdate(at)))
    old = ImportBatch.objects.filter(sheet__in=of, received_at__lt=before, state__in=WAITING).exclude(file="")
    erased = 0
    for batch in old:
        with suppress(BatchBusy, WrongState), at_work(batch, *WAITING):
            forget_file(batch, at=at)
            erased += 1
    return erased


@transaction.atomic
def forget_file(batch: ImportBatch, *, at: datetime) -> None:
    batch.state = BatchState.FAILED
    batch.message = _("The file held data of persons and was erased, for nobody had imported it. Upload it again.")
    batch.save(update_fields=["state", "message"])
    audit.record(by=None, at=at, verb="forget_import_file", thing=batch)
    erase_files(batch)
