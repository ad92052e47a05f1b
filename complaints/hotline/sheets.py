"""Orders of the hotline and its receipts from files. Headings are the words of the file format.

The same file again adds nothing: what is on record is passed over with a remark.
An undone import withdraws those of its complaints that nobody has acted on.
"""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from complaints.actions import residents
from complaints.hotline import actions
from complaints.hotline.actions import Order
from complaints.models import Complaint, HotlineItem, HotlineState, Kind, State, Topic
from estates.models import Estate
from estates.sheets import ESTATE_CODE, named_estate
from intake.actions import erase_files
from intake.faults import Fault
from intake.models import ImportBatch, ImportedRow
from intake.parsing import code, text, whole, words_of
from intake.sheets import Column, Entry, Row, Sheet

KINDS = words_of(Complaint._meta.get_field("kind"))
FILLED_BY_US = ("诉求编号", "环节", "办理状态", "办理单位", "答复内容", "办理时间", "等待起始")
"""Columns of the exported workbook that come back with it, unread."""
AS_EXPORTED = gettext_lazy("As it was exported; not looked at.")


class HotlineOrderSheet(Sheet):
    """12345工单: one row an order about an estate."""

    key = "hotline_orders"
    tab = "12345工单"
    title = gettext_lazy("orders of the 12345 hotline")
    about = gettext_lazy("Each becomes a complaint, once for each number. Its terms run from the import.")
    model = Complaint
    identity = ("number",)
    verbs = ("registers.import", "complaints.hotline", "complaints.file")
    can_update = False
    holds_persons = True
    columns = (
        Column("工单编号", "number", required=True, parse=code(longest=40, pattern=r"[A-Z0-9._-]+"), is_code=True,
               example="2026111712345001"),
        Column("小区代码", "estate", required=True, parse=ESTATE_CODE, is_code=True, example="1301020010001"),
        Column("类别编码", "topic", gettext_lazy("Four digits, as in the city's list of topics."), required=True,
               parse=code(pattern=r"\d{4}", length=4), is_code=True, example="0202"),
        Column("诉求内容", "words", required=True, parse=text(1000), example="电梯反复停运"),
        Column("诉求类型", "kind", choices=KINDS, empty=Kind.COMPLAINT.value),
        Column("具体位置", "spot", gettext_lazy("Such as building and unit."), parse=text(60), empty=""),
        Column("来电人", "name", gettext_lazy("It is kept sealed."), parse=text(40), empty=""),
        Column("联系电话", "phone", gettext_lazy("Likewise."), parse=code(pattern=r"[0-9+*-]{3,20}"), empty="",
               is_code=True),
    )  # fmt: skip

    def look_up(self, rows: list[Row]) -> None:
        def said(name: str) -> set:
            return {row.get(name) for row in rows} - {None}

        estates = Estate.objects.all() if self.by is None else Estate.objects.visible_to(self.by)
        self.estates = {estate.code: estate for estate in estates.filter(code__in=said("estate"))}
        leaves = Topic.objects.filter(code__in=said("topic"), parent__isnull=False, is_active=True)
        self.topics = {topic.code: topic for topic in leaves}
        numbers = Complaint.objects.filter(hotline_number__in=said("number"))
        self.existing = set(numbers.values_list("hotline_number", flat=True))

    def entry(self, row: Row, *, is_first: bool) -> Entry | None:
        if row.get("number") in self.existing:
            row.remark("number", _("is on record already: passed over"))
            return None
        estate, topic = named_estate(row, self.estates), self.topics.get(row.get("topic"))
        if row.get("topic") and topic is None:
            row.fault(
                "topic", _("is no topic that may be chosen"), _("Take a code of four digits from the city's list.")
            )
        if not is_first or not row.is_sound or estate is None or topic is None:
            return None
        return Entry(row.number, Order(**{**row.values, "estate": estate, "topic": topic}))

    @classmethod
    def undo_verbs(cls) -> tuple[str, ...]:
        return ("registers.import", "complaints.hotline")

    @classmethod
    def keep(cls, entries: list[Entry], *, batch: ImportBatch, by: User | None, at: datetime) -> None:
        """Each as a complaint. What the file says of callers is sealed with it, and then the file is erased."""
        for entry in entries:
            complaint, _is_new = actions.take_in(entry.thing, by=by, at=at)
            ImportedRow.objects.create(
                batch=batch, row_number=entry.row_number, thing_id=complaint.pk, after={"number": complaint.number}
            )
        transaction.on_commit(partial(erase_files, batch))

    @classmethod
    def take_back(cls, batch: ImportBatch, *, by: User | None, at: datetime, why: str) -> list[Fault]:
        rows = {row.thing_id: row.row_number for row in batch.touched.all()}
        complaints = list(Complaint.objects.filter(pk__in=rows))
        acted_on = [complaint for complaint in complaints if complaint.state != State.FILED]
        if acted_on:
            return [
                Fault(rows[each.pk], "", _("complaint %(number)s is being handled") % {"number": each.number},
                      _("Withdraw or refuse it by hand."))
                for each in sorted(acted_on, key=lambda each: rows[each.pk])
            ]  # fmt: skip
        for complaint in complaints:
            residents.withdraw(complaint, text=why or _("The import was undone."), at=at)
        return []


class HotlineReceiptSheet(Sheet):
    """12345回执: the exported workbook, with the hotline's receipts filled in."""

    key = "hotline_receipts"
    tab = "12345回执"
    title = gettext_lazy("receipts of the 12345 hotline")
    about = gettext_lazy("The exported workbook comes back with a receipt, or with what went wrong, beside each item.")
    model = HotlineItem
    identity = ("item",)
    verbs = ("registers.import", "complaints.hotline")
    can_update = False
    stands = (gettext_lazy("receipts are not taken back"), gettext_lazy("Send the item again instead."))
    columns = (
        Column("事项编号", "item", AS_EXPORTED, required=True, parse=whole(least=1, most=10**15)),
        Column("工单编号", "order", AS_EXPORTED, parse=text(60), empty=""),
        *(Column(heading, f"filled_{place}", AS_EXPORTED, parse=text(), empty="")
          for place, heading in enumerate(FILLED_BY_US)),
        Column("回执编号", "reference", gettext_lazy("Number of the receipt; empty while there is none."),
               parse=text(60), empty=""),
        Column("退回原因", "fault", gettext_lazy("Why the hotline did not take it."), parse=text(200), empty=""),
    )  # fmt: skip

    def look_up(self, rows: list[Row]) -> None:
        seen = HotlineItem.objects.all() if self.by is None else HotlineItem.objects.visible_to(self.by)
        self.items = seen.in_bulk([row.get("item") for row in rows if row.get("item")])

    def entry(self, row: Row, *, is_first: bool) -> Entry | None:
        item, reference, fault = self.items.get(row.get("item")), row.get("reference"), row.get("fault")
        if row.get("item") and item is None:
            row.fault("item", _("is no item of your area"), _("Copy the number from the exported workbook."))
        if reference and fault:
            row.fault("fault", _("stands beside a receipt"), _("Fill in one of the two."))
        if item is None or not is_first or not row.is_sound or not (reference or fault):
            return None
        return self.receipted(row, item)

    def receipted(self, row: Row, item: HotlineItem) -> Entry | None:
        if item.state == HotlineState.RECEIPTED:
            row.remark("item", _("has its receipt already: passed over"))
            return None
        if item.state == HotlineState.WAITING:
            row.fault("item", _("was not sent yet"), _("Export it first."))
            return None
        item.reference, item.fault = row.get("reference"), row.get("fault")
        return Entry(row.number, item)

    @classmethod
    def keep(cls, entries: list[Entry], *, batch: ImportBatch, by: User | None, at: datetime) -> None:
        for entry in entries:
            item = entry.thing
            if item.reference:
                actions.receipt(item, reference=item.reference, by=by, at=at)
            elif item.state == HotlineState.SENT:
                actions.fail(item, fault=item.fault, by=by, at=at)
