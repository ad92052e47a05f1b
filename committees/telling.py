"""What everybody may read of the owners of an estate: the committee, what hangs on the board, votes open and past."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from accounts.city import figure
from accounts.models import RuleValue
from committees.models import Committee, CommitteeState, Member, Posting, PostingKind, Seat, Vote, VoteState
from committees.votes.lifecycle import HAS_RESULT
from estates.models import Estate

FULL, FAMILY, NONE = "姓名", "姓氏", "不公布"
"""How the city wants members to be named in public: the words of the rule value `committee_names_shown`."""
RUNNING = (VoteState.POSTED, VoteState.OPEN, VoteState.CLOSED, VoteState.COUNTED)
PAST_SHOWN = 5
MOST_POSTINGS = 20
OF_VOTES = (PostingKind.VOTE, PostingKind.RESULT)
"""Postings that have a page of their own."""

Rules = Mapping[str, RuleValue]


@dataclass(frozen=True)
class MemberTold:
    name: str
    seat: str
    side: str


@dataclass(frozen=True)
class CommitteeTold:
    """`days_left` until the last day of the term, below 0 when it is over; `is_near`: re-election is to be prepared."""

    committee: Committee
    last_day: date
    days_left: int
    is_near: bool
    is_filed: bool
    member_count: int
    members: list[MemberTold]
    elapsed_percent: int

    @property
    def is_over(self) -> bool:
        return self.days_left < 0

    @property
    def vacant(self) -> int:
        return max(0, (self.committee.seat_count or 0) - self.member_count)


@dataclass(frozen=True)
class OwnersTold:
    committee: CommitteeTold | None
    open_votes: list[Vote]
    past_votes: list[Vote]
    postings: list[Posting]


def of_estate(estate: Estate, rules: Rules, *, on: date) -> OwnersTold:
    votes = list(Vote.objects.filter(estate=estate, posted_on__isnull=False).order_by("-opens_at")[:50])
    return OwnersTold(
        committee_of(estate, rules, on=on),
        [vote for vote in votes if vote.state in RUNNING],
        [vote for vote in votes if vote.state in HAS_RESULT][:PAST_SHOWN],
        list(Posting.objects.filter(estate=estate).shown(on=on).exclude(kind__in=OF_VOTES)[:MOST_POSTINGS]),
    )


def committee_of(estate: Estate, rules: Rules, *, on: date) -> CommitteeTold | None:
    found = standing_of([estate]).get(estate.pk)
    if found is None:
        return None
    members = [member for member in found.members.all() if is_serving(member, on=on) and member.seat != Seat.SUBSTITUTE]
    last_day = found.term_until - timedelta(days=1)
    left, length = (last_day - on).days, (found.term_until - found.term_from).days
    notice = figure(rules.get("reelection_report_months"))
    return CommitteeTold(
        committee=found,
        last_day=last_day,
        days_left=left,
        is_near=notice is not None and left <= notice * 30,
        is_filed=found.is_in_office,
        member_count=len(members),
        members=named(members, rules.get("committee_names_shown")),
        elapsed_percent=min(100, max(0, 100 * (on - found.term_from).days // length)),
    )


def standing_of(estates: Iterable[Estate]) -> dict[int, Committee]:
    """By estate: the one in office; else the latest that was chosen and is to be filed."""
    rows = Committee.objects.filter(estate__in=estates, state__in=[CommitteeState.FILED, CommitteeState.ELECTED])
    return {row.estate_id: row for row in sorted(rows, key=lambda row: (row.is_in_office, row.pk))}


def is_serving(member: Member, *, on: date) -> bool:
    return member.joined_on <= on and (member.left_on is None or member.left_on > on)


def named(members: list[Member], rule: RuleValue | None) -> list[MemberTold]:
    """The members as the city lets them be named. Without a rule nobody is."""
    way = rule.value.strip() if rule else NONE
    if way not in (FULL, FAMILY):
        return []
    told = [MemberTold(shown(member, way), member.get_seat_display(), member.get_side_display()) for member in members]
    return [each for each in told if each.name]


def shown(member: Member, way: str) -> str:
    """Nothing once the name was forgotten."""
    name = member.name
    return name if way == FULL or not name else _("%(family)s (family name)") % {"family": name[:1]}
