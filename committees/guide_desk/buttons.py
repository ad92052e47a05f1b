"""The verbs on a formation's page."""

from datetime import datetime

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.desk_buttons import Button, ReasonForm, done
from accounts.models import User
from committees.forming import actions
from committees.forming.actions.applying import may_be_called_off
from committees.forming.lifecycle import FORMATION
from committees.guide_desk.forms import (
    ElectionForm,
    NamingForm,
    TermForm,
    dropping_form,
    of_estate,
    said_of,
    standing_form,
)
from committees.looking import RIGHT as LOOKS
from committees.models import Formation, FormationKind, GroupMember
from committees.votes.lifecycle import HOLD


def said(formation: Formation) -> str:
    return _("%(number)s: %(state)s.") % {"number": formation.number, "state": formation.get_state_display()}


def name_one(formation: Formation, *, by: User, at: datetime, home, **person) -> str:
    actions.add_to_group(formation, actions.NewPerson(owner=home, **person), by=by, at=at)
    return _("Named. On the list: %(count)d.") % {"count": formation.group.count()}


def drop_one(formation: Formation, *, by: User, at: datetime, member: GroupMember) -> str:
    actions.drop_from_group(member, by=by, at=at)
    return _("Taken off. On the list: %(count)d.") % {"count": formation.group.count()}


def propose(formation: Formation, *, by: User, at: datetime, home, **given) -> str:
    declared = said_of(given)
    rest = {name: value for name, value in given.items() if name not in declared}
    actions.propose(formation, actions.NewCandidate(owner=home, declared=declared, **rest), by=by, at=at)
    return _("Proposed. Now check the conditions one by one.")


def announce(formation: Formation, *, by: User, at: datetime, **given) -> HttpResponse:
    """On to the vote, whose roll is made and confirmed next."""
    held = actions.announce(formation, actions.Election(**given), by=by, at=at)
    return HttpResponseRedirect(reverse("admin:committees_vote_change", args=[held.vote_id]))


def take_result(formation: Formation, *, by: User, at: datetime, **term) -> str:
    return said(actions.take_result(formation, actions.Term(**term), by=by, at=at))


def found(formation: Formation, *, by: User, at: datetime, **term) -> str:
    return said(actions.found(formation, actions.Term(**term), by=by, at=at))


def by_naming(formation: Formation) -> bool:
    return formation.kind == FormationKind.MANAGEMENT


def by_vote(formation: Formation) -> bool:
    return not by_naming(formation)


def has_people(formation: Formation) -> bool:
    return formation.group.exists() or formation.candidates.exists()


BUTTONS = (
    Button.of(
        FORMATION["check"], done(actions.check),
        gettext_lazy("The portal checks what was written down against the city's rules."), form=forms.Form,
        icon="fact_check", variant="primary",
    ),
    Button.of(
        FORMATION["add_to_group"], name_one, gettext_lazy("One person of the list."), icon="person_add",
        form_of=lambda formation: of_estate(NamingForm, formation.estate),
    ),
    Button.of(
        FORMATION["drop_from_group"], drop_one, gettext_lazy("They are not named after all."), form_of=dropping_form,
        icon="person_remove", when=lambda formation: formation.group.exists(),
    ),
    Button.of(
        FORMATION["form_group"], done(actions.form_group),
        gettext_lazy("The list is whole. Its size and composition are checked against the city's rules."),
        icon="groups", variant="primary", when=lambda formation: formation.group.exists(),
    ),
    Button.of(
        FORMATION["post_group"], done(actions.post_group),
        gettext_lazy("Names and whom each speaks for hang on the estate's page for the days that the rules want."),
        icon="campaign", variant="primary", when=lambda formation: formation.group_posted_on is None,
    ),
    Button.of(
        FORMATION["propose"], propose, gettext_lazy("An owner stands, with what they declare of each condition."),
        form_of=standing_form, icon="person_add", when=by_vote,
    ),
    Button.of(
        FORMATION["announce"], announce,
        gettext_lazy(
            "Matters and candidates hang on the estate's page, and the vote is drafted. After that nobody else stands."
        ),
        form=ElectionForm, right=HOLD, icon="campaign", variant="primary",
        when=lambda formation: by_vote(formation) and formation.group_posted_on is not None,
    ),
    Button.of(
        FORMATION["take_result"], take_result,
        gettext_lazy("Whoever was elected is the committee from the day of the count; then it has to be filed."),
        form=TermForm, icon="how_to_vote", variant="primary",
    ),
    Button.of(
        FORMATION["found"], found,
        gettext_lazy("Those whom the street named are the committee; then it has to be filed."), form=TermForm,
        icon="how_to_reg", variant="primary",
        when=lambda formation: by_naming(formation) and formation.group_posted_on is not None,
    ),
    Button.of(
        FORMATION["fail"], done(actions.fail),
        gettext_lazy("No committee comes of it; the reason is kept. The estate may try "
                                                 "again."),
        form=ReasonForm, icon="block", when=may_be_called_off,
    ),
    Button.of(
        FORMATION["stop"], done(actions.stop), gettext_lazy("It is called off; the reason is kept."), form=ReasonForm,
        icon="close", variant="danger", when=may_be_called_off,
    ),
    Button(
        "people", gettext_lazy("Full names"), LOOKS, lambda formation, *, by, at: None, icon="visibility",
        question=lambda formation: _("Names and phones of the group and the candidates. That you look is recorded."),
        when=has_people,
    ),
)  # fmt: skip
