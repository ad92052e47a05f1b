"""A whole list of homes with their owners is taken over at once, and given back as one."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from accounts import audit
from accounts.authority import require
from accounts.models import User
from committees.models import Owner, Ownership, RollLine
from committees.owners.actions.heads import AT_ONCE, Key, note_leaving, owners_for
from committees.owners.people import Party, place_of
from committees.votes.actions.rolls import note_sale
from committees.votes.lifecycle import ROLL_MAY_CHANGE
from estates.actions import require_own_place
from estates.models import Building, Estate, Home


@dataclass(slots=True)
class Taking:
    """A home as a list has it: new, or as it is to be from now on (`is_new` says which); whose it is, since when.

    `is_correction`: the same people as before, only better known; otherwise another owner means a sale on `since`.
    `owner`: primary key of the owner who these people surely are.
    """

    home: Home
    party: Party
    since: date
    is_correction: bool = False
    owner: int | None = None


@dataclass(slots=True)
class Taken:
    """What became of one home of a list. `began`: the ownership that begins with it; `ended`: the one that ended;
    `moved`: the one that goes on under another owner, who was `moved_from`. `new_owner`: an owner that it added.
    """

    began: int | None = None
    ended: int | None = None
    moved: int | None = None
    moved_from: int | None = None
    new_owner: int | None = None

    def as_json(self) -> dict[str, int]:
        told = {name: getattr(self, name) for name in self.__slots__}
        return {name: value for name, value in told.items() if value is not None}


@transaction.atomic
def take_over(rows: Iterable[Taking], *, by: User | None, at: datetime) -> list[Taken]:
    """Enter a list of homes with their owners, or bring it up to date: all of it or nothing.

    Sound rows only: what can be wrong with a list is for whoever reads it to find. Raises NotAllowed.
    """
    require(by, "homes.edit")
    rows = list(rows)
    estates = hold_estates({row.home.building_id for row in rows}, by=by)
    keep_homes([row.home for row in rows])
    keys = [key_of(row, estates) for row in rows]
    theirs = {key: row.owner for key, row in zip(keys, rows, strict=True) if row.owner}
    owners, added = owners_for(best_known(keys, rows), theirs)
    done = hand_out(rows, [owners[key] for key in keys], added, by=by, at=at)
    for estate, count in Counter(estates[row.home.building_id] for row in rows).items():
        audit.record(by=by, at=at, verb="take_over_homes", thing=estate, after={"homes": count})
    return done


def hold_estates(buildings: Iterable[int], *, by: User | None) -> dict[int, Estate]:
    """The estate of each of these buildings, locked: one list, one sale at a time. Raises NotAllowed."""
    of_building = dict(Building.objects.filter(pk__in=set(buildings)).values_list("pk", "estate_id"))
    rows = Estate.objects.select_for_update(no_key=True).filter(pk__in=set(of_building.values())).order_by("pk")
    estates = {estate.pk: estate for estate in rows}
    for estate in estates.values():
        require_own_place(by, estate.region_id)
    return {building: estates[estate] for building, estate in of_building.items()}


def keep_homes(homes: list[Home]) -> None:
    kept = [home for home in homes if not home._state.adding]
    changed = [home for home in kept if len(home.left_alone()) < len(home.loaded[0])]
    Home.objects.bulk_update(changed, ["area_m2", "area_basis", "use", "delivered_on"], batch_size=AT_ONCE // 4)
    Home.objects.bulk_create([home for home in homes if home._state.adding], batch_size=AT_ONCE)


def key_of(row: Taking, estates: dict[int, Estate]) -> Key:
    return estates[row.home.building_id].pk, row.party.key(place_of(row.home))


def best_known(keys: Sequence[Key], rows: Sequence[Taking]) -> dict[Key, Party]:
    """Who stands behind each key: of several rows of the same people, the one that says most of them."""
    best: dict[Key, Party] = {}
    for key, row in zip(keys, rows, strict=True):
        if key not in best or row.party.known > best[key].known:
            best[key] = row.party
    return best


def hand_out(rows: list[Taking], owners: list[Owner], added: set[int], *, by: User | None, at: datetime) -> list[Taken]:
    """Each home to its owner, from its day on."""
    running = {held.home_id: held for held in Ownership.objects.filter(
        home__in=[row.home.pk for row in rows], until_on__isnull=True)}  # fmt: skip
    done, began, ended, moved, left = [], [], [], [], set()
    for row, owner in zip(rows, owners, strict=True):
        taken = Taken(new_owner=owner.pk if owner.pk in added else None)
        done.append(taken)
        held = running.get(row.home.pk)
        if held is not None and held.owner_id == owner.pk:
            continue
        if held is not None:
            left.add(held.owner_id)
        if held is not None and row.is_correction:
            taken.moved, taken.moved_from, held.owner = held.pk, held.owner_id, owner
            moved.append(held)
            continue
        if held is not None:
            taken.ended, held.until_on = held.pk, row.since
            ended.append(held)
        began.append((taken, Ownership(home=row.home, owner=owner, from_on=row.since)))
    Ownership.objects.bulk_update(moved, ["owner"], batch_size=AT_ONCE)
    Ownership.objects.bulk_update(ended, ["until_on"], batch_size=AT_ONCE)
    Ownership.objects.bulk_create([made for _taken, made in began], batch_size=AT_ONCE)
    for taken, made in began:
        taken.began = made.pk
    tell_votes([*(made for taken, made in began if taken.ended), *moved], by=by, at=at)
    note_leaving(left, on=timezone.localdate(at))
    return done


def tell_votes(changed: Iterable[Ownership], *, by: User | None, at: datetime) -> None:
    """Votes that are on learn whose these homes are from now on."""
    changed = list(changed)
    homes = {held.home_id for held in changed}
    on_a_roll = RollLine.objects.filter(home__in=homes, vote__state__in=ROLL_MAY_CHANGE)
    asked = set(on_a_roll.values_list("home_id", flat=True))
    for held in (each for each in changed if each.home_id in asked):
        note_sale(held.home, held.owner, held.from_on, by=by, at=at)


def give_back(taken: Sequence[Taken], *, by: User | None, at: datetime) -> None:
    """What a list did to ownerships, undone, if nobody touched them since; its homes stay. Raises NotAllowed.

    Owners whom the list added, and whom nothing else refers to by now, go; others without a home are forgotten in time.
    """
    require(by, "homes.edit")
    began = Ownership.objects.filter(pk__in=[each.began for each in taken if each.began])
    owners = set(began.values_list("owner_id", flat=True))
    began.delete()
    reopened = Ownership.objects.filter(pk__in=[each.ended for each in taken if each.ended])
    reopened.update(until_on=None)
    moved = Ownership.objects.in_bulk([each.moved for each in taken if each.moved])
    for each in taken:
        if each.moved in moved and each.moved_from is not None:
            owners.add(moved[each.moved].owner_id)
            moved[each.moved].owner_id = each.moved_from
    Ownership.objects.bulk_update(moved.values(), ["owner"], batch_size=AT_ONCE)
    now = Ownership.objects.filter(pk__in=[*moved, *reopened.values_list("pk", flat=True)])
    tell_votes(now.select_related("home", "owner"), by=by, at=at)
    drop({each.new_owner for each in taken if each.new_owner})
    note_leaving(owners, on=timezone.localdate(at))


def drop(owners: set[int]) -> None:
    """Remove those of the owners that have no home and that nothing refers to."""
    homeless = Owner.objects.filter(pk__in=owners, ownerships__isnull=True)
    try:
        with transaction.atomic():
            homeless.delete()
    except ProtectedError as fault:
        homeless.exclude(pk__in={getattr(thing, "owner_id", None) for thing in fault.protected_objects}).delete()
