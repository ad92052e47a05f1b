"""The life of a formation: its states and one table of verbs.

assembly:   applied > checked > grouped > announced > voting > elected > done
management: applied > checked > grouped >                       elected > done
any of them before done > failed (the conditions are not met, nobody was elected) or stopped; from elected on only
where the committee cannot be filed any more
"""

from django.utils.translation import gettext_lazy as _

from accounts.lifecycle import Move, table
from committees.models import FormationState as S

RIGHT = "committees.guide"
CLOSED_NOW = _("Formation %(number)s is “%(now)s”: this cannot be done now.")
NOT_DONE = (S.APPLIED, S.CHECKED, S.GROUPED, S.ANNOUNCED, S.VOTING, S.ELECTED)


def move(verb: str, label, *states: S) -> Move:
    return Move(verb, label, RIGHT, frozenset(states), CLOSED_NOW)


FORMATION = table(
    move("check", _("Conditions are met"), S.APPLIED),
    move("add_to_group", _("Name somebody"), S.CHECKED),
    move("drop_from_group", _("Take somebody off the list"), S.CHECKED),
    move("form_group", _("Form the group"), S.CHECKED),
    move("post_group", _("Post the list"), S.GROUPED),
    move("propose", _("Propose a candidate"), S.GROUPED),
    move("check_candidate", _("Check a candidate"), S.GROUPED),
    move("withdraw_candidate", _("A candidate withdraws"), S.GROUPED),
    move("announce", _("Announce the assembly"), S.GROUPED),
    move("open_vote", _("The vote is open"), S.ANNOUNCED),
    move("take_result", _("Take the result"), S.ANNOUNCED, S.VOTING),
    move("found", _("Form the management committee"), S.GROUPED),
    move("fail", _("It failed"), *NOT_DONE),
    move("stop", _("Stop"), *NOT_DONE),
)
