"""One vote as everybody may read it: what is asked and how many take part; then the result and what it adds up from."""

from dataclasses import dataclass
from decimal import Decimal

from django.core.cache import cache
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.city import NoRuleValue
from accounts.pages import public_page
from committees.law import VoteLaw, vote_law
from committees.models import RollLine, Vote, VoteState
from committees.quorum import ALL
from committees.votes import reading, slips
from committees.votes.actions.casting import day_of_law
from committees.votes.lifecycle import HAS_RESULT

HUNDRED = Decimal(100)
A_PAGE = 100
KEPT_SECONDS = 3600


class Phase(models.TextChoices):
    """How a vote stands for those who read of it."""

    COMING = "coming"
    OPEN = "open"
    OVER = "over"
    RESULT = "result"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Bar:
    """So much of so much, and the line that was to be reached, in percent of the bar."""

    percent: Decimal
    line: Decimal


@dataclass(frozen=True)
class Sums:
    """What the posted list comes to under one option: `option` is None for taking part at all."""

    matter: int
    option: str
    heads: int
    area_m2: Decimal
    agrees: bool


def vote_numbered(number: str) -> Vote:
    """A vote that was announced. Raises Http404."""
    found = Vote.objects.select_related("estate", "committee").filter(number=number).first()
    if found is None or found.posted_on is None:
        raise Http404
    return found


def phase_of(vote: Vote, at) -> Phase:
    """By the clock too: between the last moment and the sweep that closes it, a vote is over."""
    if vote.state == VoteState.STOPPED:
        return Phase.STOPPED
    if vote.state in HAS_RESULT:
        return Phase.RESULT
    if at < vote.opens_at:
        return Phase.COMING
    return Phase.OPEN if vote.state == VoteState.OPEN and at < vote.closes_at else Phase.OVER


@public_page
def vote(request: HttpRequest, number: str) -> HttpResponse:
    found = vote_numbered(number)
    phase = phase_of(found, timezone.now())
    law = law_of(found)
    facts = {"vote": found, "phase": phase, "law": law, "matters": found.matters.all()}
    if phase in (Phase.OPEN, Phase.OVER):
        facts |= progress(found, law)
    if phase == Phase.RESULT:
        facts |= result(found)
    return render(request, "committees/voting/vote.html", facts)


def law_of(vote: Vote) -> VoteLaw | None:
    try:
        return vote_law(day_of_law(vote))
    except NoRuleValue:
        return None


def progress(vote: Vote, law: VoteLaw | None) -> dict:
    """How many took part so far, as bars with the line of the quorum."""
    so_far = reading.progress_of(vote)
    line = Decimal(law.quorum.value.numerator) * HUNDRED / law.quorum.value.denominator if law else HUNDRED
    heads = reading.percent(so_far.heads, so_far.heads_all)
    area = reading.percent(so_far.area_m2, so_far.area_all_m2)
    return {"progress": so_far, "heads_bar": Bar(heads, line), "area_bar": Bar(area, line)}


def result(vote: Vote) -> dict:
    found = reading.result_of(vote)
    return {
        "result": found,
        "drawn": [drawn(each, found.law) for each in found.matters],
        "sums": sums_of(found),
        "has_areas": reading.posts_areas(vote),
    }


def drawn(found: reading.MatterResult, law: VoteLaw) -> dict:
    """A matter with its bars: who took part against the quorum, and those in favour against the majority."""
    matter = found.matter
    whole = (matter.heads_all or 0, matter.area_all_m2 or Decimal(0))
    part = (matter.heads_part or 0, matter.area_part_m2 or Decimal(0))
    told = {"found": found, "quorum": bars(found.quorum, whole)}
    if found.majority:
        told["majority"] = bars(found.majority, whole if law.counted_of == ALL else part)
    return told


def bars(line: reading.Line, whole: tuple[int, Decimal]) -> dict[str, Bar]:
    heads, area = whole
    return {
        "heads": Bar(reading.percent(line.heads, heads), reading.percent(line.heads_needed, heads)),
        "area": Bar(reading.percent(line.area_m2, area), reading.percent(line.area_needed_m2, area)),
    }


def sums_of(found: reading.Result) -> list[Sums]:
    """The posted list added up, beside the result. The sums of a list are kept for a while under its own digest."""
    lists = reading.posted_texts(found.vote)

    def add_up() -> dict:
        return slips.added_up(slips.Slips(*lists))

    added = cache.get_or_set(f"posted-list-{slips.digest(lists)}", add_up, KEPT_SECONDS) or {}
    part = added.get((slips.TAKING_PART, slips.TAKING_PART), slips.Sum(0, Decimal(0)))
    rows = [Sums(slips.TAKING_PART, "", part.heads, part.area_m2, part == (found.heads_part, found.area_part_m2))]
    for matter in found.matters:
        for each in matter.options:
            got = added.get((matter.matter.place, each.option.place), slips.Sum(0, Decimal(0)))
            agrees = got == (each.heads, each.area_m2)
            rows.append(Sums(matter.matter.place, each.option.label, got.heads, got.area_m2, agrees))
    return rows


@public_page
def lines(request: HttpRequest, number: str) -> HttpResponse:
    """The posted list itself, page by page."""
    found = vote_with_result(number)
    page = Paginator(reading.posted_list(found), A_PAGE).get_page(request.GET.get("page"))
    labels = {(option.matter.place, option.place): option.label for option in options_of(found)}
    rows = [(slip, labels.get((slip.matter, slip.option), "")) for slip in page]
    return render(request, "committees/voting/lines.html", {"vote": found, "page": page, "rows": rows})


@public_page
def rooms(request: HttpRequest, number: str) -> HttpResponse:
    """Rooms whose owners took part, for as long as the result hangs: no names, no choices.

    With their areas where those would not tell who chose what.
    """
    found = vote_with_result(number)
    today = timezone.localdate()
    if found.announced_until_on is None or today >= found.announced_until_on:
        return render(request, "committees/voting/rooms.html", {"vote": found, "is_gone": True})
    page: Paginator[RollLine] = Paginator(reading.rooms_that_took_part(found), A_PAGE)
    told = {"vote": found, "page": page.get_page(request.GET.get("page")), "has_areas": reading.posts_areas(found)}
    return render(request, "committees/voting/rooms.html", told)


def vote_with_result(number: str) -> Vote:
    """Raises Http404 before the result is posted."""
    found = vote_numbered(number)
    if found.state not in HAS_RESULT:
        raise Http404
    return found


def options_of(vote: Vote):
    return [option for matter in vote.matters.prefetch_related("options__matter") for option in matter.options.all()]
