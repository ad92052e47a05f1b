"""What a form needs that asks for the digits: inherit from `CaptchaForm`, include `complaints/captcha.html`."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.captcha import challenges


class CaptchaForm(forms.Form):
    """A form with `captcha` (what was typed) and `captcha_key`. The digits are judged last, where all else is sound:
    they can be answered once, and nobody should listen again because of a slip in another field.

    `challenge` is always a new one, for the page that shows the form.
    """

    captcha = forms.CharField(label=gettext_lazy("The five digits"), max_length=50)
    captcha_key = forms.CharField(widget=forms.HiddenInput, max_length=200)

    @cached_property
    def challenge(self) -> challenges.Challenge:
        """The one that was asked, while it is unanswered; else a new one."""
        asked = self.data.get("captcha_key", "") if self.is_bound else ""
        return challenges.again(asked) or challenges.new()

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.errors and not challenges.passes(self.cleaned_data["captcha_key"], self.cleaned_data["captcha"]):
            self.add_error("captcha", ValidationError(_("These were not the digits. Here are new ones.")))
