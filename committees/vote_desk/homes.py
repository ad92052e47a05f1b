"""The line of a roll that somebody typed."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from committees.models import RollLine, Vote
from estates.homes import matches

NAMED = 4


def line_of(vote: Vote, text: str) -> RollLine:
    """The line of the roll that is meant: `3号楼2单元501`, `3-2-501`, or `501` where there is one such room.

    Raises ValidationError with what to do.
    """
    said = " ".join(unicodedata.normalize("NFKC", text).split())
    if not said:
        raise ValidationError(_("Type the home, such as 3-2-501."))
    exact = RollLine.objects.filter(vote=vote, label=said.replace(" ", "")).first()
    if exact is not None:
        return exact
    found = matches(said, RollLine.objects.filter(vote=vote).values_list("pk", "label"))
    if len(found) != 1:
        raise ValidationError(why_not(said, [label for _key, label in found]))
    return RollLine.objects.get(pk=found[0][0])


def why_not(said: str, labels: list[str]) -> str:
    if not labels:
        return _("“%(home)s” is not on the roll of this vote. Compare it with the ballot.") % {"home": said}
    named = "、".join(labels[:NAMED]) + ("…" if len(labels) > NAMED else "")
    return _("“%(home)s” could be %(count)d homes: %(homes)s. Type the house and the unit too.") % {
        "home": said,
        "count": len(labels),
        "homes": named,
    }
