"""The form in which a person sets their own password."""

from django.utils import timezone
from unfold.forms import AdminOwnPasswordChangeForm

from accounts.actions import change_own_password
from accounts.models import User


class OwnPasswordForm(AdminOwnPasswordChangeForm):
    """Kept by the action, so that the audit log has it."""

    def save(self, commit: bool = True) -> User:
        return change_own_password(self.user, password=self.cleaned_data["new_password1"], at=timezone.now())
