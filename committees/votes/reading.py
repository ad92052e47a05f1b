"""What is shown of a vote: its result, its list, the own lines of a receipt. Nothing here tells who voted what."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Min
from django.utils.translation import gettext as _

from accounts.lifecycle import NotNow
from accounts.sealing import typed
from committees.law import Ratio, VoteLaw, needed, vote_law, vote_terms
from committees.models import Ballot, Matter, Option, PostedList, RollLine, Vote, VoteState, Way
from committees.quorum import ALL
from committees.votes import slips
from committees.votes.actions.acting import clock_words
from committees.votes.actions.casting import day_of_law
from committees.votes.lifecycle import HAS_RESULT, NOT_OVER


@dataclass(frozen=True)
class OptionResult:
    """An option with its heads and area, and its part in percent of those of whom the majority is."""

    option: Option
    heads: int
    area_m2: Decimal
    heads_percent: Decimal
    area_percent: Decimal


@dataclass(frozen=True)
class Line:
    """A line that had to be reached: heads and area needed and found, if the line itself is enough, the article."""

    heads: int
    heads_needed: Decimal
    heads_of: int
    area_m2: Decimal
    area_needed_m2: Decimal
    area_of_m2: Decimal
    is_inclusive: bool
    is_met: bool
    article: str


@dataclass(frozen=True)
class MatterResult:
    """What was found on one matter. `majority` is None in an election, where every candidate has to reach it."""

    matter: Matter
    options: list[OptionResult]
    quorum: Line
    majority: Line | None

    @property
    def passed(self) -> bool:
        return bool(self.matter.passed)

    @property
    def fault(self) -> str:
        return self.matter.get_fault_display()


@dataclass(frozen=True)
class Result:
    """Of a whole vote. `digest` is the SHA-256 of its posted list."""

    vote: Vote
    law: VoteLaw
    matters: list[MatterResult]
    digest: str
    heads_all: int
    area_all_m2: Decimal
    heads_part: int
    area_part_m2: Decimal


@dataclass(frozen=True)
class Progress:
    """How many took part so far: never what they chose."""

    heads: int
    heads_all: int
    area_m2: Decimal
    area_all_m2: Decimal
    by_phone: int
    on_paper: int


def result_of(vote: Vote, *, for_officers: bool = False) -> Result:
    """The result, for everybody once it is posted, for officers once it is counted. Raises NotNow before."""
    insist_on_result(vote, for_officers=for_officers)
    law = vote_law(day_of_law(vote))
    matters = [of_matter(matter, law) for matter in vote.matters.prefetch_related("options__candidate")]
    first = matters[0].matter
    return Result(
        vote, law, matters, vote.list_digest, first.heads_all or 0, first.area_all_m2 or Decimal(0),
        first.heads_part or 0, first.area_part_m2 or Decimal(0),
    )  # fmt: skip


def insist_on_result(vote: Vote, *, for_officers: bool = False) -> None:
    """Raises NotNow with the moment from which there may be one."""
    if vote.state in HAS_RESULT or (for_officers and vote.state == VoteState.COUNTED):
        return
    if vote.state in NOT_OVER:
        told = {"title": vote.title, "closes": clock_words(vote.closes_at)}
        raise NotNow(_("“%(title)s” is not over before %(closes)s: until then nobody learns how it stands.") % told)
    if vote.state == VoteState.STOPPED:
        raise NotNow(_("“%(title)s” was stopped: %(reason)s") % {"title": vote.title, "reason": vote.stop_reason})
    raise NotNow(_("The result of “%(title)s” is not posted yet.") % {"title": vote.title})


def of_matter(matter: Matter, law: VoteLaw) -> MatterResult:
    options = list(matter.options.all())
    part = (matter.heads_part or 0, matter.area_part_m2 or Decimal(0))
    whole = (matter.heads_all or 0, matter.area_all_m2 or Decimal(0))
    base = whole if law.counted_of == ALL else part
    yes = next((option for option in options if option.stance == "yes"), None)
    found = (yes.heads or 0, yes.area_m2 or Decimal(0)) if yes else None
    majority = line(law.majority_for(matter.kind), found, base) if found else None
    return MatterResult(
        matter, [of_option(option, base) for option in options], line(law.quorum, part, whole), majority
    )


def of_option(option: Option, base: tuple[int, Decimal]) -> OptionResult:
    heads, area = option.heads or 0, option.area_m2 or Decimal(0)
    return OptionResult(option, heads, area, percent(heads, base[0]), percent(area, base[1]))


def percent(part: Decimal | int, whole: Decimal | int) -> Decimal:
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.01")) if whole else Decimal("0.00")


def line(ratio: Ratio, found: tuple[int, Decimal], whole: tuple[int, Decimal]) -> Line:
    (heads, area), (heads_all, area_all) = found, whole
    met = ratio.met_by(heads, heads_all) and ratio.met_by(area, area_all)
    return Line(
        heads, needed(ratio, heads_all), heads_all, area, needed(ratio, area_all), area_all, ratio.inclusive, met,
        ratio.article,
    )  # fmt: skip


def progress_of(vote: Vote) -> Progress:
    """How many took part so far, for desks and the public page of an open vote."""
    roll = list(vote.roll.order_by().values_list("owner_id", "area_m2"))
    ways = dict(Ballot.objects.filter(vote=vote).order_by().values_list("owner_id", "way"))
    papers = sum(way == Way.PAPER for way in ways.values())
    return Progress(
        heads=len(ways),
        heads_all=len({owner for owner, _area in roll}),
        area_m2=sum((area for owner, area in roll if owner in ways), Decimal(0)),
        area_all_m2=sum((area for _owner, area in roll), Decimal(0)),
        by_phone=len(ways) - papers,
        on_paper=papers,
    )


def posted_list(vote: Vote, place: int | None = None) -> slips.Slips:
    """The lines of the posted list, of all matters or of one; place 0 is taking part. Raises NotNow."""
    return slips.Slips(*posted_texts(vote, place))


def posted_texts(vote: Vote, place: int | None = None) -> list[str]:
    """The lists as they were posted, in the order of the matters. Raises NotNow."""
    insist_on_result(vote)
    rows = PostedList.objects.filter(vote=vote).order_by("place")
    return list((rows if place is None else rows.filter(place=place)).values_list("lines", flat=True))


def csv_of(vote: Vote) -> str:
    """The whole list as a file: a heading, then a slip a line. Its digest is that of all lines after the heading."""
    return "\n".join([slips.HEADING, *(lines for lines in posted_texts(vote) if lines)]) + "\n"


def rooms_that_took_part(vote: Vote) -> list[RollLine]:
    """Rooms whose owners voted, for everybody to check: no names, no choices. Raises NotNow."""
    insist_on_result(vote)
    cast = Ballot.objects.filter(vote=vote).values("owner")
    return list(vote.roll.filter(owner__in=cast).order_by("label"))


def posts_areas(vote: Vote) -> bool:
    """Whether the areas of those rooms are posted too.

    The exact areas of a few, beside the exact areas of what was chosen, tell who chose what.
    """
    terms = vote_terms(day_of_law(vote))
    fewest = Option.objects.filter(matter__vote=vote, heads__gt=0).aggregate(fewest=Min("heads"))["fewest"] or 0
    ballots = max((heads or 0 for heads in vote.matters.values_list("heads_part", flat=True)), default=0)
    return ballots >= terms.vote_areas_posted_from_ballots.count and fewest >= terms.vote_areas_posted_from_heads.count


@dataclass(frozen=True)
class OwnChoice:
    """One choice of a ballot, found in the posted list by its receipt: its slips there, and what they add up to."""

    matter: Matter
    option: Option
    slips: list[slips.Slip]
    heads: int
    area_m2: Decimal


def lines_of(vote: Vote, receipt: str) -> list[OwnChoice]:
    """The own lines of whoever has a receipt, found in what was posted; none for a receipt that is not of this vote.

    Nothing is asked of the ballots: what is told is what everybody could see, if they knew the tokens. Raises NotNow.
    """
    insist_on_result(vote)
    lists = dict(PostedList.objects.filter(vote=vote).values_list("place", "lines"))
    found = []
    for option in Option.objects.filter(matter__vote=vote).select_related("matter").order_by("matter__place", "place"):
        place = option.matter.place
        own = slips.own(typed(receipt), vote.number, place, option.place, lists[place])
        if own:
            found.append(OwnChoice(option.matter, option, own, *slips.sum_of(own)))
    return found


def area_of(vote: Vote, receipt: str) -> Decimal | None:
    """The area with which a receipt's ballot took part, from the posted list; None for a receipt that is not of it."""
    (lines,) = posted_texts(vote, slips.TAKING_PART)
    own = slips.own(typed(receipt), vote.number, slips.TAKING_PART, slips.TAKING_PART, lines)
    return slips.sum_of(own).area_m2 if own else None


def is_open(vote: Vote, at: datetime) -> bool:
    return vote.state == VoteState.OPEN and vote.opens_at <= at < vote.closes_at
