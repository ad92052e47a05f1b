"""A template and values become a Word document.

Templates come from people: they run in jinja's sandbox, and `checking.py` has let nothing into them but fields, lists
and conditions. Every value is text (or a list of such), put in as text.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import segno
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from committees.papers.fields import PICTURE

PICTURE_MM = 26
"""Width of the code to scan; it keeps four modules of white around."""


def environment() -> SandboxedEnvironment:
    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


class Template(DocxTemplate):
    """docxtpl's, which takes a code's picture and shows which parts a template is read from."""

    def sources(self) -> Iterator[str]:
        """Each part as jinja gets it: the body, headers, footers, notes, and the document's properties."""
        self.render_init()
        yield self.patch_xml(self.get_xml())
        for uri in (self.HEADER_URI, self.FOOTER_URI):
            for _key, part in self.get_headers_footers(uri):
                yield self.patch_xml(self.get_part_xml(part))
        for part in self.docx.part.package.iter_parts():
            if part.content_type.endswith("footnotes+xml"):
                yield self.patch_xml(part.blob.decode())
        own = self.docx.core_properties
        yield from (own.author, own.comments, own.identifier, own.language, own.subject, own.title)


class Code:
    """The picture of a code, drawn where the template asks for it."""

    def __init__(self, template: Template, address: str) -> None:
        drawn = BytesIO()
        segno.make(address, error="m", micro=False).save(drawn, kind="png", scale=8, border=4)
        self.picture = InlineImage(template, drawn, width=Mm(PICTURE_MM))

    def __html__(self) -> str:
        self.picture.image_descriptor.seek(0)
        return str(self.picture)


def rendered(source: bytes, values: dict[str, Any], *, address: str, title: str) -> bytes:
    """The finished document. `address` is what its code leads to. Raises jinja2.TemplateError."""
    template = Template(BytesIO(source))
    template.init_docx()
    template.render({**values, PICTURE: Code(template, address)}, environment())
    template.core_properties.title = title
    out = BytesIO()
    template.save(out)
    return out.getvalue()
