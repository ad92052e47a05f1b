"""Pages of a list: `page`, `page_size`; at most 1,000 rows."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import PageNumberPagination


class Pages(PageNumberPagination):
    """Numbered pages. A page or size that makes no sense is refused, never silently replaced."""

    page_size = 50
    max_page_size = 1000
    page_size_query_param = "page_size"
    page_query_description = gettext_lazy("A page number, from 1.")
    page_size_query_description = gettext_lazy("Rows on a page, 1 to 1000; by default 50.")
    parameters = ("page", "page_size")

    def get_page_size(self, request) -> int:
        return self.whole_number(request, "page_size", self.page_size, self.max_page_size)

    def get_page_number(self, request, paginator) -> int:
        return self.whole_number(request, "page", 1, 10**9)

    def paginate_queryset(self, queryset, request, view=None):
        try:
            return super().paginate_queryset(queryset, request, view)
        except NotFound as fault:
            raise NotFound(_("There is no such page: the list ends before it.")) from fault

    @staticmethod
    def whole_number(request, name: str, default: int, most: int) -> int:
        """Parameter `name` as a number from 1 to `most`. Raises ValidationError."""
        text = request.query_params.get(name)
        if text is None:
            return default
        if not (text.isascii() and text.isdigit() and 1 <= int(text[:12]) <= most):
            raise ValidationError({name: _("Give a whole number from 1 to %(most)d.") % {"most": most}})
        return int(text)
