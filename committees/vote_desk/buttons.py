"""The verbs on a vote's page."""

from datetime import datetime

from django import forms
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from accounts.desk_buttons import Button, DateInput, ReasonForm
from accounts.models import User
from committees.models import PaperForm, Vote, VoteState
from committees.papers import actions as papers
from committees.papers.admin import word_file
from committees.papers.kinds import KINDS
from committees.vote_desk.homes import line_of
from committees.votes import actions
from committees.votes.actions.preparing import may_be_stopped
from committees.votes.lifecycle import FOR_OWNERS, HOLD, VOTE

LINE = UnfoldAdminTextInputWidget


class ProxyForm(forms.Form):
    home = forms.CharField(label=gettext_lazy("Home of the owner"), max_length=60, widget=LINE)
    name = forms.CharField(label=gettext_lazy("Name of the proxy"), max_length=40, widget=LINE)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=20, required=False, widget=LINE)
    document = forms.CharField(
        label=gettext_lazy("Number of the proxy's document"), max_length=30, required=False, widget=LINE,
        help_text=gettext_lazy("Only a digest of it is kept."),
    )  # fmt: skip
    given_on = forms.DateField(label=gettext_lazy("Letter of"), widget=DateInput, initial=timezone.localdate)


class LetterForm(forms.Form):
    home = forms.CharField(
        label=gettext_lazy("Home"), max_length=60, required=False, widget=LINE,
        help_text=gettext_lazy("Whose letter alone is wanted. Empty: the letters of all."),
    )  # fmt: skip


class ObjectionForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the person"), max_length=40, widget=LINE)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=20, required=False, widget=LINE)
    words = forms.CharField(
        label=gettext_lazy("What is wrong"), max_length=1000, widget=UnfoldAdminTextareaWidget(attrs={"rows": 5})
    )


def give_proxy(vote: Vote, *, by: User, at: datetime, home: str, **letter) -> str:
    line = line_of(vote, home)
    actions.give_proxy(vote, line.owner, by=by, at=at, **letter)
    return _("%(home)s: the proxy is on record.") % {"home": line.label}


def object_to(vote: Vote, *, by: User, at: datetime, **said) -> str:
    objection = actions.object_to(vote, by=by, at=at, **said)
    told = {"number": objection.number, "day": objection.due_on}
    return _("Noted as %(number)s. It is to be answered by %(day)s.") % told


def done(action):
    """A button's act that calls one action and says what the vote is now."""

    def act(vote: Vote, **given) -> str:
        held = action(vote, **given)
        return _("“%(title)s” is now: %(state)s.") % {"title": held.title, "state": VoteState(held.state).label}

    return act


def making(kind: str):
    """A button's act that makes a paper and hands it out."""

    def act(vote: Vote, *, by: User, at: datetime, home: str = "") -> HttpResponse:
        choice = {"owner": line_of(vote, home).owner} if home else {}
        made = papers.hand_out(kind, vote, by=by, at=at, **choice)
        return word_file(made.content, made.paper.file_name)

    return act


def button(verb: str, act, question, **options) -> Button:
    """What owners do by themselves, an officer does for somebody at the counter."""
    move = VOTE[verb]
    return Button.of(move, act, question, right=HOLD if move.right == FOR_OWNERS else "", **options)


def paper(kind: PaperForm, label, question, *states: VoteState, form: type[forms.Form] = forms.Form) -> Button:
    return Button(
        f"paper-{kind}", label, KINDS[kind].make, making(kind), question=lambda vote: str(question), icon="description",
        when=lambda vote: vote.state in states, form=form,
    )  # fmt: skip


def has_roll(vote: Vote) -> bool:
    return vote.roll.exists()


def is_confirmed(vote: Vote) -> bool:
    return vote.roll_confirmed_at is not None


BUTTONS = (
    button(
        "make_roll", done(actions.make_roll), gettext_lazy(
            "Put down who owns which homes today. It replaces the roll that is there; look through it and confirm it."
        ), icon="list_alt", variant="primary", when=lambda vote: vote.affects_all,
    ),
    button(
        "confirm_roll", done(actions.confirm_roll),
        gettext_lazy("From then on these homes and areas count, and every head has an invitation code."),
        icon="fact_check", variant="primary", when=lambda vote: has_roll(vote) and not is_confirmed(vote),
    ),
    button(
        "post", done(actions.post),
        gettext_lazy("It hangs on the estate's page from today, and can no longer be amended."),
        icon="campaign", variant="primary", when=is_confirmed,
    ),
    button("open", done(actions.open_now), gettext_lazy("It also opens by itself."), icon="how_to_vote"),
    button(
        "give_proxy", give_proxy, gettext_lazy("Somebody votes for an owner, by a letter."), form=ProxyForm,
        icon="badge",
    ),
    button("close", done(actions.close), gettext_lazy("It also closes by itself."), icon="event_busy"),
    button(
        "count", done(actions.count),
        gettext_lazy("Ballots are added up and each matter is judged by the law of the day of the announcement."),
        icon="calculate", variant="primary",
    ),
    button(
        "announce", done(actions.announce),
        gettext_lazy("The result hangs on the estate's page, with the list of anonymous lines that adds up to it."),
        icon="campaign", variant="primary",
    ),
    button(
        "object", object_to, gettext_lazy("Somebody came to the counter with an objection to the result."),
        form=ObjectionForm, icon="rate_review",
    ),
    button(
        "finalise", done(actions.finalise), gettext_lazy("No objection stands against the result."), icon="verified"
    ),
    paper(
        PaperForm.INVITATIONS, gettext_lazy("Letters of invitation"), gettext_lazy(
            "One letter for each owner with the code that opens the vote. They are handed out now and kept nowhere."
        ), VoteState.POSTED, VoteState.OPEN, form=LetterForm,
    ),
    paper(
        PaperForm.ANNOUNCEMENT, gettext_lazy("Announcement (Word)"),
        gettext_lazy("A numbered paper that anybody can check. It is kept."), VoteState.POSTED, VoteState.OPEN,
        VoteState.CLOSED,
    ),
    paper(
        PaperForm.RESULT, gettext_lazy("Result (Word)"),
        gettext_lazy("A numbered paper that anybody can check. It is kept."), VoteState.ANNOUNCED, VoteState.FINAL,
    ),
    button(
        "stop", done(actions.stop), gettext_lazy("It ends without a result. The reason is shown to the owners."),
        form=ReasonForm, icon="block", variant="danger", when=may_be_stopped,
    ),
)  # fmt: skip
