"""Reads the counts that are kept, and what the city wants of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from accounts.city import figure, rule_values
from committees.coverage.counting import level_asked
from committees.models import CommitteeCount, MediationLevel


@dataclass(frozen=True)
class Goal:
    """A share that the city wants, %, with the article; None and empty where it says nothing."""

    percent: float | None
    article: str


@dataclass(frozen=True)
class Goals:
    committees: Goal
    mediation: Goal
    level: MediationLevel


def goals(*, on: date) -> Goals:
    """What the city's rule values want on a day."""
    rules = rule_values(on=on)

    def goal(key: str) -> Goal:
        wanted = figure(rules.get(key))
        return Goal(None, "") if wanted is None else Goal(float(wanted), rules[key].article)

    return Goals(goal("committee_coverage_percent"), goal("mediation_coverage_percent"), level_asked(rules))


def last_day(*, on: date) -> date | None:
    """The last day until `on` of which there are counts."""
    return CommitteeCount.objects.filter(on__lte=on).aggregate(last=Max("on"))["last"]


def counts(days: Iterable[date], codes: Iterable[str]) -> Mapping[tuple[date, str], CommitteeCount]:
    """What is kept of areas on days, by day and area. Areas that had nothing are left out."""
    kept = CommitteeCount.objects.filter(on__in=set(days), area_code__in=set(codes))
    return {(row.on, row.area_code): row for row in kept}
