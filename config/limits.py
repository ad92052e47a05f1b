"""What the API takes at most, in one place to read: `GET /api/v1/limits/`. Each figure stands where it is kept to."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import tokens
from accounts.api import bulk, idempotency, paging
from accounts.api.filtering import refuse_unknown
from accounts.api.limits import caller_of
from accounts.api.resources import Resource
from accounts.filter_fields import MOST_VALUES
from intake.limits import MAX_ROWS


class LimitsShape(serializers.Serializer):
    calls_per_minute = serializers.IntegerField(help_text=_("Calls that the caller may make in a minute of the clock."))
    page_rows = serializers.IntegerField(help_text=_("Most rows on a page (page_size)."))
    page_rows_usual = serializers.IntegerField(help_text=_("Rows on a page unless page_size is given."))
    deepest_row = serializers.IntegerField(help_text=_("Last row that page numbers reach; beyond, take after."))
    count_up_to = serializers.IntegerField(help_text=_("Rows up to which a list counts unless count=exact."))
    values_in_a_filter = serializers.IntegerField(help_text=_("Most values, separated by commas, of one filter."))
    rows_in_bulk = serializers.IntegerField(help_text=_("Most rows of one bulk call."))
    body_bytes = serializers.IntegerField(help_text=_("Largest body in bytes, but for files to import."))
    import_bytes = serializers.IntegerField(help_text=_("Largest file to import, in bytes."))
    import_rows = serializers.IntegerField(help_text=_("Most rows of a file to import."))
    idempotency_hours = serializers.IntegerField(help_text=_("Hours for which an Idempotency-Key is kept."))
    oauth_token_seconds = serializers.IntegerField(help_text=_("Seconds for which a token of OAuth is good."))
    rotation_overlap_days = serializers.IntegerField(
        help_text=_("Days that an old key goes on after a rotation, unless said otherwise.")
    )


class Limits(APIView):
    """What this portal takes at most: calls, rows, bytes. Open to everybody; `calls_per_minute` is the caller's own."""

    permission_classes = [AllowAny]
    metadata_class = None

    @extend_schema(responses=LimitsShape)
    def get(self, request) -> Response:
        refuse_unknown(request, ())
        return Response(LimitsShape(in_force(request)).data)


def in_force(request) -> dict[str, Any]:
    _caller, calls_per_minute = caller_of(request)
    return {
        "calls_per_minute": calls_per_minute,
        "page_rows": paging.LONGEST_PAGE,
        "page_rows_usual": paging.USUAL_PAGE,
        "deepest_row": paging.DEEPEST,
        "count_up_to": Resource.count_up_to,
        "values_in_a_filter": MOST_VALUES,
        "rows_in_bulk": bulk.MOST_ROWS,
        "body_bytes": settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
        "import_bytes": settings.IMPORT_MAX_BYTES,
        "import_rows": MAX_ROWS,
        "idempotency_hours": int(idempotency.KEPT_FOR.total_seconds() // 3600),
        "oauth_token_seconds": int(tokens.CLIENT_TOKEN_LASTS.total_seconds()),
        "rotation_overlap_days": tokens.OVERLAP.days,
    }
