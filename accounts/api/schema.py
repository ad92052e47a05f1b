"""What the OpenAPI document says of every operation, beyond what its serializers and filters say themselves.

`Schema` describes one operation: its name, its words, what may be asked, the headers that it takes and gives, the
problems that may come back. `schema_rows.py` tells of rows, `schema_parts.py` of what many operations share.
"""

import re
from http.client import responses
from typing import Any

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from rest_framework.permissions import SAFE_METHODS
from rest_framework.settings import api_settings

from accounts.api import schema_exports, schema_filters, schema_parts, schema_rows
from accounts.api.resources import Resource
from accounts.api.schema_parts import Part, Problem, ProblemError  # noqa: F401 - part of what this file offers

SUMMARIES = {
    "list": _("%(thing)s: list"),
    "retrieve": _("%(thing)s: one"),
    "create": _("%(thing)s: add"),
    "partial_update": _("%(thing)s: amend"),
    "destroy": _("%(thing)s: delete"),
}
METHODS = {"post": "add", "patch": "amend", "put": "put", "delete": "delete"}
SUCCESS = {
    "200": _("What was asked for."),
    "201": _("It was added."),
    "202": _("It was taken on."),
    "204": _("It is gone."),
}
NOT_MODIFIED = Part(
    ResolvedComponent.RESPONSE, "NotModified", {"description": _("What one has (If-None-Match) is still good.")}
)


class Schema(AutoSchema):
    """One operation."""

    @property
    def action(self) -> str:
        return getattr(self.view, "action", None) or ""

    @property
    def reads(self) -> bool:
        return self.method in SAFE_METHODS

    @property
    def is_of_rows(self) -> bool:
        return isinstance(self.view, Resource)

    @property
    def has_tag(self) -> bool:
        untagged = getattr(self.view, "untagged", None)
        return self.reads and untagged is not None and self.action not in untagged

    @property
    def is_once(self) -> bool:
        from accounts.api.idempotency import AnswersOnce  # whose views ask for this class while they are made

        return isinstance(self.view, AnswersOnce)

    @property
    def changes_a_thing(self) -> bool:
        """Whether it is done to a thing that is there: amending, deleting and all verbs."""
        from accounts.api.registers import Writable

        return isinstance(self.view, Writable) and bool(self.view.detail) and not self.reads

    @property
    def writes_rows(self) -> bool:
        from accounts.api.registers import Writable

        return isinstance(self.view, Writable) and self.action in ("create", "partial_update")

    def get_operation_id(self) -> str:
        """`estates_list`, `evidence_withdraw`, `figures_overview`: what the address says, and what is done there."""
        words = [word.replace("-", "_") for word in self._tokenize_path()] or ["root"]
        if self.action in SUMMARIES:
            return "_".join([*words, self.action])
        return "_".join(words if self.reads or self.is_only_method() else [*words, METHODS[self.method.lower()]])

    def is_only_method(self) -> bool:
        taken = getattr(self.view, "action_map", None) or dict.fromkeys(self.view.allowed_methods)
        return len([method for method in taken if method.lower() not in ("head", "options")]) == 1

    def map_renderers(self, attribute: str) -> list[str]:
        """What the answers are made as; a renderer of files has no name of its own."""
        found = (getattr(renderer, attribute) for renderer in self.view.get_renderers())
        return list(dict.fromkeys(each.partition(";")[0] for each in found if each))

    def get_summary(self) -> str:
        """What is done, in a few words: that of a verb is the first sentence of its description."""
        if self.is_of_rows and self.action in SUMMARIES:
            return SUMMARIES[self.action] % {"thing": capfirst(str(self.view.model._meta.verbose_name))}
        return re.split(r"[.;:](?:\s|$)|[。；：]", self.get_description(), maxsplit=1)[0]

    def get_serializer_name(self, serializer, direction) -> str:
        return schema_rows.name_of(type(serializer))

    def get_paginated_name(self, serializer_name: str) -> str:
        return f"{serializer_name}Page"

    def _map_serializer(self, serializer, direction, bypass_extensions=False) -> dict[str, Any]:
        """Of a row in an answer nothing is certain to be there: the caller says what to show."""
        told = super()._map_serializer(serializer, direction, bypass_extensions)
        resource = schema_rows.resource_of(type(serializer))
        if resource and direction == "response":
            told.pop("required", None)
            schema_rows.with_expansions(told["properties"], resource, self.shared)
        return told

    def get_extensions(self) -> dict[str, Any]:
        """Of a list: what the change feed calls its things, their key, and the fields that it carries."""
        if self.action != "list" or not self.is_of_rows:
            return {}
        kind = next(name for name, resource in Resource.known().items() if isinstance(self.view, resource))
        return {"x-resource": kind, "x-key": self.view.public_key, "x-own-fields": list(self.view.own_fields)}

    def _get_filter_parameters(self) -> list[dict[str, Any]]:
        if not self.is_of_rows:
            return super()._get_filter_parameters()
        if self.action == "retrieve":
            return [
                *self.detail_parameters(),
                *schema_rows.shaping_parameters(self.view, opened=True, shared=self.shared),
            ]
        if self.action not in ("list", "export"):
            return super()._get_filter_parameters()
        filters = [each for each in super()._get_filter_parameters() if each["name"] != "ordering"]
        order = schema_rows.ordering_parameter(self.view)
        if self.action == "export":
            return [*filters, *order, *schema_rows.column_parameters(self.view, shared=self.shared)]
        return [*filters, *order, *schema_rows.shaping_parameters(self.view, opened=False, shared=self.shared)]

    def get_filter_backends(self) -> list:
        return self.view.filter_backends if self.action == "export" else super().get_filter_backends()

    def get_override_parameters(self) -> list:
        return schema_exports.parameters(self.view) if self.action == "export" else super().get_override_parameters()

    def get_response_serializers(self):
        return schema_exports.responses(self.view) if self.action == "export" else super().get_response_serializers()

    def detail_parameters(self) -> list[dict[str, Any]]:
        """Those of the list's filters that an opened thing knows too."""
        found = schema_filters.FilterParameters(schema_filters.KnownFilters()).get_schema_operation_parameters(self)
        return [each for each in found if each["name"] in self.view.detail_parameters]

    def _resolve_path_parameters(self, variables: list[str]) -> list[dict[str, Any]]:
        found = super()._resolve_path_parameters(variables)
        for part in found:
            part.setdefault("description", self.key_words(part["name"]))
        return found

    def key_words(self, name: str):
        """What the key in an address is: as the field of the same name says."""
        if name == "id":
            return _("Its number in the portal.")
        shape = getattr(self.view, "serializer_class", None)
        field = shape().fields.get(name) if shape else None
        return (field and field.help_text) or _("Which one this belongs to, by its number in the portal.")

    def _get_pagination_parameters(self) -> list[dict[str, Any]]:
        return []

    def _get_parameters(self) -> list[dict[str, Any]]:
        paginator = self._get_paginator() if self._is_list_view() else None
        pages = [each for each in schema_parts.PAGING if each.name in paginator.parameters] if paginator else []
        return [*super()._get_parameters(), *map(self.shared, [*pages, *self.headers_taken()])]

    def headers_taken(self) -> list[Part]:
        if self.reads:
            return [schema_parts.IF_NONE_MATCH] if self.has_tag else []
        once = [schema_parts.IDEMPOTENCY_KEY] if self.is_once else []
        return [*once, *([schema_parts.IF_MATCH] if self.changes_a_thing else [])]

    def shared(self, part) -> dict[str, str]:
        """A reference to what stands in the document once: a `Part`, or a serializer class."""
        if not isinstance(part, Part):
            return self.resolve_serializer(part, "response").ref
        component = ResolvedComponent(part.name, part.place, part.content, part.name)
        self.registry.register_on_missing(component)
        return component.ref

    def _get_response_bodies(self, direction="response") -> dict[str, Any]:
        bodies = super()._get_response_bodies(direction)
        if direction != "response":
            return bodies
        for status, body in bodies.items():
            body["headers"] = {part.name: self.shared(part) for part in self.headers_given(status)}
            body["description"] = body["description"] or str(SUCCESS.get(status, responses[int(status)]))
        if self.has_tag:
            bodies["304"] = self.shared(NOT_MODIFIED)
        for status in self.problem_statuses():
            bodies.setdefault(status, self.shared(schema_parts.problem(status, self.shared)))
        return bodies

    def headers_given(self, status: str) -> list[Part]:
        found = [schema_parts.REQUEST_ID, schema_parts.RATE_LIMIT, schema_parts.RATE_LIMIT_POLICY]
        if status in ("200", "201") and (self.has_tag or self.writes_rows):
            found.append(schema_parts.ETAG)
        if status == "201" and self.writes_rows:
            found.append(schema_parts.LOCATION)
        farewell = [schema_parts.DEPRECATION, schema_parts.SUNSET] if self.is_deprecated() else []
        return [*found, *farewell, *([schema_parts.REPLAYED] if self.is_once and not self.reads else [])]

    def problem_statuses(self) -> list[str]:
        if self.view.get_exception_handler() is not api_settings.EXCEPTION_HANDLER:
            return []
        found = ["400", "401", "403", "404", "406", "429", "503"]
        amends = ["412"] if self.changes_a_thing or self.action == "bulk" else []
        return sorted([*found, *([] if self.reads else [*amends, "409", "413", "415", "422"])])


class TokenScheme(OpenApiAuthenticationExtension):
    """A token of one's own, or one fetched by OAuth 2: either will do."""

    target_class = "accounts.api.authentication.TokenAuthentication"
    name = ["token", "oauth"]

    def get_security_requirement(self, auto_schema):
        scope = "read" if auto_schema.method in SAFE_METHODS else "write"
        return [{"token": []}, {"oauth": [scope]}]

    def get_security_definition(self, auto_schema):
        token = _("“Token”, a space, and the key that was shown when the token was issued.")
        flow = {"tokenUrl": "/api/v1/oauth/token/", "scopes": {"read": _("Read."), "write": _("Read and write.")}}
        return [
            {"type": "apiKey", "in": "header", "name": "Authorization", "description": token},
            {"type": "oauth2", "description": _("For systems."), "flows": {"clientCredentials": flow}},
        ]


class SessionScheme(OpenApiAuthenticationExtension):
    """Whoever has logged in at the desk may call from there: so do its own pages."""

    target_class = "rest_framework.authentication.SessionAuthentication"
    name = "session"
    priority = 1

    def get_security_definition(self, auto_schema):
        words = _("The cookie of somebody who has logged in at the desk. Writes need its CSRF token in X-CSRFToken.")
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME, "description": words}
