"""What is asked of somebody who wants to be told by text message."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from accounts.floods import DAY, HOUR, Limit
from accounts.pages import typed
from accounts.said import MOBILE, sound_phone
from complaints.captcha.fields import CaptchaForm

BY_ADDRESS = Limit("followers", "FOLLOWERS_PER_ADDRESS_AND_HOUR", HOUR)
BY_PHONE = Limit("codes", "FOLLOWER_CODES_PER_PHONE_AND_DAY", DAY)
AS_PHONE = {"inputmode": "tel", "autocomplete": "tel-national"}
ONCE = {"autocomplete": "one-time-code", "inputmode": "numeric"}


class PhoneForm(CaptchaForm):
    """A mobile number. How many codes may be asked for is counted once the digits were right."""

    phone = forms.CharField(
        label=gettext_lazy("Mobile number"), max_length=40, widget=forms.TextInput(attrs=AS_PHONE),
        help_text=gettext_lazy("A code is sent to it. Nobody else sees the number."),
        error_messages={"required": gettext_lazy("Type the mobile number that shall be told.")},
    )  # fmt: skip
    field_order = ("phone", "captcha", "captcha_key")

    def __init__(self, *args, address: str = "", **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.address = address

    @sensitive_variables()
    def clean_phone(self) -> str:
        phone = sound_phone(self.cleaned_data["phone"])
        if not MOBILE.match(phone):
            raise ValidationError(_("A landline takes no text messages. Type a mobile number."))
        return phone

    @sensitive_variables()
    def _post_clean(self) -> None:
        super()._post_clean()
        if self.errors:
            return
        minutes = max(BY_ADDRESS.spend(self.address), BY_PHONE.spend(self.cleaned_data["phone"]))
        if minutes:
            self.add_error("phone", ValidationError(_("Many codes were asked for. Try again later, or use the feed.")))


class CodeForm(forms.Form):
    """The six digits, and whose code it is (signed)."""

    code = forms.CharField(
        label=gettext_lazy("Code from the text message"), max_length=20, widget=forms.TextInput(attrs=ONCE),
        error_messages={"required": gettext_lazy("Type the six digits that came to the phone.")},
    )  # fmt: skip
    asked = forms.CharField(widget=forms.HiddenInput, max_length=200)

    def clean_code(self) -> str:
        return "".join(typed(self.cleaned_data["code"]).split())

    def wrong(self) -> None:
        self.add_error("code", ValidationError(_("This is not the code that was sent. Type it once more.")))
