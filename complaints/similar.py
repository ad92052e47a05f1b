"""Complaints that tell of the same thing: offered to whoever is about to file, proposed to officers as one event.

Alike are complaints of one estate that came within a few days, under one leaf or class, in similar words. Words are
compared by their pairs of neighbouring characters: Chinese has no blanks between words, and two people who tell of one
lift share pairs long before they share whole phrases.

What counts is in the rule values `complaint_alike_days`, `complaint_alike_percent`, `complaint_event_hours`,
`complaint_event_percent`.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.city import figure, rule_values
from complaints.models import Complaint, Flood, Topic
from estates.models import Estate

SAME_LEAF = 0.4
"""What the same leaf adds to a likeness. Words alone must be very much alike under two leaves of one class."""
LOOKED_AT = 200
"""Complaints. In the days that count an estate has far fewer; a flood of them must not slow filing down."""


@dataclass(frozen=True)
class Alike:
    """A complaint that seems to tell of the same thing. `score`: from 0 to 1; `reason`: why it is shown."""

    complaint: Complaint
    score: float
    reason: str


def alike(estate: Estate, topic: Topic, words: str, *, at: datetime, limit: int = 3) -> list[Alike]:
    """Open complaints of an estate that a new one could join, the most alike first."""
    rules = rule_values(on=timezone.localdate(at))
    days, least = figure(rules.get("complaint_alike_days")), figure(rules.get("complaint_alike_percent"))
    if days is None or least is None:
        return []
    recent = open_cases(estate).filter(filed_at__gt=at - timedelta(days=float(days)), filed_at__lte=at)
    near = recent.filter(Q(topic=topic) | Q(topic__parent=topic.parent_id, topic__parent__isnull=False))
    return ranked(near, topic, words, least=float(least) / 100, at=at)[:limit]


def same_event(complaint: Complaint) -> list[Alike]:
    """Open complaints that seem to tell of the same event as this one, most alike first. For officers."""
    rules = rule_values(on=timezone.localdate(complaint.filed_at))
    hours, least = figure(rules.get("complaint_event_hours")), figure(rules.get("complaint_event_percent"))
    if hours is None or least is None:
        return []
    span = timedelta(hours=float(hours))
    near = open_cases(complaint.estate).filter(
        topic=complaint.topic_id, filed_at__range=(complaint.filed_at - span, complaint.filed_at + span)
    )
    others = near.exclude(pk=complaint.pk)
    return ranked(others, complaint.topic, complaint.words, least=float(least) / 100, at=complaint.filed_at)


def open_cases(estate: Estate) -> QuerySet[Complaint]:
    held_back = (Flood.FLAGGED, Flood.DISCOUNTED)
    return Complaint.objects.cases().open().filter(estate=estate).exclude(flood__in=held_back)


def ranked(near: QuerySet[Complaint], topic: Topic, words: str, *, least: float, at: datetime) -> list[Alike]:
    """Those whose likeness is `least` or more, the most alike first, then the newest."""
    pairs = pairs_of(words)
    rows = near.select_related("topic", "estate").order_by("-filed_at")[:LOOKED_AT]
    scored = [(likeness(row, topic, pairs), row) for row in rows]
    scored.sort(key=lambda pair: (-pair[0], -pair[1].filed_at.timestamp()))
    return [Alike(row, round(score, 2), reason_for(row, topic, at)) for score, row in scored if score >= least]


def likeness(complaint: Complaint, topic: Topic, pairs: set[str]) -> float:
    """From 0 to 1: how much of the words is shared, and whether the leaf is."""
    shared = overlap(pairs, pairs_of(complaint.words))
    return SAME_LEAF + (1 - SAME_LEAF) * shared if complaint.topic_id == topic.pk else shared


def pairs_of(words: str) -> set[str]:
    """The pairs of neighbouring letters, characters and digits; what stands between is left out."""
    plain = [sign for sign in unicodedata.normalize("NFKC", words).casefold() if sign.isalnum()]
    return {first + second for first, second in pairwise(plain)}


def overlap(one: Iterable[str], other: Iterable[str]) -> float:
    """Twice what two sets share, of all that they have (Dice)."""
    one, other = set(one), set(other)
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def reason_for(complaint: Complaint, topic: Topic, at: datetime) -> str:
    """Such as “the same topic, filed 3 hours before, 5 households”."""
    what = _("the same topic") if complaint.topic_id == topic.pk else _("a neighbouring topic")
    homes = ngettext("%(n)d household", "%(n)d households", complaint.households) % {"n": complaint.households}
    ago = timesince(min(complaint.filed_at, at), max(complaint.filed_at, at), depth=1)
    when = _("filed %(ago)s before") if complaint.filed_at <= at else _("filed %(ago)s later")
    return _("%(what)s, %(when)s, %(homes)s") % {"what": what, "when": when % {"ago": ago}, "homes": homes}
