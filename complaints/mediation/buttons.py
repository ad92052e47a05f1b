"""The verbs on a mediation's page."""

from datetime import datetime

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.desk_buttons import Button, done
from accounts.models import User
from committees.models import MediationCommittee
from complaints.clocks import at_time
from complaints.mediation import actions, forms
from complaints.mediation.lifecycle import MEDIATION, RIGHT
from complaints.models import Mediation


def page_of(mediation: Mediation) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:complaints_mediation_change", args=[mediation.pk]))


def sit(mediation: Mediation, *, by: User, at: datetime, on, clock, place: str, record: str) -> str:
    actions.sit(mediation, held_at=at_time(on, clock), place=place, record=record, by=by, at=at)
    return _("The sitting is noted.")


def add_party(mediation: Mediation, *, by: User, at: datetime, side: str, name: str, phone: str) -> str:
    actions.add_party(mediation, party=actions.NewParty(side, None, name, phone), by=by, at=at)
    return _("The party is added.")


def go_on(mediation: Mediation, *, by: User, at: datetime, committee: MediationCommittee) -> HttpResponse:
    return page_of(actions.go_on(mediation, committee=committee, by=by, at=at))


BUTTONS = (
    Button.of(
        MEDIATION["take_on"], done(actions.take_on), gettext_lazy("The committee's time runs from today."),
        form=forms.TakeOnForm, icon="gavel", variant="primary",
    ),
    Button.of(
        MEDIATION["sit"], sit, gettext_lazy("A sitting of the parties before the mediator."), form=forms.SittingForm,
        icon="groups",
    ),
    Button.of(
        MEDIATION["agree"], done(actions.agree),
        gettext_lazy("Both parties signed. They may ask the court to confirm it."), form=forms.AgreeForm,
        icon="handshake", variant="primary",
    ),
    Button.of(
        MEDIATION["extend"], done(actions.extend), gettext_lazy("Once, and only if both parties consent."),
        form=forms.ExtendForm, icon="more_time",
    ),
    Button.of(
        MEDIATION["add_party"], add_party, gettext_lazy("One more on one of the sides."), form=forms.PartyForm,
        icon="person_add",
    ),
    Button.of(
        MEDIATION["confirm"], done(actions.confirm), gettext_lazy("From then on the agreement can be enforced."),
        form=forms.CourtForm, icon="account_balance",
    ),
    Button.of(
        MEDIATION["go_on"], go_on, gettext_lazy("A committee one level higher takes it over, with the same parties."),
        form=forms.CommitteeForm, icon="north",
    ),
    Button.of(
        MEDIATION["refuse"], done(actions.refuse),
        gettext_lazy("The committee does not take it on; the reason is kept."), form=forms.WhyForm, icon="block",
    ),
    Button.of(
        MEDIATION["fail"], done(actions.fail),
        gettext_lazy("They did not agree. The way to court is open, as it was all along."), form=forms.WhyForm,
        icon="close",
    ),
    Button.of(
        MEDIATION["end"], done(actions.end), gettext_lazy("A party wants no more, or went to court."),
        form=forms.WhyForm, icon="logout",
    ),
    Button(
        "file", gettext_lazy("Open the file"), RIGHT, lambda mediation, *, by, at: None, icon="folder_open",
        question=lambda mediation: _("Names, phones, what was said and agreed. That you look at it is recorded."),
    ),
)  # fmt: skip
