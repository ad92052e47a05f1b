"""Collections of fees from files. Headings are the words of the file format."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Role, User
from enterprises.models import ServiceContract
from enterprises.sheets import CONTRACT_NUMBER
from fees.collection.actions import RIGHT, is_cut_by_the_end
from fees.models import Collection
from fees.overlaps import Spans, until_of
from intake.models import ImportBatch
from intake.money import fen_cell
from intake.parsing import day, whole
from intake.sheets import Column, Entry, Row, TableSheet

SUMS = ("due_fen", "collected_fen", "arrears_fen")
AS_THEY_STAND = ("from_on", *SUMS, "homes_due", "homes_in_arrears", "prepaid_months_most")
A_LINE = gettext_lazy("In yuan, at most two decimals.")


class CollectionSheet(TableSheet):
    """收缴情况: one row a contract and period. The file names the last day; the register keeps the day after it."""

    key = "fee-collections"
    tab = "物业费收缴情况"
    title = gettext_lazy("collections of fees")
    about = gettext_lazy("What was due and what was paid, as sums and counts, never whose.")
    model = Collection
    identity = ("contract", "from_on")
    verbs = ("registers.import", RIGHT)
    columns = (
        Column("合同编号", "contract", gettext_lazy("A contract that is already on the register."),
               required=True, parse=CONTRACT_NUMBER, is_code=True, example="HT-2024-00018"),
        Column("起始日期", "from_on", required=True, parse=day, example="2026-07-01"),
        Column("截止日期", "last_day", gettext_lazy("The last day, itself included."),
               required=True, parse=day, example="2026-09-30"),
        Column("应收（元）", "due_fen", A_LINE, required=True, parse=fen_cell(least=0), example="512800.00"),
        Column("实收（元）", "collected_fen", A_LINE, required=True, parse=fen_cell(least=0), example="461520.00"),
        Column("应缴户数", "homes_due", required=True, parse=whole(), example="912"),
        Column("欠费户数", "homes_in_arrears", required=True, parse=whole(), example="61"),
        Column("累计欠费（元）", "arrears_fen", gettext_lazy("All that is open at the end, older debts too."),
               required=True, parse=fen_cell(least=0), example="98300.00"),
        Column("最长预收（月）", "prepaid_months_most", parse=whole(most=600), empty=0, example="12"),
    )  # fmt: skip

    def __init__(self, **who) -> None:
        super().__init__(**who)
        self.spans = Spans()

    def look_up(self, rows: list[Row]) -> None:
        seen = ServiceContract.objects.visible_to(self.by) if self.by else ServiceContract.objects.all()
        if self.by is not None and self.by.role == Role.COMPANY:
            seen = seen.running(on=timezone.localdate())
        numbers = {row.get("contract") for row in rows}
        self.contracts = {each.number: each for each in seen.filter(number__in=numbers)}
        held = Collection.objects.filter(contract__in=self.contracts.values()).select_related("contract")
        self.existing = {(each.contract.number, each.from_on): each for each in held}
        for each in held:
            self.spans.hold(each.contract_id, each.from_on, each.until_on, pk=each.pk)

    def entry(self, row: Row, *, is_first: bool) -> Entry | None:
        contract = self.contracts.get(row.get("contract"))
        if contract is None and row.get("contract"):
            row.fault(
                "contract", _("is no contract for which you may report today"),
                _("Check the number, or import the contract first."),
            )  # fmt: skip
        values = {name: row.get(name) for name in AS_THEY_STAND} | {"until_on": until_of(row)}
        if contract is not None:
            self.check_days(row, contract, values["until_on"], is_first=is_first)
            values |= {"contract_id": contract.pk, "estate_id": contract.estate_id}
        check_sums(row, values)
        return self.become(row, values, is_first=is_first and contract is not None)

    def check_days(self, row: Row, contract: ServiceContract, until_on: date | None, *, is_first: bool) -> None:
        """A time is over, within the contract, and reported once."""
        from_on = row.get("from_on")
        if from_on is None or until_on is None:
            return
        if until_on > timezone.localdate():
            row.fault("last_day", _("is not over yet"), _("Report the period when it is over."))
        if from_on < contract.begins_on:
            row.fault("from_on", _("is before the contract begins"), _("Cut the period to the contract's time."))
        if is_cut_by_the_end(contract, from_on, until_on):
            row.fault("last_day", _("is after the contract ended"), _("Report what came after in a row of its own."))
        if self.already(row) is not None:
            self.spans.let_go(contract.pk, from_on)
        if is_first:
            self.spans.check(row, contract.pk, from_on, until_on)

    @classmethod
    def keep(cls, entries: list[Entry], *, batch: ImportBatch, by: User | None, at: datetime) -> None:
        for entry in entries:
            entry.thing.reported_at, entry.thing.reported_by = at, by
        super().keep(entries, batch=batch, by=by, at=at)


def check_sums(row: Row, values: dict) -> None:
    """What the table's constraints say, in words at the cell."""
    due, collected, arrears = (values[column] for column in SUMS)
    homes, owing = values["homes_due"], values["homes_in_arrears"]
    if None in (due, collected, arrears, homes, owing):
        return
    if collected > due:
        row.fault(
            "collected_fen", _("is more than was due"), _("No more can be collected for a period than is due for it.")
        )
    elif arrears < due - collected:
        row.fault(
            "arrears_fen", _("is less than what is open"), _("Arrears are at least what was due and not collected.")
        )
    if owing > homes:
        row.fault("homes_in_arrears", _("is more than the homes that owe fees"), _("Correct one of the two counts."))
    elif (owing == 0) != (arrears == 0):
        row.fault("homes_in_arrears", _("does not go with the arrears"), _("Both are nothing, or neither."))
