"""Who calls: `Authorization: Token <key>`, or `Bearer <key>` as OAuth 2 has it; both mean the same."""

from datetime import datetime, timedelta
from functools import cache

from django.db import connection
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed

from accounts.middleware import address_of
from accounts.models import ApiToken, Region, User
from accounts.networks import lies_within
from accounts.tokens import digest_of, note_use

NOTE_USE_EVERY = timedelta(minutes=1)
SCHEMES = {"token", "bearer"}


def columns_of(model: type[Model]) -> tuple[str, ...]:
    return tuple(column.attname for column in model._meta.concrete_fields)


TOKEN, PERSON, REGION = columns_of(ApiToken), columns_of(User), columns_of(Region)


@cache
def statement() -> str:
    """Token, person and region of a digest, in this order. Compiled once: that costs more than running it."""
    names = [*TOKEN, *(f"user__{name}" for name in PERSON), *(f"user__region__{name}" for name in REGION)]
    rows = ApiToken.objects.filter(digest="").order_by().values_list(*names)
    return rows.query.sql_with_params()[0]


def token_of(key: str) -> ApiToken | None:
    """The token of a key, with its person and their region, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(statement(), [digest_of(key)])
        row = cursor.fetchone()
    if row is None:
        return None
    person_from, region_from = len(TOKEN), len(TOKEN) + len(PERSON)
    token = ApiToken.from_db("default", TOKEN, row[:person_from])
    token.user = User.from_db("default", PERSON, row[person_from:region_from])
    if token.user.region_id is not None:
        token.user.region = Region.from_db("default", REGION, row[region_from:])
    return token


class TokenAuthentication(BaseAuthentication):
    """A person's API token, looked up by its peppered digest."""

    def authenticate(self, request):
        words = request.META.get("HTTP_AUTHORIZATION", "").split()
        if not words or words[0].lower() not in SCHEMES:
            return None
        if len(words) != 2:
            raise AuthenticationFailed(_("Write the header as “Authorization: Token <key>”."))
        token = token_of(words[1])
        if token is None:
            raise AuthenticationFailed(_("This token is not known. Ask the system administrator for a new one."))
        now = timezone.now()
        refuse_unusable(token, now)
        refuse_from_elsewhere(token, request)
        if token.last_used_at is None or now - token.last_used_at >= NOTE_USE_EVERY:
            note_use(token, at=now)
        return token.user, token

    def authenticate_header(self, request) -> str:
        return 'Token realm="api", Bearer realm="api"'


def refuse_unusable(token: ApiToken, now: datetime) -> None:
    """Raises AuthenticationFailed."""
    if token.revoked_at is not None:
        raise AuthenticationFailed(_("This token was revoked. Ask the system administrator for a new one."))
    if not token.is_good(now):
        raise AuthenticationFailed(
            _("This token has expired. Fetch the next one with the client's id and secret.")
            if token.client_id
            else _("This token has expired. Ask the system administrator for a new one.")
        )
    if not token.user.is_active:
        raise AuthenticationFailed(_("The person of this token may no longer log in."))


def refuse_from_elsewhere(token: ApiToken, request) -> None:
    """Raises AuthenticationFailed for a call from outside of the token's networks."""
    if not token.networks:
        return
    address = address_of(request)
    if not lies_within(address, token.networks):
        text = _("This token may not be used from %(address)s: that is outside of its allowed networks.")
        raise AuthenticationFailed(text % {"address": address})
