"""The verbs on a committee's page."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.desk_buttons import Button
from accounts.models import User
from committees.audits.actions import NewAudit, note_audit
from committees.committee_desk import forms
from committees.filing.actions import UNDER_WAY, begin
from committees.filing.lifecycle import HANDS_IN
from committees.forming.actions import NewPerson
from committees.guide_desk.forms import NamingForm, of_estate
from committees.looking import RIGHT as LOOKS
from committees.models import Committee, CommitteeKind, FilingKind, FilingState, Member
from committees.seats import actions
from committees.seats.grounds import Leaving
from committees.seats.lifecycle import GUIDES, OVER, RUNS, STANDS
from committees.seats.office import Office, keep_office

ONE_DAY = timedelta(days=1)


def choose_officers(committee: Committee, **chosen) -> str:
    actions.choose_officers(committee, **chosen)
    return _("Chair and vice chairs are on the register.")


def post_names(committee: Committee, *, by: User, at: datetime) -> str:
    actions.post_names(committee, by=by, at=at)
    return _("The names hang on the estate's page.")


def remove_member(committee: Committee, *, by: User, at: datetime, member: Member, **why) -> str:
    actions.remove_member(member, Leaving(**why), by=by, at=at)
    return _("The seat is empty, or the next substitute moved up.")


def move_up(committee: Committee, **given) -> str:
    actions.fill_seat(committee, **given)
    return _("The seat is filled.")


def name_member(committee: Committee, *, by: User, at: datetime, home, is_head: bool, **person) -> str:
    """A chair is chosen by the members, so nobody is named as one."""
    actions.fill_seat(committee, person=NewPerson(owner=home, **person), by=by, at=at)
    return _("The seat is filled.")


def over(action) -> Callable[..., str]:
    def act(committee: Committee, **given) -> str:
        held = action(committee, **given)
        told = {"committee": held, "day": held.handover_due_on}
        return _("%(committee)s acts no more. Books and seal are handed over by %(day)s.") % told

    return act


def hand_over(committee: Committee, **given) -> str:
    actions.hand_over(committee, **given)
    return _("The handover is noted.")


def begin_filing(committee: Committee, *, by: User, at: datetime, kind: str, **given) -> HttpResponse:
    filing = begin(committee, kind, by=by, at=at, **given)
    return HttpResponseRedirect(reverse("admin:committees_filing_change", args=[filing.pk]))


def audit(committee: Committee, *, by: User, at: datetime, last_on: date, **given) -> str:
    note_audit(committee, NewAudit(until_on=last_on + ONE_DAY, **given), by=by, at=at)
    return _("The audit is noted, and its result hangs on the estate's page.")


def amend_office(committee: Committee, *, by: User, at: datetime, **office) -> str:
    keep_office(committee, Office(**office), by=by, at=at)
    return _("Contact and seal are on the register.")


def stands(committee: Committee) -> bool:
    return committee.state in STANDS


def elected_body(committee: Committee) -> bool:
    return stands(committee) and committee.kind == CommitteeKind.OWNERS


def named_body(committee: Committee) -> bool:
    return stands(committee) and committee.kind == CommitteeKind.MANAGEMENT


def to_hand_over(committee: Committee) -> bool:
    return committee.state in OVER and committee.handed_over_on is None


def may_file(committee: Committee) -> bool:
    """A committee that was filed and is over files that it is, once."""
    if committee.filings.filter(state__in=UNDER_WAY).exists():
        return False
    if stands(committee):
        return True
    ended = committee.filings.filter(kind=FilingKind.DISSOLUTION, state=FilingState.FILED)
    return committee.filed_on is not None and not ended.exists()


def button(name: str, label, right: str, act, question, when, **options) -> Button:
    return Button(name, label, right, act, question=lambda committee: str(question), when=when, **options)


BUTTONS = (
    button(
        "officers", gettext_lazy("Chair and vice chairs"), RUNS, choose_officers,
        gettext_lazy("Whom the members chose among them at their meeting."), stands, form_of=forms.officers_form,
        icon="stars", variant="primary", or_verb=GUIDES,
    ),
    button(
        "names", gettext_lazy("Post the names"), RUNS, post_names,
        gettext_lazy("Names and seats hang on the estate's page for the days that the rules want."), stands,
        icon="campaign", or_verb=GUIDES,
    ),
    button(
        "office", gettext_lazy("Contact and seal"), RUNS, amend_office,
        gettext_lazy("The office's phone is public. A seal is cut once the committee is filed."), stands,
        form_of=forms.office_form, icon="contact_phone", or_verb=GUIDES,
    ),
    button(
        "leave", gettext_lazy("A member leaves"), RUNS, remove_member,
        gettext_lazy("Each ground is checked. The next substitute moves up, and a change of filing is begun."), stands,
        form_of=forms.leaving_form, icon="person_remove", or_verb=GUIDES,
    ),
    button(
        "move-up", gettext_lazy("Fill a seat"), GUIDES, move_up, gettext_lazy("A substitute moves up."), elected_body,
        form_of=forms.moving_up_form, icon="person_add",
    ),
    button(
        "name", gettext_lazy("Fill a seat"), GUIDES, name_member, gettext_lazy("The street names somebody."),
        named_body, form_of=lambda committee: of_estate(NamingForm, committee.estate), icon="person_add",
    ),
    button(
        "file", gettext_lazy("Begin a filing"), HANDS_IN, begin_filing,
        gettext_lazy("A change, or once more after a refusal. Its papers are added on its own page."), may_file,
        form=forms.FilingForm, icon="post_add",
    ),
    button(
        "audit", gettext_lazy("Note an audit"), RUNS, audit, gettext_lazy("Its result hangs on the estate's page."),
        lambda committee: True, form_of=forms.audit_form, icon="fact_check",
    ),
    button(
        "hand-over", gettext_lazy("Handover"), RUNS, hand_over,
        gettext_lazy("Books, files, money and seal were given to whoever follows."), to_hand_over,
        form=forms.HandoverForm, icon="move_up", variant="primary", or_verb=GUIDES,
    ),
    button(
        "end", gettext_lazy("The term is over"), GUIDES, over(actions.end),
        gettext_lazy("It may not act any more, and hands over."), stands, form=forms.EndForm, icon="event_busy",
    ),
    button(
        "dissolve", gettext_lazy("Dissolve"), GUIDES, over(actions.dissolve),
        gettext_lazy("Before its time: an owners' committee by what the owners decided, a management committee by the "
                     "street."),
        stands, form_of=forms.dissolving_form, icon="block", variant="danger",
    ),
    Button(
        "people", gettext_lazy("Full names"), LOOKS, lambda committee, *, by, at: None, icon="visibility",
        question=lambda committee: _("Names and phones of the members. That you look is recorded."),
        when=lambda committee: committee.members.exists(),
    ),
)  # fmt: skip
