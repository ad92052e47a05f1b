"""Accounts of public revenue with their lines from files: what is owed, written in one go. Headings are the file's own.

Posting stays an act of its own: it needs vouchers, and binds.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from fees.models import RevenueContract, RevenueReport
from fees.models.revenue import KINDS_OF, ReportState, RevenueLine, Side
from fees.revenue import reporting
from fees.revenue.accounts import Entry as Sum
from fees.revenue.lifecycle import WRITE
from intake.actions import load_upload
from intake.faults import Fault
from intake.models import ImportBatch
from intake.money import fen_cell
from intake.parsing import code, text
from intake.sheets import Column, Entry, Row, Sheet
from intake.templates import template
from intake.trial import done, tried

NUMBER = code(longest=24, pattern=r"[A-Z0-9-]+")
OF_A_SUM = ("side", "kind", "amount_fen")
BALANCES = ("opening_fen", "opening_note", "bank_fen")
ONE_ROW = gettext_lazy("In one row of the report is enough.")


@dataclass
class Written:
    """A report as the file has it: its first row, its sums, and the balances that some row of it gives."""

    row: Row
    report: RevenueReport
    sums: list[Sum] = field(default_factory=list)
    balances: dict[str, int | str] = field(default_factory=dict)


class RevenueLineSheet(Sheet):
    """公共收益收支: one row a sum of a report that is owed. What the file says of a report replaces its lines."""

    key = "revenue-lines"
    tab = "公共收益收支"
    title = gettext_lazy("reports of public revenue with their lines")
    about = gettext_lazy(
        "The sums of reports that are to be posted, in place of lines written before; nothing is posted."
    )
    model = RevenueLine
    identity = ("report", "side", "kind", "contract", "words", "amount_fen")
    verbs: tuple[str, ...] = ("registers.import", WRITE)
    can_update = False
    columns = (
        Column("报告编号", "report", gettext_lazy("A report that is to be posted."), required=True, parse=NUMBER,
               is_code=True, example="SZ-20261001-000017"),
        Column("小区名称", "estate", gettext_lazy("To read it by; it must be the report's."), parse=text(100),
               example="长安花苑"),
        Column("期初余额（元）", "opening_fen", ONE_ROW, parse=fen_cell(least=0), example="12000.00"),
        Column("期初差异说明", "opening_note", gettext_lazy("Why it does not open with the balance before."),
               parse=text(300)),
        Column("专户余额（元）", "bank_fen", gettext_lazy("As the statement shows at the end of the period."),
               parse=fen_cell(), example="58600.00"),
        Column("收支类别", "side", empty="", example="收入"),
        Column("项目", "kind", empty=""),
        Column("金额（元）", "amount_fen", parse=fen_cell(least=0), empty=0, example="24000.00"),
        Column("合同编号", "contract", gettext_lazy("Of a receipt: the contract on shared parts that it comes from."),
               parse=NUMBER, empty="", is_code=True, example="SY-20260105-000003"),
        Column("说明", "words", gettext_lazy("Everybody reads it. Name no person."), parse=text(100), empty=""),
    )  # fmt: skip

    def __init__(self, **who) -> None:
        super().__init__(**who)
        self.now = timezone.now()
        self.written: dict[str, Written] = {}

    def look_up(self, rows: list[Row]) -> None:
        seen = RevenueReport.objects.visible_to(self.by) if self.by else RevenueReport.objects.all()
        owed = seen.filter(state=ReportState.OWED, number__in={row.get("report") for row in rows} - {None})
        self.reports = {each.number: each for each in owed.select_related("estate")}
        contracts = RevenueContract.objects.filter(estate__in={each.estate_id for each in self.reports.values()})
        self.contracts = {each.number: each for each in contracts}

    def entry(self, row: Row, *, is_first: bool) -> Entry | None:
        """Nothing yet: a report is judged when all its rows are known."""
        report = self.reports.get(row.get("report"))
        if report is None:
            if row.get("report"):
                row.fault("report", _("is no report of yours that is to be posted"), _("Check the number."))
            return None
        if row.get("estate") and row.get("estate") != report.estate.name:
            row.fault("estate", _("is not the estate of this report"), _("Check the number."))
        written = self.written.setdefault(report.number, Written(row, report))
        self.take_balances(row, written)
        self.take_sum(row, written)
        return None

    def key_of(self, row: Row) -> tuple | None:
        """Two sums that are alike in everything; what is left out is alike, too."""
        return tuple(row.get(name) or "" for name in self.identity) if row.get("amount_fen") else None

    def take_balances(self, row: Row, written: Written) -> None:
        for name in BALANCES:
            said = row.get(name)
            if said in (None, ""):
                continue
            if written.balances.setdefault(name, said) != said:
                row.fault(name, _("is not what a row above says of the same report"), _("Give it once."))

    def take_sum(self, row: Row, written: Written) -> None:
        given = [name for name in OF_A_SUM if row.get(name)]
        if not given:
            return
        for name in OF_A_SUM:
            if name not in given and name not in row.faulty:
                row.fault(name, _("is empty or nothing"), _("Fill it in, or take the row out."))
        contract = self.contracts.get(row.get("contract"))
        if row.get("contract") and (contract is None or contract.estate_id != written.report.estate_id):
            row.fault("contract", _("is no contract of this estate"), _("Check the number."))
        self.check_kind(row)
        if row.is_sound:
            one = Sum(row.get("side"), row.get("kind"), row.get("amount_fen"), row.get("words") or "", contract)
            written.sums.append(one)

    def check_kind(self, row: Row) -> None:
        side, kind = row.get("side"), row.get("kind")
        if side and kind and kind not in KINDS_OF[Side(side)]:
            what = _("does not belong to “%(side)s”") % {"side": Side(side).label}
            row.fault("kind", what, _("Choose another kind or the other side."))

    def finish(self) -> list[Entry]:
        if any(not fault.is_warning for fault in self.faults):
            return []
        told = [each for each in self.written.values() if each.sums or each.balances]
        return [
            Entry(each.row.number, each)
            for each in told
            if tried(each.row, partial(write, each, by=self.by, at=self.now), columns={}, otherwise="report")
        ]

    @classmethod
    def keep(cls, entries: list[Entry], *, batch: ImportBatch, by: User | None, at: datetime) -> None:
        for entry in entries:
            done(entry.thing.report.number, partial(write, entry.thing, by=by, at=at))

    @classmethod
    def take_back(cls, batch: ImportBatch, *, by: User | None, at: datetime, why: str) -> list[Fault]:
        return [Fault(0, "", _("accounts are not taken back"), _("Bring in what is right instead."))]


class LinesAtTheDesk(RevenueLineSheet):
    """The same, brought in by companies and committees, who have no import desk."""

    verbs = (WRITE,)


def write(written: Written, *, by: User | None, at: datetime) -> RevenueReport:
    """What the file says; balances that it leaves out stay as they are. Raises what `reporting.write` raises."""
    balances = {name: written.balances.get(name, getattr(written.report, name)) for name in BALANCES}
    return reporting.write(written.report, **balances, lines=written.sums, by=by, at=at)


def bring_in(file: UploadedFile, *, by: User, at: datetime) -> ImportBatch:
    """Take a workbook in at once. Raises CannotRead, ImportFaults."""
    return load_upload(file, LinesAtTheDesk, by=by, at=at)


def to_fill_in(reports: Iterable[RevenueReport]) -> bytes:
    """A workbook (.xlsx) with a row for each report that is owed: its number and estate stand there."""
    return template(RevenueLineSheet, ({"report": each.number, "estate": each.estate.name} for each in reports))
