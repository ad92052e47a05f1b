"""What a caller may: each view names the verbs of `authority.csv` that it stands for."""

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import SAFE_METHODS, BasePermission

from accounts.authority import require, table


class MayCall(BasePermission):
    """Logged in, with a role that includes the view's verb, and with a token that may write if this is a write."""

    def has_permission(self, request, view) -> bool:
        if not request.user.is_authenticated:
            return False
        reading = request.method in SAFE_METHODS
        if not reading and getattr(request.auth, "read_only", False):
            raise PermissionDenied(_("This token may only read."))
        if not view_answers(view, request.method):
            return True
        require(request.user, verb_of(view, reading=reading))
        return True


def view_answers(view, method: str) -> bool:
    """Whether the view has the method at all; if not, the answer is 405 for every role."""
    return hasattr(view, method.lower())


def verb_of(view, *, reading: bool) -> str:
    """The verb of `authority.csv` behind a call: the action's own, or the view's for reading or writing.

    Raises ImproperlyConfigured when the view declares none: such a view must not be reachable by anybody.
    """
    own = getattr(view, "verbs", {}).get(getattr(view, "action", None))
    verb = own or getattr(view, "verb_to_read" if reading else "verb_to_write", None)
    if verb not in {row["verb"] for row in table()}:
        raise ImproperlyConfigured(f"{type(view).__name__} declares no verb of authority.csv for this call: {verb!r}")
    return verb
