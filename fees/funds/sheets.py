"""The fund of an earlier ledger from files: building by building, or home by home."""

from collections import defaultdict
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from estates.models import Building, Home
from estates.sheets import ESTATE_CODE, estates_of, named_estate
from fees.funds import actions
from fees.funds.actions.accounts import account_number
from fees.funds.booking import Line
from fees.funds.lifecycle import KEEP
from fees.models import FundAccount, FundBlock
from intake.faults import Fault
from intake.models import ImportBatch, ImportedRow
from intake.money import fen_cell
from intake.parsing import code, day, text
from intake.sheets import Column, Entry, Row, Sheet


class FundSheet(Sheet):
    """维修资金账户: one row a home with its account, or a building as a whole where room and unit are empty."""

    key = "fund-accounts"
    tab = "维修资金账户"
    title = gettext_lazy("funds of buildings and accounts of homes")
    about = gettext_lazy(
        "First deposits and balances as the earlier ledger has them. A row without a room is a building as a whole, "
        "for buildings whose homes are not registered yet."
    )
    model = FundAccount
    identity = ("estate", "building", "unit", "room")
    verbs = (KEEP,)
    can_update = False
    columns = (
        Column("小区代码", "estate", gettext_lazy("An estate that is already on the register."),
               required=True, parse=ESTATE_CODE, is_code=True, example="1301020010001"),
        Column("楼栋", "building", gettext_lazy("A building that is already on the register."),
               required=True, parse=text(30), is_code=True, example="3号楼"),
        Column("单元", "unit", parse=text(10), empty="", is_code=True, example="2"),
        Column("房号", "room", gettext_lazy("Empty for a building as a whole."), parse=text(20), empty="",
               is_code=True, example="501"),
        Column("开户银行", "bank", required=True, parse=text(80), example="城市商业银行"),
        Column("专户账号", "bank_account", gettext_lazy("Of the building's fund at the bank."),
               parse=code(longest=40), empty="", is_code=True, example="130100880000123456"),
        Column("分户账号", "number", gettext_lazy("Made by the portal where it is empty."), parse=code(longest=40),
               empty="", is_code=True),
        Column("首期交存（元）", "first_fen", required=True, parse=fen_cell(least=0), example="8950.00"),
        Column("余额（元）", "balance_fen", required=True, parse=fen_cell(least=0), example="7214.36"),
        Column("截至日期", "on", required=True, parse=day, example="2026-06-30"),
    )  # fmt: skip

    def __init__(self, **who) -> None:
        super().__init__(**who)
        self.today = timezone.localdate()
        self.held: list[Entry] = []

    def look_up(self, rows: list[Row]) -> None:
        codes = {row.get("estate") for row in rows} - {None}
        self.estates = dict(estates_of(self.by).filter(code__in=codes).values_list("code", "pk"))
        buildings = Building.objects.filter(estate__in=self.estates.values()).select_related("estate")
        self.buildings = {(each.estate.code, each.name): each for each in buildings}
        homes = Home.objects.filter(building__in=buildings).values_list("building", "unit", "room", "pk")
        self.homes = {(building, unit, room): pk for building, unit, room, pk in homes}
        self.accounts = set(FundAccount.objects.filter(block__building__in=buildings).values_list("home", flat=True))
        self.blocks = set(FundBlock.objects.filter(building__in=buildings).values_list("building", flat=True))

    def entry(self, row: Row, *, is_first: bool) -> Entry | None:
        building = self.building(row)
        if row.get("on") and row.get("on") > self.today:
            row.fault("on", _("has not come yet"), _("Correct the day."))
        if building is None or not is_first or not row.is_sound:
            return None
        home = self.home(row, building) if row.get("room") else None
        if row.get("room") == "" and building.pk in self.blocks:
            row.fault("building", _("has a fund already"), _("Take the row out. Corrections are booked at its desk."))
        if row.is_sound:
            self.held.append(Entry(row.number, Earlier(building, home, row)))
        return None

    def building(self, row: Row) -> Building | None:
        if named_estate(row, self.estates) is None or not row.get("building"):
            return None
        found = self.buildings.get((row.get("estate"), row.get("building")))
        if found is None:
            row.fault("building", _("is not on the register of this estate"), _("Import the building first."))
        return found

    def home(self, row: Row, building: Building) -> int | None:
        found = self.homes.get((building.pk, row.get("unit") or "", row.get("room")))
        if found is None:
            row.fault("room", _("is no home on the register of this building"), _("Import the home first."))
        elif found in self.accounts:
            row.fault("room", _("has an account already"), _("Take the row out. Corrections are booked at its desk."))
        return found

    def finish(self) -> list[Entry]:
        return self.held

    @classmethod
    def keep(cls, entries: list[Entry], *, batch: ImportBatch, by: User | None, at: datetime) -> None:
        lines: dict[tuple[int, date], list[Line]] = defaultdict(list)
        estates, made = {}, []
        for entry in entries:
            earlier: Earlier = entry.thing
            line = earlier.open(by=by, at=at)
            estate = earlier.building.estate
            estates[estate.pk] = estate
            if line.amount_fen or line.first_deposit_fen:
                lines[estate.pk, earlier.row.get("on")].append(line)
            made.append(
                ImportedRow(batch=batch, row_number=entry.row_number, thing_id=line.account or line.block, after={})
            )
        for (estate_id, on), each in lines.items():
            actions.take_over(estate=estates[estate_id], lines=each, on=on, reference=str(batch.pk), by=by, at=at)
        ImportedRow.objects.bulk_create(made, batch_size=1_000)

    @classmethod
    def take_back(cls, batch: ImportBatch, *, by: User | None, at: datetime, why: str) -> list[Fault]:
        return [Fault(1, "", _("what was booked stands"), _("Correct its voucher at the desk of the fund."))]


class Earlier:
    """One row: a building or a home, and what the earlier ledger says of it."""

    def __init__(self, building: Building, home: int | None, row: Row) -> None:
        self.building, self.home, self.row = building, home, row

    def open(self, *, by: User | None, at: datetime) -> Line:
        row = self.row
        block = FundBlock.objects.filter(building=self.building).first() or actions.keep_block(
            building=self.building, bank=row.get("bank"), bank_account=row.get("bank_account") or "", by=by, at=at
        )
        account = None
        if self.home is not None:
            number = row.get("number") or account_number(self.building.estate.code, self.home)
            account = FundAccount.objects.create(home_id=self.home, block=block, number=number).pk
        return Line(block.pk, account, row.get("balance_fen"), row.get("first_fen"))
