"""What API tokens look like in JSON. Their keys and digests are in none of these."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.reading import Worked
from accounts.api.serializers import KnownFields, Shape
from accounts.models import ApiToken, Role, TokenState
from accounts.tokens import LONGEST_OVERLAP, OVERLAP


def state_now(revoked_at: datetime | None, expires_at: datetime) -> str:
    return ApiToken(revoked_at=revoked_at, expires_at=expires_at).state(timezone.now())


def limit_of(own: int | None) -> int:
    return own or settings.API_CALLS_PER_MINUTE


class TokenShape(Shape):
    person = serializers.CharField(source="user.username", help_text=_("User name of the person whose token it is."))
    role = serializers.ChoiceField(Role.choices, source="user.role", help_text=_("The person's role."))
    region = serializers.CharField(
        source="user.region_id", allow_null=True, help_text=_("Division code of what the person sees.")
    )
    hint = serializers.CharField(help_text=_("The first characters of the key."))
    networks = serializers.ListField(
        child=serializers.CharField(), help_text=_("Networks from which it may be used; none: from everywhere.")
    )
    calls_per_minute = Worked(
        serializers.IntegerField(),
        by=limit_of,
        of=["calls_per_minute"],
        help_text=_("How many calls a minute it may make."),
    )
    client = serializers.CharField(
        source="client.client_id", allow_null=True, help_text=_("Id of the OAuth client that fetched it.")
    )
    state = Worked(
        serializers.ChoiceField(TokenState.choices),
        by=state_now,
        of=["revoked_at", "expires_at"],
        help_text=_("Whether it opens anything at this moment."),
    )
    predecessor = serializers.IntegerField(
        source="predecessor_id", allow_null=True, help_text=_("Id of the token that it takes over from.")
    )
    successor = serializers.IntegerField(
        source="successor.id", allow_null=True, help_text=_("Id of the token that takes over from it.")
    )

    class Meta:
        model = ApiToken
        fields = [
            "id", "name", "hint", "person", "role", "region", "read_only", "networks", "calls_per_minute", "client",
            "issued_at", "expires_at", "revoked_at", "last_used_at", "state", "predecessor", "successor",
        ]  # fmt: skip
        read_only_fields = fields


class Rotation(KnownFields):
    overlap_days = serializers.IntegerField(
        min_value=0,
        max_value=LONGEST_OVERLAP.days,
        default=OVERLAP.days,
        help_text=_("Days that the old key goes on, 0 to 90; never longer than it was good anyway."),
    )


class Rotated(serializers.Serializer):
    key = serializers.CharField(help_text=_("The new key. It is shown in this answer and never again."))
    token = TokenShape(help_text=_("The token that takes over."))
    old_key_good_until = serializers.DateTimeField(help_text=_("When the old key ends."))


class Revocation(KnownFields):
    why = serializers.CharField(
        max_length=300, required=False, default="", allow_blank=True, help_text=_("The reason, for the audit log.")
    )


class CallerShape(serializers.Serializer):
    """Who is calling: a person, with a token or with the session of the web admin."""

    person = serializers.CharField(help_text=_("User name."))
    full_name = serializers.CharField(help_text=_("Name."))
    role = serializers.ChoiceField(Role.choices, help_text=_("The person's role."))
    region = serializers.CharField(allow_null=True, help_text=_("Division code of what the person sees."))
    region_name = serializers.CharField(allow_null=True, help_text=_("Name of the division."))
    may = serializers.ListField(
        child=serializers.CharField(), help_text=_("What the role may do, as verbs; a token that only reads may less.")
    )
    token = serializers.IntegerField(allow_null=True, help_text=_("Id of the token; null with a session."))
    name = serializers.CharField(allow_null=True, help_text=_("What the token is for."))
    client = serializers.CharField(allow_null=True, help_text=_("Id of the OAuth client that fetched the token."))
    read_only = serializers.BooleanField(help_text=_("Whether only reading is possible."))
    networks = serializers.ListField(
        child=serializers.CharField(), help_text=_("Networks from which the token may be used; none: from everywhere.")
    )
    calls_per_minute = serializers.IntegerField(help_text=_("How many calls a minute may be made."))
    expires_at = serializers.DateTimeField(allow_null=True, help_text=_("When the token ends."))
