"""What a file is, and what is said of one that cannot be read."""

import datetime
import zipfile

import openpyxl
import pytest
import xlsxwriter

from intake import limits, reading
from intake.faults import CannotRead
from intake.reading import open_table
from tests.intake.files import ESTATE, another, archive, csv_file, rewritten, workbook

SHEET = "xl/worksheets/sheet1.xml"


def rows_of(path, **options):
    return list(open_table(path, name=path.name, **options).rows)


def why_not(path) -> str:
    """The sentence with which a file is refused, at the latest while its rows are read."""
    with pytest.raises(CannotRead) as raised:
        rows_of(path)
    return str(raised.value)


class TestWorkbook:
    def test_gives_cells_with_the_number_of_their_row(self, tmp_path):
        path = workbook(tmp_path / "a.xlsx", {"a": 1, "b": "x"}, {}, {"a": 2.5, "b": datetime.date(2024, 1, 5)})
        assert rows_of(path) == [(2, [1.0, "x"]), (4, [2.5, datetime.date(2024, 1, 5)])]

    def test_keeps_the_place_of_columns_when_the_first_is_empty(self, tmp_path):
        book = openpyxl.Workbook()
        book.active["B1"], book.active["B2"] = "heading", "cell"
        book.save(tmp_path / "a.xlsx")
        table = open_table(tmp_path / "a.xlsx", name="a.xlsx")
        assert table.headings == ["", "heading"]
        assert list(table.rows) == [(2, ["", "cell"])]

    def test_reads_the_worksheet_of_the_register_before_others(self, tmp_path):
        book = openpyxl.Workbook()
        book.active.append(["help"])
        book.create_sheet("小区").append(["小区代码"])
        book.save(tmp_path / "a.xlsx")
        assert open_table(tmp_path / "a.xlsx", name="a.xlsx", tab="小区").headings == ["小区代码"]

    def test_passes_over_a_hidden_worksheet(self, tmp_path):
        book = openpyxl.Workbook()
        book.active.append(["hidden"])
        book.active.sheet_state = "hidden"
        book.create_sheet("seen").append(["seen"])
        book.save(tmp_path / "a.xlsx")
        assert open_table(tmp_path / "a.xlsx", name="a.xlsx").headings == ["seen"]

    def test_names_each_formula_at_its_place(self, tmp_path):
        path = workbook(tmp_path / "a.xlsx", {"a": 1, "b": "=A2*2"}, {"a": "=1+1", "b": 2})
        faults = open_table(path, name="a.xlsx").faults
        assert [(fault.row, fault.heading) for fault in faults] == [(2, "b"), (3, "a")]
        assert "=A2*2" in faults[0].what

    def test_names_an_error_value(self, tmp_path):
        with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, ["a", "b"])
            sheet.write_row(1, 0, ["x", "y"])
        path = rewritten(
            tmp_path / "a.xlsx",
            SHEET,
            lambda xml: xml.replace(b'<c r="B2" t="s"><v>3</v>', b'<c r="B2" t="e"><v>#N/A</v>'),
        )
        (fault,) = open_table(path, name="a.xlsx").faults
        assert (fault.row, fault.heading) == (2, "b")
        assert "#N/A" in fault.what

    def test_names_merged_cells(self, tmp_path):
        path = workbook(tmp_path / "a.xlsx", {"a": 1, "b": 2}, {"a": 3, "b": 4})
        book = openpyxl.load_workbook(path)
        book.active.merge_cells("B2:B3")
        book.save(path)
        (fault,) = open_table(path, name="a.xlsx").faults
        assert (fault.row, fault.heading) == (2, "b")
        assert "B2:B3" in fault.what


class TestCsv:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
    def test_is_read_in(self, tmp_path, encoding):
        path = csv_file(tmp_path / "a.csv", {"小区名称": "青禾苑", "地址": "槐安路㙍号"}, encoding=encoding)
        table = open_table(path, name="a.csv")
        assert table.headings == ["小区名称", "地址"]
        assert list(table.rows) == [(2, ["青禾苑", "槐安路㙍号"])]

    @pytest.mark.parametrize("delimiter", [",", "\t", ";"])
    def test_may_be_separated_by(self, tmp_path, delimiter):
        path = csv_file(tmp_path / "a.csv", {"a": "1", "b": "2"}, delimiter=delimiter)
        assert rows_of(path) == [(2, ["1", "2"])]

    def test_keeps_line_breaks_inside_quotation_marks(self, tmp_path):
        path = csv_file(tmp_path / "a.csv", {"a": "one\ntwo", "b": "2"})
        assert rows_of(path) == [(2, ["one\ntwo", "2"])]

    def test_in_another_encoding_is_refused_with_the_line(self, tmp_path):
        path = tmp_path / "a.csv"
        path.write_bytes("小区名称\n青禾苑\n".encode() + b"\xff\xfe\xff\n")
        assert "Line 3" in why_not(path)

    def test_with_an_open_quotation_mark_is_refused_with_the_row(self, tmp_path):
        path = tmp_path / "a.csv"
        path.write_text('a,b\n1,2\n"3,4\n')
        assert "After row 2" in why_not(path)


class TestRefusal:
    def test_of_an_empty_file(self, tmp_path):
        path = tmp_path / "a.xlsx"
        path.touch()
        assert "empty" in why_not(path)

    def test_of_a_file_that_is_too_large(self, tmp_path, settings):
        settings.IMPORT_MAX_BYTES = 2**20
        path = tmp_path / "a.csv"
        path.write_bytes(b"a," * 2**20)
        assert "2.0 MB; at most 1 MB" in why_not(path)

    @pytest.mark.parametrize(
        ("name", "content", "said"),
        [
            ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "(.xls)"),
            ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
            ("a.xls", b"<html><table><tr><td>1", "web page"),
            ("a.xml", b'<?xml version="1.0"?><Workbook/>', "XML file"),
            ("a.csv", "小区,名称".encode("utf-16"), "UTF-16"),
            ("a.xlsx", b"not a workbook at all", "may be damaged"),
            ("a.pdf", b"%PDF-1.7 ...", "neither a workbook"),
            ("a.jpg", b"\xff\xd8\xff\xe0", "neither a workbook"),
            ("a.bin", b"abc\x00def", "neither a workbook"),
        ],
    )
    def test_says_what_the_file_is(self, tmp_path, name, content, said):
        path = tmp_path / name
        path.write_bytes(content)
        assert said in why_not(path)

    @pytest.mark.parametrize(
        ("parts", "said"),
        [
            ({"xl__workbook_bin": b""}, ".xlsb"),
            ({"word__document_xml": b""}, "Word document"),
            ({"content_xml": b""}, ".ods"),
            ({"photo_jpg": b""}, "compressed archive"),
        ],
    )
    def test_says_what_an_archive_is(self, tmp_path, parts, said):
        assert said in why_not(archive(tmp_path / "a.xlsx", **parts))

    def test_of_a_workbook_that_is_cut_off(self, tmp_path):
        path = workbook(tmp_path / "a.xlsx", ESTATE)
        path.write_bytes(path.read_bytes()[:-200])
        assert "damaged" in why_not(path)

    def test_of_a_workbook_with_garbled_bytes(self, tmp_path):
        path = workbook(tmp_path / "a.xlsx", *[ESTATE] * 200)
        with zipfile.ZipFile(path) as book:
            start = book.getinfo(SHEET).header_offset + 100
        content = bytearray(path.read_bytes())
        content[start : start + 200] = bytes(200)
        path.write_bytes(content)
        assert "damaged" in why_not(path)

    def test_of_a_workbook_whose_xml_is_unsound(self, tmp_path):
        path = rewritten(workbook(tmp_path / "a.xlsx", ESTATE), "xl/workbook.xml", lambda xml: xml[:-20])
        assert "damaged" in why_not(path)

    def test_of_a_worksheet_whose_xml_is_unsound_behind_a_formula(self, tmp_path):
        path = workbook(tmp_path / "a.xlsx", another(ESTATE, 户数="=1+1"))
        assert "damaged" in why_not(rewritten(path, SHEET, lambda xml: xml.replace(b"</row>", b"</raw>")))

    def test_of_an_archive_with_a_password(self, tmp_path):
        path = workbook(tmp_path / "a.xlsx", ESTATE)
        content = bytearray(path.read_bytes())
        for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            start = content.find(mark)
            while start >= 0:
                content[start + flags] |= 1
                start = content.find(mark, start + 4)
        path.write_bytes(content)
        assert "damaged" in why_not(path)

    def test_of_a_workbook_that_unfolds_without_end(self, tmp_path, monkeypatch):
        monkeypatch.setattr("intake.workbook.MAX_UNPACKED_BYTES", 2**20)
        path = rewritten(workbook(tmp_path / "a.xlsx", ESTATE), SHEET, lambda xml: xml + b" " * 2**21)
        assert "larger than 1 MB" in why_not(path)

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
    def test_of_declarations_in_the_xml(self, tmp_path, encoding):
        said = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'.encode(encoding)
        path = rewritten(workbook(tmp_path / "a.xlsx", ESTATE), SHEET, lambda xml: said + xml)
        assert "declarations" in why_not(path)

    def test_of_a_stray_cell_far_to_the_right(self, tmp_path):
        book = openpyxl.Workbook()
        book.active["A1"], book.active["BB7"] = "heading", "stray"
        book.save(tmp_path / "a.xlsx")
        assert "beyond column AZ" in why_not(tmp_path / "a.xlsx")

    def test_of_a_stray_cell_far_below(self, tmp_path):
        book = openpyxl.Workbook()
        book.active["A1"], book.active["A1048576"] = "heading", "stray"
        book.save(tmp_path / "a.xlsx")
        assert "row 1048576" in why_not(tmp_path / "a.xlsx")

    def test_does_not_mind_empty_cells_with_a_format_far_below(self, tmp_path):
        book = openpyxl.Workbook()
        book.active["A1"], book.active["A2"] = "heading", "cell"
        book.active["A1048576"].number_format = "@"
        book.save(tmp_path / "a.xlsx")
        assert rows_of(tmp_path / "a.xlsx") == [(2, ["cell"])]

    def test_of_more_rows_than_are_taken(self, tmp_path, monkeypatch):
        monkeypatch.setattr(reading, "MAX_ROWS", 3)
        path = csv_file(tmp_path / "a.csv", *[{"a": str(number)} for number in range(4)])
        assert "more than 3 rows" in why_not(path)


class TestOneHundredThousandRows:
    def test_are_read_one_by_one(self, tmp_path):
        path = tmp_path / "a.csv"
        path.write_text("a,b\n" + "x,y\n" * 100_000)
        rows = open_table(path, name="a.csv").rows
        assert next(rows) == (2, ["x", "y"])
        assert sum(1 for _row in rows) == 99_999

    def test_are_within_the_limit(self):
        assert limits.MAX_ROWS >= 100_000


class TestHeadings:
    def test_lose_spaces_and_marks_of_what_is_required(self, tmp_path):
        path = csv_file(tmp_path / "a.csv", {" 小区 代码* ": "1", "＊地址": "2"})
        assert open_table(path, name="a.csv").headings == ["小区代码", "地址"]

    def test_of_a_row_beyond_them_are_none(self, tmp_path):
        path = workbook(tmp_path / "a.xlsx", another(ESTATE), headings=[*ESTATE, "", ""])
        assert open_table(path, name="a.xlsx").headings == list(ESTATE)
