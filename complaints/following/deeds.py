"""What the resident may do: say whether it is solved, add, rate, have it opened again, take it back. One page each."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.attempts import attempt
from accounts.city import context
from accounts.middleware import address_of
from accounts.pages import own_page
from complaints.actions import residents
from complaints.following.case import complaint_open_to, gather, to_the_door
from complaints.following.uploads import FormWithPhotos, PhotosField
from complaints.models import Complaint
from complaints.photos.actions import attach
from complaints.reporting.limits import PHOTOS_BY_ADDRESS
from complaints.reporting.sayings import wait_sentence

STARS = [
    (5, _("very satisfied")),
    (4, _("satisfied")),
    (3, _("neither")),
    (2, _("dissatisfied")),
    (1, _("very dissatisfied")),
]


def words(label, *, required: bool, longest: int, help_text="", missing=None) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=longest,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": missing} if missing else None,
    )


def stars(label, *, required: bool) -> forms.TypedChoiceField:
    missing = {"required": _("Please choose one of the five.")}
    return forms.TypedChoiceField(
        label=label, choices=STARS, coerce=int, required=required, empty_value=None, widget=forms.RadioSelect,
        error_messages=missing,
    )  # fmt: skip


class ConfirmForm(FormWithPhotos):
    """Solved, with the rating where somebody likes to give it at once: both marks or none."""

    service = stars(_("How did they treat you?"), required=False)
    result = stars(_("How is the result?"), required=False)
    text = words(_("Anything to add?"), required=False, longest=300)

    def clean(self) -> None:
        if (self.cleaned_data.get("service") is None) != (self.cleaned_data.get("result") is None):
            missing = "service" if self.cleaned_data.get("service") is None else "result"
            if missing not in self.errors:
                self.add_error(missing, _("Rate both, or neither."))


class DenyForm(FormWithPhotos):
    text = words(
        _("What is not solved?"), required=True, longest=1000,
        missing=_("Say what is not solved. One sentence is enough."),
        help_text=_("One sentence is enough. Whoever checks reads it first."),
    )  # fmt: skip
    photos = PhotosField(label=_("Photos"))


class SupplementForm(FormWithPhotos):
    text = words(_("What would you like to add?"), required=False, longest=1000)
    photos = PhotosField(label=_("Photos"))


class RateForm(FormWithPhotos):
    service = stars(_("How did they treat you?"), required=True)
    result = stars(_("How is the result?"), required=True)
    text = words(_("Anything to add?"), required=False, longest=300)


class ReopenForm(FormWithPhotos):
    text = words(
        _("What came back, or was never solved?"), required=True, longest=1000,
        missing=_("Say what is not solved. One sentence is enough."),
    )  # fmt: skip
    photos = PhotosField(label=_("Photos"))


class WithdrawForm(FormWithPhotos):
    text = words(_("Why?"), required=False, longest=300, help_text=_("You need not say."))


def confirm(complaint: Complaint, given: dict[str, Any], keys: list, at: datetime) -> None:
    residents.confirm(complaint, at=at, text=given["text"])
    if given["service"] is not None:
        rate(complaint, {**given, "text": ""}, keys, at)


def deny(complaint: Complaint, given: dict[str, Any], keys: list, at: datetime) -> None:
    residents.deny(complaint, text=given["text"], at=at)
    attach_to_last(complaint, "deny", keys)


def supplement(complaint: Complaint, given: dict[str, Any], keys: list, at: datetime) -> None:
    residents.supplement(complaint, text=given["text"], at=at, photo_ids=keys)


def rate(complaint: Complaint, given: dict[str, Any], keys: list, at: datetime) -> None:
    residents.rate(complaint, service=given["service"], result=given["result"], words=given["text"], at=at)


def reopen(complaint: Complaint, given: dict[str, Any], keys: list, at: datetime) -> None:
    residents.reopen(complaint, text=given["text"], at=at)
    attach_to_last(complaint, "reopen", keys)


def withdraw(complaint: Complaint, given: dict[str, Any], keys: list, at: datetime) -> None:
    residents.withdraw(complaint, at=at, text=given["text"])


def attach_to_last(complaint: Complaint, verb: str, keys: list) -> None:
    if keys:
        attach(keys, complaint, complaint.steps.filter(verb=verb).last())


@dataclass(frozen=True)
class Deed:
    """One page: its question as title, what follows from it, the form, the word on the button, and the act."""

    verb: str
    title: Any
    consequence: Any
    button: Any
    form: type[FormWithPhotos]
    act: Callable[[Complaint, dict[str, Any], list, datetime], None]
    is_grave: bool = field(default=False)


DEEDS = {
    deed.verb: deed
    for deed in (
        Deed("confirm", _("It is solved"), _("The case is closed with this. If it comes back, you may have it opened "
             "again once."), _("Yes, solved"), ConfirmForm, confirm),
        Deed("deny", _("It is not solved"), _("Somebody else than before goes to look. If you are right, the answer is "
             "kept on record as false and counts in the company's grade."), _("Send"), DenyForm, deny),
        Deed("supplement", _("Add words or photos"), _("Whoever deals with the case sees it at once."), _("Send"),
             SupplementForm, supplement),
        Deed("rate", _("How was it?"), _("Only figures of many ratings together are published."), _("Send"), RateForm,
             rate),
        Deed("reopen", _("Have it opened again"), _("This is possible once. The case begins anew with all its terms."),
             _("Open again"), ReopenForm, reopen),
        Deed("withdraw", _("Take this case back?"), _("Nobody works on it any more then, and it cannot be undone. You "
             "may file a new one any time."), _("Take it back"), WithdrawForm, withdraw, is_grave=True),
    )
}  # fmt: skip


@own_page
def deed(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Ask, and do it. What cannot be done any more is said on the page, with the way back to the case."""
    if verb not in DEEDS:
        raise Http404
    complaint = complaint_open_to(request, number)
    if complaint is None:
        return to_the_door(number)
    chosen, at = DEEDS[verb], timezone.now()
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = chosen.form(*sent)
    shown = gather(complaint, context(request)["city"], at=at)
    is_open = verb in shown.deeds
    if request.method == "POST" and is_open:
        wait = PHOTOS_BY_ADDRESS.spend(address_of(request)) if request.FILES else 0
        if wait:
            form.add_error(None, wait_sentence(wait))
        elif done(chosen, complaint, form, at=at):
            return redirect("complaints:case", number)
    return render(
        request,
        "complaints/follow/deed.html",
        {
            "case": shown,
            "complaint": complaint,
            "deed": chosen,
            "form": form,
            "is_open": is_open,
        },
        status=422 if form.errors else 200 if is_open else 409,
    )


def done(chosen: Deed, complaint: Complaint, form: FormWithPhotos, *, at: datetime) -> bool:
    """Do it; False where it could not be done, which the form then says. Its photos are kept either way."""
    form.full_clean()
    form.take_photos(at=at)
    attempt(form, lambda: chosen.act(complaint, form.cleaned_data, form.photo_keys, at))
    return not form.errors
