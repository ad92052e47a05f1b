"""`/api/v1/tokens/`: a person's own tokens; who sees people sees all."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.response import Response

from accounts.api.filtering import refuse_unknown
from accounts.api.registers import Writable
from accounts.api.token_shapes import CallerShape, Revocation, Rotated, Rotation, TokenShape, limit_of
from accounts.authority import may, verbs_of
from accounts.models import ApiToken, User
from accounts.token_filters import TokenFilters
from accounts.tokens import revoke_token, rotate_token


class Tokens(Writable):
    """Keys to the API, without the keys. New ones are issued in the web admin; here they are rotated and revoked."""

    kind = "token"
    model = ApiToken
    verb_to_read = verb_to_write = "tokens.own"
    serializer_class = TokenShape
    filterset_class = TokenFilters
    lookup_value_regex = "[0-9]{1,18}"
    ordering = ("-issued_at",)
    ordering_fields = ("issued_at", "expires_at", "last_used_at", "name")
    shows_secrets = ("rotate",)

    def seen_by(self, user: User) -> QuerySet:
        return ApiToken.objects.all() if may(user, "people.view") else ApiToken.objects.filter(user=user)

    @extend_schema(responses=CallerShape)
    @action(detail=False)
    def current(self, request) -> HttpResponse:
        """Who is calling, with which token, and what it may. The way to try out a key."""
        refuse_unknown(request, ())
        return self.answer(CallerShape(caller(request.user, request.auth)).data)

    @extend_schema(request=Rotation, responses={201: Rotated})
    @action(detail=True, methods=["post"])
    def rotate(self, request, pk: str) -> Response:
        """Issue a successor under the same terms, and show its key: this once. The old key goes on for some days."""
        refuse_unknown(request, ())
        with transaction.atomic():
            token, asked = self.held(), asked_in(request, Rotation)
            refuse_others_key(request, token)
            overlap = timedelta(days=asked["overlap_days"])
            successor, key = rotate_token(token, by=request.user, at=timezone.now(), overlap=overlap)
        told = {"key": key, "token": self.told(successor.pk), "old_key_good_until": successor.predecessor.expires_at}
        return Response(told, status=201, headers={"Cache-Control": "no-store"})

    @extend_schema(request=Revocation, responses=TokenShape)
    @action(detail=True, methods=["post"])
    def revoke(self, request, pk: str) -> Response:
        """End a token at once. It may be the one that is calling."""
        refuse_unknown(request, ())
        with transaction.atomic():
            token, asked = self.held(), asked_in(request, Revocation)
            revoke_token(token, by=request.user, at=timezone.now(), why=asked["why"])
        return Response(self.told(token.pk))


def asked_in(request, form_class) -> dict[str, Any]:
    """The values of a body. Raises ValidationError."""
    form = form_class(data=request.data)
    form.is_valid(raise_exception=True)
    return form.validated_data


def refuse_others_key(request, token: ApiToken) -> None:
    """Whoever holds a token must not come by the key of another one, with other networks or more rights."""
    holds = request.auth
    if isinstance(holds, ApiToken) and holds.pk != token.pk and not may(request.user, "people.manage"):
        raise PermissionDenied(_("A token rotates itself only. Rotate the others with their own keys."))


def caller(user: User, token: ApiToken | None) -> dict[str, Any]:
    return {
        "person": user.username,
        "full_name": user.full_name,
        "role": user.role,
        "region": user.region_id,
        "region_name": user.region.name if user.region_id else None,
        "may": sorted(verbs_of(user.role)),
        "token": token.pk if token else None,
        "name": token.name if token else None,
        "client": token.client.client_id if token and token.client_id else None,
        "read_only": bool(token and token.read_only),
        "networks": token.networks if token else [],
        "calls_per_minute": limit_of(token.calls_per_minute if token else None),
        "expires_at": token.expires_at if token else None,
    }
