"""How far somebody came on this browser: which invitation, and whether the phone was proved. In a signed cookie."""

from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest, HttpResponse

from committees.models import Invitation

COOKIE = "vote"
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
    response.set_cookie(
        COOKIE,
        signing.dumps({"invitation": invitation.pk, "proved": is_proved}, salt=SALT),
        max_age=MINUTES * 60, path=PATH, httponly=True, samesite="Lax", secure=request.is_secure(),
    )  # fmt: skip


def take_back(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")
