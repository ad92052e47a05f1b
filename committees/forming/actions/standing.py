"""Candidates: who stands, what each declares, and what the street found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.lifecycle import NotNow
from accounts.models import User
from committees.forming.actions.acting import hold, insist_lawful, words
from committees.forming.eligibility import CONDITIONS, broken, open_checks
from committees.forming.facts import is_owner
from committees.forming.law import FormingLaw, refuse
from committees.models import Candidate, CandidateState, Formation, FormationKind, From, Owner
from committees.terms import forming_law


@dataclass(frozen=True)
class NewCandidate:
    """Somebody who wants to stand. `declared`: what they say of the conditions themselves."""

    owner: Owner
    name: str
    phone: str = ""
    proposed_by: str = From.OWNER
    statement: str = ""
    is_party_member: bool = False
    is_substitute: bool = False
    declared: Mapping[str, bool | None] = field(default_factory=dict)


@transaction.atomic
def propose(formation: Formation, new: NewCandidate, *, by: User | None, at: datetime) -> Candidate:
    """Put somebody on the list. Raises ValidationError with the article for who may not stand by what they declare."""
    held = hold(formation, "propose", by=by)
    if held.kind == FormationKind.MANAGEMENT:
        raise NotNow(_("Members of a management committee are named, not elected."))
    today = timezone.localdate(at)
    law = forming_law(today)
    words(new.name, "name", _("Give the name."))
    insist_lawful([*owner_faults(new.owner, held, law, today), *broken(new.declared, law.candidate)])
    if held.candidates.filter(owner=new.owner).exists():
        raise ValidationError({"owner": _("This owner stands already: one head has one candidacy.")})
    made = Candidate(
        formation=held, owner=new.owner, proposed_by=new.proposed_by, statement=new.statement.strip(),
        is_party_member=new.is_party_member, is_substitute=new.is_substitute,
    )  # fmt: skip
    made.put_down(name=new.name.strip(), phone=new.phone.strip())
    audit.save_sound(made, None)
    audit.record(by=by, at=at, verb="propose_formation", thing=held, after={"candidate": made.pk})
    return made


def owner_faults(owner: Owner, formation: Formation, law: FormingLaw, on) -> list:
    figure = law.candidate.is_owner
    mine = owner.estate_id == formation.estate_id and not figure.applies
    if mine or is_owner(owner, formation.estate, on):
        return []
    return [refuse("owner", _("Only who owns a home of this estate may stand."), figure)]


@transaction.atomic
def check_candidate(
    candidate: Candidate, checks: Mapping[str, bool | None], *, by: User | None, at: datetime
) -> Candidate:
    """Write down what the street found, by condition. All met: sound; one broken: refused, with its article.

    Conditions of which nothing is said stay as they were. Raises NotNow, ValidationError for conditions nobody knows.
    """
    held = hold(candidate.formation, "check_candidate", by=by)
    one = standing(candidate)
    unknown = set(checks) - set(CONDITIONS)
    if unknown:
        raise ValidationError({"checks": _("There is no condition “%(name)s”.") % {"name": sorted(unknown)[0]}})
    today = timezone.localdate(at)
    law = forming_law(today)
    one.checks = {**one.checks, **checks}
    faults = [*owner_faults(one.owner, held, law, today), *broken(one.checks, law.candidate)]
    one.refusal = " ".join(str(fault) for fault in faults)[:300]
    one.state = state_of(one, faults, law)
    one.checked_on = None if one.state == CandidateState.PROPOSED else today
    one.save(update_fields=["checks", "refusal", "state", "checked_on"])
    told = {"candidate": one.pk, "state": one.state, "broken": [fault.field for fault in faults]}
    audit.record(by=by, at=at, verb="check_candidate_formation", thing=held, after=told)
    return one


def state_of(candidate: Candidate, faults: list, law: FormingLaw) -> CandidateState:
    if faults:
        return CandidateState.REFUSED
    return CandidateState.PROPOSED if open_checks(candidate.checks, law.candidate) else CandidateState.SOUND


def standing(candidate: Candidate) -> Candidate:
    """The candidate, locked. Raises NotNow for one who withdrew."""
    one = Candidate.objects.select_for_update(no_key=True).select_related("owner").get(pk=candidate.pk)
    if one.state == CandidateState.WITHDRAWN:
        raise NotNow(_("This candidate withdrew."))
    return one


@transaction.atomic
def withdraw_candidate(candidate: Candidate, *, by: User | None, at: datetime) -> Candidate:
    """They do not stand any more. Possible until the assembly is announced."""
    held = hold(candidate.formation, "withdraw_candidate", by=by)
    one = standing(candidate)
    one.state = CandidateState.WITHDRAWN
    one.save(update_fields=["state"])
    audit.record(by=by, at=at, verb="withdraw_candidate_formation", thing=held, after={"candidate": one.pk})
    return one
