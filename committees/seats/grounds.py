"""Why a seat becomes empty. Each ground is looked into before it counts."""

from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.city import rule_value
from committees.forming.composition import was_absent_too_often
from committees.forming.facts import is_owner
from committees.forming.law import Fault, FormingLaw, refuse
from committees.models import (
    Committee,
    From,
    Matter,
    MatterKind,
    Meeting,
    Member,
    Option,
    Stance,
    VoteObjection,
    VoteState,
)


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


def is_for_the_street(leaving: Leaving, member: Member) -> bool:
    """Whether only those who guide committees may say it: also where the register does not know what somebody owns."""
    return leaving.ground in FOR_THE_STREET or (leaving.ground == Ground.NO_OWNER and member.owner_id is None)


def faults_of(leaving: Leaving, member: Member, law: FormingLaw, on: date) -> list[Fault]:
    """What stands against the ground."""
    look = {Ground.NO_OWNER: of_owner, Ground.ABSENT: of_absence, Ground.VOTED: of_vote}.get(Ground(leaving.ground))
    if look is not None:
        return look(leaving, member, law, on)
    if leaving.ground != Ground.RESIGNED and not leaving.words.strip():
        return [Fault("words", _("Say what it is based on."), law.committee.absence_ratio.article)]
    return []


def of_owner(leaving: Leaving, member: Member, law: FormingLaw, on: date) -> list[Fault]:
    """By the register of homes; of a member who came with a list without a home, by what the street found."""
    if member.side != From.OWNER:
        words = _("This member does not sit there as an owner: choose another ground.")
        return [refuse("ground", words, law.candidate.is_owner)]
    if member.owner is None and not leaving.words.strip():
        words = _("The register does not know which home was this member's: say what it is based on.")
        return [refuse("words", words, law.candidate.is_owner)]
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


def decisions_on(committee: Committee) -> QuerySet[Matter]:
    """What the owners decided on a committee by yes or no since it was formed, as far as nobody objects to it.

    An election of candidates says who comes, not who goes: not even the one by which the committee itself was formed.
    """
    waiting = VoteObjection.objects.filter(Q(answered_on=None) | Q(is_upheld=True)).values("vote")
    return Matter.objects.filter(
        Exists(Option.objects.filter(matter=OuterRef("pk"), stance=Stance.YES)), kind=MatterKind.ELECT, passed=True,
        vote__estate_id=committee.estate_id, vote__state__in=(VoteState.ANNOUNCED, VoteState.FINAL),
        vote__opens_at__date__gt=committee.formed_on,
    ).exclude(vote__in=waiting)  # fmt: skip


def of_vote(leaving: Leaving, member: Member, law: FormingLaw, on: date) -> list[Fault]:
    """By a vote that was not over yet when the member took the seat."""
    decisions = decisions_on(member.committee).filter(vote__closes_at__date__gt=member.joined_on)
    return undecided(leaving.matter, decisions, on)


def undecided(matter: Matter | None, decisions: QuerySet[Matter], on: date) -> list[Fault]:
    """What stands against a matter that is none of these decisions."""
    if matter is not None and decisions.filter(pk=matter.pk).exists():
        return []
    words = _(
        "Choose the matter by which the owners of this estate decided on it by yes or no after the committee was "
        "formed, which passed, and to which no objection waits or was upheld."
    )
    return [Fault("matter", words, rule_value("quorum_ordinary_ratio", on=on).article)]
