"""Who an owner is: open to few, and each look is put down; corrected where it was written down wrongly."""

from dataclasses import replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.authority import require
from accounts.models import User
from committees.models import Owner, OwnerKind
from committees.owners.actions.heads import filled, write_contacts
from committees.owners.actions.homes import require_people
from committees.owners.gathering import another
from committees.owners.people import Party, place_of


@transaction.atomic
def look_at(owner: Owner, *, by: User | None, at: datetime) -> Owner:
    """The owner with names and phones of all who hold it; the look stands in the audit log.

    Raises NotAllowed, DoesNotExist outside of the person's scope.
    """
    require(by, "owners.contact")
    seen = (Owner.objects.visible_to(by) if by else Owner.objects.all()).prefetch_related("holders").get(pk=owner.pk)
    audit.record(by=by, at=at, verb="look_at_owner", thing=seen)
    return seen


@transaction.atomic
def correct(owner: Owner, party: Party, *, by: User | None, at: datetime, why: str = "") -> Owner:
    """Put right who an owner is; the homes stay theirs. A phone or document number that is not given stays.

    Raises ValidationError, NotAllowed, DoesNotExist outside of the person's scope.
    """
    require(by, "homes.edit")
    require_people(party)
    rows = Owner.objects.visible_to(by) if by else Owner.objects.all()
    held = Owner.objects.select_for_update(no_key=True).get(pk=rows.get(pk=owner.pk).pk)
    if held.erased_at is not None:
        raise ValidationError(_("This owner left and was forgotten."))
    party = filled(replace(party, kind=held.kind), list(held.holders.all()))
    if held.kind != OwnerKind.DEVELOPER:
        held.key = free_key(held, party)
        held.save(update_fields=["key"])
    write_contacts([(held, party)])
    audit.record(by=by, at=at, verb="correct_owner", thing=held, after={"holders": len(party.people)}, why=why)
    return held


def free_key(owner: Owner, party: Party) -> str:
    """The key of these people. Raises ValidationError where another owner of the estate has it."""
    first = owner.ownerships.select_related("home").order_by("pk").first()
    key = party.key(place_of(first.home) if first else str(owner.pk))
    other = another(owner, key, party)
    if other is not None:
        told = {"owner": other, "count": other.ownerships.filter(until_on=None).count()}
        sentence = _("These people are owner %(owner)s already, with %(count)d homes. Transfer the home to them.")
        raise ValidationError({"names": sentence % told})
    return key
