"""What is refused at the door: by content, never by name or by what the sender calls it. Nothing is decoded here.

Every refusal is a ValidationError whose sentence names the file and says what to do.
"""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image

MOST_BYTES = 15 * 1024 * 1024
FORMATS = {"JPEG": 50_000_000, "MPO": 50_000_000, "PNG": 25_000_000, "WEBP": 25_000_000}
"""What is taken, and how many pixels of it: the decoder of JPEG can leave most of them out, the others cannot."""
MOST_SCANS = 100
"""Of a progressive JPEG; cameras write about ten. Thousands keep a decoder busy for hours."""
NAME_LENGTH = 40

END_OF_JPEG = b"\xff\xd9"
SCAN_OF_JPEG = b"\xff\xda"
APPLE_PICTURES = (b"ftyphei", b"ftyphev", b"ftypmif1", b"ftypmsf1")
MARKUP = re.compile(rb"<(?:script|html|!doctype|\?php|svg|iframe)|%pdf-", re.IGNORECASE)
EDGE_BYTES = 64 * 1024
"""How much of either end is looked through for what is no picture."""


def judge(content: bytes, name: str) -> None:
    """Raises ValidationError unless `content` looks like a photo that the worker can take on."""
    if not content:
        raise refused(_("“%(name)s” is empty. Take the photo again."), name)
    insist_on_size(len(content), name)
    if content[4:12].startswith(APPLE_PICTURES):
        raise refused(
            _(
                "“%(name)s” is in the HEIC format. Choose “Most Compatible” in the camera settings, or send a "
                "screenshot."
            ),
            name,
        )
    insist_on_picture(content, name)
    insist_on_nothing_else(content, name)


def insist_on_size(byte_count: int, name: str) -> None:
    if byte_count > MOST_BYTES:
        raise refused(
            _("“%(name)s” is too big: %(size)d MB, and %(most)d MB is the most."),
            name,
            size=-(-byte_count // 1024**2),
            most=MOST_BYTES // 1024**2,
        )


def insist_on_picture(content: bytes, name: str) -> None:
    try:
        with Image.open(BytesIO(content), formats=["JPEG", "PNG", "WEBP"]) as image:
            kind, (width, height) = image.format or "", image.size
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise too_many_pixels(name) from fault
    except Exception as fault:  # Pillow raises what its parsers happen to raise
        raise refused(
            _("“%(name)s” is no photo that can be read here. Send a JPEG, PNG or WebP picture."), name
        ) from fault
    if width * height > FORMATS[kind]:
        raise too_many_pixels(name)
    if kind in ("JPEG", "MPO") and content.count(SCAN_OF_JPEG) > MOST_SCANS:
        raise refused(_("“%(name)s” is made in an unusual way. Send a screenshot of it instead."), name)


def insist_on_nothing_else(content: bytes, name: str) -> None:
    """Raises ValidationError for a file that is something else too: an archive, a document, a page with scripts."""
    head, tail = content[:EDGE_BYTES], content[max(content.rfind(END_OF_JPEG), len(content) - EDGE_BYTES) :]
    checks: list[Callable[[], object]] = [
        lambda: MARKUP.search(head),
        lambda: MARKUP.search(tail),
        lambda: zipfile.is_zipfile(BytesIO(content)),
    ]
    if any(check() for check in checks):
        raise refused(_("“%(name)s” holds something else besides the photo. Send a screenshot of it instead."), name)


def too_many_pixels(name: str) -> ValidationError:
    return refused(_("“%(name)s” has too many pixels. Send it in a smaller size."), name)


def refused(sentence: str, name: str, **named: int) -> ValidationError:
    """The fault with its sentence. A long name keeps its end, where the photos of a camera differ."""
    return ValidationError(sentence, code="photo", params={"name": short(name), **named})


def short(name: str) -> str:
    """A file's name as it is told: without folders, control characters and excess."""
    plain = "".join(sign for sign in re.split(r"[/\\]", name)[-1] if sign.isprintable()).strip()
    kept = plain if len(plain) <= NAME_LENGTH else "…" + plain[-NAME_LENGTH:]
    return kept or _("unnamed file")
