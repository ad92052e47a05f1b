"""How many take part: heads and area, in all and house by house. What they vote is not looked at."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from committees.law import needed, vote_law
from committees.models import Ballot, PaperEntry, RollLine, Vote
from committees.quorum import Ratio
from committees.votes.actions.casting import day_of_law

NO_AREA = Decimal("0.00")


@dataclass(frozen=True)
class Part:
    """What took part of a whole. Areas in m²."""

    heads: int
    heads_all: int
    area_m2: Decimal
    area_all_m2: Decimal

    @property
    def percent_of_heads(self) -> int:
        return 100 * self.heads // self.heads_all if self.heads_all else 0

    @property
    def percent_of_area(self) -> int:
        return int(100 * self.area_m2 // self.area_all_m2) if self.area_all_m2 else 0


@dataclass(frozen=True)
class Turnout:
    """Taking part, and the line that it has to reach (`needs_*`, in heads and m²)."""

    part: Part
    quorum: Ratio
    needs_heads: Decimal
    needs_area_m2: Decimal
    heads_enough: bool
    area_enough: bool

    @property
    def is_enough(self) -> bool:
        return self.heads_enough and self.area_enough

    @property
    def mark(self) -> float:
        """Where the line stands on a bar, in percent."""
        return round(float(100 * self.quorum.value), 2)


def lines_with_ballots(vote: Vote) -> QuerySet[RollLine]:
    """The roll; `took_part` says whether the line's owner has voted."""
    cast = Ballot.objects.filter(vote=vote, owner=OuterRef("owner"))
    return RollLine.objects.filter(vote=vote).annotate(took_part=Exists(cast))


def part_of(vote: Vote) -> Part:
    found = lines_with_ballots(vote).order_by().aggregate(**COUNTED)
    return Part(found["heads"], found["heads_all"], found["area"] or NO_AREA, found["area_all"] or NO_AREA)


COUNTED = {
    "heads_all": Count("owner", distinct=True),
    "heads": Count("owner", distinct=True, filter=Q(took_part=True)),
    "area_all": Sum("area_m2"),
    "area": Sum("area_m2", filter=Q(took_part=True)),
}


def turnout(vote: Vote) -> Turnout:
    """By the law of the day on which the vote was announced. Raises NoRuleValue."""
    part, quorum = part_of(vote), vote_law(day_of_law(vote)).quorum
    return Turnout(
        part, quorum, needed(quorum, part.heads_all), needed(quorum, part.area_all_m2),
        quorum.met_by(part.heads, part.heads_all), quorum.met_by(part.area_m2, part.area_all_m2),
    )  # fmt: skip


def by_house(vote: Vote) -> list[tuple[str, Part]]:
    """House by house. A head with homes in two houses stands in both; so the houses do not add up to all heads."""
    rows: Any = lines_with_ballots(vote).order_by().values("home__building__name").annotate(**COUNTED)
    return [
        (row["home__building__name"], Part(row["heads"], row["heads_all"], row["area"] or NO_AREA, row["area_all"]))
        for row in rows.order_by("home__building__name")
    ]


@dataclass(frozen=True)
class Papers:
    """How far paper ballots are: read by one person, by two alike, or by two differently."""

    once: int
    counted: int
    differing: int


def papers(vote: Vote) -> Papers:
    cast = Ballot.objects.filter(vote=vote, owner=OuterRef("owner"))
    rows = PaperEntry.objects.filter(vote=vote).order_by().values("owner")
    open_ones = rows.exclude(Exists(cast)).annotate(readers=Count("pk"))
    return Papers(
        once=open_ones.filter(readers=1).count(),
        differing=open_ones.filter(readers__gt=1).count(),
        counted=Ballot.objects.filter(vote=vote, way="paper").count(),
    )
