"""The form of the login page, with the brake on guessing passwords."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from unfold.forms import AuthenticationForm

from accounts import brake
from accounts.actions import note_closed_login
from accounts.middleware import address_of


class LoginForm(AuthenticationForm):
    def clean(self) -> dict[str, Any]:
        """Raises ValidationError, and after too many failures without looking at the password."""
        username, address = self.cleaned_data.get("username"), address_of(self.request)
        if not username or not self.cleaned_data.get("password"):
            return super().clean()
        if brake.is_closed(username, address):
            raise ValidationError(
                _(
                    "Wrong passwords were given %(times)d times for this name. Try again in %(minutes)d minutes; if "
                    "you have lost your password, the system administrator can set a new one."
                )
                % {"times": brake.MOST_FAILURES, "minutes": brake.MINUTES},
                code="closed",
            )
        try:
            given = super().clean()
        except ValidationError:
            if brake.note_failure(username, address):
                note_closed_login(username, at=timezone.now())
            raise
        brake.forget(username, address)
        return given
