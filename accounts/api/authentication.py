"""Who calls: `Authorization: Token <key>`."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed

from accounts.models import ApiToken
from accounts.tokens import digest_of, note_use

NOTE_USE_EVERY = timedelta(minutes=1)


class TokenAuthentication(BaseAuthentication):
    """A person's API token, looked up by its peppered digest: token, person and region in one query."""

    def authenticate(self, request):
        words = request.headers.get("Authorization", "").split()
        if not words or words[0].lower() != "token":
            return None
        if len(words) != 2:
            raise AuthenticationFailed(_("Write the header as “Authorization: Token <key>”."))
        token = self.token_of(words[1])
        now = timezone.now()
        self.refuse_unusable(token, now)
        if token.last_used_at is None or now - token.last_used_at >= NOTE_USE_EVERY:
            note_use(token, at=now)
        return token.user, token

    @staticmethod
    def token_of(key: str) -> ApiToken:
        digest = digest_of(key)
        token = ApiToken.objects.select_related("user__region").filter(digest=digest).first()
        if token is None:
            raise AuthenticationFailed(_("This token is not known. Ask the system administrator for a new one."))
        return token

    @staticmethod
    def refuse_unusable(token: ApiToken, now) -> None:
        if token.revoked_at is not None:
            raise AuthenticationFailed(_("This token was revoked. Ask the system administrator for a new one."))
        if not token.is_good(now):
            raise AuthenticationFailed(_("This token has expired. Ask the system administrator for a new one."))
        if not token.user.is_active:
            raise AuthenticationFailed(_("The person of this token may no longer log in."))

    def authenticate_header(self, request) -> str:
        return 'Token realm="api"'
