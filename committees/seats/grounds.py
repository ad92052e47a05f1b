"""Why a seat becomes empty. Each ground is looked into before it counts."""

from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.city import rule_value
from committees.forming.composition import was_absent_too_often
from committees.forming.facts import is_owner
from committees.forming.law import Fault, FormingLaw, refuse
from committees.models import Matter, MatterKind, Meeting, Member, VoteState


class Ground(models.TextChoices):
    NO_OWNER = "no_owner", gettext_lazy("no owner any more")
    RESIGNED = "resigned", gettext_lazy("resigned")
    UNABLE = "unable", gettext_lazy("unable to do the duty")
    ABSENT = "absent", gettext_lazy("absent from more meetings than allowed")
    INTEREST = "interest", gettext_lazy("interest in the property company")
    VOTED = "voted", gettext_lazy("removed by the owners' assembly")
    ORDERED = "ordered", gettext_lazy("removed by order of the street")


FOR_THE_STREET = frozenset({Ground.ABSENT, Ground.INTEREST, Ground.VOTED, Ground.ORDERED})
"""Grounds that only those who guide committees may use; the others a committee notes itself."""


@dataclass(frozen=True)
class Leaving:
    """Why somebody leaves. `matter`: what the owners decided."""

    ground: str
    words: str = ""
    matter: Matter | None = None

    def said(self) -> str:
        """As it stands on the register; `words` must not name anybody."""
        return ": ".join(filter(None, [str(Ground(self.ground).label), self.words.strip()]))[:200]


def faults_of(leaving: Leaving, member: Member, law: FormingLaw, on: date) -> list[Fault]:
    """What stands against the ground."""
    look = {Ground.NO_OWNER: of_owner, Ground.ABSENT: of_absence, Ground.VOTED: of_vote}.get(Ground(leaving.ground))
    if look is not None:
        return look(leaving, member, law, on)
    if leaving.ground != Ground.RESIGNED and not leaving.words.strip():
        return [Fault("words", _("Say what it is based on."), law.committee.absence_ratio.article)]
    return []


def of_owner(leaving: Leaving, member: Member, law: FormingLaw, on: date) -> list[Fault]:
    if not is_owner(member.owner, member.committee.estate, on):
        return []
    return [refuse("ground", _("By the register this member still owns a home of the estate."), law.candidate.is_owner)]


def of_absence(leaving: Leaving, member: Member, law: FormingLaw, on: date) -> list[Fault]:
    """By the minutes of the last twelve months."""
    held = Meeting.objects.filter(
        committee=member.committee, held_on__gt=on - relativedelta(years=1), held_on__lte=on,
        held_on__gte=member.joined_on,
    )  # fmt: skip
    count = held.count()
    missed = count - held.filter(present=member).count()
    if was_absent_too_often(missed, count, law.committee):
        return []
    words = _("By the minutes this member missed %(missed)d of %(held)d meetings of the last twelve months.")
    return [refuse("ground", words, law.committee.absence_ratio, missed=missed, held=count)]


def of_vote(leaving: Leaving, member: Member, law: FormingLaw, on: date) -> list[Fault]:
    matter = leaving.matter
    decided = (
        matter is not None
        and matter.passed
        and matter.kind == MatterKind.ELECT
        and matter.vote.estate_id == member.committee.estate_id
        and matter.vote.state in (VoteState.ANNOUNCED, VoteState.FINAL)
    )
    if decided:
        return []
    words = _("Choose the matter by which the owners of this estate decided on it, and which passed.")
    return [Fault("matter", words, rule_value("quorum_ordinary_ratio", on=on).article)]
