"""The one way for every resource: who sees which rows, how they are filtered, shown, kept.

A `Resource` names its model, the verbs of `authority.csv` for reading and writing, its serializer and its filters.
Its rows come from `seen_by(user)` and nowhere else: a list, a detail and all behind them share one scope.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone
from django_filters import FilterSet
from rest_framework import serializers, viewsets
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from accounts.api.filtering import refuse_unknown


def day_asked(request, name: str = "on") -> date | None:
    """The day in query parameter `name`, or None. Raises ValidationError."""
    text = request.query_params.get(name)
    if text is None:
        return None
    try:
        return serializers.DateField().run_validation(text)
    except ValidationError as fault:
        raise ValidationError({name: fault.detail}) from fault


class Resource(viewsets.GenericViewSet):
    """Rows to list and to open."""

    model: type[Any]
    verb_to_read: str
    verb_to_write: str | None = None
    filterset_class: type[FilterSet] | None = None
    ordering_fields: tuple[str, ...] = ()
    ordering_columns: dict[str, str | F] = {}
    detail_parameters: tuple[str, ...] = ()
    metadata_class = None
    http_method_names = ["get", "head", "post", "patch"]

    def seen_by(self, user) -> QuerySet:
        """The rows that a person sees: the scope of everything this resource answers."""
        return self.model.objects.visible_to(user)

    def with_details(self, queryset: QuerySet) -> QuerySet:
        """The same rows with what their representation needs, in a constant number of queries."""
        return queryset

    def get_queryset(self) -> QuerySet:
        if getattr(self, "swagger_fake_view", False):
            return self.model._default_manager.none()
        return self.with_details(self.seen_by(self.request.user))

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Filters and order belong to lists; a detail has its key."""
        return queryset if self.detail else super().filter_queryset(queryset)

    def as_of(self) -> date:
        """The day that the caller asks about (`on`), by default today."""
        return day_asked(self.request) or timezone.localdate()

    def list(self, request, *args, **kwargs) -> Response:
        return self.page_of(self.filter_queryset(self.get_queryset()))

    def page_of(self, rows: QuerySet | Sequence, serializer_class=None) -> Response:
        shape = serializer_class or self.get_serializer_class()
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(shape(page, many=True, context=self.get_serializer_context()).data)

    def retrieve(self, request, *args, **kwargs) -> Response:
        refuse_unknown(request, self.detail_parameters)
        return Response(self.get_serializer(self.get_object()).data)
