"""Counting a vote: ballots and roll from the tables, the arithmetic from `quorum`, the anonymous lists from `slips`.

Counting twice gives the same to the last character. `check` does so, and tells what was tampered with.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.sealing import derived
from committees.law import vote_law
from committees.models import Ballot, Matter, PostedList, Vote
from committees.models.ballots import RECEIPT_LENGTH
from committees.models.votes import OPTION_TALLIED, TALLIED
from committees.quorum import Tally, VoteLaw, areas_by_head, elect, judge, tally
from committees.votes import slips


@dataclass(frozen=True)
class Cast:
    """A ballot as it is counted."""

    owner: int
    marked: list[int]
    receipt: str


@dataclass(frozen=True)
class Count:
    """Everything that a count finds: the tally, what follows for each matter, and the lists by place."""

    law: VoteLaw
    tally: Tally[int]
    matters: list[Matter]
    lists: dict[int, str]

    @property
    def digest(self) -> str:
        return slips.digest(self.lists[place] for place in sorted(self.lists))


def count(vote: Vote) -> Count:
    """Count a vote from its roll and ballots, and judge it by the law of the day it was announced. Writes nothing."""
    areas = areas_by_head(vote.roll.order_by().values_list("owner_id", "area_m2"))
    ballots = ballots_of(vote)
    tallied = tally(areas, {each.owner: each.marked for each in ballots})
    law = vote_law(vote.posted_on or timezone.localdate(vote.opens_at))
    matters = list(vote.matters.prefetch_related("options"))
    for matter in matters:
        fill_in(matter, law, tallied)
    return Count(law, tallied, matters, lists(vote, matters, ballots, areas))


def ballots_of(vote: Vote) -> list[Cast]:
    rows = Ballot.objects.filter(vote=vote).order_by().values_list("owner_id", "marked", "salt")
    return [Cast(owner, marked, receipt(vote.pk, owner, salt)) for owner, marked, salt in rows]


def receipt(vote: int, owner: int, salt: str) -> str:
    """As `Ballot.receipt`, without making a ballot of each row."""
    return derived("ballot", str(vote), str(owner), salt, length=RECEIPT_LENGTH)


def fill_in(matter: Matter, law: VoteLaw, tallied: Tally[int]) -> None:
    """Put the result on a matter and its options, unsaved."""
    matter.heads_all, matter.area_all_m2 = tallied.all
    matter.heads_part, matter.area_part_m2 = tallied.part
    options = list(matter.options.all())
    for option in options:
        option.heads, option.area_m2 = tallied.of(option.pk)
    if options and options[0].stance:
        yes = next(option for option in options if option.stance == "yes")
        matter.passed, matter.fault = judge(law, matter.kind, tallied.of(yes.pk), tallied)
        return
    found = elect(law, matter.kind, [option.pk for option in options], matter.choose_most, tallied)
    matter.passed, matter.fault = bool(found.elected), found.fault
    for option in options:
        option.is_elected = option.pk in found.elected


def lists(
    vote: Vote, matters: Iterable[Matter], ballots: Iterable[Cast], areas: Mapping[int, Decimal]
) -> dict[int, str]:
    """The posted lists by place; 0 is taking part."""
    places = {option.pk: (matter.place, option.place) for matter in matters for option in matter.options.all()}
    cuts = [cut(each, areas[each.owner], places) for each in ballots]
    return {
        place: slips.list_of(place, cuts, vote.number)
        for place in (slips.TAKING_PART, *(matter.place for matter in matters))
    }


def cut(ballot: Cast, area: Decimal, places: Mapping[int, tuple[int, int]]) -> slips.Cut:
    marked: dict[int, list[int]] = {}
    for option in ballot.marked:
        matter, place = places[option]
        marked.setdefault(matter, []).append(place)
    return slips.Cut(ballot.receipt, area, marked)


def check(vote: Vote) -> list[str]:
    """Count a counted vote again. Returns what does not agree, each in a sentence: nothing where all does."""
    again = count(vote)
    posted = dict(PostedList.objects.filter(vote=vote).values_list("place", "lines"))
    faults = []
    if posted != again.lists:
        faults.append(_("The posted list is not the one that the ballots give."))
    if slips.digest(posted[place] for place in sorted(posted)) != vote.list_digest:
        faults.append(_("The posted list does not have the digest that stands with the result."))
    faults += list_faults(vote, posted)
    return faults + result_faults(vote, again)


def list_faults(vote: Vote, posted: Mapping[int, str]) -> list[str]:
    """Where the posted lists do not add up to the result that stands in the tables."""
    sums = slips.added_up(slip for lines in posted.values() for slip in slips.read(lines))
    return [
        _("The posted list does not add up to the result of matter %(place)d.") % {"place": matter.place}
        for matter in vote.matters.prefetch_related("options")
        if {key: share for key, share in sums.items() if key[0] in (slips.TAKING_PART, matter.place)} != shown(matter)
    ]


def shown(matter: Matter) -> dict[tuple[int, int], tuple]:
    """What the lists have to come to for one matter: taking part, and every option that somebody marked."""
    sums = {(slips.TAKING_PART, slips.TAKING_PART): (matter.heads_part, matter.area_part_m2)}
    sums |= {(matter.place, option.place): (option.heads, option.area_m2) for option in matter.options.all()}
    return {key: share for key, share in sums.items() if share != (0, 0)}


def result_faults(vote: Vote, again: Count) -> list[str]:
    kept = {matter.pk: matter for matter in vote.matters.prefetch_related("options")}
    return [
        _("The result of matter %(place)d is not the one that the ballots give.") % {"place": matter.place}
        for matter in again.matters
        if facts_of(matter) != facts_of(kept[matter.pk])
    ]


def facts_of(matter: Matter) -> list:
    own = [getattr(matter, name) for name in TALLIED]
    return own + [getattr(option, name) for option in matter.options.all() for name in OPTION_TALLIED]
