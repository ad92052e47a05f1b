"""The picture: digits bent and speckled, large enough for a phone."""

from functools import cache

from captcha.image import ImageCaptcha

WIDTH, HEIGHT = 220, 80
FONT_SIZES = (54, 60, 66)
GROUND, INK = (255, 255, 255), (20, 38, 44)


@cache
def painter() -> ImageCaptcha:
    """Its fonts are loaded once."""
    return ImageCaptcha(WIDTH, HEIGHT, font_sizes=FONT_SIZES)


def png(digits: str) -> bytes:
    return painter().generate(digits, bg_color=GROUND, fg_color=INK).getvalue()
