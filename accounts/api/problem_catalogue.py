"""Every kind of problem that the API answers with: its status, what it means, what to do.

Shown at `/api/v1/docs/errors/`. The kinds themselves and their titles stand in `problems.TITLES`.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    status: int
    meaning: str | Promise
    remedy: str | Promise


CATALOGUE = {
    "invalid": Kind(
        400,
        _("The request was understood, but fields of the body or parameters of the address are not right."),
        _("Go through `errors`: each names its field (`pointer`) or parameter and what belongs there."),
    ),
    "parse_error": Kind(
        400,
        _("The body is not JSON, or not the JSON that belongs here."),
        _("Send JSON in UTF-8 with `Content-Type: application/json`."),
    ),
    "not_authenticated": Kind(
        401,
        _("The request says nobody's name."),
        _("Send `Authorization: Token …`, or a bearer token from `/api/v1/oauth/token/`."),
    ),
    "authentication_failed": Kind(
        401,
        _("The token is unknown, expired, revoked, or comes from a network that it is not meant for."),
        _("Read `detail`. Ask whoever issued the token for a new one; OAuth clients fetch a new one themselves."),
    ),
    "permission_denied": Kind(
        403,
        _("The caller is known, but the role does not include this, or the token may only read."),
        _("Do not repeat it. Ask the bureau for the role, or for a token that may write."),
    ),
    "not_found": Kind(
        404,
        _("There is no such address or thing, or it lies outside the caller's region. Both get the same answer."),
        _("Check the code. Of a thing that you had, the change feed says whether it is deleted or has left."),
    ),
    "method_not_allowed": Kind(
        405,
        _("The address is there, the method is not taken."),
        _("The `Allow` header lists those that are."),
    ),
    "not_acceptable": Kind(
        406,
        _("The format asked for by `Accept` is not made here."),
        _("Ask for `application/json`, or leave `Accept` out."),
    ),
    "conflict": Kind(
        409,
        _("The request is sound, but the thing's present state excludes it: taken, already decided, still in use."),
        _("Fetch the thing again, look at its state and `moves`, and decide anew."),
    ),
    "still_running": Kind(
        409,
        _("The first call with this Idempotency-Key has not been answered yet."),
        _("Ask again after the second in `Retry-After`; the first call's answer comes then."),
    ),
    "already_done": Kind(
        409,
        _("This was done already with this Idempotency-Key, and its answer showed a secret, which is not kept."),
        _("Nothing needs to be done. If the secret was lost, rotate it."),
    ),
    "gone": Kind(
        410,
        _("What was asked for is kept no longer: a position of the change feed older than 90 days, for one."),
        _("Copy everything afresh, and go on from the position where that began."),
    ),
    "changed_meanwhile": Kind(
        412,
        _("`If-Match` names another state than the thing has now: somebody else has written it since it was read."),
        _("Fetch it again, look at what has changed, and write with its new ETag."),
    ),
    "too_large": Kind(
        413,
        _("The body is larger than the portal takes."),
        _("Send fewer rows at once."),
    ),
    "unsupported_media_type": Kind(
        415,
        _("The body's `Content-Type` is not understood."),
        _("Send `Content-Type: application/json`."),
    ),
    "key_of_another": Kind(
        422,
        _("This Idempotency-Key was used within 24 hours for a call with another address or another body."),
        _("Make a new key for each new write; only a repeated one keeps its key."),
    ),
    "throttled": Kind(
        429,
        _("More calls than the limit allows."),
        _("Wait the seconds in `Retry-After`, then go on. The limits are published on the page beside this one."),
    ),
    "unavailable": Kind(
        503,
        _("Something that this call needs does not answer at the moment, or takes too long. Nothing was changed."),
        _("Read `detail`. Try again after the seconds in `Retry-After`, with a narrower question if it says so."),
    ),
    "error": Kind(
        500,
        _("The portal has failed. The fault is in its log, under the number in `request_id`."),
        _("Try once more; a write only with the same `Idempotency-Key`. If it stays, tell the bureau that number."),
    ),
}  # fmt: skip


def codes_with(status: int) -> list[str]:
    """The kinds that come with a status."""
    return [code for code, kind in CATALOGUE.items() if kind.status == status]
