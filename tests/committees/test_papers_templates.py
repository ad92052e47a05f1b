"""Templates of papers: what is shipped is sound, what is uploaded is looked through before anything of it runs."""

import zipfile
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from docx import Document

from committees.models import PaperForm
from committees.papers import checking
from committees.papers.checking import check
from committees.papers.drafting import DRAFTS
from committees.papers.fields import FIELDS, samples
from committees.papers.rendering import rendered
from committees.papers.shipped import form_of

KINDS = PaperForm.values
FOOT = "{{ 文书编号 }}{{ 查验码 }}"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def a_template(*lines: str, foot: str = FOOT) -> bytes:
    paper = Document()
    for line in (*lines, foot):
        paper.add_paragraph(line)
    return written(paper)


def written(paper) -> bytes:
    out = BytesIO()
    paper.save(out)
    return out.getvalue()


def with_part(name: str, text: bytes, content: bytes | None = None) -> bytes:
    """The file with one part more, or another one in its place."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content or a_template())) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part, old.read(part.filename))
        new.writestr(name, text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def faults_of(content: bytes, kind: str = "announcement") -> list[str]:
    with pytest.raises(ValidationError) as fault:
        check(content, kind)
    return fault.value.message_dict["file"]


def words_of(content: bytes) -> str:
    """All text of a document, of its tables and its foot."""
    paper = Document(BytesIO(content))
    tables = [*paper.tables, *paper.sections[0].footer.tables]
    cells = [cell.text for table in tables for row in table.rows for cell in row.cells]
    return "\n".join([*(line.text for line in paper.paragraphs), *cells])


@pytest.mark.parametrize("kind", KINDS)
class TestAShippedForm:
    def test_is_sound(self, kind):
        check(form_of(kind), kind)

    def test_is_what_the_script_draws(self, kind):
        drawn = written(DRAFTS[kind]())
        for part in ("word/document.xml", "word/footer1.xml"):
            assert zipfile.ZipFile(BytesIO(drawn)).read(part) == zipfile.ZipFile(BytesIO(form_of(kind))).read(part)

    def test_leaves_no_brace_behind_and_carries_number_and_code(self, kind):
        made = rendered(form_of(kind), samples(FIELDS[kind]), address="https://example.gov.cn/p/1", title="公文")
        text = words_of(made)
        assert "WS-20260301-000001" in text
        assert "{{" not in text
        assert "{%" not in text
        assert any(name.startswith("word/media/") for name in zipfile.ZipFile(BytesIO(made)).namelist())


class TestWhatIsWritten:
    def test_is_put_in_as_text_whatever_it_says(self):
        values = samples(FIELDS["announcement"]) | {"标题": "<w:p/>{{ 7*7 }} & “业主”"}
        made = rendered(a_template("{{ 标题 }}"), values, address="https://x", title="")
        assert "<w:p/>{{ 7*7 }} & “业主”" in words_of(made)

    def test_a_list_has_a_row_for_each_thing(self):
        values = samples(FIELDS["filing_form"])
        values["成员名单"] = [{**values["成员名单"][0], "姓名": name} for name in ("甲某", "乙某", "丙某")]
        text = words_of(rendered(form_of("filing_form"), values, address="https://x", title=""))
        assert [text.count(name) for name in ("甲某", "乙某", "丙某")] == [1, 1, 1]


class TestAnUploadedTemplate:
    def test_may_be_a_simple_one(self):
        check(a_template("{{ 标题 }}", "{%p for 段 in 正文 %}", "{{ 段.文字 }}", "{%p endfor %}"), "announcement")

    def test_may_be_written_with_the_braces_in_pieces_as_word_leaves_them(self):
        paper = Document(BytesIO(a_template()))
        line = paper.add_paragraph()
        for piece in ("{{ 标", "题 }", "}"):
            line.add_run(piece)
        check(written(paper), "announcement")

    def test_names_every_unknown_field_at_once(self):
        lines = ("{{ 标題 }} {{ 业主身份证 }}", "{% for 项 in 表决事项 %}{{ 项.票数 }}{% endfor %}")
        faults = faults_of(a_template(*lines))
        assert [name for name in ("标題", "业主身份证", "项.票数") if not any(name in line for line in faults)] == []

    def test_needs_number_and_code(self):
        faults = faults_of(a_template("{{ 标题 }}", foot=""))
        assert any("文书编号" in line for line in faults)
        assert any("查验码" in line for line in faults)

    def test_says_where_a_brace_is_not_closed(self):
        [fault] = [line for line in faults_of(a_template("{{ 标题")) if "finished" in line]
        assert "标题" in fault

    def test_says_what_is_a_list_and_what_is_none(self):
        assert any("正文" in line for line in faults_of(a_template("{{ 正文 }}")))
        assert any("标题" in line for line in faults_of(a_template("{%p for 段 in 标题 %}", "{%p endfor %}")))

    @pytest.mark.parametrize(
        "words",
        [
            "{{ 标题.__class__.__mro__ }}",
            "{{ self }}",
            "{{ 标题 * 1000000000 }}",
            "{{ 标题|upper }}",
            "{{ range(9) }}",
            "{% set 甲 = 标题 %}",
            "{% include '/etc/passwd' %}",
            "{% macro 甲() %}{% endmacro %}",
            "{{ 标题['__class__'] }}",
        ],
    )
    def test_may_hold_nothing_that_could_run(self, words):
        assert faults_of(a_template(words))

    def test_may_not_walk_a_list_within_itself(self):
        lines = ["{%p for 甲 in 表决事项 %}", "{%p for 乙 in 表决事项 %}", "{%p endfor %}", "{%p endfor %}"]
        assert faults_of(a_template(*lines))

    def test_is_looked_through_in_its_foot_too(self):
        paper = Document(BytesIO(a_template()))
        paper.sections[0].footer.paragraphs[0].text = "{{ 密码 }}"
        assert any("密码" in line for line in faults_of(written(paper)))

    @pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off", b"%PDF-1.7", "公告".encode() * 100])
    def test_is_a_word_document(self, content):
        assert len(faults_of(content)) == 1

    def test_is_no_workbook(self):
        out = BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("xl/workbook.xml", "<workbook/>")
        assert "Word document" in faults_of(out.getvalue())[0]

    def test_is_not_too_large(self, monkeypatch):
        monkeypatch.setattr(checking, "MOST_BYTES", 1000)
        assert "MB" in faults_of(a_template())[0]

    def test_is_no_bomb(self):
        bomb = with_part("word/media/nothing.png", b"\0" * (checking.MOST_UNPACKED + 1))
        assert len(bomb) < checking.MOST_BYTES
        assert "Unpacked" in faults_of(bomb)[0]

    @pytest.mark.parametrize("part", ["word/vbaProject.bin", "word/embeddings/oleObject1.bin"])
    def test_holds_no_macros_and_no_other_files(self, part):
        assert "macros" in faults_of(with_part(part, b"x"))[0]

    def test_declares_nothing(self):
        words = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
        assert "declarations" in faults_of(with_part("customXml/item9.xml", words))[0]

    def test_loads_nothing_from_elsewhere(self):
        link = (
            b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
            b'Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
            b'Target="http://203.0.113.9/x.dotm" TargetMode="External"/></Relationships>'
        )
        assert "another place" in faults_of(with_part("word/_rels/settings.xml.rels", link))[0]

    def test_whose_list_is_closed_in_another_cell_is_refused_before_it_is_used(self):
        paper = Document(BytesIO(a_template()))
        cells = paper.add_table(1, 2).rows[0].cells
        cells[0].text, cells[1].text = "{% for 项 in 表决事项 %}{{ 项.事项 }}", "{% if 标题 %}{% endfor %}{% endif %}"
        assert faults_of(written(paper))
