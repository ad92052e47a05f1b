"""Draws the Word forms that the portal comes with, into `forms/`: `python -m committees.papers.drafting`.

Laid out like official documents: title centred, body in size three, 28 lines a page, number and code at the foot.
"""

from collections.abc import Sequence

from docx import Document
from docx.document import Document as Word
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from committees.papers.shipped import FORMS

TITLE, HEADING, BODY, SMALL = "方正小标宋简体", "黑体", "仿宋", "宋体"
CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
LINE = Pt(28)
FILED = (
    ("组织名称", "{{ 组织名称 }}", "备案类别", "{{ 备案类别 }}"),
    ("小区名称", "{{ 小区名称 }}", "小区代码", "{{ 小区代码 }}"),
    ("小区地址", "{{ 小区地址 }}", "街道（社区）", "{{ 街道 }}"),
    ("房屋套数", "{{ 房屋套数 }} 套", "专有部分面积", "{{ 专有面积 }} 平方米"),
    ("业主人数", "{{ 业主人数 }} 人", "届次", "第 {{ 届次 }} 届"),
    ("成立日期", "{{ 成立日期 }}", "任期", "{{ 任期起 }}至{{ 任期止 }}"),
    ("办公地址", "{{ 办公地址 }}", "办公电话", "{{ 办公电话 }}"),
    ("申请编号", "{{ 申请编号 }}", "提交日期", "{{ 提交日期 }}"),
    ("备案编号", "{{ 备案编号 }}", "答复期限", "{{ 答复期限 }}"),
)
MEMBERS = (
    (12, "序号", "序号"), (26, "姓名", "姓名"), (24, "职务", "职务"), (26, "代表", "代表"), (14, "党员", "党员"),
    (30, "电话", "电话"), (30, "任职日期", "加入日期"),
)  # fmt: skip
HANDED_IN = ((12, "序号", "序号"), (58, "材料", "材料"), (58, "文件", "文件"), (30, "收到日期", "收到日期"))
CONDITIONS = ((12, "序号", "序号"), (112, "条件", "条件"), (32, "核实日期", "核实日期"))
SIGNED = (
    "申请单位（盖章）\n\n\n负责人签字：\n　　　　　　年　　月　　日",
    "备案机关意见（盖章）\n\n\n经办人签字：\n　　　　　　年　　月　　日",
)


def sheet() -> Word:
    """An empty page with the margins and letters of an official document."""
    paper = Document()
    page = paper.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(37), Mm(30), Mm(28), Mm(26)
    page.footer_distance = Mm(12)
    style = paper.styles["Normal"]
    dress(style, BODY, Pt(16))
    style.paragraph_format.space_after = Pt(0)
    foot(paper)
    own = paper.core_properties
    own.author, own.title, own.comments = "", "", ""
    return paper


def dress(run, font: str, size: Pt, *, bold: bool = False) -> None:
    run.font.name, run.font.size, run.font.bold = font, size, bold
    run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def say(
    paper, text: str, *, font: str = BODY, size: float = 16, align=None, indent: bool = False, bold: bool = False
) -> Paragraph:
    line = paper.add_paragraph()
    dress(line.add_run(text), font, Pt(size), bold=bold)
    line.alignment = align
    line.paragraph_format.line_spacing = LINE if size >= 14 else Pt(20)
    if indent:
        line.paragraph_format.first_line_indent = Pt(2 * size)
    return line


def title(paper, text: str) -> Paragraph:
    line = say(paper, text, font=TITLE, size=22, align=CENTRE)
    line.paragraph_format.line_spacing = Pt(36)
    line.paragraph_format.space_after = Pt(18)
    return line


def foot(paper: Word) -> None:
    """At the foot of every page: what is needed to check the paper."""
    table = paper.sections[0].footer.add_table(1, 2, Mm(156))
    words, picture = table.rows[0].cells
    words.width, picture.width = Mm(126), Mm(30)
    words.paragraphs[0].text = ""
    for text in (
        "文书编号：{{ 文书编号 }}",
        "制作日期：{{ 制作日期 }}",
        "扫描右侧二维码或打开 {{ 查验网址 }} 可查验本文书真伪。",
    ):
        line = say(words, text, font=SMALL, size=9)
        line.paragraph_format.line_spacing = Pt(13)
    words._tc.remove(words.paragraphs[0]._p)
    picture.paragraphs[0].alignment = RIGHT
    dress(picture.paragraphs[0].add_run("{{ 查验码 }}"), SMALL, Pt(9))
    last = paper.sections[0].footer.paragraphs[0]
    last.paragraph_format.line_spacing = Pt(1)
    last._p.addprevious(table._tbl)


def table(paper: Word, widths: Sequence[int], rows: Sequence[Sequence[str]], *, size: float = 12) -> Table:
    """A ruled table; widths in millimetres. A row with one cell goes across."""
    made = paper.add_table(0, len(widths), style="Table Grid")
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    made.autofit = False
    for texts in rows:
        cells = made.add_row().cells
        for cell, width in zip(cells, widths, strict=True):
            cell.width = Mm(width)
        if len(texts) == 1 and len(widths) > 1:
            cells[0].merge(cells[-1])
        for cell, text in zip(cells, texts, strict=False):
            write(cell.paragraphs[0], text, size)
    return made


def write(line: Paragraph, text: str, size: float) -> None:
    dress(line.add_run(text), SMALL, Pt(size))
    line.paragraph_format.line_spacing = Pt(size * 1.5)


def listed(paper: Word, item: str, of: str, columns: Sequence[tuple[int, str, str]]) -> Table:
    """A table with a row for each thing of a list. `columns`: width in millimetres, heading, the item's field."""
    widths, head, names = zip(*columns, strict=True)
    cells = [f"{{{{ {item}.{name} }}}}" for name in names]
    rows = [head, [f"{{%tr for {item} in {of} %}}"], cells, ["{%tr endfor %}"]]
    made = table(paper, widths, rows, size=10.5)
    for cell in made.rows[0].cells:
        cell.paragraphs[0].alignment = CENTRE
    repeat(made)
    return made


def repeat(made: Table) -> None:
    """The first row stands again at the head of each page."""
    mark = OxmlElement("w:tblHeader")
    made.rows[0]._tr.get_or_add_trPr().append(mark)


def filing_form() -> Word:
    paper = sheet()
    title(paper, "{{ 组织类别 }}备案表")
    table(paper, (26, 52, 26, 52), FILED)
    say(paper, "{%p if 变更内容 %}")
    say(paper, "变更内容：{{ 变更内容 }}", size=12)
    say(paper, "{%p endif %}")
    say(paper, "成员名单", size=14, bold=True, font=SMALL)
    listed(paper, "成员", "成员名单", MEMBERS)
    say(paper, "备案材料", size=14, bold=True, font=SMALL)
    listed(paper, "材料", "材料清单", HANDED_IN)
    say(paper, "")
    table(paper, (78, 78), [SIGNED])
    return paper


def matters(paper: Word) -> None:
    say(paper, "{%p for 项 in 表决事项 %}")
    say(
        paper,
        "{{ 项.序号 }}．{{ 项.事项 }}（{{ 项.类别 }}）。选项：{{ 项.选项 }}。通过条件：{{ 项.通过条件 }}。",
        indent=True,
    )
    say(paper, "{%p if 项.说明 %}")
    say(paper, "{{ 项.说明 }}", indent=True)
    say(paper, "{%p endif %}")
    say(paper, "{%p endfor %}")


def announcement() -> Word:
    paper = sheet()
    title(paper, "{{ 标题 }}")
    say(paper, "{{ 小区名称 }}全体业主：")
    say(paper, "{%p for 段 in 正文 %}")
    say(paper, "{{ 段.文字 }}", indent=True)
    say(paper, "{%p endfor %}")
    say(paper, "{%p if 表决事项 %}")
    say(paper, "一、表决事项", font=HEADING, indent=True)
    say(paper, "{%p endif %}")
    matters(paper)
    say(paper, "{%p if 表决事项 %}")
    say(paper, "二、表决时间和方式", font=HEADING, indent=True)
    say(
        paper,
        "自{{ 表决开始 }}起至{{ 表决截止 }}止。业主可凭邀请码在 {{ 投票网址 }} 投票，也可以填写纸质表决票。"
        "{{ 参与要求 }}，表决方为有效。",
        indent=True,
    )
    say(paper, "{%p endif %}")
    say(paper, "公告期自{{ 公告日期 }}起至{{ 公告至 }}止。", indent=True)
    signed(paper, "{{ 落款 }}", "{{ 公告日期 }}")
    return paper


def result() -> Word:
    paper = sheet()
    title(paper, "{{ 小区名称 }}业主大会表决结果公告")
    say(paper, "{{ 小区名称 }}全体业主：")
    say(
        paper,
        "“{{ 表决名称 }}”由{{ 组织者 }}组织，于{{ 表决开始 }}至{{ 表决截止 }}进行表决。"
        "{{ 参与要求 }}，表决方为有效。现将结果公告如下：",
        indent=True,
    )
    outcomes(paper)
    say(
        paper,
        "逐条匿名明细公布于 {{ 明细网址 }}，任何人都可以据此重新相加核对；业主凭回执码可以找到自己的那一条。"
        "明细摘要：{{ 明细摘要 }}。",
        indent=True,
    )
    say(
        paper,
        "公示期自{{ 公示日期 }}起至{{ 公示至 }}止。对结果有异议的业主，可以在{{ 异议截止 }}前书面提出。",
        indent=True,
    )
    signed(paper, "{{ 组织者 }}", "{{ 公示日期 }}")
    return paper


def outcomes(paper: Word) -> None:
    say(paper, "{%p for 项 in 事项结果 %}")
    say(paper, "{{ 项.序号 }}．{{ 项.事项 }}", font=HEADING, indent=True)
    say(
        paper,
        "结论：{{ 项.结论 }}。应参与业主 {{ 项.总人数 }} 人、专有部分面积 {{ 项.总面积 }} 平方米；"
        "参与业主 {{ 项.参与人数 }} 人（{{ 项.参与人数比例 }}）、"
        "{{ 项.参与面积 }} 平方米（{{ 项.参与面积比例 }}）。{{ 项.理由 }}",
        indent=True,
    )
    say(paper, "{%p for 选 in 项.选项结果 %}")
    say(paper, "{{ 选.选项 }}：{{ 选.人数 }} 人，{{ 选.面积 }} 平方米。{{ 选.当选 }}", indent=True)
    say(paper, "{%p endfor %}")
    say(paper, "{%p endfor %}")


def invitations() -> Word:
    paper = sheet()
    say(paper, "{%p for 信 in 信函 %}")
    title(paper, "表决邀请函").paragraph_format.page_break_before = True
    say(paper, "{{ 信.业主 }}（{{ 信.房屋 }}，专有部分面积 {{ 信.面积 }} 平方米）：")
    say(paper, "“{{ 表决名称 }}”由{{ 组织者 }}组织，于{{ 表决开始 }}至{{ 表决截止 }}进行表决。", indent=True)
    say(paper, "请打开 {{ 投票网址 }}，输入下面的邀请码和手机验证码投票：", indent=True)
    code = say(paper, "{{ 信.邀请码 }}", font=SMALL, size=24, align=CENTRE, bold=True)
    code.paragraph_format.line_spacing = Pt(48)
    say(
        paper,
        "邀请码只供本户使用，请勿告诉他人。不方便用手机的，可以向组织者领取纸质表决票。手机和纸质只计先收到的一次。",
        indent=True,
    )
    matters(paper)
    say(paper, "{%p endfor %}")
    return paper


def signed(paper: Word, who: str, when: str) -> None:
    say(paper, "")
    say(paper, who, align=RIGHT)
    say(paper, when, align=RIGHT)


def delivery() -> Word:
    paper = sheet()
    title(paper, "商品住房交付使用条件确认书")
    say(paper, "{{ 建设单位 }}：")
    say(
        paper,
        "你单位{{ 申请日期 }}就{{ 小区名称 }}（{{ 小区地址 }}）{{ 交付范围 }}共 {{ 交付套数 }} 套商品住房"
        "提出的交付使用条件核实申请（编号：{{ 核实编号 }}），经现场核实，下列条件均已具备：",
        indent=True,
    )
    listed(paper, "项", "交付条件", CONDITIONS)
    say(
        paper,
        "现予确认，可自{{ 交付日期 }}起办理交付手续。交付前应当依法完成物业承接查验。",
        indent=True,
    )
    signed(paper, "{{ 核实机关 }}", "{{ 确认日期 }}")
    return paper


DRAFTS = {
    "filing_form": filing_form,
    "announcement": announcement,
    "result": result,
    "invitations": invitations,
    "delivery": delivery,
}


def draw_all() -> None:
    for kind, draft in DRAFTS.items():
        draft().save(str(FORMS / f"{kind}.docx"))


if __name__ == "__main__":
    draw_all()
