"""Accepted fee filings and what they charge, from files. Headings are the words of the file format."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.city import rule_values
from enterprises.models import ServiceContract
from enterprises.sheets import CONTRACT_NUMBER
from fees.filings.lifecycle import DECIDE
from fees.models import FeeFiling, FeeItem, FilingState
from fees.overlaps import Spans, until_of
from fees.standards.sheets import LevelBook
from intake.money import fen_cell
from intake.parsing import code, day, number, text, whole
from intake.sheets import Column, Entry, Row, TableSheet

FILING_NUMBER = code(
    pattern=r"SF-\d{8}-\d{6}", length=18, says=gettext_lazy("A filing's number looks like SF-20260108-000017.")
)


class FeeFilingSheet(TableSheet):
    """收费备案: one row an accepted filing, such as those from before this portal."""

    key = "fee-filings"
    tab = "收费备案"
    title = gettext_lazy("accepted fee filings")
    about = gettext_lazy("What was filed and accepted before; new filings are handed in and answered one by one.")
    model = FeeFiling
    identity = ("number",)
    verbs = ("registers.import", DECIDE)
    can_update = False
    columns = (
        Column("备案编号", "number", required=True, parse=FILING_NUMBER, is_code=True, example="SF-20260108-000017"),
        Column("合同编号", "contract", gettext_lazy("A contract that is already on the register."),
               required=True, parse=CONTRACT_NUMBER, is_code=True, example="HT-2024-00018"),
        Column("计费方式", "charge_way"),
        Column("收费依据", "decided_by", required=True),
        Column("核定文号", "approval"),
        Column("服务等级", "level", gettext_lazy("By name, of a standard in force."), parse=text(61), example="二级"),
        Column("执行日期", "from_on", required=True, example="2026-01-01"),
        Column("截止日期", "last_day", gettext_lazy("The last day, itself included; empty if it is open."), parse=day),
        Column("空置减收（%）", "vacancy_reduction_percent", parse=number(2, least=0, most=100)),
        Column("最长预收（月）", "prepay_months_most", parse=whole(most=120), example="12"),
        Column("备案日期", "filed_on", required=True, example="2026-01-08"),
    )  # fmt: skip

    def __init__(self, **who) -> None:
        super().__init__(**who)
        today = timezone.localdate()
        self.levels, self.spans = LevelBook(on=today), Spans()
        self.most_months = rule_values(on=today).get("prepay_months_most")

    def look_up(self, rows: list[Row]) -> None:
        seen = ServiceContract.objects.visible_to(self.by) if self.by else ServiceContract.objects.all()
        numbers = {row.get("contract") for row in rows}
        self.contracts = {each.number: each for each in seen.filter(number__in=numbers)}
        held = FeeFiling.objects.filter(number__in=[row.get("number") for row in rows])
        self.existing = {each.number: each for each in held}
        estates = {each.estate_id for each in self.contracts.values()}
        for each in FeeFiling.objects.filter(estate__in=estates, state=FilingState.ACCEPTED):
            self.spans.hold(each.estate_id, each.from_on, each.until_on, pk=each.pk)

    def entry(self, row: Row, *, is_first: bool) -> Entry | None:
        contract = self.contracts.get(row.get("contract"))
        if contract is None and row.get("contract"):
            row.fault(
                "contract", _("is no contract on the register of your area"),
                _("Check the number, or import the contract first."),
            )  # fmt: skip
        values = dict(row.values)
        for name in ("contract", "level", "last_day"):
            values.pop(name, None)
        values |= {
            "state": FilingState.ACCEPTED, "answered_on": row.get("filed_on"), "level_id": self.levels.find(row),
            "until_on": until_of(row),
        }  # fmt: skip
        if contract is not None:
            values |= {"contract_id": contract.pk, "estate_id": contract.estate_id}
            self.check(row, contract, values, is_first=is_first)
        return self.become(row, values, is_first=is_first and contract is not None)

    def check(self, row: Row, contract: ServiceContract, values: dict, *, is_first: bool) -> None:
        from_on = row.get("from_on")
        if from_on and from_on < contract.begins_on:
            row.fault("from_on", _("is before the contract begins"), _("Correct the day or the contract."))
        if from_on and is_first and self.already(row) is None:
            self.spans.check(row, contract.estate_id, from_on, values["until_on"])
        self.remark_months(row)

    def remark_months(self, row: Row) -> None:
        """What was accepted against the rule is imported as it was; the night makes a finding of it."""
        months, most = row.get("prepay_months_most"), self.most_months
        if months is not None and most is not None and most.value.isdigit() and months > int(most.value):
            row.remark(
                "prepay_months_most",
                _("is more than %(most)s months (%(article)s)") % {"most": most.value, "article": most.article},
                _("It is imported as it stands, and becomes a finding."),
            )


class FeeItemSheet(TableSheet):
    """收费项目: one row a thing that is charged, of an accepted filing."""

    key = "fee-items"
    tab = "收费项目"
    title = gettext_lazy("items of accepted fee filings")
    about = gettext_lazy("What is charged, for which buildings, and who pays for lifts and shared utilities.")
    model = FeeItem
    identity = ("filing", "kind", "name", "building_kind", "lift")
    verbs = ("registers.import", DECIDE)
    columns = (
        Column("备案编号", "filing", gettext_lazy("An accepted filing that is already on the register."),
               required=True, parse=FILING_NUMBER, is_code=True, example="SF-20260108-000017"),
        Column("类别", "kind", required=True),
        Column("收费项目", "name", required=True, example="住宅物业服务费"),
        Column("单位", "unit", required=True),
        Column("单价（元）", "price_fen", required=True, parse=fen_cell(least=0), example="1.65"),
        Column("楼宇类型", "building_kind"),
        Column("电梯", "lift"),
        Column("电梯运行费", "lift_paid_by"),
        Column("公共水电费", "utilities_paid_by"),
    )  # fmt: skip

    def look_up(self, rows: list[Row]) -> None:
        seen = FeeFiling.objects.visible_to(self.by) if self.by else FeeFiling.objects.all()
        numbers = {row.get("filing") for row in rows}
        accepted = seen.filter(number__in=numbers, state=FilingState.ACCEPTED)
        self.filings = dict(accepted.values_list("number", "pk"))
        held = FeeItem.objects.filter(filing__in=self.filings.values()).select_related("filing")
        self.existing = {
            (each.filing.number, each.kind, each.name, each.building_kind, each.lift): each for each in held
        }

    def entry(self, row: Row, *, is_first: bool) -> Entry | None:
        filing = self.filings.get(row.get("filing"))
        if filing is None and row.get("filing"):
            row.fault("filing", _("is no accepted filing on the register of your area"), _("Import the filing first."))
        values = dict(row.values)
        values.pop("filing", None)
        return self.become(row, {**values, "filing_id": filing}, is_first=is_first and filing is not None)
