"""An owner finds the own lines in the posted list. The receipt is sent by POST, and kept nowhere."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from accounts import brake
from accounts.middleware import address_of
from accounts.pages import own_page
from accounts.pages import typed as narrowed
from accounts.sealing import typed
from committees.models import Vote
from committees.models.ballots import RECEIPT_LENGTH
from committees.votes import reading
from committees.votes.lifecycle import HAS_RESULT
from committees.voting.entering import AS_TYPED, MOST_FROM_ONE_ADDRESS
from committees.voting.showing import vote_numbered

ANY_RECEIPT = "receipts"


class ReceiptForm(forms.Form):
    """A receipt; `choices` are what its ballot chose, `area_m2` the area with which it took part."""

    receipt = forms.CharField(
        label=gettext_lazy("Receipt"), max_length=40, widget=forms.TextInput(attrs=AS_TYPED),
        help_text=gettext_lazy("Sixteen letters and digits. Small letters and blanks do no harm."),
        error_messages={"required": gettext_lazy("Type the receipt that you got when you voted.")},
    )  # fmt: skip

    def __init__(self, *args, vote: Vote, address: str = "", **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.vote, self.address = vote, address
        self.choices: list[reading.OwnChoice] = []
        self.area_m2: Decimal | None = None

    @sensitive_variables()
    def clean_receipt(self) -> str:
        given = typed(narrowed(self.cleaned_data["receipt"]))
        if len(given) != RECEIPT_LENGTH:
            raise ValidationError(
                _("A receipt has %(wanted)d letters and digits; these are %(count)d.")
                % {"wanted": RECEIPT_LENGTH, "count": len(given)}
            )
        if brake.is_closed(ANY_RECEIPT, self.address, most=MOST_FROM_ONE_ADDRESS):
            raise ValidationError(
                _("Many wrong receipts came from here. Try again in %(minutes)d minutes.") % {"minutes": brake.MINUTES}
            )
        self.area_m2 = reading.area_of(self.vote, given)
        if self.area_m2 is None:
            brake.note_failure(ANY_RECEIPT, self.address)
            raise ValidationError(_("No ballot of this vote has this receipt. Compare it letter by letter, please."))
        self.choices = reading.lines_of(self.vote, given)
        return ""


@sensitive_post_parameters()
@own_page
def mine(request: HttpRequest, number: str) -> HttpResponse:
    found = vote_numbered(number)
    if found.state not in HAS_RESULT:
        return render(request, "committees/voting/mine.html", {"vote": found, "is_early": True})
    posted = request.POST if request.method == "POST" else None
    form = ReceiptForm(posted, vote=found, address=address_of(request))
    is_found = form.is_bound and form.is_valid()
    status = 422 if form.is_bound and not is_found else 200
    told = {"vote": found, "form": form, "is_found": is_found, "choices": by_matter(form.choices)}
    return render(request, "committees/voting/mine.html", told, status=status)


def by_matter(choices: list[reading.OwnChoice]) -> list[reading.OwnChoice]:
    return sorted(choices, key=lambda choice: (choice.matter.place, choice.option.place))
