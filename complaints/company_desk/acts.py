"""What a company does with a case: a page each, with what follows from it, tied to its action."""

from datetime import datetime

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.asking import Act
from accounts.attempts import attempt
from accounts.lifecycle import NotNow
from accounts.models import User
from complaints.actions import Conflict, answering
from complaints.actions.appeals import appeal
from complaints.company_desk.doors import for_company, own_case
from complaints.company_desk.reading import gather
from complaints.following.deeds import words
from complaints.following.uploads import FormWithPhotos, PhotosField
from complaints.models import Complaint, PhotoKind


class ActForm(FormWithPhotos):
    """`version` is the case as it was read: who acted meanwhile is not overwritten."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ContactForm(ActForm):
    note = words(
        _("What was agreed?"), required=False, longest=300, help_text=_("Officers and your own staff read this.")
    )


class AnswerForm(ActForm):
    solved = forms.TypedChoiceField(
        label=_("Is it solved?"),
        choices=[("yes", _("solved")), ("no", _("not yet, or not ours to solve"))],
        coerce=lambda given: given == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it is solved.")},
    )
    text = words(
        _("What was done?"), required=True, longest=2000, missing=_("Say what was done."),
        help_text=_("The resident reads this. No names and phones of others."),
    )  # fmt: skip
    after = PhotosField(
        label=_("Photos: how it is now"), kind=PhotoKind.AFTER, help_text=_("A “solved” needs at least one.")
    )
    before = PhotosField(label=_("Photos: how it was"), kind=PhotoKind.BEFORE)


class ExtensionForm(ActForm):
    workdays = forms.IntegerField(
        label=_("How many working days more?"), min_value=1, max_value=60, widget=forms.NumberInput,
        error_messages={"required": _("Give a number of days.")},
    )  # fmt: skip
    reason = words(
        _("Why does it take longer?"), required=True, longest=200, missing=_("Say why it takes longer."),
        help_text=_("The resident reads this, if the extension is granted."),
    )  # fmt: skip


class ReasonForm(ActForm):
    reason = words(_("Why?"), required=True, longest=1000, missing=_("Give the reason."))


def contact(complaint: Complaint, form: ActForm, *, by: User, at: datetime) -> None:
    answering.contact(complaint, note=form.cleaned_data["note"], by=by, at=at, version=form.cleaned_data["version"])


def answer(complaint: Complaint, form: ActForm, *, by: User, at: datetime) -> None:
    given = form.cleaned_data
    answering.answer(
        complaint, text=given["text"], solved=given["solved"], photo_ids=form.photo_keys, by=by, at=at,
        version=given["version"],
    )  # fmt: skip


def ask_extension(complaint: Complaint, form: ActForm, *, by: User, at: datetime) -> None:
    given = form.cleaned_data
    answering.ask_extension(
        complaint, workdays=given["workdays"], reason=given["reason"], by=by, at=at, version=given["version"]
    )


def hand_back(complaint: Complaint, form: ActForm, *, by: User, at: datetime) -> None:
    given = form.cleaned_data
    answering.hand_back(complaint, reason=given["reason"], by=by, at=at, version=given["version"])


def lodge(complaint: Complaint, form: ActForm, *, by: User, at: datetime) -> None:
    """Against the latest finding that may still be appealed against."""
    found = next((each for each in gather(complaint, by, at=at).findings if each.is_open), None)
    if found is None:
        raise NotNow(gettext("There is no finding against which you may appeal now."))
    appeal(found.step, reason=form.cleaned_data["reason"], by=by, at=at)


ACTS = {
    act.verb: act
    for act in (
        Act(
            "contact",
            _("Resident contacted"),
            _(
                "Record this once you have spoken to the resident or are on the spot. The clock of the first contact "
                "stops."
            ),
            _("Record"),
            ContactForm,
            contact,
        ),
        Act(
            "answer",
            _("Answer"),
            _(
                "The office looks the answer through, then the resident is asked whether it is true. A “solved” that a "
                "check finds false counts in your grade."
            ),
            _("Send the answer"),
            AnswerForm,
            answer,
        ),
        Act(
            "ask_extension",
            _("Ask for more time"),
            _("Possible once, before the term is over. The office decides; the resident is told."),
            _("Ask"),
            ExtensionForm,
            ask_extension,
        ),
        Act(
            "hand_back",
            _("Hand back"),
            _("Only if the matter is not yours. Possible once; whoever gets it then cannot hand it on."),
            _("Hand back"),
            ReasonForm,
            hand_back,
        ),
        Act(
            "appeal",
            _("Appeal against the finding"),
            _(
                "Once for each finding. An officer who did not make it decides; if you were right, it counts for "
                "nothing."
            ),
            _("Lodge the appeal"),
            ReasonForm,
            lodge,
        ),
    )
}


@for_company
def act(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Ask, and do it. What cannot be done is said on the page; what was typed stays."""
    if verb not in ACTS:
        raise Http404
    complaint, chosen, at = own_case(request, number), ACTS[verb], timezone.now()
    if request.method == "POST":
        form = chosen.form(request.POST, request.FILES)
        if done(chosen, complaint, form, by=request.user, at=at):
            return redirect("complaints:desk-case", number)
        complaint = own_case(request, number)
    else:
        form = chosen.form(initial={"version": complaint.version})
    work = gather(complaint, request.user, at=at)
    is_open = any(each.is_open for each in work.findings) if verb == "appeal" else verb in work.moves
    return render(
        request,
        "complaints/company_desk/act.html",
        {
            "work": work, "complaint": complaint, "act": chosen, "form": form, "is_open": is_open,
        },
        status=422 if form.errors else 200 if is_open else 409,
    )  # fmt: skip


def done(chosen: Act, complaint: Complaint, form: ActForm, *, by: User, at: datetime) -> bool:
    """Do it; False where it could not be done, which the form then says. Its photos are kept either way."""
    form.full_clean()
    form.take_photos(at=at)
    try:
        attempt(form, lambda: chosen.do(complaint, form, by=by, at=at), names={"photos": "after"})
    except Conflict as fault:
        form.add_error(None, conflict_words(fault.complaint))
        form.data = {**form.data.dict(), "version": fault.complaint.version}
    return not form.errors


def conflict_words(now: Complaint) -> str:
    last = now.steps.last()
    return gettext(
        "%(who)s acted on this case while you were writing (now: %(state)s). What you wrote is kept below; look at the "
        "case, then send it again if it still fits."
    ) % {"who": last.actor_name or last.get_actor_display(), "state": now.get_state_display()}
