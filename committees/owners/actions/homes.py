"""One home at a time: entered with its owner, sold, struck off."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.authority import require
from accounts.models import User
from committees.models import Owner, Ownership, Vote
from committees.owners.actions.heads import note_leaving, owners_for
from committees.owners.actions.lists import Taking, hand_out, hold_estates, key_of
from committees.owners.gathering import gather
from committees.owners.people import Party
from committees.votes.actions.rolls import refuse_likeness
from committees.votes.lifecycle import ROLL_MAY_CHANGE
from estates.actions import register_home, remove_home
from estates.models import Estate, Home


@transaction.atomic
def enter_home(home: Home, party: Party, *, since: date, by: User | None, at: datetime) -> Home:
    """Put a home on the register of its building, with its owner. Raises ValidationError, NotAllowed."""
    require_people(party)
    require_past(since, "since", at=at)
    estates = hold_estates([home.building_id], by=by)
    register_home(home, by=by, at=at)
    hand_to(Taking(home, party, since), estates, by=by, at=at)
    return home


@transaction.atomic
def transfer(home: Home, to: Party, *, on: date, by: User | None, at: datetime) -> Ownership:
    """The home is another's from `on`: sold, inherited, given. Votes that are on learn of it.

    Raises ValidationError, NotAllowed, DoesNotExist outside of the person's scope.
    """
    require(by, "homes.edit")
    require_people(to)
    require_past(on, "on", at=at)
    held = (Home.objects.visible_to(by) if by else Home.objects.all()).select_related("building").get(pk=home.pk)
    estates = hold_estates([held.building_id], by=by)
    before = held.ownerships.first()
    taking = Taking(held, to, on)
    if before is not None and before.from_on >= on:
        told = {"day": before.from_on.isoformat()}
        raise ValidationError({"on": _("It is its present owner's since %(day)s: a later day is needed.") % told})
    if before is not None and before.until_on is None and is_theirs(before.owner, taking, estates):
        raise ValidationError({"names": _("It is theirs already. Names and phones are corrected with the owner.")})
    hand_to(taking, estates, by=by, at=at)
    for vote in Vote.objects.filter(roll__home=held, roll_confirmed_at__isnull=False, state__in=ROLL_MAY_CHANGE):
        refuse_likeness(vote, timezone.localdate(at))
    after = held.ownerships.get(until_on=None)
    audit.record(
        by=by, at=at, verb="transfer_home", thing=held, before={"owner": before.owner_id if before else None},
        after={"owner": after.owner_id, "from_on": on.isoformat()},
    )  # fmt: skip
    return after


@transaction.atomic
def strike_home(home: Home, *, by: User | None, at: datetime, why: str = "") -> None:
    """Strike off a home that was entered by mistake, and whose it was. One on the roll of a vote stays.

    Raises NotAllowed, StillNeeded, DoesNotExist.
    """
    require(by, "homes.edit")
    hold_estates([home.building_id], by=by)
    ownerships = Ownership.objects.filter(home=home)
    owners = set(ownerships.values_list("owner_id", flat=True))
    ownerships.delete()
    remove_home(home, by=by, at=at, why=why)
    note_leaving(owners, on=timezone.localdate(at))


def hand_to(taking: Taking, estates: dict[int, Estate], *, by: User | None, at: datetime) -> None:
    key = key_of(taking, estates)
    owners, added = owners_for({key: taking.party})
    hand_out([taking], [owners[key]], added, by=by, at=at)


def is_theirs(owner: Owner, taking: Taking, estates: dict[int, Estate]) -> bool:
    """Whether the home would go to whom it belongs."""
    key = key_of(taking, estates)
    met = gather({key: taking.party}, {})[key]
    return met.owner is not None and met.owner.pk == owner.pk


def require_people(party: Party) -> None:
    """Raises ValidationError on `names` where nobody is named."""
    if not party.people or not all(person.name.strip() for person in party.people):
        raise ValidationError({"names": _("Name everybody who holds it.")})


def require_past(day: date, field: str, *, at: datetime) -> None:
    """Raises ValidationError for a day that has not come."""
    if day > timezone.localdate(at):
        raise ValidationError({field: _("This day has not come yet.")})
