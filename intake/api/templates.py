"""`/api/v1/imports/templates/`: the registers that take files, their columns, and an empty workbook for each."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import viewsets
from rest_framework.exceptions import NotFound
from rest_framework.reverse import reverse

from accounts.api import etags
from accounts.api.filtering import refuse_unknown
from accounts.api.rendering import FastJSON
from intake.api.imports import WorkbookAnswer
from intake.api.shapes import RegisterShape
from intake.downloads import WORKBOOK, workbook
from intake.parsing import first_words
from intake.sheets import Column, Sheet, all_sheets, sheets_for
from intake.templates import template


class Templates(viewsets.GenericViewSet):
    """Registers that take files. They are the same for everybody; who may import is told with each."""

    verb_to_read = "imports.view"
    serializer_class = RegisterShape
    lookup_url_kwarg = "register"
    lookup_value_regex = "[a-z_-]+"
    metadata_class = None
    untagged = ("retrieve",)
    http_method_names = ["get", "head"]

    @extend_schema(responses=RegisterShape(many=True), filters=False)
    def list(self, request) -> HttpResponse:
        """Every register that takes files, in the order in which an empty portal is filled."""
        refuse_unknown(request, self.pagination_class.parameters)
        mine = sheets_for(request.user)
        rows = [told(sheet, request, may_import=key in mine) for key, sheet in all_sheets().items()]
        page = self.get_paginated_response(RegisterShape(self.paginate_queryset(rows), many=True).data)
        return etags.answer(request, page.data)

    @extend_schema(responses={(200, WORKBOOK): OpenApiTypes.BINARY})
    def retrieve(self, request, register: str) -> HttpResponse:
        """The empty workbook of a register, to fill in."""
        refuse_unknown(request, ())
        sheet = all_sheets().get(register)
        if sheet is None:
            known = ", ".join(all_sheets())
            raise NotFound(_("No such register takes files. There are: %(known)s.") % {"known": known})
        return workbook(template(sheet), f"{sheet.tab}.xlsx")

    def get_renderers(self):
        return [FastJSON(), WorkbookAnswer()] if self.detail else super().get_renderers()


def told(sheet: type[Sheet], request, *, may_import: bool) -> dict[str, Any]:
    return {
        "register": sheet.key,
        "title": str(sheet.title),
        "about": str(sheet.about),
        "tab": sheet.tab,
        "can_update": sheet.can_update,
        "may_import": may_import,
        "template": reverse("api:template-detail", args=[sheet.key], request=request),
        "columns": [told_column(column) for column in sheet.ready_columns()],
    }


def told_column(column: Column) -> dict[str, Any]:
    return {
        "field": column.field,
        "heading": column.heading,
        "required": column.required,
        "help": str(column.help),
        "choices": first_words(column.choices),
        "example": column.example,
    }
