"""Rows of a list and owners on the register brought together: who of them is the same head."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from committees.models import Holder, Owner, OwnerKind
from committees.owners.likeness import Record, are_at_odds, are_one, names_of, record_of
from committees.owners.people import Party, key_in_use

Key = tuple[int, str]
"""Primary key of an estate, and an owner's key in it."""


@dataclass(eq=False)
class Met:
    """One head that a list speaks of: under which keys, as which people, and who it is on the register, if anybody."""

    kind: str
    owner: Owner | None = None
    records: list[Record] = field(default_factory=list)
    keys: list[Key] = field(default_factory=list)
    parties: list[Party] = field(default_factory=list)

    def add(self, key: Key, party: Party, record: Record) -> None:
        self.keys.append(key)
        self.parties.append(party)
        self.records.append(record)

    def is_one_with(self, record: Record) -> bool:
        """Whether one of its records says so and none speaks against it."""
        alike = [each for each in self.records if names_of(each) == names_of(record)]
        if any(are_at_odds(each, record) for each in alike):
            return False
        return any(are_one(self.kind, each, record) for each in alike)


def gather(parties: Mapping[Key, Party], theirs: Mapping[Key, int]) -> dict[Key, Met]:
    """The head behind each of these keys; what is told of it begins with the record that knows most.

    `theirs`: keys of people who are surely that owner on the register (primary key), whatever else is new of them.
    """
    owners = list(candidates(parties, theirs))
    of_key = {(owner.estate_id, key_in_use(owner)): owner.pk for owner in owners}
    met = {owner.pk: Met(owner.kind, owner, [record_of(owner.holders.all())]) for owner in owners}
    alike: dict[tuple, list[Met]] = defaultdict(list)
    for head in met.values():
        alike[head.owner.estate_id, head.kind, names_of(head.records[0])].append(head)
    heads = {}
    for key, party in sorted(parties.items(), key=lambda each: -each[1].known):
        record = record_of(party.people)
        namesakes = alike[key[0], party.kind, names_of(record)]
        surely = met.get(of_key.get(key) or theirs.get(key))
        heads[key] = head = surely or the_one_of(namesakes, record) or Met(party.kind)
        head.add(key, party, record)
        if head not in namesakes:
            namesakes.append(head)
    return heads


def candidates(parties: Mapping[Key, Party], theirs: Mapping[Key, int]) -> QuerySet[Owner]:
    """Who could be meant: by the key, by a number of one of the holders, or being no person."""
    people = [person for party in parties.values() for person in party.people]
    held = Holder.objects.filter(
        Q(phone_digest__in={person.phone_digest for person in people} - {""})
        | Q(document_digest__in={person.document_digest for person in people} - {""})
    )
    meant = Q(key__in={key for _estate, key in parties}) | Q(pk__in=theirs.values())
    meant |= Q(pk__in=held.values("owner")) | ~Q(kind=OwnerKind.PERSON)
    estates = {estate for estate, _key in parties}
    return Owner.objects.filter(meant, estate__in=estates, erased_at=None).order_by("pk").prefetch_related("holders")


def the_one_of(heads: Iterable[Met], record: Record) -> Met | None:
    """The head that these people are; None where that is nobody, or more than one could be meant."""
    found = [head for head in heads if head.is_one_with(record)]
    return found[0] if len(found) == 1 else None


def another(owner: Owner, key: str, party: Party) -> Owner | None:
    """An owner of the same estate who these people are as well."""
    record = record_of(party.people)
    for other in candidates({(owner.estate_id, key): party}, {}).exclude(pk=owner.pk):
        if other.key == key or (
            other.kind == owner.kind and are_one(owner.kind, record_of(other.holders.all()), record)
        ):
            return other
    return None
