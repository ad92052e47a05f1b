"""The picture: digits bent and speckled, large and dark enough for a phone in the sun."""

from functools import cache

from captcha.image import ImageCaptcha

WIDTH, HEIGHT = 220, 80
FONT_SIZES = (54, 60, 66)
GROUND, INK = (255, 255, 255), (20, 38, 44)
INK_LIGHTNESS = 33
"""Of the 255 of white."""


class Painter(ImageCaptcha):
    """The library takes the lightness of a digit for how much of it covers the ground; so dark ink would be pale."""

    lookup_table = [min(255, 255 * lightness // INK_LIGHTNESS) for lightness in range(256)]


@cache
def painter() -> Painter:
    """Its fonts are loaded once."""
    return Painter(WIDTH, HEIGHT, font_sizes=FONT_SIZES)


def png(digits: str) -> bytes:
    return painter().generate(digits, bg_color=GROUND, fg_color=INK).getvalue()
