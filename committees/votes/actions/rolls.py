"""The roll (表决名册): which homes and owners count, with which areas. Once confirmed it stands."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from decimal import Decimal
from itertools import combinations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.acting import said
from accounts.models import User
from accounts.sealing import digest
from committees.law import vote_law
from committees.models import (
    Ballot,
    Holder,
    Invitation,
    Owner,
    OwnerKind,
    Ownership,
    PaperEntry,
    RollLine,
    Vote,
    VoteState,
)
from committees.owners.heads import heads_of, homes_of_nobody
from committees.owners.likeness import Record, may_be_one, names_of, record_of
from committees.votes.actions.acting import hold, insist, keep
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
        told = named(home.label for home in found)
        fault = _("%(count)d homes have no owner on record, so the roll would be too short: %(homes)s.") % told
        insist(fault, vote_law(on).quorum.article, "homes")


@transaction.atomic
def confirm_roll(vote: Vote, *, by: User | None, at: datetime, version: int | None = None) -> Vote:
    """From here on the roll counts, whatever changes on the register. Every head gets an invitation code."""
    held = hold(vote, "confirm_roll", by=by, version=version)
    owners = set(held.roll.values_list("owner", flat=True))
    if not owners:
        raise ValidationError(_("Make the roll first."))
    refuse_stale_roll(held, timezone.localdate(at))
    refuse_likeness(held, timezone.localdate(at))
    held.roll_confirmed_at, held.roll_corrections = at, 0
    held.invitations.exclude(owner__in=owners).delete()
    invite(held, owners)
    area = sum(held.roll.values_list("area_m2", flat=True), Decimal(0))
    columns = ["roll_confirmed_at", "roll_corrections"]
    return keep(held, "confirm_roll", columns, by=by, at=at, heads=len(owners), area_m2=str(area))


def refuse_stale_roll(vote: Vote, on: date) -> None:
    """Who owns what may have changed since the roll was made. Raises ValidationError with the homes that differ."""
    lines = {line.home_id: (line.label, line.owner_id, line.area_m2) for line in vote.roll.all()}
    now = {
        home.pk: (home.label, head.owner.pk, home.area_m2) for head in heads_of(vote.estate, on) for home in head.homes
    }
    asked = lines.keys() | now.keys() if vote.affects_all else lines.keys()
    nobodys = {home.pk: home.label for home in homes_of_nobody(vote.estate, on).select_related("building")}
    told = [(lines.get(key) or now[key])[0] for key in asked if lines.get(key, ())[1:] != now.get(key, ())[1:]]
    if vote.affects_all:
        told += [label for key, label in nobodys.items() if key not in asked]
    if told:
        fault = _(
            "%(count)d homes are not on the roll as they are on the register now: %(homes)s. Make the roll again."
        )
        insist(fault % named(sorted(told)), vote_law(on).quorum.article)


def refuse_likeness(vote: Vote, on: date) -> None:
    """Two heads that may be one would have a vote too many. Raises ValidationError with their homes."""
    owners = Owner.objects.filter(pk__in=vote.roll.values("owner")).exclude(kind=OwnerKind.DEVELOPER)
    namesakes: dict[tuple, list[tuple[int, Record]]] = defaultdict(list)
    for owner in owners.prefetch_related("holders"):
        record = record_of(owner.holders.all())
        namesakes[owner.kind, names_of(record)].append((owner.pk, record))
    alike = {
        pk
        for (kind, _names), heads in namesakes.items()
        for (one, mine), (other, theirs) in combinations(heads, 2)
        if may_be_one(kind, mine, theirs)
        for pk in (one, other)
    }
    if alike:
        fault = _(
            "The owners of %(count)d homes bear the same names and may be one head: %(homes)s. If they are, give the "
            "same document numbers with all their homes; if not, the document or phone of each."
        )
        labels = vote.roll.filter(owner__in=alike).order_by("label").values_list("label", flat=True)
        insist(fault % named(labels), vote_law(on).quorum.article)


def named(labels: Iterable[str]) -> dict[str, int | str]:
    """Some homes by name and how many there are."""
    labels = list(labels)
    return {"homes": "、".join(labels[:NAMED_AT_MOST]), "count": len(labels)}


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
        refuse_odd_owner(line, owner, timezone.localdate(at))
        line.owner = owner
    if area_m2 is not None and area_m2 != line.area_m2:
        refuse_late_area(line, timezone.localdate(at))
        line.area_m2 = area_m2
    line.full_clean(validate_unique=False)
    line.save(update_fields=["owner", "area_m2"])
    if held.roll_confirmed_at is not None:
        invite(held, [line.owner_id])
        held.roll_corrections += 1
        held.save(update_fields=["roll_corrections"])
    after = {"owner": line.owner_id, "area_m2": str(line.area_m2)}
    audit.record(by=by, at=at, verb="correct_roll", thing=line, before=before, after=after, why=reason)
    return line


def refuse_odd_owner(line: RollLine, owner: Owner, on: date) -> None:
    """Whoever the register names votes, and nobody else. Raises ValidationError."""
    if owner.estate_id != line.vote.estate_id:
        raise ValidationError({"owner": _("That owner is another estate's.")})
    article = vote_law(line.vote.posted_on or on).quorum.article
    if not Ownership.objects.on(on).filter(home=line.home_id, owner=owner).exists():
        fault = _("%(home)s is not that owner's by the register: enter the sale first.") % {"home": line.label}
        insist(fault, article, "owner")
    if line.owner_id in have_voted(line.vote, [line.owner_id]):
        insist(_("%(home)s has voted already: its ballot stands.") % {"home": line.label}, article, "owner")


def refuse_late_area(line: RollLine, on: date) -> None:
    """The weight of a ballot that was cast is not altered. Raises ValidationError."""
    if line.vote.posted_on and line.owner_id in have_voted(line.vote, [line.owner_id]):
        fault = _("%(home)s has voted already: its area stands as it was announced.") % {"home": line.label}
        insist(fault, vote_law(line.vote.posted_on).quorum.article, "area_m2")


def have_voted(vote: Vote, owners: Iterable[int]) -> set[int]:
    """Those of some owners whose ballot was cast, or handed in on paper and is being entered."""
    owners = list(owners)
    cast = Ballot.objects.filter(vote=vote, owner__in=owners).values_list("owner", flat=True)
    papers = PaperEntry.objects.filter(vote=vote, owner__in=owners).values_list("owner", flat=True)
    return {*cast, *papers}


def homes_that_voted(ownerships: QuerySet[Ownership]) -> set[int]:
    """Homes of these ownerships for which their owner has voted, in a vote whose roll may still change."""
    own = {"vote": OuterRef("vote"), "owner": OuterRef("owner")}
    lines = RollLine.objects.filter(
        Exists(Ballot.objects.filter(**own)) | Exists(PaperEntry.objects.filter(**own)),
        Exists(ownerships.filter(home=OuterRef("home"), owner=OuterRef("owner"))),
        vote__state__in=ROLL_MAY_CHANGE,
    )
    return set(lines.values_list("home", flat=True))


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
