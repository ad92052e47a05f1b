"""How far somebody came on this browser, in two cookies: who is voting, signed; what was chosen so far, sealed.

The second lets the back button work. It goes when the ballot is cast.
"""

import json
from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest, HttpResponse

from accounts.sealing import NotOpened, seal, unseal
from committees.models import Invitation

COOKIE = "vote"
CHOICE = "choice"
SALT = "committees.voting"
PATH = "/vote/"
MINUTES = 30


@dataclass(frozen=True)
class Key:
    invitation: Invitation
    is_proved: bool


def key_of(request: HttpRequest) -> Key | None:
    """None where there is no cookie, or it is forged or older than `MINUTES`."""
    try:
        told = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=MINUTES * 60)
    except signing.BadSignature:
        return None
    found = Invitation.objects.select_related("vote__estate", "owner").filter(pk=told["invitation"]).first()
    return Key(found, told["proved"]) if found else None


def hand_out(request: HttpRequest, response: HttpResponse, invitation: Invitation, *, is_proved: bool) -> None:
    keep(request, response, COOKIE, signing.dumps({"invitation": invitation.pk, "proved": is_proved}, salt=SALT))


def take_back(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")
    forget_choice(response)


def choice_of(request: HttpRequest, invitation: Invitation) -> set[str]:
    """The keys of the options that were chosen here with this invitation, as text; none where nothing was."""
    try:
        told = json.loads(unseal(request.COOKIES.get(CHOICE, "")))
    except NotOpened:
        return set()
    return {str(key) for key in told["options"]} if told["invitation"] == invitation.pk else set()


def keep_choice(request: HttpRequest, response: HttpResponse, invitation: Invitation, options: list[int | str]) -> None:
    keep(request, response, CHOICE, seal(json.dumps({"invitation": invitation.pk, "options": options})))


def forget_choice(response: HttpResponse) -> None:
    response.delete_cookie(CHOICE, path=PATH, samesite="Lax")


def keep(request: HttpRequest, response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=MINUTES * 60, path=PATH, httponly=True, samesite="Lax", secure=request.is_secure()
    )
