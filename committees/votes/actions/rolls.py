"""The roll (表决名册): which homes and owners count, with which areas. Once confirmed it stands."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from accounts.sealing import digest
from committees.law import vote_law
from committees.models import Ballot, Holder, Invitation, Owner, PaperEntry, RollLine, Vote, VoteState
from committees.owners.heads import heads_of, homes_of_nobody
from committees.votes.actions.acting import hold, insist, keep, said
from committees.votes.lifecycle import ROLL_MAY_CHANGE
from estates.models import Home

NAMED_AT_MOST = 10
"""Homes that a message names; it counts the rest."""


@transaction.atomic
def make_roll(vote: Vote, *, homes: Collection[Home] | None = None, by: User | None, at: datetime) -> Vote:
    """Put down who owns which homes today: all of the estate, or where only some decide those of `homes`.

    Replaces what was there; it is to be confirmed again. Raises NotAllowed, NotNow, ValidationError.
    """
    held = hold(vote, "make_roll", by=by)
    today = timezone.localdate(at)
    chosen = None if held.affects_all else {home.pk for home in homes or ()}
    refuse_odd_homes(held, chosen, today)
    lines = [
        RollLine(vote=held, home=home, owner=head.owner, label=home.label, area_m2=home.area_m2)
        for head in heads_of(held.estate, today)
        for home in head.homes
        if chosen is None or home.pk in chosen
    ]
    if not lines:
        raise ValidationError(
            {"homes": _("No home of this estate has an owner on record: enter homes and owners first.")}
        )
    held.roll.all().delete()
    RollLine.objects.bulk_create(lines, batch_size=2000)
    held.roll_confirmed_at = None
    return keep(held, "make_roll", ["roll_confirmed_at"], by=by, at=at, homes=len(lines))


def refuse_odd_homes(vote: Vote, chosen: set[int] | None, on: date) -> None:
    """Nobody's homes would make the total too small, by which the quorum is measured. Raises ValidationError."""
    if chosen is not None and not chosen:
        raise ValidationError({"homes": _("Choose the homes whose owners decide.")})
    nobodys = homes_of_nobody(vote.estate, on)
    if chosen is not None:
        strangers = chosen - set(Home.objects.of(vote.estate).filter(pk__in=chosen).values_list("pk", flat=True))
        if strangers:
            raise ValidationError(
                {"homes": _("%(count)d of the homes are not this estate's.") % {"count": len(strangers)}}
            )
        nobodys = nobodys.filter(pk__in=chosen)
    found = list(nobodys)
    if found:
        told = {"homes": "、".join(home.label for home in found[:NAMED_AT_MOST]), "count": len(found)}
        fault = _("%(count)d homes have no owner on record, so the roll would be too short: %(homes)s.") % told
        insist(fault, vote_law(on).quorum.article, "homes")


@transaction.atomic
def confirm_roll(vote: Vote, *, by: User | None, at: datetime, version: int | None = None) -> Vote:
    """From here on the roll counts, whatever changes on the register. Every head gets an invitation code."""
    held = hold(vote, "confirm_roll", by=by, version=version)
    owners = set(held.roll.values_list("owner", flat=True))
    if not owners:
        raise ValidationError(_("Make the roll first."))
    held.roll_confirmed_at = at
    held.invitations.exclude(owner__in=owners).delete()
    invite(held, owners)
    area = sum(held.roll.values_list("area_m2", flat=True), Decimal(0))
    return keep(held, "confirm_roll", ["roll_confirmed_at"], by=by, at=at, heads=len(owners), area_m2=str(area))


def invite(vote: Vote, owners: Iterable[int]) -> None:
    """A code of its own for every head that has none yet, tied to the phone that is on record now.

    Of a draft nobody has a letter: there they are made anew.
    """
    owners = set(owners)
    if vote.state == VoteState.DRAFT:
        vote.invitations.filter(owner__in=owners).delete()
    missing = owners - set(vote.invitations.values_list("owner", flat=True))
    voting = Holder.objects.filter(owner__in=missing).order_by("owner", "-place")
    phones = dict(voting.values_list("owner", "phone_digest"))
    made = [Invitation(vote=vote, owner_id=owner, phone_digest=phones.get(owner, "")) for owner in sorted(missing)]
    for invitation in made:
        invitation.code_digest = digest(invitation.code)
    Invitation.objects.bulk_create(made, batch_size=2000)


@transaction.atomic
def correct_roll(
    vote: Vote,
    home: Home,
    *,
    area_m2: Decimal | None = None,
    owner: Owner | None = None,
    reason: str,
    by: User | None,
    at: datetime,
) -> RollLine:
    """Correct one line of a roll before the end, with a reason. A home whose owner has voted stays with that ballot.

    Raises NotAllowed, NotNow, ValidationError, RollLine.DoesNotExist.
    """
    held = hold(vote, "correct_roll", by=by)
    reason = said(reason, "reason", _("Say why."))
    line = held.roll.get(home=home)
    before = {"owner": line.owner_id, "area_m2": str(line.area_m2)}
    if owner is not None and owner.pk != line.owner_id:
        refuse_odd_owner(line, owner)
        line.owner = owner
    line.area_m2 = line.area_m2 if area_m2 is None else area_m2
    line.full_clean(validate_unique=False)
    line.save(update_fields=["owner", "area_m2"])
    if held.roll_confirmed_at is not None:
        invite(held, [line.owner_id])
    after = {"owner": line.owner_id, "area_m2": str(line.area_m2)}
    audit.record(by=by, at=at, verb="correct_roll", thing=line, before=before, after=after, why=reason)
    return line


def refuse_odd_owner(line: RollLine, owner: Owner) -> None:
    """Raises ValidationError."""
    if owner.estate_id != line.vote.estate_id:
        raise ValidationError({"owner": _("That owner is another estate's.")})
    if line.owner_id in have_voted(line.vote, [line.owner_id]):
        article = vote_law(line.vote.posted_on or timezone.localdate(line.vote.opens_at)).quorum.article
        insist(_("%(home)s has voted already: its ballot stands.") % {"home": line.label}, article, "owner")


def have_voted(vote: Vote, owners: Iterable[int]) -> set[int]:
    """Those of some owners whose ballot was cast, or handed in on paper and is being entered."""
    owners = list(owners)
    cast = Ballot.objects.filter(vote=vote, owner__in=owners).values_list("owner", flat=True)
    papers = PaperEntry.objects.filter(vote=vote, owner__in=owners).values_list("owner", flat=True)
    return {*cast, *papers}


@transaction.atomic
def note_sale(home: Home, new_owner: Owner, on: date, *, by: User | None = None, at: datetime) -> int:
    """A home changed hands on day `on`: in votes that are not over its new owner votes, unless its old one has.

    Nobody votes twice: a ballot that the new owner cast for other homes then speaks for this one too. Returns in how
    many votes something changed.
    """
    lines = RollLine.objects.filter(home=home, vote__state__in=ROLL_MAY_CHANGE).exclude(owner=new_owner)
    changed = 0
    for line in lines.select_related("vote").order_by("vote"):
        held = Vote.objects.select_for_update(no_key=True).get(pk=line.vote_id)
        if held.state not in ROLL_MAY_CHANGE or line.owner_id in have_voted(held, [line.owner_id]):
            continue
        was, line.owner = line.owner_id, new_owner
        line.save(update_fields=["owner"])
        if held.roll_confirmed_at is not None:
            invite(held, [new_owner.pk])
        told = {"owner": new_owner.pk, "sold_on": on.isoformat()}
        audit.record(by=by, at=at, verb="note_sale", thing=line, before={"owner": was}, after=told)
        changed += 1
    return changed
