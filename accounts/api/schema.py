"""What the OpenAPI document says of every operation: how to log in, and which problems may come back."""

import re

from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from rest_framework import serializers
from rest_framework.permissions import SAFE_METHODS

from accounts.api.problems import MEDIA_TYPE


class ProblemError(serializers.Serializer):
    detail = serializers.CharField(help_text=_("What is wrong, and what to do."))
    pointer = serializers.CharField(
        required=False, help_text=_("Where in the body, as a JSON pointer such as #/region.")
    )
    parameter = serializers.CharField(required=False, help_text=_("Which parameter of the address."))


class Problem(serializers.Serializer):
    """A problem document (RFC 9457), in the language asked for by Accept-Language."""

    type = serializers.CharField(help_text=_("Which kind of problem, for programs: urn:anju:problem:…"))
    title = serializers.CharField(help_text=_("Which kind of problem, for people."))
    status = serializers.IntegerField(help_text=_("The HTTP status."))
    detail = serializers.CharField(help_text=_("What happened here, and what to do."))
    instance = serializers.CharField(help_text=_("The address that was called."))
    request_id = serializers.CharField(help_text=_("The number of the request; the portal's log has it."))
    errors = ProblemError(many=True, required=False)


class Schema(AutoSchema):
    """Adds to every operation the beginning of its description as a summary, and the problems that may come back."""

    def get_summary(self) -> str:
        return re.split(r"[.;:](?:\s|$)", self.get_description(), maxsplit=1)[0]

    def _get_response_bodies(self, direction="response"):
        bodies = super()._get_response_bodies(direction)
        if direction == "response":
            for status in self.problem_statuses():
                bodies[status] = self._get_response_for_code(Problem, status, media_types=[MEDIA_TYPE])
        return bodies

    def problem_statuses(self) -> list[str]:
        writes = self.method not in SAFE_METHODS
        found = ["400", "401", "403", "404", "406"] if "{" in self.path else ["400", "401", "403", "406"]
        return [*found, "409", "413", "415"] if writes else found


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "accounts.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema):
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": str(_("“Token”, a space, and the key that was shown when the token was issued.")),
        }
