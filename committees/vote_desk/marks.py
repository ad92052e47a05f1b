"""What is marked on a paper, as somebody types it: the figures of the choices, `0` where nothing counts."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from committees.models import Matter, Option

NOTHING = "0"
SINGLE_FIGURES = 9
SEPARATORS = re.compile(r"[\s,;、，；/.+-]+")


def options_typed(matter: Matter, text: str) -> list[Option]:
    """The options of a matter that are meant by `1`, `1 3`, `13` (up to nine choices), their words, or `0`.

    Raises ValidationError.
    """
    said = unicodedata.normalize("NFKC", str(text)).strip()
    if not said:
        raise ValidationError(_("Type what is marked, or 0 where nothing is, or where it cannot be read."))
    if said == NOTHING:
        return []
    options = list(matter.options.all())
    found = [option_of(options, piece, said) for piece in pieces(said, len(options))]
    if len(found) > matter.choose_most:
        raise ValidationError(
            _("At most %(most)d may be marked. If more are on the paper, type 0.") % {"most": matter.choose_most}
        )
    return list(dict.fromkeys(found))


def pieces(said: str, count: int) -> list[str]:
    if said.isdecimal() and count <= SINGLE_FIGURES:
        return list(said)
    return [piece for piece in SEPARATORS.split(said) if piece]


def option_of(options: list[Option], piece: str, said: str) -> Option:
    found = next((each for each in options if piece in (str(each.place), each.label)), None)
    if found is None:
        told = {"said": said, "last": len(options)}
        raise ValidationError(_("“%(said)s” is none of the choices: 1 to %(last)d, or 0 for none.") % told)
    return found


def spelled(matter: Matter, option_ids) -> str:
    """The same, as it would be typed."""
    places = [str(option.place) for option in matter.options.all() if option.pk in set(option_ids)]
    return " ".join(places) or NOTHING


def words(matter: Matter, option_ids) -> str:
    """The same, in the words of the ballot."""
    marked = [option.label for option in matter.options.all() if option.pk in set(option_ids)]
    return "、".join(marked) or _("nothing")
