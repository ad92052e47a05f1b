"""Answers as JSON."""

from decimal import Decimal
from typing import Any

import orjson
from django.utils.functional import Promise
from rest_framework.renderers import JSONRenderer


def dumps(told: Any) -> bytes:
    return orjson.dumps(told, default=otherwise)


def otherwise(value: Any) -> Any:
    """What JSON does not know by itself. Raises TypeError for the rest."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Promise):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")


class FastJSON(JSONRenderer):
    """JSON for answers that go through serializers."""

    charset = None

    def render(self, data, accepted_media_type=None, renderer_context=None) -> bytes:
        return b"" if data is None else dumps(data)
