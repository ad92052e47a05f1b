"""What will go says so in every answer."""

from datetime import date

import pytest
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.settings import patched_settings
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from accounts.api.deprecation import Farewell, deprecated

GOING = Farewell(since=date(2026, 11, 20), until=date(2027, 11, 20), successor="api:estate-list")


class Old(APIView):
    permission_classes = [AllowAny]

    @deprecated(GOING)
    def get(self, request):
        """What was there before."""
        return Response({}, headers=request.query_params)


@pytest.fixture
def ask(db):
    return lambda query="": Old.as_view()(APIRequestFactory().get(f"/old/{query}"))


class TestDeprecated:
    def test_tells_since_when_and_until_when(self, ask):
        answer = ask()
        assert answer["Deprecation"] == "@1795132800"
        assert answer["Sunset"] == "Sat, 20 Nov 2027 00:00:00 GMT"

    def test_leads_to_what_takes_its_place(self, ask):
        assert ask()["Link"] == '<http://testserver/api/v1/estates/>; rel="successor-version"'

    def test_leaves_other_links_alone(self, ask):
        assert ask("?Link=first")["Link"].startswith("first, <")

    def test_stands_in_the_description(self):
        from django.urls import path

        with patched_settings({"POSTPROCESSING_HOOKS": []}):  # they are about the whole API
            schema = SchemaGenerator(patterns=[path("api/v1/old/", Old.as_view())]).get_schema(public=True)
        assert schema["paths"]["/api/v1/old/"]["get"]["deprecated"] is True
