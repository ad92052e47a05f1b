"""The words that a template may use: for each kind of paper its fields, what they say, and an example of each.

The names are Chinese in every language, as the headings of an Excel file are: a clerk types them in Word. A field with
`parts` is a list that the template walks through (`{%tr for 成员 in 成员名单 %}` … `{{ 成员.姓名 }}`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from committees.models.papers import PaperForm

NUMBER, PICTURE = "文书编号", "查验码"


@dataclass(frozen=True)
class Field:
    """One word of a template. `example` is what a trial of the template puts in its place."""

    name: str
    means: Any
    example: str = ""
    parts: tuple["Field", ...] = ()
    is_needed: bool = False

    @property
    def sample(self) -> Any:
        return [samples(self.parts)] * 2 if self.parts else self.example


COMMON = (
    Field(NUMBER, _("number of the paper"), "WS-20260301-000001", is_needed=True),
    Field(PICTURE, _("the code by which anybody can check the paper (a picture)"), is_needed=True),
    Field(
        "查验网址", _("address at which the paper can be checked"), "https://example.gov.cn/papers/WS-20260301-000001/"
    ),
    Field("制作日期", _("day on which the paper was made"), "2026年3月1日"),
    Field("城市", _("city"), "石家庄市"),
    Field("主管部门", _("the city's bureau"), "石家庄市住房和城乡建设局"),
    Field("街道", _("street or community of the estate"), "裕强街道"),
    Field("小区名称", _("name of the estate"), "青禾苑"),
    Field("小区代码", _("code of the estate"), "1301080020047"),
    Field("小区地址", _("address of the estate"), "裕华区槐安东路 100 号"),
)

QUORUM = "专有部分面积占比三分之二以上且人数占比三分之二以上的业主参与"
PLACE = Field("序号", _("place in the list"), "1")
MATTERS = Field(
    "表决事项", _("what is voted on"), parts=(
        PLACE,
        Field("事项", _("the question"), "是否续聘现物业服务企业"),
        Field("类别", _("kind of the matter"), "选聘和解聘物业服务企业"),
        Field("说明", _("what else is said about it"), "合同草案见小区公告栏。"),
        Field("选项", _("what can be chosen"), "同意、反对、弃权"),
        Field("通过条件", _("what it takes to pass, with the article"), "参与表决的面积过半数且人数过半数同意"),
    ),
)  # fmt: skip
TIMES = (
    Field("表决开始", _("when voting begins"), "2026年3月10日 08:00"),
    Field("表决截止", _("when voting ends"), "2026年3月25日 18:00"),
)
WAY = Field("投票网址", _("address at which owners vote"), "https://example.gov.cn/vote/")

FILING_FORM = (
    Field("组织名称", _("name of the committee"), "青禾苑第二届业主委员会"),
    Field("组织类别", _("kind of the committee"), "业主委员会"),
    Field("届次", _("which one it is, in order"), "2"),
    Field("备案类别", _("kind of the filing"), "首次备案"),
    Field("申请编号", _("number of the filing in this portal"), "BA-20260301-000001"),
    Field("备案编号", _("number given when it was filed"), "裕强备〔2026〕3号"),
    Field("成立日期", _("day of the election"), "2026年2月20日"),
    Field("任期起", _("first day of the term"), "2026年2月20日"),
    Field("任期止", _("last day of the term"), "2031年2月19日"),
    Field("办公地址", _("office"), "青禾苑 3 号楼 101"),
    Field("办公电话", _("office phone"), "0311-08001234"),
    Field("变更内容", _("what has changed"), "补选委员一名。"),
    Field("提交日期", _("day on which it was submitted"), "2026年3月1日"),
    Field("答复期限", _("day by which an answer is due"), "2026年3月8日"),
    Field("房屋套数", _("number of homes"), "1,024"),
    Field("专有面积", _("exclusive area in m²"), "98,211.30"),
    Field("业主人数", _("number of owners"), "998"),
    Field("成员名单", _("members of the committee"), parts=(
        PLACE,
        Field("姓名", _("name"), "张某某"),
        Field("职务", _("seat"), "主任"),
        Field("代表", _("for whom the member sits there"), "业主"),
        Field("党员", _("member of the party"), "是"),
        Field("电话", _("phone"), "08000000000"),
        Field("加入日期", _("first day in the seat"), "2026年2月20日"),
    )),
    Field("材料清单", _("papers handed in"), parts=(
        PLACE,
        Field("材料", _("kind of the paper"), "业主大会会议纪要和决定"),
        Field("文件", _("name of the file"), "会议纪要.pdf"),
        Field("收到日期", _("day on which it came in"), "2026年3月1日"),
    )),
)  # fmt: skip

ANNOUNCEMENT = (
    Field("标题", _("title"), "关于召开业主大会会议的公告"),
    Field("正文", _("paragraphs of the text"), parts=(Field("文字", _("one paragraph"), "现将有关事项公告如下。"),)),
    MATTERS,
    *TIMES,
    WAY,
    Field("参与要求", _("how many owners must take part, with the article"), QUORUM),
    Field("公告日期", _("day of the posting"), "2026年3月1日"),
    Field("公告至", _("last day of the posting"), "2026年3月16日"),
    Field("落款", _("who posts it"), "青禾苑业主委员会"),
)  # fmt: skip

RESULT = (
    Field("表决名称", _("title of the vote"), "青禾苑 2026 年第一次业主大会会议"),
    Field("组织者", _("who holds the vote"), "青禾苑业主委员会"),
    *TIMES,
    Field("参与要求", _("how many owners must take part, with the article"), QUORUM),
    Field("事项结果", _("result of each matter"), parts=(
        PLACE,
        Field("事项", _("the question"), "是否续聘现物业服务企业"),
        Field("类别", _("kind of the matter"), "选聘和解聘物业服务企业"),
        Field("结论", _("whether it passed"), "通过"),
        Field("理由", _("why it did not pass"), ""),
        Field("总人数", _("heads of all who may vote"), "100"),
        Field("总面积", _("their exclusive area in m²"), "10,000.00"),
        Field("参与人数", _("heads that took part"), "67"),
        Field("参与面积", _("their exclusive area in m²"), "6,700.00"),
        Field("参与人数比例", _("share of the heads"), "67.00%"),
        Field("参与面积比例", _("share of the area"), "67.00%"),
        Field("选项结果", _("heads and area of each choice"), parts=(
            Field("选项", _("the choice"), "同意"),
            Field("人数", _("heads"), "34"),
            Field("面积", _("exclusive area in m²"), "3,360.00"),
            Field("当选", _("whether the candidate is elected"), ""),
        )),
    )),
    Field("明细摘要", _("digest of the posted list of lines"), "3f0c…"),
    Field("明细网址", _("address of the result with the list that adds up to it"), "https://example.gov.cn/votes/BJ-1/"),
    Field("公示日期", _("first day of the posting"), "2026年3月26日"),
    Field("公示至", _("last day of the posting"), "2026年4月10日"),
    Field("异议截止", _("last day for objections"), "2026年4月10日"),
)  # fmt: skip

INVITATIONS = (
    Field("表决名称", _("title of the vote"), "青禾苑 2026 年第一次业主大会会议"),
    Field("组织者", _("who holds the vote"), "青禾苑业主委员会"),
    *TIMES,
    WAY,
    MATTERS,
    Field("信函", _("a letter for each owner"), parts=(
        PLACE,
        Field("业主", _("owner, by the family name only"), "张**"),
        Field("房屋", _("homes of the owner"), "3号楼2单元501"),
        Field("面积", _("exclusive area in m²"), "98.50"),
        Field("邀请码", _("invitation code"), "ABCD-EFGH-JKMN"),
    )),
)  # fmt: skip

DELIVERY = (
    Field("核实编号", _("number of the delivery verification"), "JF-20260301-000001"),
    Field("建设单位", _("developer"), "青禾房地产开发有限公司"),
    Field("交付范围", _("part of the estate that is handed over"), "一期 1 至 6 号楼"),
    Field("交付套数", _("number of homes"), "432"),
    Field("申请日期", _("day of the application"), "2026年2月1日"),
    Field("交付日期", _("first day of handing over"), "2026年4月1日"),
    Field("确认日期", _("day of the confirmation"), "2026年3月1日"),
    Field("交付条件", _("the conditions that were checked"), parts=(
        PLACE,
        Field("条件", _("the condition in full"), "电梯、消防设施等共用设施设备取得使用合格证书"),
        Field("核实日期", _("day on which it was checked"), "2026年2月20日"),
    )),
    Field("核实机关", _("office that verified"), "裕华区住房和城乡建设局"),
)  # fmt: skip

FIELDS: dict[str, tuple[Field, ...]] = {
    PaperForm.FILING_FORM: (*COMMON, *FILING_FORM),
    PaperForm.ANNOUNCEMENT: (*COMMON, *ANNOUNCEMENT),
    PaperForm.RESULT: (*COMMON, *RESULT),
    PaperForm.INVITATIONS: (*COMMON, *INVITATIONS),
    PaperForm.DELIVERY: (*COMMON, *DELIVERY),
}


def samples(fields: tuple[Field, ...]) -> dict[str, Any]:
    """The values with which a template is tried."""
    return {field.name: field.sample for field in fields}


def flat(fields: tuple[Field, ...], within: str = "") -> Iterator[tuple[str, Field]]:
    """Every field with the words before it: `成员名单`, `成员名单 › 姓名`."""
    for field in fields:
        yield f"{within}{field.name}", field
        yield from flat(field.parts, f"{within}{field.name} › ")
