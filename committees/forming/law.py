"""What the law asks of forming a committee, as figures with their articles. Values only: `committees.terms` reads them.

Every city's figures differ, and change from a day on; so a `FormingLaw` is always that of one day.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Figure:
    """One figure and the article it stands in. Rules that a city does not have are 0."""

    value: Fraction
    article: str

    @property
    def count(self) -> int:
        """As a whole number: people, days, months or years."""
        return int(self.value)

    @property
    def applies(self) -> bool:
        return self.value != 0

    @property
    def percent(self) -> str:
        """A ratio as people read it: `50%`, `66.7%`."""
        return f"{float(self.value * 100):.3g}%"


@dataclass(frozen=True)
class Fault:
    """What the law in force forbids: the field it is about, a sentence, and the article."""

    field: str
    words: str
    article: str

    def __str__(self) -> str:
        return cited(self.words, self.article)


def cited(words: str | Promise, article: str) -> str:
    """A sentence, then the article it follows from."""
    return _("%(words)s (%(article)s)") % {"words": words, "article": article}


def refuse(field: str, words: Any, figure: Figure, **named: Any) -> Fault:
    """A fault by the article of `figure`; `named` fills in the sentence."""
    return Fault(field, str(words) % named if named else str(words), figure.article)


@dataclass(frozen=True)
class ConditionLaw:
    """When a first assembly may be held. Any one of the ways is enough; those a city does not have are 0."""

    area_percent: Figure
    heads_percent: Figure
    years: Figure
    years_heads_percent: Figure
    applicants_percent: Figure
    applicants_least: Figure
    check_days: Figure


@dataclass(frozen=True)
class GroupLaw:
    """The preparatory group (筹备组), and the re-election group (换届小组)."""

    least: Figure
    most: Figure
    odd: Figure
    owner_ratio: Figure
    days: Figure
    reelection_days: Figure
    post_days: Figure


@dataclass(frozen=True)
class CandidateLaw:
    """What each candidate has to be, and how long their list is posted."""

    is_owner: Figure
    is_lawful: Figure
    has_capacity: Figure
    no_interest: Figure
    not_dishonest: Figure
    no_misuse: Figure
    fees_paid: Figure
    post_days: Figure


@dataclass(frozen=True)
class CommitteeLaw:
    """An owners' committee: its size, term and filing."""

    least: Figure
    most: Figure
    odd: Figure
    small_households: Figure
    small_least: Figure
    substitutes_ratio: Figure
    term_least_years: Figure
    term_most_years: Figure
    first_meeting_days: Figure
    names_post_days: Figure
    filing_days: Figure
    answer_workdays: Figure
    few_ratio: Figure
    absence_ratio: Figure


@dataclass(frozen=True)
class ManagementLaw:
    """A management committee (物管会): its size, who belongs to it, its term."""

    least: Figure
    most: Figure
    odd: Figure
    owner_ratio: Figure
    needs_street: Figure
    needs_community: Figure
    needs_developer: Figure
    term_most_years: Figure
    post_days: Figure
    idle_months: Figure


@dataclass(frozen=True)
class ReelectionLaw:
    """Months before the end of a term at which the next election is warned of."""

    report_months: Figure
    group_months: Figure
    last_months: Figure

    def months(self) -> list[Figure]:
        """The warnings, the earliest first; those a city does not have are left out."""
        given = [each for each in (self.report_months, self.group_months, self.last_months) if each.applies]
        return sorted(given, key=lambda each: -each.value)


@dataclass(frozen=True)
class FormingLaw:
    """All of it, as in force on one day."""

    forming: ConditionLaw
    group: GroupLaw
    candidate: CandidateLaw
    committee: CommitteeLaw
    management: ManagementLaw
    reelection: ReelectionLaw
    meeting_notice_days: Figure
    first_assembly_days: Figure
    change_filing_days: Figure
    disclosure_min_post_days: Figure
    handover_days: Figure
    term_start_days: Figure
