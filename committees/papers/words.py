"""How days, areas, shares and matters are written on a paper."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import Level, Region
from committees.law import Ratio, vote_law
from committees.models import Matter, Organiser, Vote
from committees.quorum import TAKING_PART
from committees.votes.actions.casting import day_of_law

HALF = Fraction(1, 2)
NAMED = {
    HALF: gettext_noop("half"),
    Fraction(2, 3): gettext_noop("two thirds"),
    Fraction(3, 4): gettext_noop("three quarters"),
}


def day(on: date | None, shift: int = 0) -> str:
    """2026年3月1日; "" for no day. `shift` days later."""
    if on is None:
        return ""
    moved = on + timedelta(days=shift)
    return f"{moved.year}年{moved.month}月{moved.day}日"


def minute(at: datetime) -> str:
    here = timezone.localtime(at)
    return f"{day(here.date())}{here:%H:%M}"


def area(m2: Decimal | None) -> str:
    return "" if m2 is None else f"{m2:,.2f}"


def share(part: Decimal | int | None, whole: Decimal | int | None) -> str:
    """A percentage, cut off (never rounded up to what was not reached)."""
    if not whole or part is None:
        return ""
    hundredths = Fraction(part) * 10_000 // Fraction(whole)
    return f"{hundredths // 100}.{hundredths % 100:02d}%"


def listed(rows: Iterable[dict]) -> list[dict]:
    """The rows of a list with their places."""
    return [{"序号": str(place), **row} for place, row in enumerate(rows, start=1)]


def organiser_of(vote: Vote) -> str:
    """Who holds the vote, as it signs."""
    if vote.committee:
        return vote.committee.name
    if vote.organiser == Organiser.STREET:
        return street_of(vote.estate.region).name
    return f"{vote.estate.name}{vote.get_organiser_display()}"


def street_of(region: Region) -> Region:
    """The street of an estate that may be registered with a community of it."""
    return region.parent if region.level == Level.COMMUNITY and region.parent else region


def ratio_words(ratio: Ratio) -> str:
    """As the law writes it: 三分之二以上, 过半数."""
    if not ratio.inclusive and ratio.value == HALF:
        return _("more than half")
    share = _(NAMED[ratio.value]) if ratio.value in NAMED else f"{ratio.value.numerator}/{ratio.value.denominator}"
    return (_("%(share)s or more") if ratio.inclusive else _("more than %(share)s")) % {"share": share}


def quorum_words(vote: Vote) -> str:
    """Who must take part in a vote that has been announced."""
    quorum = vote_law(day_of_law(vote)).quorum
    return _("Owners with %(share)s of the area and %(share)s of the heads have to take part (%(article)s)") % {
        "share": ratio_words(quorum),
        "article": quorum.article,
    }


def condition_words(matter: Matter, on: date) -> str:
    """What it takes for a matter to pass."""
    law = vote_law(on)
    majority = law.majority_for(matter.kind)
    sentence = (
        _("%(share)s of the area and of the heads that take part (%(article)s)")
        if law.counted_of == TAKING_PART
        else _("%(share)s of the area and of the heads of all owners (%(article)s)")
    )
    return sentence % {"share": ratio_words(majority), "article": majority.article}


def matters_of(vote: Vote) -> list[dict[str, str]]:
    matters = vote.matters.prefetch_related("options").order_by("place")
    return listed(
        {
            "事项": matter.question, "类别": matter.get_kind_display(), "说明": matter.details,
            "选项": "、".join(option.label for option in matter.options.all()),
            "通过条件": condition_words(matter, day_of_law(vote)),
        }
        for matter in matters
    )  # fmt: skip
