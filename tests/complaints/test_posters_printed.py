"""The paper: what is drawn can be scanned, read and counted, in whichever size and however rare its characters."""

import io
import zipfile

import pypdfium2
import pytest
import segno
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse

from accounts import qr
from accounts.authority import NotAllowed
from accounts.lifecycle import NotNow
from complaints.models import OrderState, PaperSize, PosterCode, PosterOrder
from complaints.posters import fonts, orders, sheets, tasks
from complaints.posters.board import Line
from complaints.posters.contents import House, Poster
from complaints.posters.paper import CODE_LEFT, CODE_SIDE, CODE_TOP
from tests.conftest import NOW, TODAY
from tests.factories.complaints import the_rules
from tests.factories.places import an_estate

HOUSE = House("石家庄市物业服务监管", "https://anju.example.cn", "anju.example.cn", "12345", 1, TODAY, is_demo=True)
BOARD = tuple(
    Line(level, f"{level}值班室", f"0311-0123 450{n}")
    for n, level in enumerate(("property", "street", "district", "city"))
)
RARE = "𠮷㙦㛃𰻝"
"""Beyond the basic plane, and in extension A: characters of names that only GB 18030 has."""
NOBODYS = "\U0002fa1f"


def a_poster(name: str = "青禾苑", **values) -> Poster:
    own = {"url": "https://anju.example.cn/q/0002F7QK93XW/", "name": name, "place": "裕华区 裕强街道"}
    return Poster(**{**own, "estate_code": "1301080020047", "number": "A4-0047-03", "board": BOARD, **values})


def drawn(posters: list[Poster], size: str = PaperSize.A4) -> pypdfium2.PdfDocument:
    out = io.BytesIO()
    sheets.write_pdf(posters, out, size=size, house=HOUSE, title="海报", told=lambda: None)
    return pypdfium2.PdfDocument(out.getvalue())


def text_of(page: pypdfium2.PdfPage) -> str:
    words = page.get_textpage()
    try:
        return words.get_text_bounded()
    finally:
        words.close()


@pytest.fixture
def opened():
    """`opened(posters, size)` draws them; every document is closed at the end."""
    made = []

    def draw(*args) -> pypdfium2.PdfDocument:
        made.append(drawn(*args))
        return made[-1]

    yield draw
    for each in made:
        each.close()


def read_code(page: pypdfium2.PdfPage, modules: int, scale: float) -> list[list[bool]]:
    """The modules of the code as a camera sees them: the middle of each, dark or light."""
    dots = 6
    picture = page.render(scale=dots).to_pil().convert("L")
    millimetre, module = dots * 72 / 25.4 * scale, CODE_SIDE / modules
    places = range(-qr.QUIET_MODULES, modules + qr.QUIET_MODULES)

    def is_dark(row: int, column: int) -> bool:
        x, y = CODE_LEFT + (column + 0.5) * module, CODE_TOP + (row + 0.5) * module
        return picture.getpixel((round(x * millimetre), round(y * millimetre))) < 128

    return [[is_dark(row, column) for column in places] for row in places]


class TestCode:
    @pytest.mark.parametrize(("size", "width"), [("A3", 297), ("A4", 210), ("A5", 148)])
    def test_is_printed_as_it_was_made_with_its_quiet_zone(self, opened, size, width):
        poster = a_poster()
        wanted = segno.make(poster.url, error="q", micro=False, boost_error=False)
        seen = read_code(opened([poster], size)[0], len(wanted.matrix), width / 210)
        assert seen == [[bool(module) for module in row] for row in wanted.matrix_iter(border=4)]

    def test_is_large_enough_on_a4_and_a5(self):
        assert CODE_SIDE >= 75
        assert CODE_SIDE * 148 / 210 >= 45

    def test_survives_the_loss_of_a_quarter(self):
        assert segno.make("https://anju.example.cn/q/0002F7QK93XW/", error=qr.LEVEL, boost_error=False).error == "Q"


class TestPaper:
    @pytest.mark.parametrize(
        ("size", "points"), [("A3", (842, 1191)), ("A4", (595, 842)), ("A5", (420, 593)), ("ST", (595, 842))]
    )
    def test_has_its_size(self, opened, size, points):
        page = opened([a_poster()], size)[0]
        assert page.get_size() == pytest.approx(points, abs=3)

    def test_says_which_estate_and_whom_to_ring(self, opened):
        said = text_of(opened([a_poster()])[0])
        for words in (
            "青禾苑",
            "裕华区 裕强街道",
            "1301 0800 2004 7",
            "A4-0047-03",
            "119",
            *(line.phone for line in BOARD),
        ):
            assert words in said

    def test_has_one_estate_on_each_sheet(self, opened):
        document = opened([a_poster("青禾苑"), a_poster("红珊湾")])
        assert len(document) == 2
        assert "红珊湾" in text_of(document[1])
        assert "青禾苑" not in text_of(document[1])

    def test_has_eight_stickers_of_one_estate(self, opened):
        assert text_of(opened([a_poster()], PaperSize.STICKER)[0]).count("青禾苑") == 8

    @pytest.mark.parametrize("length", [1, 3, 11, 40, 80])
    def test_holds_names_of_any_length_within_its_margins(self, opened, length):
        page = opened([a_poster("安" * length)])[0]
        words = page.get_textpage()
        edges = [words.get_charbox(place) for place in range(words.count_chars())]
        assert text_of(page).replace("\r\n", "").count("安") >= length
        words.close()
        assert max(right for _left, _bottom, right, _top in edges) <= (210 - 14) * 72 / 25.4

    def test_leaves_no_character_alone_on_a_line(self):
        lines = fonts.lines("东方绿洲国际花园二期甲", fonts.BOLD, 36, 220)
        assert min(map(len, lines)) >= 2
        assert "".join(lines) == "东方绿洲国际花园二期甲"


class TestFonts:
    def test_have_every_character_of_the_common_standard(self):
        fonts.make_ready()
        common = [
            bytes([high, low]).decode("gb2312", "ignore") for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)
        ]
        assert not fonts.unknown_in("".join(common))

    def test_have_rare_characters_of_names(self):
        assert not fonts.unknown_in(RARE)

    def test_say_which_characters_they_lack(self):
        assert fonts.unknown_in(f"青{NOBODYS}禾{NOBODYS}") == [NOBODYS]

    def test_draw_rare_characters_as_pictures_not_as_boxes(self, opened):
        page, plain = opened([a_poster(RARE)])[0], opened([a_poster(NOBODYS * 4)])[0]
        assert "〓〓〓〓" in text_of(plain)
        assert "〓" not in text_of(page)
        assert page.render(scale=2).to_pil().tobytes() != plain.render(scale=2).to_pil().tobytes()

    def test_are_embedded_once_however_many_sheets(self):
        def size_of(count: int) -> int:
            out = io.BytesIO()
            sheets.write_pdf([a_poster()] * count, out, size="A4", house=HOUSE, title="", told=lambda: None)
            assert b"/FontFile2" in out.getvalue()
            return len(out.getvalue())

        one, many = size_of(1), size_of(41)
        assert (many - one) / 40 < 8_000


@pytest.mark.django_db
class TestOrder:
    @pytest.fixture(autouse=True)
    def town(self, people, city, settings, tmp_path):
        settings.STORAGES = {
            **settings.STORAGES,
            "default": {
                "BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {"location": str(tmp_path)},
            },
        }
        the_rules(city)
        self.estates = [an_estate(street) for street in ("130102001001", "130102001000", "130108001001")]
        self.people = people

    def ordered(self, who: str = "bureau", **values) -> PosterOrder:
        return orders.order(PosterOrder(**values), by=self.people[who], at=NOW)

    def test_for_the_city_is_a_pdf_for_each_street(self):
        order = orders.draw(self.ordered(region_id="130100000000"), at=NOW)
        assert (order.state, order.total_count, order.done_count) == (OrderState.DONE, 3, 3)
        with order.file.open("rb") as file, zipfile.ZipFile(file) as packed:
            assert packed.namelist() == ["长安区/130102001 建北街道.pdf", "裕华区/130108001 裕兴街道.pdf"]
            document = pypdfium2.PdfDocument(packed.read(packed.namelist()[0]))
            assert len(document) == 2
            document.close()

    def test_gives_each_estate_a_code_and_counts_the_print(self):
        for count in (1, 2):
            orders.draw(self.ordered(region_id="130100000000"), at=NOW)
            assert set(PosterCode.objects.values_list("print_count", flat=True)) == {count}
        assert PosterCode.objects.count() == 3

    def test_for_one_street_is_one_pdf(self):
        order = orders.draw(self.ordered("street", region_id="130102001000", size="A5"), at=NOW)
        with order.file.open("rb") as file:
            assert file.read(5) == b"%PDF-"
        assert order.file_name == "建北街道 A5.pdf"

    def test_is_for_ones_own_region(self):
        with pytest.raises(ValidationError):
            self.ordered("district", region_id="130108001000")
        with pytest.raises(ValidationError):
            self.ordered("district", estate=self.estates[2])

    @pytest.mark.parametrize("both", [True, False])
    def test_is_for_a_region_or_an_estate(self, both):
        with pytest.raises(ValidationError) as refused:
            self.ordered(**({"region_id": "130102001000", "estate": self.estates[0]} if both else {}))
        assert "region" in refused.value.message_dict

    def test_is_not_for_companies(self):
        with pytest.raises(NotAllowed):
            self.ordered("company", region_id="130102001000")

    def test_of_nothing_says_so(self):
        self.estates[2].delete()
        with pytest.raises(ValidationError) as refused:
            self.ordered(region_id="130108001000")
        assert "region" in refused.value.message_dict

    def test_waits_until_the_portal_knows_its_address(self, settings):
        settings.PRODUCTION, settings.PUBLIC_URL = True, settings.BASE_URL
        with pytest.raises(ValidationError, match="ANJU_PUBLIC_ADDRESS"):
            self.ordered(region_id="130100000000")

    def test_tells_which_names_have_characters_without_a_picture(self):
        odd = an_estate("130102001001", name=f"{NOBODYS}苑")
        order = orders.draw(self.ordered(region_id="130102001000"), at=NOW)
        assert order.unprintable == [{"code": odd.code, "name": odd.name, "signs": NOBODYS}]

    def test_is_drawn_once(self):
        order = self.ordered(region_id="130102001000")
        tasks.draw(order.pk)
        tasks.draw(order.pk)
        order.refresh_from_db()
        assert (order.state, order.attempt_count) == (OrderState.DONE, 1)

    def test_is_given_up_after_three_attempts(self):
        order = self.ordered(region_id="130102001000")
        PosterOrder.objects.update(state=OrderState.DRAWING, attempt_count=orders.ATTEMPTS)
        tasks.draw(order.pk)
        order.refresh_from_db()
        assert order.state == OrderState.FAILED
        assert order.message

    def test_that_was_cut_off_is_taken_up(self):
        order = self.ordered(region_id="130102001000")
        PosterOrder.objects.update(state=OrderState.DRAWING, attempt_count=1, done_count=1)
        assert list(PosterOrder.objects.unfinished()) == [order]
        tasks.draw(order.pk)
        order.refresh_from_db()
        assert order.state == OrderState.DONE

    def test_is_discarded_with_its_file(self, django_capture_on_commit_callbacks):
        order = orders.draw(self.ordered(region_id="130102001000"), at=NOW)
        storage, name = order.file.storage, order.file.name
        with django_capture_on_commit_callbacks(execute=True):
            orders.discard(order, by=self.people["bureau"], at=NOW)
        assert not storage.exists(name)
        assert PosterCode.objects.count() == 2

    def test_is_not_discarded_while_it_is_drawn(self):
        order = self.ordered(region_id="130102001000")
        order.state = OrderState.DRAWING
        with pytest.raises(NotNow):
            orders.discard(order, by=self.people["bureau"], at=NOW)

    def test_comes_from_the_terminal_too(self, tmp_path, capsys):
        target = tmp_path / "out.pdf"
        call_command("posters", estate=self.estates[0].code, size="ST", out=target)
        assert target.read_bytes().startswith(b"%PDF-")

    @pytest.fixture
    def browser(self, client):
        client.force_login(self.people["district"])
        return client

    def test_is_placed_at_the_desk_and_fetched_there(self, browser):
        answer = browser.post(
            reverse("admin:complaints_posterorder_add"),
            {"size": "A4", "region": "130102000000", "estate": ""},
            follow=True,
        )
        assert answer.status_code == 200
        order = PosterOrder.objects.get()
        page = reverse("admin:complaints_posterorder_change", args=[order.pk])
        assert browser.get(page)["Refresh"] == "3"
        tasks.draw(order.pk)
        shown = browser.get(page)
        assert "Refresh" not in shown
        file = browser.get(reverse("admin:complaints_posterorder_file", args=[order.pk]))
        assert b"".join(file.streaming_content).startswith(b"%PDF-")
        assert "attachment" in file["Content-Disposition"]

    def test_of_others_is_not_seen(self, browser):
        order = orders.draw(self.ordered(region_id="130108000000"), at=NOW)
        for page in ("change", "file"):
            assert browser.get(reverse(f"admin:complaints_posterorder_{page}", args=[order.pk])).status_code == 404

    def test_refused_at_the_desk_says_why_in_the_form(self, browser):
        answer = browser.post(reverse("admin:complaints_posterorder_add"), {"size": "A4", "region": "", "estate": ""})
        assert answer.status_code == 200
        assert not PosterOrder.objects.exists()
        assert answer.context["errors"]

    def test_of_one_estate_comes_at_once(self, browser):
        orders.draw(self.ordered(region_id="130102000000"), at=NOW)
        code = PosterCode.objects.get(estate=self.estates[0])
        for page in ("changelist", "change"):
            arguments = [code.pk] if page == "change" else []
            assert browser.get(reverse(f"admin:complaints_postercode_{page}", args=arguments)).status_code == 200
        answer = browser.post(reverse("admin:complaints_postercode_print", args=[code.pk]), {"size": "A5"})
        assert answer.content.startswith(b"%PDF-")
