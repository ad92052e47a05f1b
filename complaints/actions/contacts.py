"""Looking at who filed a complaint: open to few, and each look is put down."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.authority import require
from accounts.lifecycle import NotNow
from accounts.models import Role, User
from complaints.actions.acting import doer
from complaints.lifecycle import WITH_HANDLER
from complaints.models import Complaint, Contact, Step


@transaction.atomic
def look_at_contact(complaint: Complaint, *, by: User, at: datetime) -> Contact | None:
    """Name and phone of whoever filed, as far as they gave them; the look stands in the audit log and in the history.

    None where they were erased or never given. Staff of a company look while they work on the case, not afterwards.
    Raises NotAllowed, NotNow, DoesNotExist outside of the person's scope.
    """
    require(by, "complaints.contact")
    seen = Complaint.objects.visible_to(by).select_related("contact").get(pk=complaint.pk)
    if by.role == Role.COMPANY and seen.state not in WITH_HANDLER:
        raise NotNow(_("Who filed is shown only while you work on the case."))
    contact = getattr(seen, "contact", None)
    if contact is None or not (contact.sealed_name or contact.sealed_phone):
        return None
    audit.record(by=by, at=at, verb="look_at_contact", thing=seen)
    who = doer(by)
    Step.objects.create(
        complaint=seen, verb="look", state=seen.state, at=at, by=by, actor=who.actor, actor_name=who.name,
        is_public=False, values={"seen": "contact"},
    )  # fmt: skip
    return contact
