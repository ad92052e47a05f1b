"""Contracts on shared parts from files. Headings are the words of the file format."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.numbers import numbered
from estates.belonging import in_charge
from estates.models import Estate
from estates.sheets import ESTATE_CODE
from fees.models import RevenueContract
from fees.revenue.contracts import PREFIX
from fees.revenue.lifecycle import WRITE
from intake.models import ImportBatch
from intake.money import fen_cell
from intake.parsing import day
from intake.sheets import Column, Entry, Row, TableSheet

A_DAY = timedelta(days=1)
AS_THEY_STAND = ("source", "payer", "place", "from_on", "amount_fen", "pays", "signed_on")


class RevenueContractSheet(TableSheet):
    """公共收益合同: one row a contract. The file names the last day; the register keeps the day after it."""

    key = "revenue-contracts"
    tab = "公共收益合同"
    title = gettext_lazy("contracts on shared parts")
    about = gettext_lazy("Who pays for the use of which shared part, from when to when.")
    model = RevenueContract
    identity = ("estate", "source", "payer", "place", "from_on")
    verbs = ("registers.import", WRITE)
    columns = (
        Column("小区代码", "estate", gettext_lazy("An estate that is already on the register."),
               required=True, parse=ESTATE_CODE, is_code=True, example="1301020010001"),
        Column("收益来源", "source", required=True),
        Column("付款单位", "payer", gettext_lazy("A business or a body. Of a person write “a resident”."),
               required=True, example="城市传媒有限公司"),
        Column("使用部位", "place", required=True, example="1 至 6 号楼电梯轿厢"),
        Column("起始日期", "from_on", required=True, parse=day, example="2026-01-01"),
        Column("截止日期", "last_day", gettext_lazy("The last day, itself included."),
               required=True, parse=day, example="2026-12-31"),
        Column("金额（元）", "amount_fen", gettext_lazy("In yuan, at most two decimals."),
               required=True, parse=fen_cell(least=0), example="24000.00"),
        Column("支付周期", "pays", required=True),
        Column("签订日期", "signed_on", required=True, parse=day, example="2025-12-20"),
    )  # fmt: skip

    def look_up(self, rows: list[Row]) -> None:
        codes = {row.get("estate") for row in rows}
        mine = Estate.objects.filter(in_charge(self.by, on=timezone.localdate()), code__in=codes)
        self.estates = dict(mine.values_list("code", "pk"))
        held = RevenueContract.objects.filter(estate__in=self.estates.values(), state="running").select_related(
            "estate"
        )
        self.existing = {(row.estate.code, row.source, row.payer, row.place, row.from_on): row for row in held}

    def entry(self, row: Row, *, is_first: bool) -> Entry | None:
        estate = self.estates.get(row.get("estate"))
        if estate is None and row.get("estate"):
            row.fault("estate", _("is no estate that you report for"), _("Check the code."))
        self.check_days(row)
        if row.get("amount_fen") == 0:
            row.fault("amount_fen", _("is nothing"), _("Give the sum that is paid each time."))
        values = values_of(row)
        values["estate_id"] = estate
        return self.become(row, values, is_first=is_first and estate is not None)

    def check_days(self, row: Row) -> None:
        from_on, last_day, signed_on = row.get("from_on"), row.get("last_day"), row.get("signed_on")
        if from_on and last_day and last_day < from_on:
            row.fault("last_day", _("is before the first day"), _("Correct one of the two days."))
        if signed_on and signed_on > timezone.localdate():
            row.fault("signed_on", _("has not come yet"), _("Enter contracts when they are signed."))

    @classmethod
    def keep(cls, entries: list[Entry], *, batch: ImportBatch, by: User | None, at: datetime) -> None:
        for entry in entries:
            if entry.thing.pk is None:
                for name, value in numbered(RevenueContract, PREFIX, timezone.localdate(at)).items():
                    setattr(entry.thing, name, value)
                entry.thing.registered_at = at
        super().keep(entries, batch=batch, by=by, at=at)


def values_of(row: Row) -> dict[str, Any]:
    """The columns of the register: fen, and the day after the last."""
    values = {name: row.get(name) for name in AS_THEY_STAND}
    values["until_on"] = row.get("last_day") + A_DAY if row.get("last_day") else None
    return values
