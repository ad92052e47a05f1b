"""Is a body of these people lawful? Its size, odd or even, the owners' share, who has to belong to it.

Values in, faults out. People are counted by whom they speak for, as in `From`.
"""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from django.utils.translation import gettext as _

from committees.forming.law import CommitteeLaw, Fault, Figure, GroupLaw, ManagementLaw, refuse

OWNER, STREET, COMMUNITY, DEVELOPER = "owner", "street", "community", "developer"
HEADS_OF_A_GROUP = frozenset({STREET, COMMUNITY})
"""A preparatory group is led by the street or the community."""


def size_faults(field: str, count: int, *, least: Figure, most: Figure, odd: Figure) -> list[Fault]:
    """How many they are; each fault by its own article."""
    faults = []
    if count < least.count:
        words = _("%(count)d people: there have to be at least %(least)d.")
        faults.append(refuse(field, words, least, count=count, least=least.count))
    if most.applies and count > most.count:
        words = _("%(count)d people: there may be at most %(most)d.")
        faults.append(refuse(field, words, most, count=count, most=most.count))
    if odd.applies and count % 2 == 0:
        faults.append(refuse(field, _("%(count)d people: the number has to be odd."), odd, count=count))
    return faults


def owner_faults(field: str, sides: Sequence[str], ratio: Figure) -> list[Fault]:
    """Whether owners are the share that they have to be, or more."""
    owners = sum(side == OWNER for side in sides)
    if not ratio.applies or not sides or Fraction(owners, len(sides)) >= ratio.value:
        return []
    words = _("%(owners)d of %(count)d are owners: they have to be at least %(share)s.")
    return [refuse(field, words, ratio, owners=owners, count=len(sides), share=ratio.percent)]


def group_faults(sides: Sequence[str], head: str | None, law: GroupLaw) -> list[Fault]:
    """A preparatory or re-election group; `head`: whom its head speaks for, None without one."""
    faults = size_faults("group", len(sides), least=law.least, most=law.most, odd=law.odd)
    faults += owner_faults("group", sides, law.owner_ratio)
    if head not in HEADS_OF_A_GROUP:
        words = _("The group is led by somebody from the street or the community: name a head.")
        faults.append(refuse("is_head", words, law.owner_ratio))
    return faults


def management_faults(sides: Sequence[str], law: ManagementLaw) -> list[Fault]:
    """A management committee: its size, the owners' share, and whoever has to belong to it."""
    faults = size_faults("members", len(sides), least=law.least, most=law.most, odd=law.odd)
    faults += owner_faults("members", sides, law.owner_ratio)
    present = Counter(sides)
    wanted = (
        (STREET, law.needs_street, _("Somebody from the street has to belong to it.")),
        (COMMUNITY, law.needs_community, _("Somebody from the community has to belong to it.")),
        (DEVELOPER, law.needs_developer, _("Somebody from the developer has to belong to it.")),
    )
    faults += [
        refuse("members", words, figure) for side, figure, words in wanted if figure.applies and not present[side]
    ]
    return faults


def least_members(households: int, law: CommitteeLaw) -> Figure:
    """How few members an owners' committee may have: fewer in a small estate."""
    small = law.small_households
    return law.small_least if small.applies and households <= small.count else law.least


def committee_faults(members: int, substitutes: int, households: int, law: CommitteeLaw) -> list[Fault]:
    """An owners' committee of so many members and substitutes in an estate of so many households."""
    faults = size_faults("members", members, least=least_members(households, law), most=law.most, odd=law.odd)
    if Fraction(substitutes) > law.substitutes_ratio.value * members:
        words = _("%(count)d substitutes for %(members)d members: too many.")
        faults.append(refuse("substitutes", words, law.substitutes_ratio, count=substitutes, members=members))
    return faults


def are_too_few(left: int, seats: int, law: CommitteeLaw) -> bool:
    """Whether so few of the seats are filled that there has to be an election."""
    return Fraction(left) < law.few_ratio.value * seats


def was_absent_too_often(missed: int, held: int, law: CommitteeLaw) -> bool:
    """Whether somebody missed more of a year's meetings than a member may."""
    return held > 0 and Fraction(missed, held) > law.absence_ratio.value


def term_faults(years: int, *, least: Figure | None, most: Figure) -> list[Fault]:
    """Whether a term of so many years is neither too short nor too long."""
    if most.applies and years > most.count:
        return [refuse("term_years", _("A term is at most %(most)d years."), most, most=most.count)]
    if least is not None and least.applies and years < least.count:
        return [refuse("term_years", _("A term is at least %(least)d years."), least, least=least.count)]
    if years < 1:
        return [refuse("term_years", _("A term is at least a year."), most)]
    return []
