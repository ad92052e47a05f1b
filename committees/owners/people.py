"""Who holds homes together, as somebody wrote it down, and by what two of them are told to be the same head."""

import re
from dataclasses import dataclass

from accounts.sealing import digest
from committees.models import Owner, OwnerKind
from estates.models import Home

DEVELOPERS = "developer"
"""The key of the developer's head: an estate has one, for all homes that are not sold or not handed over."""
COUNTRY_CODE = re.compile(r"^(?:\+|00)86|^86(?=1\d{10}$)")
ID_NUMBER = re.compile(r"\d{17}[0-9X]")
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"


@dataclass(frozen=True)
class Person:
    """One holder. Of the number of an identity card, passport or licence the digest is all that is kept."""

    name: str
    phone: str = ""
    document_digest: str = ""

    @classmethod
    def told(cls, name: str, phone: str = "", document: str = "") -> "Person":
        """Somebody as a form or a list has them."""
        plain = plain_document(document)
        return cls(name.strip(), phone.strip(), digest(plain) if plain else "")

    @property
    def phone_digest(self) -> str:
        return digest(plain_phone(self.phone)) if self.phone else ""


@dataclass(frozen=True)
class Party:
    """Those who hold a home together; the first votes for all."""

    people: tuple[Person, ...]
    kind: str = OwnerKind.PERSON

    def key(self, apart: str) -> str:
        """What makes them one head of their estate. 64 hexadecimal digits, or the developer's own word.

        People with neither document nor phone cannot be told from others of their name: `apart`, which names their
        home, keeps them a head of their own.
        """
        if self.kind == OwnerKind.DEVELOPER:
            return DEVELOPERS
        marks = sorted(self.mark(person, apart) for person in self.people)
        return digest("\0".join(("owner", self.kind, *marks)))

    def mark(self, person: Person, apart: str) -> str:
        if person.document_digest:
            return f"document {person.document_digest}"
        if self.kind != OwnerKind.PERSON:
            return f"name {person.name}"
        if person.phone:
            return f"phone {person.name} {person.phone_digest}"
        return f"apart {person.name} {apart}"

    @property
    def is_told_apart(self) -> bool:
        """Whether another home of the same people would be seen to be theirs."""
        return self.kind != OwnerKind.PERSON or all(person.document_digest or person.phone for person in self.people)

    @property
    def known(self) -> int:
        """How many numbers are told of these people."""
        return sum(bool(person.phone) + bool(person.document_digest) for person in self.people)


def key_in_use(owner: Owner) -> str:
    """The key under which an owner is found."""
    return DEVELOPERS if owner.kind == OwnerKind.DEVELOPER else owner.key


def place_of(home: Home) -> str:
    """Which home it is, whether or not it is on the register yet."""
    return f"{home.building_id} {home.unit} {home.room}"


def plain_phone(phone: str) -> str:
    """Its digits, however they were grouped, without the country's own code."""
    return COUNTRY_CODE.sub("", re.sub(r"[^\d+]", "", phone))


def plain_document(number: str) -> str:
    return "".join(number.upper().split()).replace("-", "")


def is_odd_id_number(number: str) -> bool:
    """Whether it has the form of an identity number and fails the check digit of GB 11643."""
    plain = plain_document(number)
    if not ID_NUMBER.fullmatch(plain):
        return False
    total = sum(int(figure) * weight for figure, weight in zip(plain, ID_WEIGHTS, strict=False))
    return ID_CHECKS[total % 11] != plain[17]
