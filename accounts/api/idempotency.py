"""A write that is sent twice is done once: the header `Idempotency-Key`.

The first call with a key does its work and keeps its answer in one transaction, so that a crash leaves neither. Whoever
sends the same call again gets that answer again; while the first one runs, 409; with another call under the key, 422.

Answers that came before the work (401, 403, 429) or from a failure (5xx) are not kept: sent again, it may succeed.
An answer that shows a secret is not kept either, for the table would hold it in clear. Its key says that it was used.
"""

import hashlib
import re
from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions
from rest_framework.permissions import SAFE_METHODS
from rest_framework.views import APIView

from accounts.api.problems import Conflict
from accounts.models import KeptAnswer

HEADER = "Idempotency-Key"
SOUND_KEY = re.compile(r"^[!-~]{1,255}$")
KEPT_FOR = timedelta(hours=24)
HEADERS_KEPT = ("Content-Type", "Location", "ETag", "Retry-After")
NOT_KEPT = {401, 403, 429}


class StillRunning(Conflict):
    default_code = "still_running"
    default_detail = gettext_lazy("The first call with this key is still running. Ask again in a moment.")
    wait = 1


class AlreadyDone(Conflict):
    default_code = "already_done"
    default_detail = gettext_lazy(
        "This was done already with this key. Its answer showed a secret, which was shown once and is not kept."
    )


class KeyOfAnother(exceptions.APIException):
    status_code = 422
    default_code = "key_of_another"
    default_detail = gettext_lazy(
        "This key was used within the last 24 hours for a different call. Take a new key for each new call."
    )


class Replay(Exception):
    """The call was answered before; carries that answer."""

    def __init__(self, kept: KeptAnswer) -> None:
        self.kept = kept


class Claim:
    """A key that is this call's until its transaction ends."""

    def __init__(self, request, *, key: str, digest: str, at: datetime) -> None:
        user = request.user
        self.owner = {"person": user, "standing": f"{user.role} {user.region_id or ''}", "key": key}
        self.digest, self.at = digest, at

    def take(self) -> None:
        """Raises StillRunning, KeyOfAnother, AlreadyDone, or Replay with the answer of the first call."""
        if not self.is_mine():
            raise StillRunning
        kept = KeptAnswer.objects.filter(**self.owner).first()
        if kept is None:
            return
        if kept.at <= self.at - KEPT_FOR:
            kept.delete()
        elif kept.digest != self.digest:
            raise KeyOfAnother
        elif kept.body is None:
            raise AlreadyDone
        else:
            raise Replay(kept)

    def is_mine(self) -> bool:
        """Whether nobody else is answering a call with this key at this moment."""
        name = f"{self.owner['person'].pk} {self.owner['key']}".encode()
        number = int.from_bytes(hashlib.blake2b(name, digest_size=8).digest(), signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
            return cursor.fetchone()[0]

    def keep(self, response: HttpResponse, *, secret: bool) -> None:
        headers = {name: response[name] for name in HEADERS_KEPT if name in response}
        body = None if secret or response.streaming else response.content
        KeptAnswer.objects.create(
            **self.owner, digest=self.digest, status=response.status_code, headers=headers, body=body, at=self.at
        )


class AnswersOnce(APIView):
    """A view whose writes are done once for each `Idempotency-Key`. Every view of the API that writes is one."""

    shows_secrets: tuple[str, ...] = ()
    """Actions of the view (or methods, where it has none) whose answer shows a secret."""
    claim: Claim | None = None

    def dispatch(self, request, *args, **kwargs):
        if request.method in SAFE_METHODS or HEADER not in request.headers:
            return super().dispatch(request, *args, **kwargs)
        with transaction.atomic():
            with ExitStack() as self.work:
                response = self.finished(super().dispatch(request, *args, **kwargs))
                if self.claim and response.status_code >= 400:
                    transaction.set_rollback(True)
            if self.claim and response.status_code not in NOT_KEPT and response.status_code < 500:
                self.claim.keep(response, secret=self.is_secret() and response.status_code < 400)
        return response

    def initial(self, request, *args, **kwargs):
        """Who calls and what they may comes first; only then the key. What the call does is a savepoint of its own."""
        super().initial(request, *args, **kwargs)
        if request.method in SAFE_METHODS or HEADER not in request.headers or not request.user.is_authenticated:
            return
        key = request.headers[HEADER]
        if not SOUND_KEY.match(key):
            raise exceptions.ParseError(_("An Idempotency-Key has 1 to 255 visible ASCII characters."))
        claim = Claim(request, key=key, digest=digest_of(request), at=timezone.now())
        claim.take()
        self.claim = claim
        self.work.enter_context(transaction.atomic())

    def handle_exception(self, exc):
        return answered_before(exc.kept) if isinstance(exc, Replay) else super().handle_exception(exc)

    def finished(self, response: HttpResponse) -> HttpResponse:
        """The answer with its body, after the database has been asked what it would say at the end."""
        if self.claim and response.status_code < 400:
            try:
                connection.check_constraints()
            except IntegrityError as fault:
                transaction.set_rollback(True)
                response = self.finalize_response(self.request, self.handle_exception(fault))
        if hasattr(response, "render"):
            response.render()
        return response

    def is_secret(self) -> bool:
        return (getattr(self, "action", None) or self.request.method.lower()) in self.shows_secrets


def answered_before(kept: KeptAnswer) -> HttpResponse:
    response = HttpResponse(bytes(kept.body or b""), status=kept.status)
    del response["Content-Type"]
    for name, value in kept.headers.items():
        response[name] = value
    response["Idempotency-Replayed"] = "true"
    return response


def digest_of(request) -> str:
    """What tells one call from another: method, address, `If-Match`, and the body.

    A form is read for it (its separators are new every time it is sent); any other body counts as it is, byte by byte.
    """
    told = hashlib.blake2b(digest_size=16)
    for part in (request.method, request.get_full_path(), request.headers.get("If-Match", "")):
        told.update(f"{part}\n".encode())
    if (request.content_type or "").startswith("multipart/"):
        for name, value in parts_of(request):
            told.update(f"{name} {len(value)}\n".encode() + value)
    else:
        told.update(request.body)
    return told.hexdigest()


def parts_of(request) -> list[tuple[str, bytes]]:
    """The fields of a form; of a file its name and the digest of what is in it."""
    found: list[tuple[str, Any]] = []
    for name, values in request.data.lists():
        for value in values:
            if hasattr(value, "chunks"):
                content = hashlib.blake2b()
                for chunk in value.chunks():
                    content.update(chunk)
                value.seek(0)
                value = f"{value.name} {content.hexdigest()}"
            found.append((name, str(value).encode()))
    return sorted(found)


def purge(*, at: datetime) -> int:
    """Forget the answers that need not be kept any longer. Returns how many."""
    gone, _by_table = KeptAnswer.objects.filter(at__lte=at - KEPT_FOR).delete()
    return gone
