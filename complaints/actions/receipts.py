"""Another system says that it has a complaint, and under which number."""

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.authority import require
from accounts.models import User
from complaints.models import Complaint, Receipt


@transaction.atomic
def give_receipt(complaint: Complaint, *, reference: str, by: User, at: datetime) -> Receipt:
    """Keep the number that a complaint has in the system of `by`; a later one replaces it. Raises DoesNotExist."""
    require(by, "complaints.view")
    held = Complaint.objects.visible_to(by).get(pk=complaint.pk)
    receipt, _is_new = Receipt.objects.update_or_create(
        complaint=held, by=by, defaults={"reference": reference, "at": at}
    )
    audit.record(by=by, at=at, verb="receipt_complaint", thing=held, after={"reference": reference})
    return receipt
