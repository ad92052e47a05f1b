"""The evidence ledger from files. Headings are the words of the file format.

Records are only ever added: a file cannot change one, and undoing a batch withdraws its records, never removes them.
"""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from credit.actions import record_evidence, withdraw_batch
from credit.ledger import Lawbook, NewEvidence, faults_of
from credit.models import Evidence
from credit.queries import nameable_by
from enterprises.sheets import CREDIT_CODE, MANAGER_NUMBER, no_such_enterprise
from estates.sheets import ESTATE_CODE, no_such_estate
from intake.faults import Fault
from intake.models import ImportBatch
from intake.parsing import code, day, number, stored_as_number, text
from intake.sheets import Column, Entry, Row, Sheet

FIELD_OF = {"enterprise_id": "enterprise", "estate_id": "estate", "manager_id": "manager", "centipoints": "points"}
"""Where the ledger's names of fields differ from the sheet's."""
CODES = {"enterprise": "uscc", "estate": "code", "manager": "number"}
"""By what a row names whom it is about."""


class EvidenceSheet(Sheet):
    """信用记录: one row a record, priced by the rulebook in force on the day it happened."""

    key = "evidence"
    tab = "信用记录"
    title = gettext_lazy("evidence")
    about = gettext_lazy(
        "Credit records under the items of the rulebook in force on their day. They are only ever added."
    )
    model = Evidence
    identity = ("number",)
    verbs = ("registers.import", "evidence.record")
    can_update = False
    columns = (
        Column("记录编号", "number", required=True, parse=code(longest=40), remark=stored_as_number, is_code=True,
               example="JL-2026-000123"),
        Column("评价项目编号", "item_code", gettext_lazy("As in the rulebook in force on the day it happened."),
               required=True, parse=code(longest=20), is_code=True, example="R-N13"),
        Column("企业统一社会信用代码", "enterprise",
               gettext_lazy("For items about a company; empty where the estate's contract says who was responsible."),
               parse=CREDIT_CODE, is_code=True, example="91130102MA0ABC02YG"),
        Column("小区代码", "estate", gettext_lazy("For items about a project."), parse=ESTATE_CODE, is_code=True,
               example="1301020010001"),
        Column("项目经理登记编号", "manager", gettext_lazy("For items about a project manager, if known."),
               parse=MANAGER_NUMBER, is_code=True, example="XMJL-2024-0001"),
        Column("级别", "level", gettext_lazy("For items with points by level, as the item writes it.")),
        Column("分值", "points", gettext_lazy("Only for items that leave a range; points taken off are negative."),
               parse=number(2, least=-1000, most=1000), example="-3"),
        Column("事项", "matter", gettext_lazy("The same words in several records mean the same matter.")),
        Column("事实", "fact"),
        Column("发生日期", "occurred_on", required=True, example="2026-03-01"),
        Column("决定日期", "decided_on", required=True, example="2026-03-10"),
        Column("生效日期", "effective_on", gettext_lazy("Empty: the day of the decision."), parse=day),
        Column("来源", "source", required=True),
        Column("文书", "document"),
        Column("撤销日期", "withdrawn_on", gettext_lazy("Only if it was withdrawn before the import."), parse=day),
        Column("修复日期", "repaired_on", gettext_lazy("Only if it was repaired before the import."), parse=day),
        Column("撤销或修复原因", "step_reason", parse=text(300), empty=""),
    )  # fmt: skip

    def __init__(self, **who) -> None:
        super().__init__(**who)
        self.law, self.today = Lawbook(), timezone.localdate()

    def look_up(self, rows: list[Row]) -> None:
        def said(name: str) -> set:
            return {row.get(name) for row in rows} - {None}

        self.existing = set(Evidence.objects.filter(number__in=said("number")).values_list("number", flat=True))
        self.known = {
            name: dict(things.filter(**{f"{CODES[name]}__in": said(name)}).values_list(CODES[name], "pk"))
            for name, things in nameable_by(self.by).items()
        }

    def entry(self, row: Row, *, is_first: bool) -> Entry | None:
        if is_first and row.get("number") in self.existing:
            row.fault("number", _("is already on the ledger"), _("Records are never changed: take the row out."))
        record = NewEvidence(
            number=row.get("number") or "",
            item_code=row.get("item_code") or "",
            enterprise_id=self.named(row, "enterprise", no_such_enterprise),
            estate_id=self.named(row, "estate", no_such_estate),
            manager_id=self.named(row, "manager", no_such_manager),
            level=row.get("level") or "",
            centipoints=None if row.get("points") is None else int(row.get("points") * 100),
            matter=row.get("matter") or "",
            fact=row.get("fact") or "",
            occurred_on=row.get("occurred_on"),
            decided_on=row.get("decided_on"),
            effective_on=row.get("effective_on"),
            source=row.get("source") or "",
            document=row.get("document") or "",
            withdrawn_on=row.get("withdrawn_on"),
            repaired_on=row.get("repaired_on"),
            step_reason=row.get("step_reason") or "",
        )
        if record.item_code and record.occurred_on and record.decided_on:
            for name, sentence in faults_of(record, self.law, today=self.today):
                name = FIELD_OF.get(name, name)
                if name not in row.faulty:
                    row.fault(name, sentence)
        return Entry(row.number, record)

    def named(self, row: Row, name: str, no_such) -> int | None:
        """Whom a row is about, out of those that the person may name."""
        said = row.get(name)
        if said is not None and said not in self.known[name]:
            row.fault(name, *no_such())
        return self.known[name].get(said)

    @classmethod
    def undo_verbs(cls) -> tuple[str, ...]:
        return ("registers.import", "evidence.decide")

    @classmethod
    def keep(cls, entries: list[Entry], *, batch: ImportBatch, by: User | None, at: datetime) -> None:
        record_evidence([entry.thing for entry in entries], by=by, at=at, batch=batch)

    @classmethod
    def take_back(cls, batch: ImportBatch, *, by: User | None, at: datetime, why: str) -> list[Fault]:
        """Withdraw every record of the batch: the ledger keeps both the records and their withdrawal."""
        on = timezone.localdate(at)
        withdraw_batch(batch, on=on, reason=why or _("The import was undone."), by=by, at=at)
        return []


def no_such_manager() -> tuple[str, str]:
    return (
        _("is not a project manager on the register of your area"),
        _("Check the number, or import the project manager first."),
    )
