"""Single cells of a list of homes: several names in one, the same door always called the same.

What is wrong is said without what stands in the cell: it may be somebody's phone or document number.
"""

import re
from itertools import zip_longest

from django.utils.translation import gettext as _

from committees.models import OwnerKind
from committees.owners.people import Party, Person, plain_document, plain_phone
from intake.parsing import EXACT_DIGITS, Wrong, narrow, spelled, text

BETWEEN = re.compile(r"[、，,;；/\n]+")
NUMBERED = re.compile(r"(\d+)\s*(?:号楼|号|栋|幢|#)?")
PHONE = re.compile(r"\+?\d{5,20}")
DOCUMENT = re.compile(r"[A-Z0-9()]{5,30}")
LONGEST_NAME = 60
MOST_HOLDERS = 20


def several(raw) -> list[str]:
    """What stands in one cell, in order, without the blanks around."""
    parts = [narrow(part) for part in BETWEEN.split(text()(raw))]
    return [part for part in parts if part]


def names(raw) -> tuple[str, ...]:
    found = several(raw)
    if not found or len(found) > MOST_HOLDERS or any(len(name) > LONGEST_NAME for name in found):
        raise Wrong(_("is no list of names"), _("Write the names, several of them separated by 、."))
    return tuple(found)


def phones(raw) -> tuple[str, ...]:
    found = several(raw)
    if not all(PHONE.fullmatch(plain_phone(phone)) for phone in found):
        raise Wrong(
            _("is no telephone number"), _("Write the digits; several are in the order of the names, separated by 、.")
        )
    return tuple(found)


def documents(raw) -> tuple[str, ...]:
    if isinstance(raw, float | int) and len(spelled(raw)) > EXACT_DIGITS:
        raise Wrong(
            _("was stored as a number; Excel keeps only 15 digits, the last ones are lost"),
            _("Format the column as text and type the number again."),
        )
    found = [plain_document(number) for number in several(raw)]
    if not all(DOCUMENT.fullmatch(number) for number in found):
        raise Wrong(
            _("is no document number"),
            _("Write letters and digits; several are in the order of the names, separated by 、."),
        )
    return tuple(found)


def at_odds(
    people: tuple[str, ...], numbers: tuple[str, ...], papers: tuple[str, ...], kind: str
) -> dict[str, tuple[str, str]]:
    """What does not go together in three cells about the same people: by field, what is wrong and what to do."""
    found = {}
    if len(numbers) > len(people):
        found["phones"] = (_("has more numbers than there are names"), _("Give one for each name at most."))
    if papers and len(papers) != len(people):
        found["documents"] = (_("has not one number for each name"), _("Give one for each name, or none."))
    if kind == OwnerKind.DEVELOPER and len(people) > 1:
        found["names"] = (_("names more than one developer"), _("Write the developer alone."))
    return found


def party_of(people: tuple[str, ...], numbers: tuple[str, ...], papers: tuple[str, ...], kind: str) -> Party:
    """Who holds a home, from three cells that go together."""
    told = zip_longest(people, numbers, papers, fillvalue="")
    return Party(tuple(Person.told(*each) for each in told), kind)


def without(ending: str):
    """Text as it stands, but `2单元` as 2 and `501室` as 501: the same door is always called the same."""

    def parse(raw) -> str:
        said = "".join(narrow(text(20)(raw)).split())
        return said.removesuffix(ending) or said

    return parse


def plain_building(name: str) -> str:
    """`3`, `3栋`, `3号楼`: the same building."""
    found = NUMBERED.fullmatch(narrow(name))
    return str(int(found[1])) if found else narrow(name)
