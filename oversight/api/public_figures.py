"""`/api/v1/figures/public/...`: the city's figures for everybody, without a token and without small numbers."""

from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import etags
from accounts.api.filtering import refuse_unknown
from accounts.api.rendering import dumps
from oversight import figures
from oversight.api import committee_shapes
from oversight.api import public_figure_shapes as shapes

KEPT_SECONDS = 300
"""How long anybody may keep an answer without asking again; it changes once a night."""


class PublicFigure(APIView):
    """The same for everybody who reads the same language: it may be kept by anybody between here and the reader."""

    authentication_classes: list = []
    permission_classes = [AllowAny]
    metadata_class = None
    untagged = ()

    def told(self, figure) -> Response:
        """What `figure` says, or that it says what the caller has already. Raises NotFound."""
        refuse_unknown(self.request, ())
        try:
            found = figure(on=timezone.localdate())
        except figures.NoSuchArea as fault:
            raise NotFound(str(fault)) from fault
        tag = etags.of_bytes(dumps(found))
        answer = Response(status=304) if etags.is_known(self.request, tag) else Response(found)
        answer["ETag"] = tag
        patch_cache_control(answer, public=True, max_age=KEPT_SECONDS)
        patch_vary_headers(answer, ["Accept-Language"])
        return answer


class Overview(PublicFigure):
    """The city in a few figures. A number that is left out, because it is 1 or 2 or would tell one, is null."""

    @extend_schema(responses=shapes.PublicOverview, auth=[])
    def get(self, request):
        return self.told(figures.public_overview)


class Grades(PublicFigure):
    """How many companies hold which grade, in the city and in each county. Numbers that are left out are null."""

    @extend_schema(responses=shapes.PublicGrades, auth=[])
    def get(self, request):
        return self.told(figures.public_grades)


class Coverage(PublicFigure):
    """How many estates have property service, in the city and in each county. Numbers that are left out are null."""

    @extend_schema(responses=shapes.PublicCoverage, auth=[])
    def get(self, request):
        return self.told(figures.public_coverage)


class Committees(PublicFigure):
    """How many estates have an owners' committee or a management committee, in the city and in each county."""

    @extend_schema(responses=committee_shapes.PublicCommitteeTable, auth=[])
    def get(self, request):
        return self.told(figures.public_committees)


class Complaints(PublicFigure):
    """How complaints of twelve months fared: the city, its districts, the classes. Counted once a day."""

    @extend_schema(responses=shapes.PublicComplaints, auth=[])
    def get(self, request):
        return self.told(figures.public_complaints)
