"""OAuth 2 client credentials (RFC 6749, 4.4): a program gives its id and secret, and gets a token for an hour.

oauthlib reads the request and words the errors. They are `{"error": ..., "error_description": ...}` in English, as the
standard has it: this one address answers no problem documents. See docs/decisions/0007-oauth-without-toolkit.md.
"""

import base64
import binascii
import json
import logging
import secrets
from datetime import datetime
from urllib.parse import unquote_plus

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from drf_spectacular.utils import OpenApiResponse, extend_schema
from oauthlib.oauth2 import BackendApplicationServer, RequestValidator
from oauthlib.oauth2.rfc6749.errors import (
    InsecureTransportError,
    InvalidClientError,
    InvalidRequestError,
    OAuth2Error,
    ServerError,
    TemporarilyUnavailableError,
)
from rest_framework.exceptions import APIException, Throttled
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import FormParser
from rest_framework.permissions import AllowAny
from rest_framework.views import APIView

from accounts import brake
from accounts.api.oauth_shapes import OAuthError, OAuthToken, TokenRequest
from accounts.lifecycle import NotNow
from accounts.middleware import address_of
from accounts.models import ApiClient
from accounts.networks import lies_within
from accounts.tokens import CLIENT_TOKEN_LASTS, is_secret_of, issue_client_token, note_closed_client

READ, WRITE = "read", "write"
NEVER_STORED = {"Cache-Control": "no-store", "Pragma": "no-cache"}

log = logging.getLogger(__name__)


class Closed(TemporarilyUnavailableError):
    """Too many wrong secrets for this client from this address."""

    status_code = 429
    description = f"Too many failures. Try again in {brake.MINUTES} minutes."
    headers = {"Retry-After": str(brake.MINUTES * 60)}


class Credentials(RequestValidator):
    """Which client asks, and for what; one for each request. `address` is where it came from."""

    def __init__(self, *, address: str, at: datetime):
        super().__init__()
        self.address, self.at = address, at

    def authenticate_client(self, request, *args, **kwargs) -> bool:
        """Raises InvalidRequestError for credentials in two places, Closed after too many failures."""
        client_id, secret = credentials_of(request)
        if not client_id or "\x00" in client_id:
            return False
        name = f"oauth {client_id}"
        if brake.is_closed(name, self.address):
            raise Closed
        client = ApiClient.objects.select_related("user").filter(client_id=client_id).first()
        if client is None or not self.is_good(client, secret):
            if brake.note_failure(name, self.address) and client is not None:
                note_closed_client(client, at=self.at)
            return False
        brake.forget(name, self.address)
        request.client, request.client_id = client, client.client_id
        return True

    def is_good(self, client: ApiClient, secret: str) -> bool:
        return (
            is_secret_of(client, secret, at=self.at)
            and client.revoked_at is None
            and client.user.is_active
            and (not client.networks or lies_within(self.address, client.networks))
        )

    def validate_grant_type(self, client_id, grant_type, client, request, *args, **kwargs) -> bool:
        return True

    def get_default_scopes(self, client_id, request, *args, **kwargs) -> list[str]:
        return scopes_of(request.client)

    def validate_scopes(self, client_id, scopes, client, request, *args, **kwargs) -> bool:
        return set(scopes) <= set(scopes_of(client))

    def save_token(self, token, request, *args, **kwargs) -> None:
        """Raises InvalidClientError when the client was revoked a moment ago."""
        try:
            issue_client_token(
                request.client, key=token["access_token"], read_only=WRITE not in request.scopes, at=self.at
            )
        except NotNow as fault:
            raise InvalidClientError(request=request) from fault


def scopes_of(client: ApiClient) -> list[str]:
    return [READ] if client.read_only else [READ, WRITE]


def credentials_of(request) -> tuple[str, str]:
    """The id and the secret from HTTP Basic or from the body, "" where there are none.

    Raises InvalidRequestError for both at once, or one twice.
    """
    in_body = (request.client_id or "", request.client_secret or "")
    if {"client_id", "client_secret"} & set(request.duplicate_params):
        raise InvalidRequestError("Give client_id and client_secret once.", request=request)
    scheme, _space, given = request.headers.get("Authorization", "").partition(" ")
    if not scheme:
        return in_body
    if scheme.lower() != "basic" or "" in (in_header := basic(given)):
        return "", ""
    if in_body[1] or in_body[0] not in ("", in_header[0]):
        raise InvalidRequestError("Give the credentials in one place: header or body.", request=request)
    return in_header


def basic(text: str) -> tuple[str, str]:
    """Id and secret of an HTTP Basic header, both form-encoded as RFC 6749 (2.3.1) asks for."""
    try:
        client_id, _colon, secret = base64.b64decode(text, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return unquote_plus(client_id), unquote_plus(secret)


def new_key(request) -> str:
    return secrets.token_urlsafe(32)


class JSONOnly(BaseContentNegotiation):
    """There is one format here, whatever was asked for."""

    def select_parser(self, request, parsers):
        return parsers[0]

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type


class TokenEndpoint(APIView):
    """Fetch a token by client id and secret (OAuth 2 client credentials). It is good for an hour.

    Send `grant_type=client_credentials` as a form, and the credentials by HTTP Basic or in the form. `scope=read` asks
    for a token that only reads. Errors are those of RFC 6749, not problem documents.
    """

    authentication_classes = []
    permission_classes = [AllowAny]
    parser_classes = [FormParser]
    content_negotiation_class = JSONOnly
    metadata_class = None

    def get_exception_handler(self):
        return as_oauth_error

    @extend_schema(
        auth=[],
        request={"application/x-www-form-urlencoded": TokenRequest},
        responses={200: OAuthToken, **dict.fromkeys((400, 401, 429), OpenApiResponse(OAuthError))},
    )
    def post(self, request) -> HttpResponse:
        if settings.PRODUCTION and not request.is_secure():
            raise InsecureTransportError
        validator = Credentials(address=address_of(request), at=timezone.now())
        server = BackendApplicationServer(
            validator, token_generator=new_key, token_expires_in=int(CLIENT_TOKEN_LASTS.total_seconds())
        )
        headers, body, status = server.create_token_response(
            request.get_full_path(),
            body=form_of(request),
            headers={"Authorization": request.META.get("HTTP_AUTHORIZATION", "")},
        )
        return answer(json.loads(body), status, headers)


def form_of(request) -> str:
    """The body as it was sent. Raises InvalidRequestError for one that is no form."""
    if request.content_type.partition(";")[0].strip() != "application/x-www-form-urlencoded":
        raise InvalidRequestError("Send the parameters as application/x-www-form-urlencoded.")
    try:
        return request._request.body.decode()
    except UnicodeDecodeError as fault:
        raise InvalidRequestError("The body is not UTF-8.") from fault


def answer(body: dict, status: int, headers: dict[str, str]) -> HttpResponse:
    made = JsonResponse(body, status=status)
    for name, value in {**headers, **NEVER_STORED}.items():
        made[name] = value
    if status == 401:
        made["WWW-Authenticate"] = 'Basic realm="api"'
    return made


def as_oauth_error(fault: Exception, context: dict) -> HttpResponse:
    """Anything that this address lets out, in the words of RFC 6749."""
    error = oauth_error_of(fault)
    wait = {"Retry-After": str(fault.wait)} if isinstance(fault, Throttled) else {}
    return answer(dict(error.twotuples), error.status_code, wait)


def oauth_error_of(fault: Exception) -> OAuth2Error:
    match fault:
        case OAuth2Error():
            return fault
        case Throttled():
            return TemporarilyUnavailableError("Too many calls in a minute.", status_code=429)
        case RequestDataTooBig():
            return InvalidRequestError("The body is too large.", status_code=413)
        case APIException():
            return InvalidRequestError("Send a POST request with a form.", status_code=fault.status_code)
    log.error("A token could not be issued", exc_info=fault)
    return ServerError(status_code=500)


@require_safe
def metadata(request: HttpRequest) -> JsonResponse:
    """What an OAuth 2 program needs to know of this portal (RFC 8414)."""
    return JsonResponse(
        {
            "issuer": request.build_absolute_uri("/").rstrip("/"),
            "token_endpoint": request.build_absolute_uri(reverse("api:oauth-token")),
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "grant_types_supported": ["client_credentials"],
            "response_types_supported": [],
            "scopes_supported": [READ, WRITE],
            "service_documentation": request.build_absolute_uri(reverse("api:docs")),
        }
    )
