"""Which cases this browser has opened: their numbers, in a signed cookie. No address and no log ever holds a secret."""

from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE = "cases"
SALT = "complaints.following"
MOST = 20
"""Cases at once; the one opened longest ago goes first."""
DAYS = 30


def numbers_open(request: HttpRequest) -> list[str]:
    """The numbers of the cases that were opened here, the latest last. A cookie that is forged or old opens none."""
    try:
        return signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=DAYS * 24 * 3600)
    except signing.BadSignature:
        return []


def is_open(request: HttpRequest, number: str) -> bool:
    return number in numbers_open(request)


def hand_out(request: HttpRequest, response: HttpResponse, number: str) -> None:
    """From now on this browser opens the case. Only for somebody who gave its secret, or has just filed it."""
    others = [each for each in numbers_open(request) if each != number]
    keep(request, response, [*others, number][-MOST:])


def take_back(request: HttpRequest, response: HttpResponse, number: str) -> None:
    """This browser forgets the case: for those who followed it on somebody else's phone."""
    keep(request, response, [each for each in numbers_open(request) if each != number])


def keep(request: HttpRequest, response: HttpResponse, numbers: list[str]) -> None:
    if not numbers:
        response.delete_cookie(COOKIE, samesite="Lax")
        return
    response.set_cookie(
        COOKIE,
        signing.dumps(numbers, salt=SALT),
        max_age=DAYS * 24 * 3600,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
