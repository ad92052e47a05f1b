"""Owners as rows: found by who they are, added, kept in step with what is written of them, let go."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from dateutil.relativedelta import relativedelta
from django.db.models import Exists, OuterRef

from accounts.city import whole
from committees.models import Holder, Owner, OwnerKind, Ownership
from committees.owners.gathering import Key, Met, gather
from committees.owners.people import Party, Person

AT_ONCE = 1_000


def owners_for(
    parties: Mapping[Key, Party], theirs: Mapping[Key, int] | None = None
) -> tuple[dict[Key, Owner], set[int]]:
    """The owner of each key, found or added; and the primary keys of those that were added.

    People of whom a number is known already are the same head under another key; `theirs` as for `gather`.
    """
    heads = gather(parties, theirs or {})
    met = list(dict.fromkeys(heads.values()))
    known = {head: head.owner for head in met if head.owner is not None}
    added = {
        head: Owner(estate_id=head.keys[0][0], kind=head.kind, key=head.keys[0][1]) for head in met if head not in known
    }
    learn(known)
    Owner.objects.filter(pk__in=[owner.pk for owner in known.values() if owner.erase_on]).update(erase_on=None)
    Owner.objects.bulk_create(added.values(), batch_size=AT_ONCE)
    write_contacts((owner, told_of(head)) for head, owner in added.items())
    owners = known | added
    return {key: owners[head] for key, head in heads.items()}, {owner.pk for owner in added.values()}


def told_of(head: Met) -> Party:
    """All that a list tells of a head, the record that knows most first."""
    party, *others = head.parties
    for other in others:
        party = filled(party, other.people)
    return party


def learn(known: Mapping[Met, Owner]) -> None:
    """Put down what is new of owners who are on the register, and by what they are found from now on."""
    news = {}
    for head, owner in known.items():
        kept = list(owner.holders.all())
        if is_news(told_of(head), kept):
            news[owner] = filled(told_of(head), kept)
    write_contacts(news.items())
    keys = {
        owner: party.key("")
        for owner, party in news.items()
        if party.is_told_apart and owner.kind != OwnerKind.DEVELOPER
    }
    held = Owner.objects.filter(key__in=keys.values(), estate__in={owner.estate_id for owner in keys})
    taken = set(held.values_list("estate_id", "key"))
    for owner, key in keys.items():
        if (owner.estate_id, key) not in taken:
            taken.add((owner.estate_id, key))
            owner.key = key
    Owner.objects.bulk_update(keys, ["key"], batch_size=AT_ONCE)


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


def filled(party: Party, kept: Sequence[Holder | Person]) -> Party:
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


def on_record(person: Person, place: int, kept: Sequence[Holder | Person]) -> Holder | Person | None:
    """Whom a person must be: by the document, else by the name, else by the place in the list."""
    if person.document_digest:
        for holder in kept:
            if holder.document_digest == person.document_digest:
                return holder
    for holder in kept:
        if holder.name == person.name:
            return holder
    return kept[place] if place < len(kept) else None


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
    months = whole("owner_kept_months", on=on)
    owning = Ownership.objects.filter(owner=OuterRef("pk"), until_on__isnull=True)
    left = Owner.objects.filter(~Exists(owning), pk__in=owners, erased_at__isnull=True).exclude(
        kind=OwnerKind.DEVELOPER
    )
    left.update(erase_on=on + relativedelta(months=months))
