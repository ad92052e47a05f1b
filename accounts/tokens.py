"""The verbs of API tokens and of the programs that fetch their own. Keys and secrets are returned once, kept nowhere.

A person handles their own tokens; those of others need `people.manage`.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.authority import require
from accounts.lifecycle import NotNow
from accounts.models import ApiClient, ApiToken, User
from accounts.networks import sound_networks

TOKEN_DAYS = 365
MOST_TOKEN_DAYS = 3650
OVERLAP = timedelta(days=7)
"""How long the old key or secret goes on after a rotation, unless its owner says otherwise."""
LONGEST_OVERLAP = timedelta(days=90)
CLIENT_TOKEN_LASTS = timedelta(hours=1)
KEEP_DEAD_CLIENT_TOKENS = timedelta(days=1)

Key = TypeVar("Key", ApiToken, ApiClient)


def digest_of(key: str) -> str:
    """The peppered digest under which a key or a secret is kept."""
    return hmac.new(settings.TOKEN_PEPPER.encode(), key.encode(), hashlib.sha256).hexdigest()


@transaction.atomic
def issue_token(
    user: User,
    *,
    name: str,
    by: User | None,
    at: datetime,
    read_only: bool = False,
    days: int = TOKEN_DAYS,
    networks: Iterable[str] = (),
    calls_per_minute: int | None = None,
    key: str | None = None,
) -> tuple[ApiToken, str]:
    """A new token for `user` and its key: show it now. Raises ValidationError, NotAllowed."""
    require_own(user, by)
    token = ApiToken(
        user=user,
        name=name,
        read_only=read_only,
        networks=networks_of(networks),
        calls_per_minute=calls_per_minute,
        issued_at=at,
        expires_at=at + timedelta(days=days),
    )
    return kept_with_key(token, verb="issue_token", by=by, at=at, key=key)


@transaction.atomic
def rotate_token(
    token: ApiToken, *, by: User | None, at: datetime, overlap: timedelta = OVERLAP
) -> tuple[ApiToken, str]:
    """A successor under the same terms, good for as long as `token` was issued for, and its key: show it now.

    `token` itself is good for `overlap` more, but never longer than it was. Raises NotNow, ValidationError, NotAllowed.
    """
    require_own(token.user, by)
    refuse_strange_overlap(overlap)
    token = locked(token)
    refuse_unless_rotatable(token, at)
    lasts, was = token.expires_at - token.issued_at, token.expires_at
    token.expires_at = min(at + overlap, was)
    token.save(update_fields=["expires_at"])
    successor = ApiToken(
        user=token.user, predecessor=token, issued_at=at, expires_at=at + lasts, **token.terms()
    )  # fmt: skip
    made = kept_with_key(successor, verb="issue_token", by=by, at=at)
    audit.record(
        by=by,
        at=at,
        verb="rotate_token",
        thing=token,
        before={"expires_at": str(was)},
        after={"expires_at": str(token.expires_at), "successor": successor.pk},
    )
    return made


@transaction.atomic
def revoke_token(token: ApiToken, *, by: User | None, at: datetime, why: str = "") -> ApiToken:
    """From now on `token` opens nothing. A second time changes nothing."""
    revoke(token, verb="revoke_token", by=by, at=at, why=why)
    return token


@transaction.atomic
def make_client(
    user: User,
    *,
    name: str,
    by: User | None,
    at: datetime,
    read_only: bool = False,
    networks: Iterable[str] = (),
    calls_per_minute: int | None = None,
    credentials: tuple[str, str] | None = None,
) -> tuple[ApiClient, str]:
    """A program that fetches its own tokens as `user`, and its secret: show it now. `credentials` are id and secret.

    Raises ValidationError, NotAllowed.
    """
    require_own(user, by)
    client_id, secret = credentials or (secrets.token_hex(12), secrets.token_urlsafe(32))
    client = ApiClient(
        user=user,
        name=name,
        client_id=client_id,
        digest=digest_of(secret),
        read_only=read_only,
        networks=networks_of(networks),
        calls_per_minute=calls_per_minute,
        issued_at=at,
    )
    audit.keep(client, by=by, at=at, verb="make_client")
    return client, secret


@transaction.atomic
def rotate_client(client: ApiClient, *, by: User | None, at: datetime, overlap: timedelta = OVERLAP) -> str:
    """A new secret: show it now. The one before is good for `overlap` more; an older one ends. Raises NotNow."""
    require_own(client.user, by)
    refuse_strange_overlap(overlap)
    client = locked(client)
    refuse_revoked(client)
    secret = secrets.token_urlsafe(32)
    client.old_digest, client.old_secret_until = client.digest, at + overlap
    client.digest = digest_of(secret)
    client.save(update_fields=["digest", "old_digest", "old_secret_until"])
    audit.record(
        by=by, at=at, verb="rotate_client", thing=client, after={"old_secret_until": str(client.old_secret_until)}
    )
    return secret


@transaction.atomic
def revoke_client(client: ApiClient, *, by: User | None, at: datetime, why: str = "") -> ApiClient:
    """The program fetches no more tokens, and those that it has end at once."""
    if revoke(client, verb="revoke_client", by=by, at=at, why=why):
        client.tokens.filter(revoked_at__isnull=True).update(revoked_at=at)
    return client


@transaction.atomic
def issue_client_token(client: ApiClient, *, key: str, read_only: bool, at: datetime) -> ApiToken:
    """The token that a program has fetched, under the program's terms. Those it fetched days ago are swept away.

    Raises NotNow when the client was revoked in the meantime.
    """
    client = locked(client)
    refuse_revoked(client)
    client.last_used_at = at
    client.save(update_fields=["last_used_at"])
    client.tokens.filter(expires_at__lt=at - KEEP_DEAD_CLIENT_TOKENS).delete()
    terms = {**client.terms(), "read_only": read_only or client.read_only}
    token = ApiToken(user=client.user, client=client, issued_at=at, expires_at=at + CLIENT_TOKEN_LASTS, **terms)
    return kept_with_key(token, verb="issue_token", by=client.user, at=at, key=key)[0]


def note_closed_client(client: ApiClient, *, at: datetime) -> None:
    """Write down that wrong secrets closed the door to a client for a while."""
    audit.record(by=None, at=at, verb="close_login", thing=client)


def is_secret_of(client: ApiClient, secret: str, *, at: datetime) -> bool:
    """Whether this is the client's secret, or the one before while that is still good."""
    given = digest_of(secret)
    is_new = hmac.compare_digest(given, client.digest)
    is_old = hmac.compare_digest(given, client.old_digest)
    return is_new or bool(is_old and client.old_secret_until and at < client.old_secret_until)


def note_use(token: ApiToken, *, at: datetime) -> None:
    """Keep when a token was last used. Not audited: the acts done with it are."""
    ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)


def require_own(owner: User, by: User | None) -> None:
    """Raises NotAllowed unless `by` is the owner, or manages people."""
    if by != owner:
        require(by, "people.manage")


def kept_with_key(
    token: ApiToken, *, verb: str, by: User | None, at: datetime, key: str | None = None
) -> tuple[ApiToken, str]:
    key = key or secrets.token_urlsafe(32)
    token.digest, token.hint = digest_of(key), key[:6]
    return audit.keep(token, by=by, at=at, verb=verb), key


def revoke(key: Key, *, verb: str, by: User | None, at: datetime, why: str) -> bool:
    """End a token or a client for good; `key` knows since when. Returns whether it was open until now."""
    require_own(key.user, by)
    kept = locked(key)
    was_open = kept.revoked_at is None
    if was_open:
        kept.revoked_at = at
        kept.save(update_fields=["revoked_at"])
        audit.record(by=by, at=at, verb=verb, thing=kept, why=why)
    key.revoked_at = kept.revoked_at
    return was_open


def networks_of(texts: Iterable[str]) -> list[str]:
    try:
        return sound_networks(texts)
    except ValidationError as fault:
        raise ValidationError({"networks": fault.messages}) from fault


def locked(key: Key) -> Key:
    """The row as it is now, held until the end of the transaction."""
    return type(key)._default_manager.select_for_update(no_key=True, of=("self",)).select_related("user").get(pk=key.pk)


def refuse_strange_overlap(overlap: timedelta) -> None:
    """Raises ValidationError."""
    if not timedelta(0) <= overlap <= LONGEST_OVERLAP:
        text = _("The old key may go on for 0 to %(most)d days.") % {"most": LONGEST_OVERLAP.days}
        raise ValidationError({"overlap_days": [text]})


def refuse_unless_rotatable(token: ApiToken, at: datetime) -> None:
    if token.client_id is not None:
        raise NotNow(_("This token was fetched by a program. The program fetches the next one itself."))
    if not token.is_good(at):
        raise NotNow(_("This token opens nothing any more. Issue a new one instead."))
    if ApiToken.objects.filter(predecessor=token).exists():
        raise NotNow(_("This token has been rotated already; its successor can be rotated."))


def refuse_revoked(client: ApiClient) -> None:
    if client.revoked_at is not None:
        raise NotNow(_("This client was revoked. Make a new one instead."))
