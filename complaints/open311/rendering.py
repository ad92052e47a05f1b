"""Answers in XML and JSON. A list in XML is an element for each of its rows, in one that holds them."""

from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from django.http import HttpResponse

from accounts.api.rendering import dumps
from accounts.spreadsheets import NO_XML

ROW_OF = {
    "services": "service", "attributes": "attribute", "values": "value", "service_requests": "request",
    "service_request_updates": "request_update", "errors": "error", "endpoints": "endpoint", "formats": "format",
}  # fmt: skip
TYPES = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}


def answer(form: str, root: str, told: Any, *, status: int = 200) -> HttpResponse:
    """`told` under the name `root`, as `form` ("xml" or "json")."""
    body = dumps(told) if form == "json" else in_xml(root, told)
    return HttpResponse(body, status=status, content_type=TYPES.get(form, TYPES["xml"]))


def in_xml(root: str, told: Any) -> bytes:
    top = Element(root)
    fill(top, told)
    return tostring(top, encoding="utf-8", xml_declaration=True)


def fill(element: Element, value: Any) -> None:
    if isinstance(value, dict):
        for name, inner in value.items():
            fill(SubElement(element, name), inner)
    elif isinstance(value, list | tuple):
        for row in value:
            fill(SubElement(element, ROW_OF[element.tag]), row)
    elif value is not None:
        element.text = text_of(value)


def text_of(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat()
    return NO_XML.sub("\ufffd", str(value))
