"""The preparatory or re-election group; by the same verbs, those whom the street names for a management committee."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import audit
from accounts.lifecycle import NotNow
from accounts.models import User
from committees.forming.actions.acting import hold, insist_lawful, keep, words
from committees.forming.composition import group_faults, management_faults
from committees.forming.eligibility import broken
from committees.forming.facts import is_owner
from committees.forming.law import Fault, FormingLaw, cited, refuse
from committees.models import Formation, FormationKind, FormationState, From, GroupMember, Owner, PostingKind
from committees.postings.actions import post
from committees.terms import forming_law
from committees.votes.wording import LANGUAGE
from estates.models import Estate

TITLES = {
    FormationKind.FIRST: gettext_lazy("Preparatory group of %(estate)s"),
    FormationKind.REELECTION: gettext_lazy("Re-election group of %(estate)s"),
    FormationKind.MANAGEMENT: gettext_lazy("Management committee of %(estate)s: whom the street names"),
}


@dataclass(frozen=True)
class NewPerson:
    """Somebody to be named. Who speaks for the owners is one of them: `owner`. `has_interest`: in the company."""

    name: str
    side: str
    phone: str = ""
    owner: Owner | None = None
    is_head: bool = False
    has_interest: bool = False
    is_party_member: bool = False


@transaction.atomic
def add_to_group(formation: Formation, person: NewPerson, *, by: User | None, at: datetime) -> GroupMember:
    """Name one person. Raises NotNow, ValidationError."""
    held = hold(formation, "add_to_group", by=by)
    today = timezone.localdate(at)
    law = forming_law(today)
    words(person.name, "name", _("Give the name."))
    insist_lawful(person_faults(person, held.estate, law, today))
    if person.owner is not None and held.group.filter(owner=person.owner).exists():
        raise ValidationError({"owner": _("This owner is on the list already.")})
    if person.is_head and held.group.filter(is_head=True).exists():
        raise ValidationError({"is_head": _("The group has a head already.")})
    made = GroupMember(formation=held, side=person.side, owner=person.owner, is_head=person.is_head)
    made.put_down(name=person.name.strip(), phone=person.phone.strip())
    audit.save_sound(made, None)
    audit.record(by=by, at=at, verb="add_to_group_formation", thing=held, after={"side": person.side})
    return made


def person_faults(person: NewPerson, estate: Estate, law: FormingLaw, on) -> list[Fault]:
    """Whoever speaks for the owners is one, and nobody has an interest in the company."""
    faults = []
    figure = law.candidate.is_owner
    if person.side == From.OWNER and figure.applies and not is_owner(person.owner, estate, on):
        faults.append(
            refuse("owner", _("Who speaks for the owners owns a home of this estate: choose whose it is."), figure)
        )
    if person.has_interest:
        faults += broken({"no_interest": False}, law.candidate)
    return faults


@transaction.atomic
def drop_from_group(member: GroupMember, *, by: User | None, at: datetime) -> None:
    """Take somebody off the list before the group is formed."""
    held = hold(member.formation, "drop_from_group", by=by)
    audit.record(by=by, at=at, verb="drop_from_group_formation", thing=held, before={"side": member.side})
    member.delete()


@transaction.atomic
def form_group(formation: Formation, *, by: User | None, at: datetime) -> Formation:
    """The group is complete. Raises ValidationError with the article where its size or composition is not lawful."""
    held = hold(formation, "form_group", by=by)
    today = timezone.localdate(at)
    insist_lawful(list_faults(held, forming_law(today)))
    held.state, held.grouped_on = FormationState.GROUPED, today
    return keep(held, "form_group", "grouped_on", by=by, at=at, people=held.group.count())


def list_faults(formation: Formation, law: FormingLaw) -> list[Fault]:
    """What the law has against the people on the list."""
    people = list(formation.group.all())
    sides = [person.side for person in people]
    if formation.kind == FormationKind.MANAGEMENT:
        return management_faults(sides, law.management)
    return group_faults(sides, next((person.side for person in people if person.is_head), None), law.group)


@transaction.atomic
def post_group(formation: Formation, *, by: User | None, at: datetime) -> Formation:
    """Hang up who is in the group, for as long as the law says. Once. Raises NotNow."""
    held = hold(formation, "post_group", by=by)
    if held.group_posted_on is not None:
        raise NotNow(_("The list was posted on %(day)s.") % {"day": held.group_posted_on})
    today = timezone.localdate(at)
    law = forming_law(today)
    days = law.management.post_days if held.kind == FormationKind.MANAGEMENT else law.group.post_days
    with translation.override(LANGUAGE):
        title = str(TITLES[FormationKind(held.kind)]) % {"estate": held.estate}
        text = told(held, days.article)
    post(held.estate, PostingKind.GROUP, title, text, days=days.count, by=by, at=at)
    held.group_posted_on = today
    return keep(held, "post_group", "group_posted_on", by=by, at=at)


def told(formation: Formation, article: str) -> str:
    """The list as it hangs: names and whom each speaks for."""
    lines = [
        _("%(name)s, %(side)s, head of the group") % {"name": each.name, "side": each.get_side_display()}
        if each.is_head
        else _("%(name)s, %(side)s") % {"name": each.name, "side": each.get_side_display()}
        for each in formation.group.all()
    ]
    lines.append(cited(_("Objections go to the street while the list hangs."), article))
    return "\n".join(lines)
