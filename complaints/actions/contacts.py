"""Looking at who filed a complaint: open to few, and each look is put down."""

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.authority import require
from accounts.models import User
from complaints.models import Complaint, Contact


@transaction.atomic
def look_at_contact(complaint: Complaint, *, by: User, at: datetime) -> Contact | None:
    """Name and phone of whoever filed, as far as they gave them; the look stands in the audit log.

    None where they were erased or never given. Raises NotAllowed, DoesNotExist outside of the person's scope.
    """
    require(by, "complaints.contact")
    seen = Complaint.objects.visible_to(by).select_related("contact").get(pk=complaint.pk)
    contact = getattr(seen, "contact", None)
    if contact is None or not (contact.sealed_name or contact.sealed_phone):
        return None
    audit.record(by=by, at=at, verb="look_at_contact", thing=seen)
    return contact
