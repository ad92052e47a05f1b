"""What the schema says of the address that issues OAuth 2 tokens."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers


class TokenRequest(serializers.Serializer):
    grant_type = serializers.ChoiceField(["client_credentials"], help_text=_("Always client_credentials."))
    scope = serializers.CharField(
        required=False, help_text=_("“read”, “write” or both with a space; by default all that the client may.")
    )
    client_id = serializers.CharField(required=False, help_text=_("Unless it stands in the Authorization header."))
    client_secret = serializers.CharField(required=False, help_text=_("Unless it stands in the Authorization header."))


class OAuthToken(serializers.Serializer):
    access_token = serializers.CharField(help_text=_("Send it as “Authorization: Bearer …”."))
    token_type = serializers.CharField(help_text=_("Always Bearer."))
    expires_in = serializers.IntegerField(help_text=_("Seconds that it is good for."))
    scope = serializers.CharField(help_text=_("What it may: “read”, or “read write”."))


class OAuthError(serializers.Serializer):
    """An error of RFC 6749, in English."""

    error = serializers.CharField(
        help_text=_(
            "Which error, for programs: invalid_request, invalid_client, unsupported_grant_type, invalid_scope, "
            "temporarily_unavailable."
        )
    )
    error_description = serializers.CharField(required=False, help_text=_("What is wrong."))
