"""The poster for walls, drawn as A4 and scaled to A3 and A5. What all estates share is one form in the file."""

from django.utils.translation import gettext as _
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from accounts import qr
from complaints.posters import fonts, skyline
from complaints.posters.contents import House, Poster, label_of, spaced_code
from complaints.posters.ink import GROUND, INK_2, LAMP, RED, TILE, TILE_INK, WALL, Ink

WIDTH, HEIGHT = 210.0, 297.0
SIDE = 15.0
ROOF = 88.0
CODE_SIDE = 75.5
"""Side of the QR code without its quiet zone."""
FRAME_TOP, FRAME_WIDTH, FRAME_HEIGHT = 92.5, 97.0, 107.0
CODE_TOP = FRAME_TOP + 12.0
CODE_LEFT = SIDE + (FRAME_WIDTH - CODE_SIDE) / 2
"""The frame leaves four modules of white around the code, its round corners too."""
RIGHT_COLUMN, RIGHT_END = 117.0, WIDTH - SIDE
NAME_TOP, NAME_BOTTOM = 108.5, 141.0
NAME_SIZES = (44, 40, 36, 32, 28, 24, 20, 17, 14, 12, 10)
STEPS_AT = (153.0, 169.0, 185.0)
BOARD_TOP, BOARD_HEAD, BOARD_ROW = 204.0, 12.5, 20.0
SHARED = "shared"


class Paper:
    """Sheets of one size. `prepare` once for a file, `draw` for each page."""

    def __init__(self, width: float) -> None:
        self.scale = width / WIDTH
        self.page = (width * mm, width / WIDTH * HEIGHT * mm)

    def prepare(self, canvas: Canvas, house: House) -> None:
        ink = Ink(canvas, HEIGHT)
        with ink.form(SHARED):
            roof(ink, house)
            frame(ink)
            steps(ink, house)
            board_frame(ink)
            danger(ink)
            foot(ink, house)

    def draw(self, canvas: Canvas, poster: Poster, house: House) -> None:
        canvas.scale(self.scale, self.scale)
        canvas.doForm(SHARED)
        ink = Ink(canvas, HEIGHT)
        code(ink, poster)
        name(ink, poster)
        for place, line in enumerate(poster.board):
            phone(ink, place, label_of(line), line.phone)
        ink.words(SIDE, 286.3, spaced_code(poster.estate_code), 16.5, bold=True, space=0.6)
        printed = _("%(year)d-%(month)02d") % {"year": house.on.year, "month": house.on.month}
        imprint = _("Poster %(number)s · printed %(month)s") % {"number": poster.number, "month": printed}
        ink.words(RIGHT_END, 281.0 if house.is_demo else 286.3, imprint, 10.5, fill=INK_2, align="right")
        canvas.showPage()


def roof(ink: Ink, house: House) -> None:
    ink.box(0, 0, WIDTH, ROOF, fill=TILE)
    skyline.mark(ink, SIDE, 10.5, 12.0)
    ink.words(30.5, 19.2, _("Anju"), 18, bold=True, fill=WALL, space=1.5)
    ink.fitted(48.0, 19.0, house.emblem, 13.5, most=RIGHT_END - 48, fill=TILE_INK)
    for place, line in enumerate((_("About your housing estate"), _("scan and say it"))):
        ink.fitted(SIDE, 44.5 + 22.5 * place, line, 54, most=101.0 if place else 118.0, bold=True, fill=WALL)
    ink.fitted(SIDE, 81.0, _("Look up fees and grades; every report is answered"), 19.5, most=101.0, fill=WALL)
    skyline.street(ink, right=WIDTH, base=ROOF)


def frame(ink: Ink) -> None:
    ink.box(
        SIDE + 0.6, FRAME_TOP + 0.6, FRAME_WIDTH - 1.2, FRAME_HEIGHT - 1.2, fill=WALL, line=TILE, thick=1.2, round=4.0
    )
    middle = SIDE + FRAME_WIDTH / 2
    ink.fitted(middle, FRAME_TOP + FRAME_HEIGHT - 4.2, _("Scan with WeChat"), 17, most=80, bold=True, align="centre")


def code(ink: Ink, poster: Poster) -> None:
    rows = qr.modules(poster.url)
    module = CODE_SIDE / len(rows)
    ink.code(CODE_LEFT, CODE_TOP, rows, module=module)


def name(ink: Ink, poster: Poster) -> None:
    """The place and the name, the name as large as its lines leave room for."""
    most = RIGHT_END - RIGHT_COLUMN
    ink.fitted(RIGHT_COLUMN, 104.0, poster.place, 13.5, most=most, fill=INK_2)
    size, lines = fit(poster.name, most * mm)
    step = size * 1.22 / mm
    top = NAME_TOP + size * 0.88 / mm
    for place, line in enumerate(lines):
        ink.words(RIGHT_COLUMN - 0.4, top + place * step, line, size, bold=True)


def fit(text: str, most: float) -> tuple[float, list[str]]:
    """The largest size, and the lines, with which a name fills no more than its place."""
    for size in NAME_SIZES:
        lines = fonts.lines(text, fonts.BOLD, size, most)
        if len(lines) * size * 1.22 <= (NAME_BOTTOM - NAME_TOP) * mm and (len(lines) <= 2 or size <= 24):
            return size, lines
    return NAME_SIZES[-1], lines


def steps(ink: Ink, house: House) -> None:
    said = (
        _("Scan, tell what is wrong, add photos"),
        _("The street takes it up within %(n)d working day(s)") % {"n": house.accept_workdays},
        _("Whether it is done, you confirm"),
    )
    for place, (y, words) in enumerate(zip(STEPS_AT, said, strict=True), start=1):
        ink.disc(RIGHT_COLUMN + 5.0, y, 5.0, fill=LAMP)
        ink.words(RIGHT_COLUMN + 5.0, y + 2.1, str(place), 17, bold=True, align="centre")
        ink.fitted(RIGHT_COLUMN + 13.5, y + 2.1, words, 16.5, most=RIGHT_END - RIGHT_COLUMN - 13.5)


def board_frame(ink: Ink) -> None:
    width, height = WIDTH - 2 * SIDE, BOARD_HEAD + 2 * BOARD_ROW
    ink.box(SIDE, BOARD_TOP, width, height, fill=WALL, round=4.0)
    ink.box(SIDE, BOARD_TOP, width, 8.0, fill=GROUND, round=4.0)
    ink.box(SIDE, BOARD_TOP + 5.0, width, BOARD_HEAD - 5.0, fill=GROUND)
    ink.rule(SIDE + width / 2, BOARD_TOP + BOARD_HEAD, SIDE + width / 2, BOARD_TOP + height)
    ink.rule(SIDE, BOARD_TOP + BOARD_HEAD + BOARD_ROW, SIDE + width, BOARD_TOP + BOARD_HEAD + BOARD_ROW)
    ink.rule(SIDE, BOARD_TOP + BOARD_HEAD, SIDE + width, BOARD_TOP + BOARD_HEAD, line=TILE, thick=0.5)
    ink.box(SIDE, BOARD_TOP, width, height, line=TILE, thick=0.5, round=4.0)
    ink.words(SIDE + 6.0, BOARD_TOP + 8.6, _("Or ring"), 17, bold=True)


def phone(ink: Ink, place: int, label: str, number: str) -> None:
    """One telephone of the board, `place` 0 to 3."""
    half = (WIDTH - 2 * SIDE) / 2
    x = SIDE + half * (place % 2)
    y = BOARD_TOP + BOARD_HEAD + BOARD_ROW * (place // 2)
    ink.disc(x + 10.2, y + BOARD_ROW / 2, 4.4, fill=TILE)
    ink.words(x + 10.2, y + BOARD_ROW / 2 + 1.9, str(place + 1), 14.5, bold=True, fill=WALL, align="centre")
    ink.fitted(x + 18.0, y + 7.4, label, 12.5, most=half - 20.0, fill=INK_2)
    ink.fitted(x + 18.0, y + 15.4, number, 21, most=half - 20.0, bold=True)


def danger(ink: Ink) -> None:
    """In words: red turns grey in print."""
    ink.shape([(SIDE + 0.8, 269.4), (SIDE + 7.4, 269.4), (SIDE + 4.1, 263.6)], line=RED, thick=0.55)
    ink.words(SIDE + 4.1, 268.7, "!", 10, bold=True, fill=RED, align="centre")
    ink.fitted(
        SIDE + 11.0, 269.0, _("Fire, somebody trapped: ring 119 first, then scan."), 17.5, most=165, bold=True, fill=RED
    )


def foot(ink: Ink, house: House) -> None:
    words = _("Cannot scan? Open %(host)s and type the code of your estate") % {"host": house.host}
    ink.fitted(SIDE, 279.6, words, 11.5, most=112.0, fill=INK_2)
    if house.is_demo:
        ink.words(
            RIGHT_END, 286.3, _("Demonstration: the telephone numbers are invented"), 10.5, fill=INK_2, align="right"
        )
