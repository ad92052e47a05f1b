"""Pictures as phones send them, and as attackers do."""

import struct
import zipfile
import zlib
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

RED, BLUE = (200, 30, 30), (30, 30, 200)


def jpeg(width: int = 640, height: int = 480, *, exif: Image.Exif | None = None, comment: bytes = b"", **save) -> bytes:
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", (width, height), RED)
    picture.paste(BLUE, (width // 2, 0, width, height))
    file = BytesIO()
    picture.save(file, "JPEG", exif=exif or Image.Exif(), comment=comment, **save)
    return file.getvalue()


def png(mode: str = "RGB", size: tuple[int, int] = (300, 200), colour=RED) -> bytes:
    file = BytesIO()
    Image.new(mode, size, colour).save(file, "PNG")
    return file.getvalue()


def upload(content: bytes, name: str = "IMG_2041.jpg", kind: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type=kind)


def png_that_says(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes whose header promises this many pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(10_000), 9)) + chunk(b"IEND", b"")


def zipped(name: str = "a.txt", content: bytes = b"hidden") -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, content)
    return file.getvalue()


def scan_bomb(scans: int = 500) -> bytes:
    """A progressive JPEG whose first scan is repeated again and again."""
    whole = jpeg(64, 64, progressive=True)
    start = whole.index(b"\xff\xda")
    end = whole.index(b"\xff", start + 2 + struct.unpack(">H", whole[start + 2 : start + 4])[0])
    return whole[:start] + whole[start:end] * scans + whole[start:]
