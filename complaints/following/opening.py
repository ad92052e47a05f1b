"""The door: number and secret by POST. What is wrong is never said more exactly than "one of the two"."""

import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from accounts import brake
from accounts.middleware import address_of
from accounts.pages import own_page
from complaints.following import keys
from complaints.following.numbers import sound_number
from complaints.models import Complaint

MOST_FROM_ONE_ADDRESS = 60
"""Failures with whatever number, while `brake.MOST_FAILURES` hold for one number: a whole mobile network may share an
address, so this one only stops whoever walks through the numbers."""
ANY_NUMBER = "cases"
AS_TYPED = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class OpeningForm(forms.Form):
    """Number and secret; `complaint` is what they open."""

    number = forms.CharField(
        label=gettext_lazy("Number"), max_length=40, widget=forms.TextInput(attrs=AS_TYPED),
        help_text=gettext_lazy("Such as SJZ-20261117-004731. Small letters and blanks do no harm."),
    )  # fmt: skip
    secret = forms.CharField(
        label=gettext_lazy("Secret"), max_length=40, widget=forms.TextInput(attrs=AS_TYPED),
        help_text=gettext_lazy("Ten letters and digits."),
    )  # fmt: skip

    def __init__(self, *args, address: str = "", **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.address = address
        self.complaint: Complaint | None = None

    def clean_number(self) -> str:
        """Raises ValidationError for what cannot be a number at all; that is no guess."""
        return sound_number(self.cleaned_data["number"])

    @sensitive_variables()
    def clean(self) -> None:
        number, secret = self.cleaned_data.get("number"), self.cleaned_data.get("secret")
        if not number or not secret:
            return
        if brake.is_closed(name_of(number), self.address) or brake.is_closed(
            ANY_NUMBER, self.address, most=MOST_FROM_ONE_ADDRESS
        ):
            raise ValidationError(
                _(
                    "Number and secret did not match several times. Try again in %(minutes)d minutes, or ring the "
                    "hotline and have the number looked up."
                )
                % {"minutes": brake.MINUTES}
            )
        self.complaint = opened(number, secret)
        if self.complaint is None:
            brake.note_failure(name_of(number), self.address)
            brake.note_failure(ANY_NUMBER, self.address)
            raise ValidationError(
                _(
                    "There is no case with this number and this secret. Both stand on the page that you got when you "
                    "filed."
                )
            )
        brake.forget(name_of(number), self.address)


def name_of(number: str) -> str:
    """How the brake calls a case."""
    return f"case {number}"


@sensitive_variables()
def opened(number: str, secret: str) -> Complaint | None:
    found = Complaint.objects.filter(number=number).first()
    narrow = unicodedata.normalize("NFKC", secret)
    return found if found is not None and found.opens_with(narrow) else None


@sensitive_post_parameters("secret")
@own_page
def follow(request: HttpRequest) -> HttpResponse:
    """Ask for number and secret; with the right ones, on to the case."""
    address = address_of(request)
    if request.method == "POST":
        form = OpeningForm(request.POST, address=address)
        if form.is_valid():
            response = redirect("complaints:case", form.complaint.number)
            keys.hand_out(request, response, form.complaint.number)
            return response
    else:
        form = OpeningForm(initial={"number": request.GET.get("number", "")[:40]})
    numbers = keys.numbers_open(request)
    known = Complaint.objects.filter(number__in=numbers).select_related("estate").order_by("-filed_at")
    status = 200 if request.method != "POST" else 422
    return render(request, "complaints/follow/open.html", {"form": form, "known": known}, status=status)


@require_POST
@own_page
def forget(request: HttpRequest, number: str) -> HttpResponse:
    """Close the case on this phone."""
    response = redirect("complaints:follow")
    keys.take_back(request, response, number)
    return response
