"""The verbs on a committee and its seats: in which states each is open.

elected > filed (by its filing) > ended or dissolved, and then hands over
"""

from django.utils.translation import gettext_lazy as _

from accounts.lifecycle import Move, table
from committees.models import CommitteeState as S

RUNS, GUIDES = "committees.run", "committees.guide"
STANDS, OVER = (S.ELECTED, S.FILED), (S.ENDED, S.DISSOLVED)
CLOSED_NOW = _("%(committee)s is “%(now)s”: this cannot be done now.")


def move(verb: str, label, right: str, states: tuple[S, ...]) -> Move:
    return Move(verb, label, right, frozenset(states), CLOSED_NOW)


COMMITTEE = table(
    move("choose_officers", _("Chair and vice chairs"), RUNS, STANDS),
    move("post_names", _("Post the names"), RUNS, STANDS),
    move("keep_office", _("Contact and seal"), RUNS, STANDS),
    move("remove_member", _("A member leaves"), RUNS, STANDS),
    move("fill_seat", _("Fill a seat"), GUIDES, STANDS),
    move("end", _("End of the term"), GUIDES, STANDS),
    move("dissolve", _("Dissolve"), GUIDES, STANDS),
    move("hand_over", _("Handover"), RUNS, OVER),
)
