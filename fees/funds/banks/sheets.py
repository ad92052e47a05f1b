"""Bank statements from files. Headings are the words of the file format; nobody who paid stands in it."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from fees.funds.banks.taking import months_of, take_in
from fees.models import BankLine, BankStatement, FundAccount, FundBlock
from intake.faults import Fault
from intake.models import ImportBatch, ImportedRow
from intake.money import fen_cell, yuan
from intake.parsing import code
from intake.sheets import Column, Entry, Row, Sheet


class BankLineSheet(Sheet):
    """银行对账单: one row a line of the bank, in the bank's order, of one building's account or of many."""

    key = "bank-statements"
    tab = "维修资金银行对账单"
    title = gettext_lazy("bank statements of the maintenance fund")
    about = gettext_lazy(
        "What the bank says of the funds of buildings. Lines stand in the bank's order: each balance must follow from "
        "the one above. They are matched with the ledger at once."
    )
    model = BankLine
    identity = ("bank_account", "serial")
    verbs = ("funds.keep",)
    can_update = False
    columns = (
        Column("专户账号", "bank_account", gettext_lazy("The account of a building's fund at the bank."),
               required=True, parse=code(longest=40), is_code=True, example="130100880000123456"),
        Column("流水号", "serial", required=True, parse=code(longest=40), is_code=True, example="20260930000017"),
        Column("记账日期", "on", required=True, example="2026-09-30"),
        Column("业务类型", "kind", required=True),
        Column("金额（元）", "amount_fen", gettext_lazy("More than nothing came in, less than nothing went out."),
               required=True, parse=fen_cell(least=-9_999_999_999), example="1250.00"),
        Column("余额（元）", "balance_fen", gettext_lazy("Of the building's fund after this line."),
               required=True, parse=fen_cell(least=0), example="356120.55"),
        Column("分户账号", "account_number", gettext_lazy("Empty for what concerns the building as a whole."),
               parse=code(longest=40), empty="", is_code=True, example="1301020010001000000123"),
    )  # fmt: skip

    def __init__(self, **who) -> None:
        super().__init__(**who)
        self.today = timezone.localdate()
        self.held: list[Entry] = []
        self.last: dict[int, tuple[int, int, object]] = {}

    def look_up(self, rows: list[Row]) -> None:
        numbers = {row.get("bank_account") for row in rows} - {None}
        blocks = FundBlock.objects.visible_to(self.by) if self.by else FundBlock.objects.all()
        self.blocks: dict[str, list[FundBlock]] = {}
        for block in blocks.filter(bank_account__in=numbers).select_related("estate"):
            self.blocks.setdefault(block.bank_account, []).append(block)
        written = {row.get("account_number") for row in rows} - {None, ""}
        accounts = FundAccount.objects.filter(number__in=written)
        self.accounts = {account.number: account for account in accounts}

    def entry(self, row: Row, *, is_first: bool) -> Entry | None:
        block = self.block(row)
        if row.get("on") and row.get("on") > self.today:
            row.fault("on", _("has not come yet"), _("Correct the day."))
        if row.get("amount_fen") == 0:
            row.fault("amount_fen", _("moves nothing"), _("Take the row out."))
        if block is None or not is_first or not row.is_sound:
            return None
        self.follow(row, block)
        if row.is_sound:
            self.held.append(Entry(row.number, self.line(row, block)))
        return None

    def block(self, row: Row) -> FundBlock | None:
        found = self.blocks.get(row.get("bank_account") or "", [])
        if len(found) == 1:
            return found[0]
        if found:
            row.fault("bank_account", _("is the account of several buildings"), _("Correct the funds of buildings."))
        elif row.get("bank_account"):
            row.fault(
                "bank_account", _("is no account of a building's fund in your area"),
                _("Check the number, or write it at the fund of the building first."),
            )  # fmt: skip
        return None

    def follow(self, row: Row, block: FundBlock) -> None:
        """The balance and the day must follow from the row above of the same account."""
        amount, balance, on = (row.get(name) for name in ("amount_fen", "balance_fen", "on"))
        if block.pk in self.last:
            number, before, day = self.last[block.pk]
            if before + amount != balance:
                row.fault(
                    "balance_fen",
                    _("does not follow from row %(row)d: it would be %(yuan)s")
                    % {"row": number, "yuan": yuan(before + amount)},
                    _("Rows are missing between them, or an amount is wrong."),
                )
            if on < day:
                row.fault("on", _("is before the day of row %(row)d") % {"row": number}, _("Keep the bank's order."))
        self.last[block.pk] = (row.number, balance, on)

    def line(self, row: Row, block: FundBlock) -> BankLine:
        written = row.get("account_number") or ""
        account = self.accounts.get(written)
        told = {name: row.get(name) for name in ("serial", "on", "kind", "amount_fen", "balance_fen")}
        of_it = account if account and account.block_id == block.pk else None
        return BankLine(block=block, account_number=written, account=of_it, **told)

    def finish(self) -> list[Entry]:
        """Statements that overlap with one that was taken in are refused; all others are kept at once."""
        days: dict[int, list] = {}
        first: dict[int, int] = {}
        for entry in self.held:
            days.setdefault(entry.thing.block_id, []).append(entry.thing.on)
            first.setdefault(entry.thing.block_id, entry.row_number)
        known = BankStatement.objects.filter(block__in=days).order_by("from_on")
        for statement in known:
            from_on, until_on = months_of(days[statement.block_id])
            if statement.from_on < until_on and from_on < statement.until_on:
                self.faults.append(
                    Fault(
                        first[statement.block_id],
                        self.heading_of("on"),
                        _("statement %(number)s of these months was taken in already") % {"number": statement},
                        _("Take its rows out."),
                    )
                )
        return [] if any(not fault.is_warning for fault in self.faults) else self.held

    @classmethod
    def keep(cls, entries: list[Entry], *, batch: ImportBatch, by: User | None, at: datetime) -> None:
        take_in([entry.thing for entry in entries], by=by, at=at)
        ImportedRow.objects.bulk_create(
            [
                ImportedRow(batch=batch, row_number=entry.row_number, thing_id=entry.thing.pk, before=None, after={})
                for entry in entries
            ],
            batch_size=1_000,
        )

    @classmethod
    def take_back(cls, batch: ImportBatch, *, by: User | None, at: datetime, why: str) -> list[Fault]:
        return [Fault(1, "", _("a bank statement stands"), _("Explain its lines instead."))]
