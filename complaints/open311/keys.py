"""Who calls: `api_key` of a form, or the header `Authorization`. A key in an address would stand in logs."""

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.exceptions import AuthenticationFailed

from accounts.api.authentication import TokenAuthentication, refuse_from_elsewhere, refuse_unusable, token_of
from accounts.api.limits import TooManyCalls, caller_of, spend
from accounts.authority import require
from accounts.models import ApiToken, User
from accounts.tokens import note_use
from complaints.open311.faults import Fault

RIGHT = "complaints.file"


def reader_of(request) -> User | None:
    """Who reads, counted against their calls of this minute; nobody in particular is None.

    Raises Fault for a key that opens nothing, TooManyCalls.
    """
    try:
        found = TokenAuthentication().authenticate(request)
    except AuthenticationFailed as fault:
        count(request)
        raise Fault(403, str(fault.detail)) from fault
    request.auth = found[1] if found else None
    count(request)
    return found[0] if found else None


def writer_of(request) -> User:
    """Who writes: the person of the key, with the right to file complaints. Raises Fault 403, TooManyCalls."""
    token = token_of_form(request) if request.POST.get("api_key") else None
    person = reader_of(request) if token is None else token.user
    if token is not None:
        request.auth = token
        count(request)
    if person is None:
        raise Fault(403, _("Send api_key: a key of yours for this portal, with the right to file complaints."))
    if request.auth.read_only:
        raise Fault(403, _("This token may only read."))
    require(person, RIGHT)
    return person


def token_of_form(request) -> ApiToken:
    token = token_of(request.POST["api_key"])
    now = timezone.now()
    try:
        if token is None:
            raise AuthenticationFailed(_("This api_key is not known."))
        refuse_unusable(token, now)
        refuse_from_elsewhere(token, request)
    except AuthenticationFailed as fault:
        request.auth = None
        count(request)
        raise Fault(403, str(fault.detail)) from fault
    note_use(token, at=now)
    return token


def count(request) -> None:
    """Raises TooManyCalls."""
    allowance = spend(*caller_of(request))
    if allowance.is_exceeded:
        raise TooManyCalls(allowance)
