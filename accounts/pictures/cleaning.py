"""The clean copies of a photo: the picture itself drawn anew, and nothing else of what came in."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

from accounts.pictures.judging import FORMATS

FULL_PIXELS = 1600
THUMB_PIXELS = 360
FULL_QUALITY = 82
THUMB_QUALITIES = (78, 66, 54, 42)
THUMB_BYTES = 20_000
WHITE = (255, 255, 255)


class Unreadable(Exception):
    """What came in begins like a picture but is none."""


@dataclass(frozen=True)
class Copies:
    """Two JPEG files; `width` and `height` are those of the full one, in pixels."""

    full: bytes
    thumb: bytes
    width: int
    height: int


def copies_of(content: bytes) -> Copies:
    """Raises Unreadable."""
    picture = upright(content)
    width, height = picture.size
    full = written(picture, FULL_QUALITY)
    picture.thumbnail((THUMB_PIXELS, THUMB_PIXELS))
    return Copies(full, small_enough(picture), width, height)


def upright(content: bytes) -> Image.Image:
    """The picture in RGB, turned as the camera was held, neither side longer than 1,600 pixels.

    `draft` lets the decoder of JPEG leave out what would be thrown away. Raises Unreadable.
    """
    try:
        with Image.open(BytesIO(content), formats=["JPEG", "PNG", "WEBP"]) as image:
            insist_on_pixels(image)
            image.draft("RGB", fitted(*image.size))
            image.thumbnail((FULL_PIXELS, FULL_PIXELS), reducing_gap=2.0)
            return ImageOps.exif_transpose(on_white(image))
    except (MemoryError, Unreadable):
        raise
    except Exception as fault:  # Pillow raises what its parsers happen to raise
        raise Unreadable from fault


def fitted(width: int, height: int) -> tuple[int, int]:
    """The size of the full copy: what `draft` has to leave at least."""
    shrink = min(1, FULL_PIXELS / max(width, height))
    return max(1, int(width * shrink)), max(1, int(height * shrink))


def insist_on_pixels(image: Image.Image) -> None:
    if image.width * image.height > FORMATS[image.format or ""]:
        raise Unreadable


def on_white(image: Image.Image) -> Image.Image:
    """Without transparency; its orientation stays with it."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    layer = image.convert("RGBA")
    ground = Image.new("RGB", layer.size, WHITE)
    ground.paste(layer, mask=layer)
    return ground


def written(picture: Image.Image, quality: int) -> bytes:
    """A JPEG file without EXIF, comments, colour profile or embedded pictures."""
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    file = BytesIO()
    bare.save(file, "JPEG", quality=quality, optimize=True)
    return file.getvalue()


def small_enough(picture: Image.Image) -> bytes:
    """The best of the qualities that fits into 20 KB, or the least of them."""
    found = b""
    for quality in THUMB_QUALITIES:
        found = written(picture, quality)
        if len(found) <= THUMB_BYTES:
            break
    return found
