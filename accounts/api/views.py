"""The resources of the ground floor."""

from accounts.api.resources import Resource
from accounts.api.serializers import RegionShape, regions_for
from accounts.filters import RegionFilters
from accounts.models import Region


class Regions(Resource):
    """The city, its county-level districts, streets and communities, as far as the caller sees them."""

    kind = "region"
    model = Region
    verb_to_read = "registers.view"
    serializer_class = RegionShape
    filterset_class = RegionFilters
    lookup_field = "code"
    lookup_value_regex = "[0-9]{12}"
    ordering = ("code",)
    ordering_fields = ("code", "name", "level")
    own_fields = ("code", "name", "level", "parent", "prefix")

    def seen_by(self, user):
        return regions_for(user)
