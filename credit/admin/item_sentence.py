"""An item read back as one sentence, as a neighbour would say it, with what the rule turns on marked."""

from django.utils.translation import gettext as _

from accounts.templatetags.site import points
from credit import sayings
from credit.models import Item, PointsMode, Repeat, Validity
from credit.models.rulebooks import CountsFrom

Part = tuple[str, bool]
"""Words, and whether the rule turns on them."""


def sentence_of(item: Item) -> list[Part]:
    """The parts of the sentence. In the messages, what stands between ‹ and › is marked."""
    clauses = [price_clause(item), repeat_clause(item), cap_clause(item), validity_clause(item)]
    text = _("; ").join(clause for clause in clauses if clause) + _(".")
    for extra in (also_clause(item), exclusions_clause(item)):
        text += extra
    return parts_of(text)


def parts_of(text: str) -> list[Part]:
    parts: list[Part] = []
    for piece in text.split("‹"):
        marked, closed, rest = piece.partition("›")
        if closed:
            parts.append((marked, True))
        parts.append((rest if closed else marked, False))
    return [part for part in parts if part[0]]


def price_clause(item: Item) -> str:
    words = {"title": item.title, "subject": item.get_subject_display(), "price": sayings.price_words(item)}
    if item.points_mode == PointsMode.VETO:
        return _("One record of ‹%(title)s› and the ‹%(subject)s› gets the ‹grade of a veto›") % words
    if item.points_mode == PointsMode.BY_LEVEL:
        return _("Each record of ‹%(title)s› counts for the ‹%(subject)s› by its level: ‹%(price)s›") % words
    if item.points_mode == PointsMode.RANGE:
        return _("Each record of ‹%(title)s› counts for the ‹%(subject)s› with ‹%(price)s› points, as decided") % words
    amount = {**words, "points": points(abs(item.fixed_centipoints or 0))}
    if (item.fixed_centipoints or 0) < 0:
        return _("Each record of ‹%(title)s› takes ‹%(points)s points› from the ‹%(subject)s›") % amount
    return _("Each record of ‹%(title)s› gives the ‹%(subject)s› ‹%(points)s points›") % amount


def repeat_clause(item: Item) -> str:
    if item.repeat == Repeat.HIGHEST:
        return _("of one matter only the ‹highest› counts")
    return _("it counts ‹only once›") if item.repeat == Repeat.ONCE else ""


def cap_clause(item: Item) -> str:
    if item.cap_centipoints is None:
        return ""
    return _("together at most ‹%(points)s points›") % {"points": points(item.cap_centipoints)}


def validity_clause(item: Item) -> str:
    start = _("the day it happened") if item.counts_from == CountsFrom.OCCURRED else _("the day it was decided")
    if item.validity == Validity.MONTHS:
        return _("counted for ‹%(months)s months› from %(start)s") % {"months": item.validity_months, "start": start}
    if item.validity == Validity.YEAR_END:
        return _("counted from %(start)s to the ‹end of that year›") % {"start": start}
    return _("counted from %(start)s ‹until it is repaired›") % {"start": start}


def also_clause(item: Item) -> str:
    if not item.also:
        return ""
    names = dict(Item._meta.get_field("subject").choices)
    further = [
        names[subject] if given == "same" else f"{names[subject]} {points(int(given))}"
        for subject, given in item.also.items()
    ]
    return _("The same event also counts for: ‹%(whom)s›.") % {"whom": "、".join(str(name) for name in further)}


def exclusions_clause(item: Item) -> str:
    if not item.exclusions:
        return ""
    return _("It does not count when: ‹%(cases)s›.") % {"cases": "、".join(item.exclusions)}
