"""Basic services of estates without a company from files. Headings are words of the file format."""

from datetime import datetime

from django.utils.translation import gettext_lazy

from accounts.models import User
from estates.basic_service import actions
from estates.basic_service.actions import SiteCheck
from estates.basic_service.lifecycle import SET
from estates.life_sheets import Asked, AskingSheet, check_steps
from estates.models import BasicService
from estates.sheets import ESTATE_CODE
from intake.money import fen_cell
from intake.parsing import day
from intake.sheets import Column, Row

PROPOSED = ("mode", "grade", "provider", "price_fen", "unit")
OF_THE_CHECK = gettext_lazy("Needed once both offices checked it on site.")


class BasicServiceSheet(AskingSheet):
    """基本服务: one row an estate; with the check on site and the document it is in force at once."""

    key = "basic-services"
    tab = "无物业小区基本服务"
    title = gettext_lazy("basic services of estates without a company")
    about = gettext_lazy("Who gives the basic service, which grade and price, and how far it has come.")
    model = BasicService
    identity = ("estate",)
    verbs = ("registers.import", SET)
    stands = (
        gettext_lazy("basic services are not taken back"),
        gettext_lazy("Refuse or end the wrong ones at the desk."),
    )
    columns = (
        Column("小区代码", "estate", gettext_lazy("An estate that no company manages."),
               required=True, parse=ESTATE_CODE, is_code=True, example="1301020010001"),
        Column("服务方式", "mode", required=True),
        Column("基本服务等级", "grade", required=True),
        Column("服务单位", "provider", required=True, example="示例城市服务有限公司"),
        Column("价格（元）", "price_fen", required=True, parse=fen_cell(least=0), example="0.35"),
        Column("计价单位", "unit"),
        Column("现场核定日期", "checked_on", gettext_lazy("Empty: proposed only."), parse=day, example="2026-03-10"),
        Column("发改部门", "drc", OF_THE_CHECK, example="示例区发展和改革局"),
        Column("住建部门", "bureau", OF_THE_CHECK, example="示例区住房和城乡建设局"),
        Column("核定情况", "found", OF_THE_CHECK, example="现场查看，按清洁档核定。"),
        Column("核定文号", "document", gettext_lazy("Needed once it is in force.")),
        Column("执行日期", "from_on", gettext_lazy("Empty: not in force yet."), parse=day, example="2026-04-01"),
    )  # fmt: skip

    def check(self, row: Row) -> None:
        check_steps(row, "checked_on", "from_on")

    @staticmethod
    def carry(asked: Asked, *, by: User | None, at: datetime) -> BasicService:
        """Proposed, checked and in force, as far as its days say."""
        given = {name: asked.get(name) for name in PROPOSED if asked.get(name) is not None}
        service = actions.propose(BasicService(estate=asked.estate, **given), by=by, at=at)
        if asked.get("checked_on"):
            service = actions.note_check(service, check=check_of(asked), by=by, at=at)
        if asked.get("from_on"):
            document = asked.get("document") or ""
            service = actions.put_in_force(service, document=document, from_on=asked.get("from_on"), by=by, at=at)
        return service


def check_of(asked: Asked) -> SiteCheck:
    words = {name: asked.get(name) or "" for name in ("drc", "bureau", "found")}
    return SiteCheck(
        checked_on=asked.get("checked_on"), grade=asked.get("grade"), price_fen=asked.get("price_fen"), **words
    )
