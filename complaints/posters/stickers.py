"""Stickers: eight of one estate on a sheet of A4, with lines to cut along."""

from django.utils.translation import gettext as _
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from accounts import qr
from complaints.posters import fonts
from complaints.posters.contents import House, Poster, spaced_code
from complaints.posters.ink import INK_2, LINE, RED, TILE, WALL, Ink

HEIGHT = 297.0
COLUMNS, ROWS = 2, 4
ACROSS, DOWN = 92.0, 66.0
LEFT, TOP = (210.0 - COLUMNS * ACROSS) / 2, (297.0 - ROWS * DOWN) / 2
CODE_SIDE = 40.0
WORDS_AT = 56.5
NAME_SIZES = (15, 13, 11, 9, 7.5)


class Stickers:
    """Sheets of stickers. `prepare` once for a file, `draw` for each page."""

    page = A4

    def prepare(self, canvas: Canvas, house: House) -> None:
        """Nothing is the same on all sheets but eight lines."""

    def draw(self, canvas: Canvas, poster: Poster, house: House) -> None:
        ink = Ink(canvas, HEIGHT)
        with ink.form(poster.number):
            sticker(ink, poster, house)
        for place in range(COLUMNS * ROWS):
            canvas.saveState()
            canvas.translate((LEFT + ACROSS * (place % COLUMNS)) * mm, -(TOP + DOWN * (place // COLUMNS)) * mm)
            canvas.doForm(poster.number)
            canvas.restoreState()
        for column in range(COLUMNS + 1):
            ink.rule(LEFT + ACROSS * column, TOP, LEFT + ACROSS * column, TOP + DOWN * ROWS, line=LINE)
        for row in range(ROWS + 1):
            ink.rule(LEFT, TOP + DOWN * row, LEFT + ACROSS * COLUMNS, TOP + DOWN * row, line=LINE)
        canvas.showPage()


def sticker(ink: Ink, poster: Poster, house: House) -> None:
    """One sticker, its upper left corner at that of the sheet."""
    rows = qr.modules(poster.url)
    module = CODE_SIDE / len(rows)
    most = ACROSS - WORDS_AT - 4.0
    ink.box(0.4, 0.4, ACROSS - 0.8, 10.5, fill=TILE)
    ink.fitted(5.0, 7.8, _("About your housing estate: scan and say it"), 14, most=ACROSS - 10, bold=True, fill=WALL)
    ink.code(5.0 + 4 * module, 11.5 + 3.6 * module, rows, module=module)
    ink.fitted(WORDS_AT, 18.5, poster.place, 8.5, most=most, fill=INK_2)
    size, lines = fit(poster.name, most * mm)
    for place, line in enumerate(lines):
        ink.words(WORDS_AT, 19.8 + (place * 1.22 + 0.95) * size / mm, line, size, bold=True)
    ink.fitted(WORDS_AT, 47.0, _("Or ring %(phone)s") % {"phone": poster.board[-1].phone}, 9.5, most=most, bold=True)
    ink.fitted(WORDS_AT, 53.0, _("Fire, trapped: 119 first"), 8.5, most=most, bold=True, fill=RED)
    words = _("Cannot scan? %(host)s, code %(code)s") % {"host": house.host, "code": spaced_code(poster.estate_code)}
    ink.fitted(5.0, 63.0, words, 8, most=ACROSS - 30, fill=INK_2)
    ink.fitted(ACROSS - 4.0, 63.0, poster.number, 6.5, most=20, fill=INK_2, align="right")


def fit(text: str, most: float) -> tuple[float, list[str]]:
    for size in NAME_SIZES:
        lines = fonts.lines(text, fonts.BOLD, size, most)
        if len(lines) <= 3:
            break
    return size, lines
