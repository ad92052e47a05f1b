"""Owners as rows: found by their key, added, kept in step with what is written of them, let go."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from dateutil.relativedelta import relativedelta
from django.db.models import Exists, OuterRef, Q

from accounts.city import figure, rule_value
from committees.models import Holder, Owner, OwnerKind, Ownership
from committees.owners.people import Party, Person, key_in_use

AT_ONCE = 1_000
Key = tuple[int, str]
"""Primary key of an estate, and an owner's key in it."""


def owners_for(parties: Mapping[Key, Party]) -> tuple[dict[Key, Owner], set[int]]:
    """The owner of each key, found or added; and the primary keys of those that were added."""
    estates, keys = {estate for estate, _key in parties}, {key for _estate, key in parties}
    held = Owner.objects.filter(Q(key__in=keys) | Q(kind=OwnerKind.DEVELOPER), estate__in=estates)
    found = {(owner.estate_id, key_in_use(owner)): owner for owner in held.prefetch_related("holders")}
    found = {key: owner for key, owner in found.items() if key in parties}
    kept = {key: list(owner.holders.all()) for key, owner in found.items()}
    news = [key for key in found if is_news(parties[key], kept[key])]
    write_contacts((found[key], filled(parties[key], kept[key])) for key in news)
    Owner.objects.filter(pk__in=[owner.pk for owner in found.values() if owner.erase_on]).update(erase_on=None)
    added = {
        key: Owner(estate_id=key[0], key=key[1], kind=party.kind) for key, party in parties.items() if key not in found
    }
    Owner.objects.bulk_create(added.values(), batch_size=AT_ONCE)
    write_contacts((owner, parties[key]) for key, owner in added.items())
    return found | added, {owner.pk for owner in added.values()}


def is_news(party: Party, kept: Sequence[Holder]) -> bool:
    """Whether more is said of the holders than is on record, or something else. What is not said is no news."""
    if len(kept) != len(party.people):
        return True
    return any(
        new and new != old
        for person, holder in zip(party.people, kept, strict=True)
        for new, old in (
            (person.phone_digest, holder.phone_digest),
            (person.document_digest, holder.document_digest),
        )
    )


def filled(party: Party, kept: Sequence[Holder]) -> Party:
    """The same people, with what is on record of those of whom less is said."""
    people = []
    for place, person in enumerate(party.people):
        old = on_record(person, place, kept)
        if old is not None:
            person = replace(
                person,
                phone=person.phone or old.phone,
                document_digest=person.document_digest or old.document_digest,
            )
        people.append(person)
    return replace(party, people=tuple(people))


def on_record(person: Person, place: int, kept: Sequence[Holder]) -> Holder | None:
    """Whom a person must be: by the document, else by the name, else by the place in the list."""
    if person.document_digest:
        for holder in kept:
            if holder.document_digest == person.document_digest:
                return holder
    for holder in kept:
        if holder.name == person.name:
            return holder
    return next((holder for holder in kept if holder.place == place), None)


def write_contacts(pairs: Iterable[tuple[Owner, Party]]) -> None:
    """Put down who these owners are, in place of what stood there."""
    pairs = list(pairs)
    Holder.objects.filter(owner__in=[owner.pk for owner, _party in pairs]).delete()
    Holder.objects.bulk_create(
        (holder_of(owner, place, person) for owner, party in pairs for place, person in enumerate(party.people)),
        batch_size=AT_ONCE,
    )


def holder_of(owner: Owner, place: int, person: Person) -> Holder:
    holder = Holder(owner=owner, place=place, document_digest=person.document_digest, phone_digest=person.phone_digest)
    holder.put_down(name=person.name, phone=person.phone)
    return holder


def note_leaving(owners: Iterable[int], *, on: date) -> None:
    """Whoever has no home left is forgotten after the city's term, counted from `on`. Raises NoRuleValue.

    The developer stays: its head is there for as long as the estate is.
    """
    owners = set(owners)
    if not owners:
        return
    months = figure(rule_value("owner_kept_months", on=on))
    owning = Ownership.objects.filter(owner=OuterRef("pk"), until_on__isnull=True)
    left = Owner.objects.filter(~Exists(owning), pk__in=owners, erased_at__isnull=True).exclude(
        kind=OwnerKind.DEVELOPER
    )
    left.update(erase_on=on + relativedelta(months=int(months or 0)))
