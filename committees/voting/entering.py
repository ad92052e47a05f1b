"""Step 1: who you are. The code of the letter, then the one that was sent to the phone. Both only by POST."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from accounts import brake
from accounts.lifecycle import NotNow
from accounts.middleware import address_of
from accounts.pages import own_page
from accounts.pages import typed as narrowed
from accounts.sealing import digest, typed
from committees.identity import CannotProve, identity
from committees.models import Ballot, Invitation, Vote, VoteState
from committees.models.ballots import CODE_LENGTH
from committees.votes.actions.acting import clock_words
from committees.votes.actions.casting import insist_open
from committees.votes.reading import is_open
from committees.voting import keys

MOST_FROM_ONE_ADDRESS = 60
"""A whole mobile network may share an address; the codes themselves are too many to be guessed."""
ANY_CODE = "invitations"
AS_TYPED = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "code"}
ONCE = {"autocomplete": "one-time-code", "inputmode": "numeric", "class": "code"}


class LetterForm(forms.Form):
    """The code of the letter; `invitation` is what it opens."""

    code = forms.CharField(
        label=gettext_lazy("Invitation code"), max_length=40, widget=forms.TextInput(attrs=AS_TYPED),
        help_text=gettext_lazy("Twelve letters and digits from your letter. Small letters and blanks do no harm."),
        error_messages={"required": gettext_lazy("Type the code that stands in your letter.")},
    )  # fmt: skip

    def __init__(self, *args, address: str = "", **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.address = address
        self.invitation: Invitation | None = None

    @sensitive_variables()
    def clean_code(self) -> str:
        """Raises ValidationError for a wrong code; one of the wrong length is no guess."""
        code = typed(narrowed(self.cleaned_data["code"]))
        if len(code) != CODE_LENGTH:
            raise ValidationError(
                _("An invitation code has %(wanted)d letters and digits; these are %(count)d.")
                % {"wanted": CODE_LENGTH, "count": len(code)}
            )
        if brake.is_closed(ANY_CODE, self.address, most=MOST_FROM_ONE_ADDRESS):
            raise ValidationError(
                _("Many wrong codes came from here. Try again in %(minutes)d minutes, or vote on paper.")
                % {"minutes": brake.MINUTES}
            )
        self.invitation = Invitation.objects.select_related("vote__estate").filter(code_digest=digest(code)).first()
        if self.invitation is None:
            brake.note_failure(ANY_CODE, self.address)
            raise ValidationError(_("No letter has this code. Compare it letter by letter, please."))
        return ""


class PhoneForm(forms.Form):
    """The six digits that were sent."""

    code = forms.CharField(
        label=gettext_lazy("Code from the text message"), max_length=20, widget=forms.TextInput(attrs=ONCE),
        error_messages={"required": gettext_lazy("Type the six digits that came to the phone.")},
    )  # fmt: skip

    def clean_code(self) -> str:
        return "".join(narrowed(self.cleaned_data["code"]).split())


@sensitive_post_parameters()
@own_page
def letter(request: HttpRequest) -> HttpResponse:
    """The code of the letter. With the right one a code goes to the phone, and on to where it is asked."""
    if request.method != "POST":
        return ask_letter(request, LetterForm())
    at, form = timezone.now(), LetterForm(request.POST, address=address_of(request))
    if not form.is_valid() or form.invitation is None:
        return ask_letter(request, form)
    hindered = hindrance(form.invitation, at=at)
    if hindered:
        return stop_here(request, form.invitation, hindered)
    return send(request, form.invitation, at=at)


def hindrance(invitation: Invitation, *, at: datetime) -> str:
    """Why nobody can vote with this letter now: not open yet, over, stopped, sold; "" where they can.

    Nothing keeps those who have voted from their receipt, the end of the vote neither.
    """
    vote: Vote = invitation.vote
    if Ballot.objects.filter(vote=vote, owner=invitation.owner_id).exists():
        return ""
    if vote.state == VoteState.STOPPED:
        return _("“%(title)s” was stopped: %(reason)s") % {"title": vote.title, "reason": vote.stop_reason}
    if vote.state == VoteState.DRAFT:
        return _("“%(title)s” opens at %(opens)s.") % {"title": vote.title, "opens": clock_words(vote.opens_at)}
    if vote.state not in (VoteState.POSTED, VoteState.OPEN):
        return _("“%(title)s” is over since %(closes)s.") % {"title": vote.title, "closes": clock_words(vote.closes_at)}
    try:
        insist_open(vote, at)
    except NotNow as fault:
        return str(fault)
    if not vote.roll.filter(owner=invitation.owner_id).exists():
        return _(
            "No home on the roll belongs to the owner of this letter any more. A home that was sold has a new one."
        )
    return ""


def ask_letter(request: HttpRequest, form: LetterForm, *, is_late: bool = False) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(
        request, "committees/voting/letter.html", {"form": form, "step": 1, "is_late": is_late}, status=status
    )


def stop_here(request: HttpRequest, invitation: Invitation, fault: str) -> HttpResponse:
    told = {"vote": invitation.vote, "fault": fault, "is_open": is_open(invitation.vote, timezone.now())}
    return render(request, "committees/voting/stopped.html", told, status=409)


def begin_again(request: HttpRequest) -> HttpResponse:
    """The time of the cookie is over, or there never was one."""
    response = ask_letter(request, LetterForm(), is_late=True)
    keys.take_back(response)
    return response


@sensitive_post_parameters()
@own_page
def phone(request: HttpRequest) -> HttpResponse:
    """The code that was sent. `again` sends another."""
    key = keys.key_of(request)
    if key is None:
        return begin_again(request)
    if key.is_proved:
        return redirect("committees:vote-mark")
    at = timezone.now()
    fault = hindrance(key.invitation, at=at)
    if fault:
        return stop_here(request, key.invitation, fault)
    if request.method != "POST":
        return ask_phone(request, key.invitation, PhoneForm())
    if "again" in request.POST:
        return send(request, key.invitation, at=at)
    return take_code(request, key.invitation, at=at)


def take_code(request: HttpRequest, invitation: Invitation, *, at: datetime) -> HttpResponse:
    form = PhoneForm(request.POST)
    if not form.is_valid():
        return ask_phone(request, invitation, form)
    try:
        is_right = identity().check(invitation, form.cleaned_data["code"], at=at)
    except CannotProve as fault:
        form.add_error("code", str(fault))
        return ask_phone(request, invitation, form)
    if not is_right:
        form.add_error("code", _("This is not the code that was sent. After five wrong ones a new one is needed."))
        return ask_phone(request, invitation, form)
    response = redirect("committees:vote-mark")
    keys.hand_out(request, response, invitation, is_proved=True)
    return response


def send(request: HttpRequest, invitation: Invitation, *, at: datetime) -> HttpResponse:
    """A code goes to the phone, and the reader to where it is asked."""
    try:
        identity().begin(invitation, at=at)
    except CannotProve as fault:
        return stop_here(request, invitation, str(fault))
    response = redirect("committees:vote-phone")
    keys.hand_out(request, response, invitation, is_proved=False)
    return response


def ask_phone(request: HttpRequest, invitation: Invitation, form: PhoneForm) -> HttpResponse:
    told = {"form": form, "step": 1, "vote": invitation.vote, "sent_to": identity().sent_to(invitation)}
    return render(request, "committees/voting/phone.html", told, status=422 if form.is_bound else 200)


@require_POST
@own_page
def forget(request: HttpRequest) -> HttpResponse:
    """This browser forgets who was voting: for those who did so on somebody else's phone."""
    response = redirect("committees:vote")
    keys.take_back(response)
    return response
