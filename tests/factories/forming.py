"""Committees being formed, led along their road by the verbs themselves, a few days between two of them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from django.core.files.base import ContentFile

from committees.filing import actions as filing
from committees.filing.papers import missing_papers
from committees.forming import actions
from committees.forming.eligibility import CONDITIONS
from committees.models import (
    Candidate,
    Condition,
    Filing,
    Formation,
    FormationKind,
    From,
    MatterKind,
    Owner,
    Vote,
    Way,
)
from committees.votes import actions as votes
from estates.models import Estate
from tests.factories.owners import owners_of

APPLIED = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)
"""A Tuesday, ten in the morning in the city."""
ALL_MET = dict.fromkeys(CONDITIONS, True)
NAMES = [
    "王秀兰",
    "李建国",
    "张桂英",
    "刘志强",
    "陈玉梅",
    "杨海波",
    "赵春燕",
    "孙立军",
    "周晓红",
    "吴大勇",
    "郑文静",
    "冯学军",
]


def an_application(estate: Estate, by=None, at: datetime = APPLIED, **values) -> Formation:
    """For a first assembly, as 80 % of the floor area is handed over."""
    told = {
        "kind": FormationKind.FIRST,
        "condition": Condition.DELIVERED,
        "applicants": 10,
        "delivered_percent": Decimal(80),
        **values,
    }
    return actions.apply(actions.NewFormation(estate=estate, **told), by=by, at=at)


@dataclass
class Forming:
    """One formation under way. `later` moves on; each step takes the formation along."""

    estate: Estate
    at: datetime = APPLIED
    by: object = None
    owners: list[Owner] = field(default_factory=list)
    formation: Formation | None = None

    def __post_init__(self) -> None:
        self.owners = self.owners or owners_of(self.estate, [100] * 12)

    def later(self, days: int = 1) -> datetime:
        self.at += timedelta(days=days)
        return self.at

    def applied(self, **values) -> "Forming":
        self.formation = an_application(self.estate, by=self.by, at=self.at, **values)
        return self

    def checked(self) -> "Forming":
        self.formation = actions.check(self.formation, by=self.by, at=self.later())
        return self

    def named(self, owners: int = 4, others: int = 3) -> "Forming":
        """So many owners, and others: the first from the street at the head, then community, developer, party."""
        sides = [From.STREET, From.COMMUNITY, From.DEVELOPER, From.PARTY, From.POLICE][:others]
        people = [
            *(actions.NewPerson(NAMES[n], From.OWNER, owner=self.owners[n]) for n in range(owners)),
            *(actions.NewPerson(f"马{side}", side, is_head=n == 0) for n, side in enumerate(sides)),
        ]
        for person in people:
            actions.add_to_group(self.formation, person, by=self.by, at=self.at)
        return self

    def grouped(self, owners: int = 4, others: int = 3) -> "Forming":
        self.named(owners, others)
        self.formation = actions.form_group(self.formation, by=self.by, at=self.later())
        return self

    def posted(self) -> "Forming":
        self.formation = actions.post_group(self.formation, by=self.by, at=self.at)
        return self

    def stands(self, number: int, *, checks: dict | None = ALL_MET, **values) -> Candidate:
        """Another owner stands and is found sound, unless `checks` say otherwise; None leaves them unchecked."""
        new = actions.NewCandidate(self.owners[number], NAMES[number], "13800000021", **values)
        made = actions.propose(self.formation, new, by=self.by, at=self.at)
        if checks is None:
            return made
        return actions.check_candidate(made, checks, by=self.by, at=self.at)

    def with_candidates(self, count: int = 6) -> "Forming":
        for number in range(count):
            self.stands(number)
        return self

    def election(self, **values) -> actions.Election:
        """Opens fifteen days from now, for ten days."""
        opens_at = self.at + timedelta(days=15)
        told = {"title": "首次业主大会", "opens_at": opens_at, "closes_at": opens_at + timedelta(days=10), "seats": 5}
        return actions.Election(**{**told, **values})

    def announced(self, **values) -> "Forming":
        self.later(8)
        self.formation = actions.announce(self.formation, self.election(**values), by=self.by, at=self.at)
        return self

    def voted(self, elected: int = 5, part: int = 12) -> "Forming":
        """The assembly is held: so many owners take part, and all mark the first so many candidates."""
        vote = self.formation.vote
        votes.make_roll(vote, by=self.by, at=self.at)
        votes.confirm_roll(vote, by=self.by, at=self.at)
        votes.post(vote, by=self.by, at=self.at)
        votes.open_now(vote, by=self.by, at=vote.opens_at)
        marked = [
            option.pk
            for matter in vote.matters.prefetch_related("options")
            for option in list(matter.options.all())[: elected if matter.kind == MatterKind.ELECT else 1]
        ]
        for owner in self.owners[:part]:
            votes.cast(vote, owner, marked, Way.PHONE, by=None, at=vote.opens_at)
        self.at = vote.closes_at
        votes.close(vote, by=self.by, at=self.at)
        votes.count(vote, by=self.by, at=self.at)
        self.formation.refresh_from_db()
        return self

    def result_posted(self, elected: int = 5, part: int = 12) -> "Forming":
        self.voted(elected, part)
        votes.announce(self.formation.vote, by=self.by, at=self.later())
        return self

    def elected(self, years: int = 5, **voted) -> "Forming":
        self.result_posted(**voted)
        self.formation = actions.take_result(self.formation, actions.Term(years), by=self.by, at=self.at)
        return self


def made_final(vote: Vote) -> datetime:
    """Nobody objected while the result hung. Returns when that was."""
    hung = vote.announced_until_on
    at = datetime(hung.year, hung.month, hung.day, 2, tzinfo=UTC)
    votes.finalise(vote, by=None, at=at)
    return at


def handed_in(made: Filing, *, by=None, at: datetime) -> Filing:
    """With every paper that it needs."""
    for paper in missing_papers(made):
        filing.take_paper(made, paper.kind, ContentFile(b"%PDF-1.4", name="纪要.pdf"), by=by, at=at)
    return filing.submit(made, by=by, at=at)
