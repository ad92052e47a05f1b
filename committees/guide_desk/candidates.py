"""The desk of candidates: condition by condition, with the article of each."""

from datetime import datetime

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import BooleanRadioFilter, ChoicesDropdownFilter
from unfold.decorators import display

from accounts.authority import NotAllowed
from accounts.city import NoRuleValue
from accounts.desk import Desk
from accounts.desk_buttons import Button
from accounts.desk_filters import region_filter
from accounts.lifecycle import NotNow
from accounts.models import User
from committees.forming import actions
from committees.forming.eligibility import CONDITIONS
from committees.forming.lifecycle import FORMATION, RIGHT
from committees.guide_desk.forms import checks_form, said_of
from committees.models import Candidate, CandidateState

LOOKS = {
    CandidateState.PROPOSED: ("warning", "warm"),
    CandidateState.SOUND: ("success", "ok"),
    CandidateState.REFUSED: ("danger", "late"),
    CandidateState.WITHDRAWN: ("default", "quiet"),
}
FOUND = {True: gettext_lazy("met"), False: gettext_lazy("not met"), None: gettext_lazy("not looked into")}


def check(candidate: Candidate, *, by: User, at: datetime, **given) -> str:
    held = actions.check_candidate(candidate, said_of(given), by=by, at=at)
    if held.state == CandidateState.REFUSED:
        return held.refusal
    if held.state == CandidateState.SOUND:
        return _("Meets the conditions.")
    return _("Noted. Some conditions are still to be looked into.")


def withdraw(candidate: Candidate, *, by: User, at: datetime) -> str:
    actions.withdraw_candidate(candidate, by=by, at=at)
    return _("Does not stand any more.")


def stands_yet(verb: str):
    def is_open(candidate: Candidate) -> bool:
        return candidate.state != CandidateState.WITHDRAWN and candidate.formation.state in FORMATION[verb].open_in

    return is_open


@admin.register(Candidate)
class CandidateDesk(Desk):
    view_verb = RIGHT
    refusals = (ValidationError, NotAllowed, NotNow, NoRuleValue)
    change_form_template = "committees/guide/candidate.html"
    list_display = ["name_shown", "formation", "estate_shown", "state_shown", "is_substitute", "checked_on"]
    list_display_links = ["name_shown"]
    list_select_related = ["formation__estate"]
    list_filter = [
        region_filter("formation__estate__region_id"),
        ("state", ChoicesDropdownFilter),
        ("is_substitute", BooleanRadioFilter),
    ]
    search_fields = ["formation__number", "formation__estate__search_text"]
    search_help_text = gettext_lazy("Number of the formation, or estate")
    ordering = ["-formation_id", "pk"]
    fields = ["formation"]
    export_columns = (
        "formation__number", "formation__estate__name", "name_shown", "is_substitute", "is_party_member", "state",
        "checked_on", "refusal",
    )  # fmt: skip
    buttons = (
        Button(
            "check", gettext_lazy("Check the conditions"), RIGHT, check, form_of=checks_form, icon="fact_check",
            variant="primary", when=stands_yet("check_candidate"),
            question=lambda candidate: _("One condition that is not met, and they may not stand. All met: they stand."),
        ),
        Button(
            "withdraw", gettext_lazy("Withdraws"), RIGHT, withdraw, icon="undo", variant="danger",
            when=stands_yet("withdraw_candidate"), question=lambda candidate: _("They do not stand any more."),
        ),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).select_related("formation__estate")

    def page_facts(self, request: HttpRequest, thing: Candidate | None) -> dict:
        if thing is None:
            return {}
        return {
            "candidate": thing,
            "page_title": thing.masked_name,
            "page_state": {"word": thing.get_state_display(), "kind": LOOKS[CandidateState(thing.state)][1]},
            "checks": [(CONDITIONS[name], FOUND[found]) for name, found in thing.checks.items() if name in CONDITIONS],
        }

    @display(description=gettext_lazy("name"))
    def name_shown(self, candidate: Candidate) -> str:
        return candidate.masked_name or _("forgotten")

    @display(description=gettext_lazy("estate"), ordering="formation__estate__name")
    def estate_shown(self, candidate: Candidate) -> str:
        return str(candidate.formation.estate)

    @display(
        description=gettext_lazy("state"), ordering="state", label={state: look[0] for state, look in LOOKS.items()}
    )
    def state_shown(self, candidate: Candidate) -> tuple[str, str]:
        return candidate.state, candidate.get_state_display()
