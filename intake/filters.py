"""Filters of imports."""

from django.utils.translation import gettext_lazy as _

from accounts.filters import Filters, IdsFilter, KeysFilter, TextFilter
from intake.models import ImportBatch


class ImportFilters(Filters):
    model = ImportBatch
    columns = (
        "state", "on_existing", "row_count", "fault_count", "warning_count", "received_at", "applied_at", "undone_at",
    )  # fmt: skip

    id = IdsFilter()
    register = KeysFilter("sheet", max_length=40, help_text=_("Keys of registers, separated by commas."))
    by = KeysFilter("by__username", max_length=60, help_text=_("User names of who uploaded, separated by commas."))
    file_name = TextFilter(max_length=200, help_text=_("The whole name of the file."))
    search = TextFilter(
        "file_name", lookup_expr="icontains", max_length=100, help_text=_("Part of the name of the file.")
    )
