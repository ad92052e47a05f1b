"""The pages of lists that no table keeps, and what the schema says of all pages."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import NotFound
from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response

from accounts.api.paging import LAST_PAGE, LONGEST_PAGE, PARAMETERS, USUAL_PAGE, whole_number


class Pages(PageNumberPagination):
    """Numbered pages. A page or size that makes no sense is refused, never silently replaced."""

    page_size = USUAL_PAGE
    max_page_size = LONGEST_PAGE
    page_size_query_param = "page_size"
    page_query_description = gettext_lazy("A page number, from 1.")
    page_size_query_description = gettext_lazy("Rows on a page, 1 to 1000; by default 50.")
    parameters = ("page", "page_size")
    """These lists are short: they are counted anyway, and have no `after`."""

    def get_page_size(self, request) -> int:
        return whole_number(request.query_params, "page_size", self.page_size, self.max_page_size)

    def get_page_number(self, request, paginator) -> int:
        return whole_number(request.query_params, "page", 1, LAST_PAGE)

    def paginate_queryset(self, queryset, request, view=None):
        try:
            return super().paginate_queryset(queryset, request, view)
        except NotFound as fault:
            raise NotFound(_("There is no such page: the list ends before it.")) from fault

    def get_paginated_response(self, data) -> Response:
        return Response({"count_is_exact": True, **super().get_paginated_response(data).data})

    def get_paginated_response_schema(self, schema) -> dict[str, Any]:
        told = super().get_paginated_response_schema(schema)
        told["required"] = ["count", "count_is_exact", "next", "previous", "results"]
        told["properties"]["count"] |= {"nullable": True}
        told["properties"]["count_is_exact"] = {"type": "boolean"}
        return told


class TablePages(Pages):
    """What is said of the pages of tables, which `Resource.list` and `Resource.page_of` cut by themselves."""

    parameters = PARAMETERS
