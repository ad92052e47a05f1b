"""Counting a vote: ballots and roll from the tables, the arithmetic from `quorum`, the anonymous lists from `slips`.

Counting twice gives the same to the last character. `check` does so, and tells what was tampered with.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from committees.law import vote_law
from committees.models import Ballot, Matter, PostedList, Vote
from committees.models.ballots import receipt_of
from committees.models.votes import OPTION_TALLIED, TALLIED
from committees.quorum import Tally, VoteLaw, areas_by_head, elect, judge, tally
from committees.votes import slips


@dataclass(frozen=True)
class Count:
    """What a count finds: the tally, and the matters with what follows for each, unsaved."""

    tally: Tally[int]
    matters: list[Matter]


def count(vote: Vote) -> Count:
    """Count a vote from its roll and ballots, and judge it by the law of the day it was announced. Writes nothing."""
    ballots = dict(Ballot.objects.filter(vote=vote).order_by().values_list("owner_id", "marked"))
    tallied = tally(areas_of(vote), ballots)
    law = vote_law(vote.posted_on or timezone.localdate(vote.opens_at))
    matters = list(vote.matters.prefetch_related("options"))
    for matter in matters:
        fill_in(matter, law, tallied)
    return Count(tallied, matters)


def areas_of(vote: Vote) -> dict[int, Decimal]:
    """The heads of the roll with their areas in m²."""
    return areas_by_head(vote.roll.order_by().values_list("owner_id", "area_m2"))


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


def lists(vote: Vote) -> dict[int, str]:
    """The lists to be posted, by place; 0 is taking part. Writes nothing."""
    matters = list(vote.matters.prefetch_related("options"))
    places = {option.pk: (matter.place, option.place) for matter in matters for option in matter.options.all()}
    areas = areas_of(vote)
    ballots = Ballot.objects.filter(vote=vote).order_by().values_list("owner_id", "marked", "salt")
    cuts = [
        slips.Cut(receipt_of(vote.pk, owner, salt), areas[owner], by_matter(marked, places))
        for owner, marked, salt in ballots
    ]
    wanted = (slips.TAKING_PART, *(matter.place for matter in matters))
    return {place: slips.list_of(place, cuts, vote.number) for place in wanted}


def by_matter(marked: list[int], places: Mapping[int, tuple[int, int]]) -> dict[int, list[int]]:
    """What a ballot marked, by places instead of keys: the list is read without our tables."""
    found: dict[int, list[int]] = {}
    for option in marked:
        matter, place = places[option]
        found.setdefault(matter, []).append(place)
    return found


def digest(found: Mapping[int, str]) -> str:
    """The digest of the lists of a vote, by place."""
    return slips.digest(found[place] for place in sorted(found))


def check(vote: Vote) -> list[str]:
    """Count a vote again whose result is posted. Returns what does not agree, each in a sentence."""
    posted = dict(PostedList.objects.filter(vote=vote).values_list("place", "lines"))
    faults = result_faults(vote)
    if posted != lists(vote):
        faults.append(_("The posted list is not the one that the ballots give."))
    if digest(posted) != vote.list_digest:
        faults.append(_("The posted list does not have the digest that stands with the result."))
    return faults + list_faults(vote, posted)


def list_faults(vote: Vote, posted: Mapping[int, str]) -> list[str]:
    """Where the posted lists do not add up to the result that stands in the tables."""
    sums = slips.added_up(slips.Slips(*posted.values()))
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


def result_faults(vote: Vote) -> list[str]:
    """Where the result that stands in the tables is not the one of a second count."""
    kept = {matter.pk: matter for matter in vote.matters.prefetch_related("options")}
    return [
        _("The result of matter %(place)d is not the one that the ballots give.") % {"place": matter.place}
        for matter in count(vote).matters
        if facts_of(matter) != facts_of(kept[matter.pk])
    ]


def facts_of(matter: Matter) -> list:
    own = [getattr(matter, name) for name in TALLIED]
    return own + [getattr(option, name) for option in matter.options.all() for name in OPTION_TALLIED]
