"""Whether two records of the same names speak of one head, though one of them says more than the other."""

from collections.abc import Iterable
from dataclasses import dataclass

from committees.models import Holder, OwnerKind
from committees.owners.people import Person


@dataclass(frozen=True)
class Told:
    """One holder, as a list or the register tells of them; what is not known is empty."""

    name: str
    phone_digest: str
    document_digest: str


Record = tuple[Told, ...]
"""Those who hold a home together, by one source, in the order of their names."""


def record_of(people: Iterable[Person | Holder]) -> Record:
    told = (Told(person.name, person.phone_digest, person.document_digest) for person in people)
    return tuple(sorted(told, key=lambda each: each.name))


def names_of(record: Record) -> tuple[str, ...]:
    return tuple(each.name for each in record)


def are_at_odds(one: Record, other: Record) -> bool:
    """Whether somebody has another document in the one than in the other: a namesake."""
    return any(
        mine.document_digest and theirs.document_digest and mine.document_digest != theirs.document_digest
        for mine, theirs in zip(one, other, strict=True)
    )


def share_a_number(one: Record, other: Record) -> bool:
    """Whether somebody has the same document or phone in both."""
    return any(
        (mine.document_digest and mine.document_digest == theirs.document_digest)
        or (mine.phone_digest and mine.phone_digest == theirs.phone_digest)
        for mine, theirs in zip(one, other, strict=True)
    )


def are_one(kind: str, one: Record, other: Record) -> bool:
    """Whether they are surely one head: the same names, nothing against it, a number for it.

    The name of an organisation needs no number: it says by itself who that is.
    """
    if names_of(one) != names_of(other) or are_at_odds(one, other):
        return False
    return kind != OwnerKind.PERSON or share_a_number(one, other)


def may_be_one(kind: str, one: Record, other: Record) -> bool:
    """Whether they bear the same names, and neither documents nor, without them, phones tell them apart."""
    if names_of(one) != names_of(other):
        return False
    return are_one(kind, one, other) or not any(map(tells_apart, one, other))


def tells_apart(mine: Told, theirs: Told) -> bool:
    if mine.document_digest and theirs.document_digest:
        return mine.document_digest != theirs.document_digest
    return bool(mine.phone_digest and theirs.phone_digest and mine.phone_digest != theirs.phone_digest)
